"""Counts files and passages for the status, without spending on it what the work needs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop_search.records import Counts

LONG_SECONDS = 0.02
"""Below that there is nothing to save."""
SHARE = 0.05
"""Of the time may be spent on counting while there is work."""


class Counted(Protocol):
    """What can be counted: the index."""

    def count_passages(self) -> int: ...
    def counts(self, folder: str | None = None) -> Counts: ...


@dataclass(frozen=True, slots=True)
class FileCounts:
    """The files by state, all and below each folder, and all passages."""

    passages: int
    files: Counts
    of_folders: dict[str, Counts]


class Counting:
    """Counting a million rows takes a tenth of a second, and a window asks four times a second.

    So while there is work, which needs the processor, what was counted stands for twenty times as long as it took. When
    there is none any more everything is counted: then the counts are those that stay.
    """

    def __init__(self, db: Counted) -> None:
        self._db = db
        self._last: FileCounts | None = None
        self._stands_until = 0.0

    def now(self, folders: Sequence[str], *, is_idle: bool) -> FileCounts:
        """The counts, a moment old at most while there is work."""
        started = time.monotonic()
        last = self._last
        if last is not None and not is_idle and started < self._stands_until and set(last.of_folders) == set(folders):
            return last
        counts = FileCounts(
            self._db.count_passages(), self._db.counts(), {folder: self._db.counts(folder) for folder in folders}
        )
        taken = time.monotonic() - started
        self._last, self._stands_until = counts, started + taken / SHARE if taken > LONG_SECONDS else 0.0
        return counts

"""What an empty quick search offers: files opened lately and often, then those that changed last."""

import math
import os
import time
from collections.abc import Callable, Iterable, Sequence

from desktop_search.records import Hit
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.openings import Opening, StoredOpenings

MOST = 100
HALF_LIFE_SECONDS = 14 * 86_400
"""After two weeks an opening counts half: what was needed daily in spring gives way in summer."""


def by_habit(openings: Iterable[Opening], now: float) -> list[str]:
    """The opened paths, most wanted first: each opening counts 1 when it is fresh, and half every two weeks."""
    weights: dict[str, float] = {}
    for opening in openings:
        age = max(0.0, now - opening.at)
        weights[opening.path] = weights.get(opening.path, 0.0) + math.exp2(-age / HALF_LIFE_SECONDS)
    return sorted(weights, key=lambda path: -weights[path])


class Suggestions:
    """Remembers openings if the person lets us, and makes offers of them."""

    def __init__(
        self, stored: StoredOpenings, db: IndexDb, *, remembers: bool, clock: Callable[[], float] = time.time
    ) -> None:
        self._stored = stored
        self._db = db
        self.remembers = remembers
        self._clock = clock

    def note_opening(self, path: str, query: str = "") -> None:
        """Notes that a file was opened; does nothing when the person does not want that."""
        if self.remembers:
            self._stored.add(Opening(path, query.strip(), self._clock()))

    def suggestions(self, limit: int = 9) -> list[Hit]:
        """At most limit files that are there: by habit first, then the ones changed last. No reasons, no snippets."""
        limit = max(1, min(limit, MOST))
        offered: dict[str, Hit] = {}
        for path in by_habit(self._stored.all(), self._clock()) if self.remembers else []:
            if len(offered) == limit:
                break
            if (stat := _stat_of(path)) is not None:
                offered[path] = _hit(path, stat.st_mtime_ns, stat.st_size)
        for known in self._db.newest_files(limit):
            if len(offered) < limit:
                offered.setdefault(known.path, _hit(known.path, known.modified_ns, known.size))
        return list(offered.values())

    def forget(self, paths: Sequence[str]) -> None:
        self._stored.forget(paths)

    def forget_openings(self) -> None:
        """Erases what note_opening() has remembered."""
        self._stored.forget_all()


def _stat_of(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _hit(path: str, modified_ns: int, size: int) -> Hit:
    return Hit(path, None, None, 0.0, None, None, None, "", (), {}, modified_ns=modified_ns, size=size)

"""When to look where: places that changed, files to be tried again, and everything now and then."""

import heapq
import time
from collections.abc import Iterable

from desktop_search.files.changes import Changes

LONGEST_SLEEP_SECONDS = 60.0


class Agenda:
    """Used by the indexing thread only."""

    def __init__(self, rescan_seconds: float | None) -> None:
        """rescan_seconds is how often everything is compared with the disk unasked; None means never."""
        self._changes = Changes()
        self._later: list[tuple[float, str]] = []
        self._rescan_seconds = rescan_seconds
        self._rescanned_at = time.monotonic()

    def changed(self, paths: Iterable[str]) -> None:
        """Something may have changed there: due once it has been quiet for a second."""
        self._changes.add(list(paths), time.monotonic())

    def looked_at(self, paths: Iterable[str]) -> None:
        """What is said to have changed there is about to be seen."""
        self._changes.forget(paths)

    def again(self, path: str, seconds: float) -> None:
        """The path is due after so many seconds."""
        heapq.heappush(self._later, (time.monotonic() + seconds, path))

    def due(self, now: float) -> list[str]:
        """The places to look at now; each is given once."""
        places: list[str] = []
        moment = self._changes.due_at()
        if moment is not None and now >= moment:
            places += self._changes.take()
        while self._later and now >= self._later[0][0]:
            places.append(heapq.heappop(self._later)[1])
        return places

    def is_rescan_due(self, now: float) -> bool:
        """Whether everything is to be compared with the disk; said once each time."""
        if self._rescan_seconds is None or now - self._rescanned_at < self._rescan_seconds:
            return False
        self._rescanned_at = now
        return True

    def seconds_until_due(self) -> float:
        """How long there is nothing to look at, a minute at most."""
        moments = [self._changes.due_at(), self._later[0][0] if self._later else None]
        wait = min(
            (moment - time.monotonic() for moment in moments if moment is not None), default=LONGEST_SLEEP_SECONDS
        )
        return max(0.01, min(wait, LONGEST_SLEEP_SECONDS, self._rescan_seconds or LONGEST_SLEEP_SECONDS))

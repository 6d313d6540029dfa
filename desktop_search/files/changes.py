"""Collects hints of change until they have been quiet for a moment. Pure: the clock is handed in."""

import itertools
import os
from collections.abc import Iterable
from pathlib import PurePath

QUIET_SECONDS = 1.0
LONGEST_SECONDS = 10.0
MOST_PATHS = 500


class Changes:
    """Paths where something may have changed, merged: a folder stands for everything below it."""

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._first = 0.0
        self._last = 0.0

    def add(self, paths: Iterable[str], now: float) -> None:
        """Notes hints; now is a monotonic time in seconds."""
        before = len(self._paths)
        self._paths.update(paths)
        if not before and self._paths:
            self._first = now
        self._last = now

    def forget(self, places: Iterable[str]) -> None:
        """Drops the hints at places that are about to be looked at anyway, and below them."""
        looked_at = set(places)
        above = (looked_at.isdisjoint((path, *map(str, PurePath(path).parents))) for path in self._paths)
        self._paths = set(itertools.compress(self._paths, above))

    def due_at(self) -> float | None:
        """When the hints should be looked at: after a quiet second, but never later than ten after the first."""
        if not self._paths:
            return None
        return min(self._last + QUIET_SECONDS, self._first + LONGEST_SECONDS)

    def take(self) -> list[str]:
        """The smallest set of paths that covers all hints, sorted; forgets them."""
        paths, self._paths = covering(self._paths), set()
        return paths


def covering(paths: Iterable[str]) -> list[str]:
    """Leaves out every path below another one; many paths of one folder become that folder."""
    chosen = set(paths)
    while len(chosen) > MOST_PATHS:
        parents = {os.path.dirname(path) for path in chosen}
        if len(parents) >= len(chosen):
            break
        chosen = parents
    kept: list[str] = []
    for path in sorted(chosen, key=os.fsencode):
        if not kept or not is_below(path, kept[-1]):
            kept.append(path)
    return kept


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies inside it."""
    return path == folder or path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)

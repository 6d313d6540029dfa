"""Which places wait to be compared with the disk, and how far the first of them is."""

import itertools
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence

from desktop_search.indexing.comparing import Comparing
from desktop_search.indexing.scanning import Scanner
from desktop_search.records import Folder
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile


class Rounds:
    """Used by the indexing thread only, but for scanned_at() and is_under_way. True while a place waits."""

    def __init__(
        self, db: IndexDb, scanner: Scanner, comparing: Comparing, is_outdated: Callable[[KnownFile], bool]
    ) -> None:
        """is_outdated says of a file whether a newer version of this program would read it better."""
        self.is_under_way = False
        self._db = db
        self._scanner = scanner
        self._comparing = comparing
        self._is_outdated = is_outdated
        self._places: deque[tuple[str, bool]] = deque()
        self._parts: Generator[None] | None = None
        self._reread: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._places)

    def add(self, paths: Iterable[str], *, reread: bool = False) -> None:
        """Has paths compared after those that wait; with reread all files in them are read again."""
        for place in (place for path in paths for place in self._scanner.places(path)):
            # The first is perhaps under way: what has been passed already is looked at once more.
            if (place, reread) not in itertools.islice(self._places, 1, None):
                self._places.append((place, reread))

    def go_on(self) -> None:
        """Does one more part of comparing the first place with the disk."""
        path, reread = self._places[0]
        if self._parts is None:
            done = self._reread if reread else None
            self._parts = self._comparing.parts(path, is_outdated=self._is_outdated, reread=done)
        self.is_under_way = True
        try:
            if next(self._parts, "done") is None:
                return
            if any(folder.path == path for folder in self._scanner.folders) and not self._scanner.is_away(path):
                self._db.set_meta(_scanned_key(path), repr(round(time.time(), 3)))
            self._places.popleft()
            self._reread = set()
        except BaseException:
            self.begin_anew()
            raise
        self.begin_anew()

    def begin_anew(self) -> None:
        """The next place, or the same one, is compared from its beginning."""
        if self._parts is not None:
            self._parts.close()
        self._parts = None
        self.is_under_way = False

    def change_folders(self, folders: Sequence[Folder]) -> None:
        """These are all that are indexed from now on."""
        if self._scanner.folders != tuple(folders):
            self._scanner.folders = tuple(folders)
            self.begin_anew()

    def scanned_at(self, folder: str) -> float | None:
        """When a folder was last compared with the disk as a whole, in seconds since 1970."""
        when = self._db.meta(_scanned_key(folder))
        return None if when is None else float(when)


def _scanned_key(folder: str) -> str:
    return "scanned " + os.fsencode(folder).hex()

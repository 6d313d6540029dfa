"""Says what a look at the disk means for the index: whose rules hold, and whether a folder is really there."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from desktop_search.files import ignore, walk
from desktop_search.files.changes import is_below
from desktop_search.indexing.disks import Disks
from desktop_search.indexing.plan import Step, plan
from desktop_search.indexing.vanishing import Vanishing
from desktop_search.records import FileStat, Folder
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile


class Scanner:
    """Compares paths with the index, one folder's part at a time. Used by the indexing thread only."""

    def __init__(self, db: IndexDb, *, never: Iterable[str]) -> None:
        self.folders: tuple[Folder, ...] = ()
        self._db = db
        self._never = tuple(never)
        self._disks = Disks(db)
        self._vanishing = Vanishing()

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences about folders that are away or have lost much, and whose files are therefore kept."""
        return (*self._disks.notices, *self._vanishing.notices)

    def known_in(self, path: str) -> int | None:
        """How many files are known of a folder that the person named; None for any other place."""
        return self._db.counts(path).seen if any(folder.path == path for folder in self.folders) else None

    def forgettable(self, path: str, gone: Sequence[str], known: int | None) -> Sequence[str]:
        """Of the files that are gone from a place, those that may be forgotten; known is what known_in() said before.

        None where a disk has gone meanwhile: then it was looked for in vain.
        """
        folder = self._folder_of(path)
        if not gone or folder is None or not self._disks.is_there(folder.path):
            return ()
        away = self._disks.away_inside(folder.path)
        gone = [file for file in gone if not is_below_any(file, away)]
        if known is None:
            return gone
        return self._vanishing.forgettable(path, gone, known, moved=lambda: self._moved(frozenset(gone)))

    def allow_forgetting(self, folders: Iterable[str]) -> None:
        """Has what is gone from folders forgotten when they are compared next, however much it is."""
        self._vanishing.allow(folders)

    def vanished(self, folder: str) -> int:
        """How many files of a folder are gone, and kept until the person says that they may be forgotten."""
        return self._vanishing.asked_of(folder)

    def is_away(self, folder: str) -> bool:
        """Whether a folder was not there when it was last looked at."""
        return self._disks.is_away(folder)

    def places(self, path: str) -> list[str]:
        """What has to be compared for a path: the path itself if it lies in a folder, and every folder below it.

        A hint may name something above the folders, and a folder inside another one has rules of its own.
        """
        inside = [path] if self._folder_of(path) is not None else []
        return inside + [folder.path for folder in self.folders if folder.path != path and is_below(folder.path, path)]

    def steps(self, path: str, *, is_outdated: Callable[[KnownFile], bool]) -> Iterator[Step]:
        """What has to be done below a path, apart from folders inside its folder that are indexed by themselves."""
        folder = self._folder_of(path)
        if folder is None or (not self._disks.is_there(folder.path)):
            return iter(())
        others = [
            other.path for other in self.folders if other.path != folder.path and is_below(other.path, folder.path)
        ]
        away = self._disks.away_inside(folder.path)
        unlisted = walk.Unlisted(away)
        never = (*self._never, *folder.excluded, *others, *away)
        rules = ignore.rules_for(path, folder.path, folder.ignore_rules, never=never)
        known = (file for file in self._db.known_files(path) if not is_below_any(file.stat.path, others))
        return plan(
            walk.walk(path, rules, unlisted, is_root=path == folder.path),
            known,
            is_outdated=is_outdated,
            unlisted=unlisted.paths,
        )

    def _moved(self, gone: frozenset[str]) -> int:
        """How many of these files are the same as one that is known in another place."""
        stats = [file.stat for folder in self.folders for file in self._db.known_files(folder.path)]
        here = {_same(stat) for stat in stats if stat.path not in gone}
        return sum(_same(stat) in here for stat in stats if stat.path in gone)

    def _folder_of(self, path: str) -> Folder | None:
        """The folder a path lies in; of folders inside each other the deepest one's rules hold."""
        around = [folder for folder in self.folders if is_below(path, folder.path)]
        return max(around, key=lambda folder: len(folder.path), default=None)


def _same(stat: FileStat) -> tuple[int, int, int, int]:
    return stat.device, stat.inode, stat.size, stat.modified_ns


def is_below_any(path: str, folders: Sequence[str]) -> bool:
    return any(is_below(path, folder) for folder in folders)

"""Says what a look at the disk means for the index: whose rules hold, and whether a folder is really there."""

import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence

from desktop_search.files import ignore, walk
from desktop_search.files.changes import is_below
from desktop_search.indexing.plan import Step, plan
from desktop_search.records import Folder
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile

logger = logging.getLogger(__name__)


class Scanner:
    """Compares paths with the index, one folder's part at a time. Used by the indexing thread only."""

    def __init__(self, db: IndexDb, *, never: Iterable[str]) -> None:
        self.folders: tuple[Folder, ...] = ()
        self._db = db
        self._never = tuple(never)
        self._away: dict[str, str] = {}

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences about folders that are away, and whose files are therefore kept."""
        return tuple(self._away.values())

    def is_away(self, folder: str) -> bool:
        """Whether a folder was not there when it was last looked at."""
        return folder in self._away

    def places(self, path: str) -> list[str]:
        """What has to be compared for a path: the path itself if it lies in a folder, and every folder below it.

        A hint may name something above the folders, and a folder inside another one has rules of its own.
        """
        inside = [path] if self._folder_of(path) is not None else []
        return inside + [folder.path for folder in self.folders if folder.path != path and is_below(folder.path, path)]

    def steps(self, path: str, *, is_outdated: Callable[[KnownFile], bool]) -> Iterator[Step]:
        """What has to be done below a path, apart from folders inside its folder that are indexed by themselves."""
        folder = self._folder_of(path)
        if folder is None or (path == folder.path and not self._is_there(folder)):
            return iter(())
        others = [
            other.path for other in self.folders if other.path != folder.path and is_below(other.path, folder.path)
        ]
        unlisted = walk.Unlisted()
        rules = ignore.rules_for(
            path, folder.path, folder.ignore_rules, never=(*self._never, *folder.excluded, *others)
        )
        known = (file for file in self._db.known_files(path) if not is_below_any(file.stat.path, others))
        return plan(
            walk.walk(path, rules, unlisted, is_root=path == folder.path),
            known,
            is_outdated=is_outdated,
            unlisted=unlisted.paths,
        )

    def _folder_of(self, path: str) -> Folder | None:
        """The folder a path lies in; of folders inside each other the deepest one's rules hold."""
        around = [folder for folder in self.folders if is_below(path, folder.path)]
        return max(around, key=lambda folder: len(folder.path), default=None)

    def _is_there(self, folder: Folder) -> bool:
        """Whether a folder is what it was. One whose disk is away keeps its files, with a notice."""
        key = "root " + os.fsencode(folder.path).hex()
        before = self._db.meta(key)
        try:
            status = os.lstat(folder.path)
            kind = "folder" if stat.S_ISDIR(status.st_mode) else "file"
            identity = f"{kind} {status.st_dev}:{status.st_ino}"
            # An unmounted disk leaves an empty folder behind, which is another one than the disk's own.
            is_away = kind == "folder" and before not in (None, identity) and not os.listdir(folder.path)
        except FileNotFoundError:
            # A single file that is gone is gone. A folder may come back with its disk; forgetting it is for the person.
            if before is not None and before.startswith("file ") and os.path.isdir(os.path.dirname(folder.path)):
                return True
            is_away = True
        except OSError as error:
            logger.info("a folder cannot be looked at: %s", error.strerror)
            is_away = True
        if is_away:
            self._away[folder.path] = f"{folder.path} is not there at the moment. What is known of it is kept."
            return False
        self._away.pop(folder.path, None)
        if before != identity:
            self._db.set_meta(key, identity)
        return True


def is_below_any(path: str, folders: Sequence[str]) -> bool:
    return any(is_below(path, folder) for folder in folders)

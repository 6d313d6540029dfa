"""Keeps the index in line with the folders a person named: adds, watches, scans, reads again and forgets them."""

import logging
from collections.abc import Sequence

from desktop_search.engine import folder_details, rules_preview
from desktop_search.engine.folders import Folders, real_path
from desktop_search.files.watcher import Watcher
from desktop_search.indexing.indexer import Indexer
from desktop_search.records import Failure, FolderDetails, Forgotten, RulesPreview
from desktop_search.storage.index_queries import IndexQueries

logger = logging.getLogger(__name__)


class Keeping:
    """Any thread may ask; the work is the indexing thread's."""

    def __init__(self, folders: Folders, db: IndexQueries, indexer: Indexer, *, own: str, watch: bool) -> None:
        """own is the data directory, which is never indexed; watch follows changes on disk."""
        self._folders = folders
        self._db = db
        self._indexer = indexer
        self._own = own
        self._watcher = Watcher(indexer.hint, self._overflowed) if watch else None

    def look_after(self) -> None:
        """Watches what is to be watched, also what came back or was replaced."""
        if self._watcher is not None:
            self._watcher.watch(self._folders.paths())

    def watched(self) -> frozenset[str]:
        """The folders whose changes are noticed at once."""
        return self._watcher.watched() if self._watcher else frozenset()

    def add(self, paths: Sequence[str], *, reread: bool = False) -> list[str]:
        """Adds folders or single files, begins to read them, and returns their real paths.

        Raises DesktopSearchError, adding none, when one cannot be indexed.
        """
        real = self._folders.add(paths)
        self.look_after()
        self._indexer.scan(self._folders.all(), real, reread=reread)
        return real

    def rescan(self, *, reread: bool = False) -> None:
        """Begins to compare all folders with the disk."""
        self._indexer.scan(self._folders.all(), self._folders.paths(), reread=reread)

    def forget(self, real: Sequence[str]) -> Forgotten:
        """Removes from the index what Folders.forget() has struck off, and waits until that is done."""
        self.look_after()
        return self._indexer.forget(self._folders.all(), real)

    def failures(self, *, retry: bool) -> list[Failure]:
        """The files that could not be read, or only in part; with retry they are read again first."""
        if retry:
            self.retry(())
            self._indexer.wait_until_idle()
        return self._db.failures()

    def retry(self, paths: Sequence[str]) -> None:
        """Begins to read again what failed or was read in part: these files, or all of them. Ends a pause."""
        self._indexer.pause(False)
        self._indexer.retry_failures([real_path(path) for path in paths] or None)

    def details(self, *, embedding_number: int | None, first: str) -> list[FolderDetails]:
        """Each folder with all that is known about it; first is the one that is read before all others."""
        found = folder_details.details(
            self._folders.all(),
            self._db,
            self._indexer,
            embedding_number=embedding_number,
            watched=self.watched(),
            first=first,
        )
        return list(found)

    def preview_rules(self, path: str, rules: Sequence[str]) -> RulesPreview:
        """What rules would hide in a folder, and what they would take back. Takes some seconds at most."""
        root = real_path(path)
        folders = self._folders.all()
        others = [one.path for one in folders if one.path != root]
        excluded = [place for one in folders if one.path == root for place in one.excluded]
        return rules_preview.preview(
            root, rules, lambda place: self._db.counts(place).seen, never=(self._own, *excluded, *others)
        )

    def change_rules(self, path: str, rules: Sequence[str]) -> None:
        """Gives a folder other rules, and begins to read or forget what that changes.

        Raises DesktopSearchError when the folder is not one of ours.
        """
        real = self._folders.change_rules(path, rules)
        self._indexer.scan(self._folders.all(), [real])

    def close(self) -> None:
        """Stops watching."""
        if self._watcher is not None:
            self._watcher.close()

    def _overflowed(self) -> None:
        logger.warning("the system lost events: all folders are scanned")
        self.rescan()

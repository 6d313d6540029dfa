"""Keeps the index in line with the folders a person named: adds, watches, scans, reads again and forgets them."""

import logging
import threading
from collections.abc import Callable, Sequence

from desktop_search.engine import folder_details, rules_preview
from desktop_search.engine.folders import Folders, real_path
from desktop_search.files.coverage import Coverage, Covered
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
        # What is being forgotten must not be scanned for somebody else before it is struck off.
        self._changing = threading.Lock()
        self._coverage = Coverage(indexer.hint, self._watch_anew, never=[own])
        self._watcher = (
            Watcher(indexer.hint, self._overflowed, folders_changed=self._coverage.changed) if watch else None
        )

    def look_after(self) -> None:
        """Watches what is to be watched, also what came back or was replaced."""
        if self._watcher is not None:
            self._watcher.watch(self._folders.paths())
            self._coverage.look_if_due(self._folders.all())

    def covered(self) -> Covered | None:
        """How many folders there are inside the watched ones, and which are not live; None where none is watched."""
        return self._coverage.look(self._folders.all()) if self._watcher else None

    def notices(self) -> tuple[str, ...]:
        """Sentences about folders whose changes are found late."""
        covered = self._coverage.now
        if not covered.unwatched:
            return ()
        return (
            f"{len(covered.unwatched):,} of {covered.folders:,} folders are not watched, as the system allows no more: "
            "what changes there is found within some minutes.",
        )

    def watched(self) -> frozenset[str]:
        """The folders whose changes are noticed at once."""
        return self._watcher.watched() if self._watcher else frozenset()

    def add(self, paths: Sequence[str], *, reread: bool = False) -> list[str]:
        """Adds folders or single files, begins to read them, and returns their real paths.

        Raises DesktopSearchError, adding none, when one cannot be indexed.
        """
        with self._changing:
            real = self._folders.add(paths)
            self.look_after()
            self._indexer.scan(self._folders.all(), real, reread=reread)
        return real

    def rescan(self, *, reread: bool = False) -> None:
        """Begins to compare all folders with the disk."""
        with self._changing:
            self._indexer.scan(self._folders.all(), self._folders.paths(), reread=reread)

    def forget(self, paths: Sequence[str], *, finish: Callable[[], None]) -> Forgotten:
        """Removes folders and files from the index, and waits until that is done; then strikes them off.

        In this order, whatever ends the engine in between: what is no longer in any folder is looked at by no scan,
        and would be found for ever. finish is what follows on the indexing thread.
        """
        with self._changing:
            real, staying = self._folders.without(paths)
            forgotten = self._indexer.forget(staying, real, finish=finish)
            self._folders.forget(paths)
            self.look_after()
        return forgotten

    def forget_gone(self, paths: Sequence[str] = ()) -> Forgotten:
        """Removes from the index what is gone from these folders, or from all, and waits until that is done."""
        folders = [real_path(path) for path in paths] or self._folders.paths()
        files, passages = self._db.counts().seen, self._db.count_passages()
        with self._changing:
            self._indexer.allow_forgetting(folders)
            self._indexer.scan(self._folders.all(), folders)
        self._indexer.wait_until_idle()
        left = Forgotten(self._db.counts().seen, self._db.count_passages())
        return Forgotten(max(0, files - left.files), max(0, passages - left.passages))

    def failures(self, *, retry: bool = False) -> list[Failure]:
        """The files that could not be read, or only in part; with retry they are read again first."""
        if retry:
            self.retry(())
            self._indexer.wait_until_idle()
        return self._db.failures()

    def retry(self, paths: Sequence[str] = ()) -> None:
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
        with self._changing:
            real = self._folders.change_rules(path, rules)
            self._indexer.scan(self._folders.all(), [real])

    def close(self) -> None:
        """Stops watching."""
        self._coverage.close()
        if self._watcher is not None:
            self._watcher.close()

    def _watch_anew(self) -> None:
        if self._watcher is not None:
            logger.info("some folders are not watched: all watches are made anew")
            self._watcher.watch_anew()

    def _overflowed(self) -> None:
        logger.warning("the system lost events: all folders are scanned")
        self._coverage.changed()
        # Whoever tells this holds what watching needs, and somebody who watches may hold what comparing needs.
        threading.Thread(target=self.rescan, name="overflowed", daemon=True).start()

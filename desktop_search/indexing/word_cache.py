"""Keeps the word index in line with SQLite, which is the truth."""

import logging
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from desktop_search.indexing import word_entries
from desktop_search.storage import room
from desktop_search.storage.among import in_batches
from desktop_search.storage.index_db import Change, IndexDb
from desktop_search.words.index import WordIndex

logger = logging.getLogger(__name__)

FIRST_COMMIT_SECONDS, COMMIT_SECONDS = 0.25, 2.0
ENTRIES_AT_ONCE = 5_000


class WordCache:
    """The word index beside SQLite: opened, compared, and kept up to date change by change."""

    def __init__(self, db: IndexDb, directory: Path) -> None:
        self.index = WordIndex(directory)
        self._db = db
        self._clean = directory / "clean"
        self._is_uncommitted = False
        self._committed_at = float("-inf")
        self._patience = FIRST_COMMIT_SECONDS
        # Set while a change is only half taken over; if that fails, everything is compared the next time.
        self._is_behind = False
        if not self._is_up_to_date():
            self._repair_if_there_is_room()

    def apply(self, change: Change) -> None:
        """Takes over what a transaction did. Found after the next commit()."""
        self._clean.unlink(missing_ok=True)
        if self._is_behind:
            self._begin_again()
            return
        self._is_behind = True
        removed = [*change.passages_removed, *(-id for id in change.files_removed)]
        if removed:
            self.index.remove(removed)
        self._add(change.passages_added, change.files_added)
        self._is_behind = False
        self._is_uncommitted = True
        if change.passages_added and not self.index.passages:
            # A person waits for the first result, while the names of ever more files are being added.
            self._patience = 0.0

    def commit_if_due(self, *, at_once: bool = False) -> None:
        """Makes changes searchable: the first ones soon, then ever more of them together, as a commit costs some 50 ms.

        at_once is for the last ones.
        """
        if self._is_behind:
            self._begin_again()
        if not self._is_uncommitted:
            return
        if at_once:
            self.commit()
            self._patience = FIRST_COMMIT_SECONDS
        elif time.monotonic() - self._committed_at >= self._patience:
            self.commit()
            self._patience = min(max(2 * self._patience, FIRST_COMMIT_SECONDS), COMMIT_SECONDS)

    def commit(self) -> None:
        if self._is_uncommitted:
            was_behind, self._is_behind = self._is_behind, True
            self.index.commit()
            self._is_uncommitted, self._is_behind = False, was_behind
            self._committed_at = time.monotonic()

    def differences(self) -> tuple[int, int, int]:
        """How many entries there are, how many are missing, and how many there are of what is gone."""
        self.commit()
        wanted, there = self._db.all_ids(), self.index.ids()
        return len(there), len(wanted - there), len(there - wanted)

    def rebuild(self) -> None:
        """Empties the index and fills it anew."""
        self._clean.unlink(missing_ok=True)
        self._is_behind = True
        self.index.clear()
        self._repair()
        self._is_uncommitted = False

    def rewrite(self) -> None:
        """Writes every entry anew, so that nothing of what was removed stays on the disk."""
        self._clean.unlink(missing_ok=True)
        self.commit()
        ids = self._db.all_ids()
        passages = in_batches([id for id in ids if id > 0], ENTRIES_AT_ONCE)
        files = in_batches([-id for id in ids if id < 0], ENTRIES_AT_ONCE)
        self.index.rewrite(
            (entry for some in passages for entry in word_entries.of_passages(self._db, some)),
            (entry for some in files for entry in word_entries.of_files(self._db, some)),
        )

    def close(self) -> None:
        """What a full disk did not take is compared with the database at the next start: nothing else may suffer."""
        try:
            try:
                self.commit()
            finally:
                # Its lock would else keep this process from opening it again.
                self.index.close()
            if not self._is_behind:
                self._clean.write_text(self._state(), encoding="ascii")
        except (DatabaseError, OSError, ValueError) as error:
            logger.warning("it is not known whether the word index is complete: %s", type(error).__name__)

    def _is_up_to_date(self) -> bool:
        try:
            state = self._clean.read_text(encoding="ascii")
        except OSError:
            return False
        return not self.index.was_rebuilt and state == self._state()

    def _state(self) -> str:
        """What both must agree on: ids only grow, so the newest ones and the number of all tell the sets apart."""
        return f"{self._db.identity()} {self._db.id_summary()}"

    def _repair_if_there_is_room(self) -> None:
        """On a full disk, what can be found has to be found, and what is too much be forgotten all the same."""
        try:
            self._repair()
        except (OSError, ValueError, OperationalError) as error:
            if not room.is_full(error):
                raise
            logger.warning("the disk is full: the word index is compared with the database when there is room")
            self._is_behind = True

    def _begin_again(self) -> None:
        self.index.reopen()
        self._is_uncommitted = False
        self._repair()

    def _repair(self) -> None:
        wanted, there = self._db.all_ids(), self.index.ids()
        missing, extra = wanted - there, there - wanted
        logger.info("bringing the word index up to date: %d to add, %d to remove", len(missing), len(extra))
        self._clean.unlink(missing_ok=True)
        if extra:
            self.index.remove(extra)
        self._add([id for id in missing if id > 0], [-id for id in missing if id < 0])
        self.index.commit()
        self._is_behind = False

    def _add(self, passages: Sequence[int], files: Sequence[int]) -> None:
        for some in in_batches(passages, ENTRIES_AT_ONCE):
            self.index.add(word_entries.of_passages(self._db, some))
        for some in in_batches(files, ENTRIES_AT_ONCE):
            self.index.add(word_entries.of_files(self._db, some))

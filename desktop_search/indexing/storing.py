"""Stores what was read: first in SQLite, then in the caches of words and vectors."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.exc import OperationalError

from desktop_search.extraction import registry
from desktop_search.files.online_only import lies_online
from desktop_search.indexing.succession import Succession
from desktop_search.indexing.word_cache import WordCache
from desktop_search.records import FileState, ReadOutcome
from desktop_search.storage.index_db import Change, IndexDb

logger = logging.getLogger(__name__)

COMMIT_SECONDS = 0.25
FILES_AT_ONCE, CHARACTERS_AT_ONCE = 200, 5_000_000
PASSING_ERRORS = (OperationalError, OSError, MemoryError)
"""A full disk or a locked database: they say nothing about what was to be written, which is written again."""


class Storing:
    """Used by the indexing thread only. What waits is dropped only after it was committed."""

    def __init__(
        self,
        db: IndexDb,
        words: WordCache,
        embedding: Succession,
        *,
        stored: Callable[[Sequence[ReadOutcome]], None],
    ) -> None:
        """stored is told what has been committed."""
        self.waiting: list[ReadOutcome] = []
        self._characters = 0
        self._db = db
        self._words = words
        self._embedding = embedding
        self._stored = stored
        self._stored_at = time.monotonic()

    def add(self, outcomes: Iterable[ReadOutcome]) -> None:
        """Takes what was read; it is stored when that is due."""
        for outcome in outcomes:
            self.waiting.append(outcome)
            self._characters += outcome.characters

    def drop(self, paths: Iterable[str]) -> None:
        """Forgets what was read of files that are gone."""
        vanished = frozenset(paths)
        self.waiting = [outcome for outcome in self.waiting if outcome.stat.path not in vanished]

    def store_if_due(self, now: float, *, at_once: bool) -> None:
        """Stores some hundred files together, or what there is after a moment, or at once."""
        is_time = at_once or now - self._stored_at >= COMMIT_SECONDS
        if self.is_full or (self.waiting and is_time):
            self.store()

    @property
    def is_full(self) -> bool:
        """Whether no more should wait: some hundred files, or few that hold much."""
        # What was dropped since the last time counts still: it is little.
        return len(self.waiting) >= FILES_AT_ONCE or self._characters >= CHARACTERS_AT_ONCE

    def store(self) -> None:
        """Stores all that waits. Raises PASSING_ERRORS, keeping it."""
        self._keep_texts()
        if self.waiting:
            try:
                change = self._db.replace(self.waiting)
            except PASSING_ERRORS:
                raise
            except Exception:
                logger.warning("what was read cannot be stored together, so it is stored one by one", exc_info=True)
                self._store_one_by_one()
            else:
                self._committed(self.waiting, change)
        self._characters = 0
        self._stored_at = time.monotonic()

    def apply(self, change: Change) -> None:
        """Has the caches take over what a transaction did."""
        try:
            self._words.apply(change)
        finally:
            self._embedding.passages_changed(change)

    def _keep_texts(self) -> None:
        """A file that was freed from the disk before it could be read anew has the text it had."""
        away = [one.stat for one in self.waiting if one.state is FileState.SKIPPED and lies_online(one.stat)]
        if away:
            kept = self._db.keep_texts(away)
            self._stored([one for one in self.waiting if one.stat in kept])
            self.waiting = [one for one in self.waiting if one.stat not in kept]

    def _store_one_by_one(self) -> None:
        """A file that cannot be stored has failed: it must not keep all others from being found."""
        while self.waiting:
            outcome = self.waiting[0]
            try:
                change = self._db.replace([outcome])
            except PASSING_ERRORS:
                raise
            except Exception as error:
                reason = f"What was read cannot be stored: {type(error).__name__}."
                revision = registry.revision()
                outcome = ReadOutcome(outcome.stat, FileState.FAILED, reason=reason, format_version=revision)
                change = self._db.replace([outcome])
            self._committed([outcome], change)

    def _committed(self, outcomes: Sequence[ReadOutcome], change: Change) -> None:
        self._stored(outcomes)
        self.waiting = self.waiting[len(outcomes) :]
        self.apply(change)

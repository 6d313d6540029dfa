"""Forgets folders and files so that nothing of their text or vectors stays in any file of the data directory."""

import json
import logging
import os
import threading
from collections.abc import Callable, Sequence

from desktop_search.engine.belongings import erasing, inventory
from desktop_search.engine.folders import real_path
from desktop_search.engine.keeping import Keeping
from desktop_search.engine.learning import Learning
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.suggestions import Suggestions
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing.word_cache import WordCache
from desktop_search.records import Forgotten
from desktop_search.storage.connection import Database
from desktop_search.storage.copies import Copies
from desktop_search.vectors import snapshots

logger = logging.getLogger(__name__)

BEGUN = "forgetting"
"""The key under which is noted what is being forgotten, so that it is gone on with after a crash."""


class Forgetting:
    """Any thread may use it; one forgets at a time.

    Removing rows is not enough: SQLite's log, the files of the word index, a saved graph, copies of user.db, what was
    put aside and what was learned would keep the text or its vectors for days.
    """

    def __init__(
        self,
        sources: Sources,
        words: WordCache,
        *,
        keeping: Keeping,
        suggestions: Suggestions,
        copies: Copies,
        learning: Learning,
    ) -> None:
        self._sources = sources
        self._words = words
        self._keeping = keeping
        self._suggestions = suggestions
        self._copies = copies
        self._learning = learning
        self._lock = threading.Lock()

    def forget(self, paths: Sequence[str]) -> Forgotten:
        """Removes folders or files; what is inside a folder that stays is left alone from now on.

        A judgement of a forgotten file stays, without the passage that it quoted. A training that is under way is
        given up. Raises DesktopSearchError where something stays on the disk; what was begun is then gone on with at
        the next start.
        """
        with self._lock:
            begun = json.dumps([os.fsencode(path).hex() for path in paths])
            self._sources.indexer.inbox.perform(lambda: self._sources.db.set_meta(BEGUN, begun))
            real = [real_path(path) for path in paths]
            self._suggestions.forget(real)
            self._sources.user_db.remove_quotes(real)
            forgotten = self._keeping.forget(paths, finish=self._clean_index)
            self._learning.forget()
            for path in inventory.set_aside(self._sources.data.root):
                erasing.remove(path)
            self._copies.renew()
            _emptied(self._sources.user_db.database)
            self._sources.indexer.inbox.perform(lambda: self._sources.db.set_meta(BEGUN, ""))
            return forgotten

    def resume(self) -> None:
        """Goes on in the background with what was interrupted, if anything was."""
        begun = self._sources.db.meta(BEGUN)
        if begun:
            paths = [os.fsdecode(bytes.fromhex(path)) for path in json.loads(begun)]
            logger.info("going on with forgetting what was begun")
            threading.Thread(target=_logged(self.forget), args=(paths,), name="forgetting", daemon=True).start()

    def _clean_index(self) -> None:
        """Runs on the indexing thread, once the rows are gone."""
        self._words.rewrite()
        for queue in (self._sources.embedding.now, self._sources.embedding.next):
            if queue is not None and queue.cache is not None:
                queue.cache.drop_graph()
        snapshots.remove(self._sources.data.vectors)
        _emptied(self._sources.db.database)


def _emptied(database: Database) -> None:
    if not database.empty_log():
        raise DesktopSearchError(
            "Some of what is forgotten is still on the disk, as it is being read.", "Forget it again in a moment."
        )


def _logged(forget: Callable[[Sequence[str]], Forgotten]) -> Callable[[Sequence[str]], None]:
    def run(paths: Sequence[str]) -> None:
        try:
            forget(paths)
        except Exception:  # It is tried again at the next start, and nothing else is to suffer from it.
            logger.exception("what was to be forgotten is still on the disk")

    return run

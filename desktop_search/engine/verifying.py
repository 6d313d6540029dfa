"""Looks through all that is stored, on a thread of its own, and mends what can be: from the text, or from a copy."""

import logging
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from desktop_search.chunking.passages import embedded_text, hash_of
from desktop_search.engine.opening import DOUBTFUL_STATES
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.mending import Mending
from desktop_search.records import Problem, Verification
from desktop_search.storage import copies as copies_of_rows
from desktop_search.storage import soundness
from desktop_search.storage.connection import Database, is_damage
from desktop_search.storage.copies import Copies
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.user_db import UserDb

logger = logging.getLogger(__name__)

INDEX, USER, WORDS, VECTORS = "index.db", "user.db", "words", "vectors"
STRUCTURE = "faults in its structure"
DAMAGED_ROWS = {"labels": "damaged judgements", "folders": "damaged folders"}


@dataclass(slots=True)
class _Found:
    """What one look through everything has found, and what mends it."""

    checked: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Callable[[], object]] = field(default_factory=list)

    def add(self, where: str, what: str, count: int, repair: Callable[[], object] | None = None) -> None:
        if count:
            self.problems.append(Problem(where, what, count))
            if repair is not None:
                self.repairs.append(repair)


class _Stopped(Exception):
    """The person does not want to wait any longer."""


class Verifying:
    """One check at a time; any thread may begin, follow and stop it."""

    def __init__(
        self,
        db: IndexDb,
        user_db: UserDb,
        mending: Mending,
        indexer: Indexer,
        copies: Copies,
        *,
        at_start: tuple[Problem, ...] = (),
        rescan: Callable[[], None],
    ) -> None:
        """at_start is what was wrong when the databases were opened; rescan reads what an index begun anew lacks."""
        self._db = db
        self._user_db = user_db
        self._mending = mending
        self._indexer = indexer
        self._copies = copies
        self._at_start = at_start
        self._rescan = rescan
        self._state = Verification()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def verify(self, *, deep: bool = False, repair: bool = False) -> Verification:
        """Begins a check. deep compares every text and vector with its digest; repair mends what it finds.

        Raises DesktopSearchError while another one is under way.
        """
        with self._lock:
            if self._state.is_under_way:
                raise DesktopSearchError("A check is under way already.", "Wait until it is done.")
            self._state = Verification("checking")
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, args=(deep, repair), name="verifying", daemon=True)
            self._thread.start()
        return self._state

    def verification(self) -> Verification:
        """How far the check is, or what the last one found."""
        return self._state

    def stop_verifying(self) -> None:
        """Ends the check soon; what was mended stays mended."""
        self._stop.set()

    def close(self) -> None:
        """Stops a check and waits for the step in hand."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _run(self, deep: bool, repair: bool) -> None:
        try:
            found = self._looked_through(deep)
            if repair and (found.repairs or self._at_start):
                found = self._repaired(found, deep)
            problems = (*self._at_start, *found.problems)
            self._state = Verification("done", checked=dict(found.checked), problems=problems)
        except _Stopped:
            self._state = replace(self._state, phase="stopped", reason="The check was stopped.")
        except (sqlite3.Error, sa.exc.SQLAlchemyError, OSError, DesktopSearchError) as error:
            logger.warning("the check could not be finished: %s", type(error).__name__)
            reason = f"Not everything could be looked at: {getattr(error, 'orig', None) or error}."
            self._state = replace(self._state, phase="failed", reason=reason)
        except Exception as error:
            logger.exception("the check failed")
            self._state = replace(self._state, phase="failed", reason=f"The check failed ({type(error).__name__}).")

    def _repaired(self, found: _Found, deep: bool) -> _Found:
        self._state = replace(self._state, phase="repairing", what="", done=0, total=0)
        self._indexer.pause(False)
        if any(one.where == INDEX for one in self._at_start):
            self._rescan()
        for repair in found.repairs:
            self._go_on()
            repair()
        while not self._indexer.wait_until_idle(0.2):
            self._go_on()
        self._at_start = tuple(replace(one, repaired=True) for one in self._at_start)
        after = self._looked_through(deep)
        still = {(one.where, one.what) for one in after.problems}
        before = [replace(one, repaired=True) for one in found.problems if (one.where, one.what) not in still]
        after.problems[:0] = before
        return after

    def _looked_through(self, deep: bool) -> _Found:
        found = _Found()
        for where, database in ((INDEX, self._db.database), (USER, self._user_db.database)):
            self._structure(found, where, database, deep)
        more = ((INDEX, self._texts), (INDEX, self._stored_vectors)) if deep else ()
        always = ((USER, self._judgements), (INDEX, self._states), (WORDS, self._words), (VECTORS, self._vectors))
        for where, look in (*always, *more):
            try:
                look(found)
            except (sqlite3.DatabaseError, sa.exc.DatabaseError) as error:
                # What cannot be read is damaged; a disk that is full or busy says nothing about it.
                if not is_damage(error):
                    raise
                database_name = USER if where == USER else INDEX
                if not any((one.where, one.what) == (database_name, STRUCTURE) for one in found.problems):
                    found.add(database_name, STRUCTURE, 1)
        return found

    def _structure(self, found: _Found, where: str, database: Database, deep: bool) -> None:
        self._say(f"the structure of {where}")
        faults = database.faults(thorough=deep)
        if faults:
            # At the next start it is looked through, and built again or put back where that is needed.
            database.doubt()
        found.add(where, STRUCTURE, len(faults), self._mending.rebuild_indexes if where == INDEX else None)

    def _judgements(self, found: _Found) -> None:
        self._say("judgements")
        found.checked["labels"] = self._user_db.count_labels()
        wrong = copies_of_rows.wrong_rows(self._user_db)

        def put_back() -> None:
            for copy in self._copies.sound()[:1]:
                copies_of_rows.put_back_rows(self._user_db, copy, wrong)

        for table, rows in wrong.items():
            found.add(USER, DAMAGED_ROWS[table], len(rows), put_back)

    def _states(self, found: _Found) -> None:
        def read_again() -> None:
            self._indexer.inbox.perform(self._db.doubt_states)
            self._rescan()

        found.add(INDEX, DOUBTFUL_STATES, self._db.count_doubtful_states(), read_again)

    def _words(self, found: _Found) -> None:
        self._say("the word index")
        rebuild = self._mending.rebuild_words
        if not self._mending.words_are_as_written():
            found.add(WORDS, "damaged files of the word index", 1, rebuild)
        else:
            found.checked["words"], missing, extra = self._mending.word_differences()
            found.add(WORDS, "entries missing in the word index", missing, rebuild)
            found.add(WORDS, "entries of the word index that stand for nothing", extra, rebuild)

    def _vectors(self, found: _Found) -> None:
        self._say("the vectors in memory")
        missing, extra = self._mending.vector_differences()
        bring = self._mending.bring_vectors_up_to_date
        found.add(VECTORS, "vectors missing in memory", missing, bring)
        found.add(VECTORS, "vectors in memory that stand for nothing", extra, bring)
        damaged = self._mending.is_saved_graph_damaged()
        found.add(VECTORS, "damaged graph", int(damaged), self._mending.drop_saved_graph)
        found.checked["files"] = self._db.counts().seen
        found.checked["passages"] = self._db.count_passages()
        found.checked["vectors"] = self._db.count_vectors()

    def _texts(self, found: _Found) -> None:
        wrong: list[soundness.WrongPassage] = []
        texts = soundness.passages(self._db.database, lambda title, text: hash_of(embedded_text(title, text)))
        total, found.checked["passages"] = found.checked["passages"], 0
        for count, some in texts:
            wrong += some
            found.checked["passages"] += count
            self._say("texts", found.checked["passages"], total)
        found.add(INDEX, "documents or files that belong nowhere", soundness.strays(self._db.database))
        paths = sorted({one.path for one in wrong if one.path is not None})
        strays = [one.id for one in wrong if one.path is None]
        found.add(INDEX, "damaged texts", len(wrong), lambda: self._mending.read_again(paths, strays))

    def _stored_vectors(self, found: _Found) -> None:
        wrong: dict[int, list[bytes]] = {}
        total, found.checked["vectors"] = found.checked["vectors"], 0
        while self._indexer.inbox.perform(lambda: self._db.digest_some(soundness.ROWS_AT_ONCE)):
            self._go_on()
        for count, some in soundness.vectors(self._db.database):
            for one in some:
                wrong.setdefault(one.embedding_number, []).append(one.text_hash)
            found.checked["vectors"] += count
            self._say("vectors", found.checked["vectors"], total)

        def embed_again() -> None:
            for number, hashes in wrong.items():
                self._mending.embed_again(number, hashes)

        found.add(INDEX, "damaged vectors", sum(map(len, wrong.values())), embed_again)

    def _say(self, what: str, done: int = 0, total: int = 0) -> None:
        self._go_on()
        self._state = replace(self._state, what=what, done=done, total=total)

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise _Stopped

"""Keeps the word index and the vectors in memory in line with SQLite, which is the truth."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np
from sqlalchemy.exc import DatabaseError, OperationalError

from desktop_search.indexing import word_entries
from desktop_search.indexing.effort import yield_thread
from desktop_search.records import Array, EmbeddingId
from desktop_search.storage import room
from desktop_search.storage.among import in_batches
from desktop_search.storage.index_db import Change, IndexDb
from desktop_search.storage.index_vectors import STORED_PRECISION
from desktop_search.vectors import recall, snapshots
from desktop_search.vectors.store import VectorStore
from desktop_search.vectors.stores.exact import ExactStore
from desktop_search.vectors.stores.hnsw import HnswStore
from desktop_search.words.index import WordIndex

logger = logging.getLogger(__name__)

FIRST_COMMIT_SECONDS, COMMIT_SECONDS = 0.25, 2.0
GROWTH_UNCHECKED = 2
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


class VectorCache:
    """The vectors of one embedding in memory, exact or as a graph, kept in line with SQLite."""

    def __init__(self, db: IndexDb, directory: Path, embedding: EmbeddingId, *, kind: str, exact_limit: int) -> None:
        self.notice: str | None = None
        self.notify: Callable[[], None] = lambda: None
        self.number = db.embedding_number(embedding)
        self._db = db
        self._directory = directory
        self._fingerprint = f"{embedding.fingerprint}|{db.identity()}"
        self._exact_limit = 0 if kind == "hnsw" else exact_limit if kind == "auto" else None
        self._built: Future[VectorStore | None] | None = None
        self._is_unsaved = False
        self.store: VectorStore = self._opened(embedding.dimensions)

    def passages_changed(self, change: Change) -> None:
        """Removes what is gone, and adds passages whose text was embedded before."""
        self._is_unsaved = True
        self.store.remove(change.passages_removed)
        for ids, vectors in self._db.vectors(self.number, change.passages_added):
            self.store.add(ids, vectors)

    def add(self, hashes: Sequence[bytes], vectors: Array) -> None:
        """Stores new vectors, and adds them for every passage with one of these texts."""
        self._is_unsaved = True
        self._db.add_vectors(self.number, hashes, vectors)
        rounded = vectors.astype(STORED_PRECISION).astype(np.float32)
        row_of = {text_hash: row for row, text_hash in enumerate(hashes)}
        passages = self._db.passages_with(hashes)
        if passages:
            self.store.add([id for id, _ in passages], rounded[[row_of[text_hash] for _, text_hash in passages]])

    def differences(self) -> tuple[int, int]:
        """How many passages with a vector are missing in memory, and how many there are that have none."""
        wanted, there = self._db.embedded_ids(self.number), self.store.ids()
        return len(wanted - there), len(there - wanted)

    def bring_up_to_date(self) -> None:
        """Adds what the database has, and removes what it has no more."""
        self._is_unsaved = True
        self._bring_up_to_date(self.store)

    def forget(self, hashes: Collection[bytes]) -> None:
        """Removes the vectors of some texts, here and in the database."""
        self._is_unsaved = True
        self._db.remove_vectors(self.number, hashes)
        self.store.remove([id for id, _ in self._db.passages_with(hashes)])

    def drop_graph(self) -> None:
        """Has exact search answer until there is a new graph: one keeps what was removed from it for ever."""
        snapshots.remove(self._directory)
        self._built = None
        if isinstance(self.store, HnswStore):
            exact = ExactStore(self.store.dimensions)
            self._bring_up_to_date(exact)
            self.store = exact

    def save_again(self) -> None:
        """Has the graph saved at the end, if there is one, although nothing may have changed."""
        self._is_unsaved = True

    def grow(self) -> None:
        """Changes to a graph once there are too many passages to look at each of them.

        The graph is built and its recall checked on a thread of its own; exact search answers meanwhile. A graph that
        has doubled since is checked again. Called when there is nothing else to do, and once notify has said that it is
        ready.
        """
        if self._built is not None:
            if not self._built.done():
                return
            better, self._built = self._built.result(), None
            if better is not None:
                self._bring_up_to_date(better)
                self.store = better
        elif self._exact_limit is not None and len(self.store) > self._suffices_until():
            self._built = Future()
            threading.Thread(target=self._build, args=(self._built,), name="building the graph", daemon=True).start()

    @property
    def is_growing(self) -> bool:
        """Whether a graph is being built, or is ready to be taken over."""
        return self._built is not None

    def close(self) -> None:
        """Saves the graph for the next start."""
        if isinstance(self.store, HnswStore) and len(self.store) and self._is_unsaved:
            try:
                generation = time.time_ns()
                snapshots.save(self.store, self._directory, fingerprint=self._fingerprint, generation=generation)
                self._is_unsaved = False
            except OSError as error:
                logger.warning("the graph was not saved and will be built again: %s", error)

    def _opened(self, dimensions: int) -> VectorStore:
        store: VectorStore | None = None
        count = self._db.count_passages(self.number)
        if self._exact_limit is not None and count > self._exact_limit:
            store = snapshots.load(self._directory, fingerprint=self._fingerprint)
        if store is None:
            store = ExactStore(dimensions)
        self._bring_up_to_date(store)
        # What is damaged and no vector any more could not be added: without it, the text is embedded again.
        if len(store) != count and (left := self._db.embedded_ids(self.number) - store.ids()):
            logger.info("%d vectors cannot be used and are computed again", len(left))
            self._db.remove_vectors(self.number, {place.text_hash for place in self._db.places(left).values()})
        return store

    def _suffices_until(self) -> int:
        """Up to how many vectors the store that there is need not be looked at."""
        if isinstance(self.store, HnswStore):
            return GROWTH_UNCHECKED * self.store.checked_count
        return self._exact_limit or 0

    def _build(self, built: "Future[VectorStore | None]") -> None:
        better: VectorStore | None = None
        try:
            better = self._checked_graph()
            self._is_unsaved = True
        except ImportError:
            self.notice = "hnswlib is not installed: the nearest passages are found exactly, which takes longer."
            self._exact_limit = None
        except Exception as error:  # Whatever it is, exact search is right, and waits for nobody.
            logger.exception("the graph could not be built")
            self.notice = f"The graph could not be built ({type(error).__name__}): exact search is used instead."
            better, self._exact_limit = None, None
        built.set_result(better)
        self.notify()

    def _checked_graph(self) -> VectorStore:
        """The graph that there is, or a new one; exact search if it misses too much, however wide it searches."""
        if isinstance(self.store, HnswStore):
            graph = self.store
        else:
            # Questions go first: hnswlib's own threads, one a core, are as nice as the one that starts them.
            yield_thread()
            graph = HnswStore(self.store.dimensions)
            self._bring_up_to_date(graph)
        if recall.widen_until_right(graph):
            return graph
        logger.warning("the graph misses too much: exact search is used instead")
        self.notice, self._exact_limit = "The graph misses too much: exact search is used instead.", None
        if isinstance(self.store, ExactStore):
            return self.store
        exact = ExactStore(graph.dimensions)
        self._bring_up_to_date(exact)
        return exact

    def _bring_up_to_date(self, store: VectorStore) -> None:
        """Adds what the database has and the store has not, and removes what the database has no more."""
        missing = None
        if there := store.ids():
            wanted = self._db.embedded_ids(self.number)
            store.remove(there - wanted)
            missing = wanted - there
        if missing is None or missing:
            for ids, vectors in self._db.vectors(self.number, missing):
                store.add(ids, vectors)

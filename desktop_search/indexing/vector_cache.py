"""Keeps the vectors in memory in line with SQLite, which is the truth: exact, or as a graph where they are many."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np

from desktop_search.indexing.effort import yield_thread
from desktop_search.records import Array, EmbeddingId
from desktop_search.storage.index_db import Change, IndexDb
from desktop_search.storage.index_vectors import STORED_PRECISION
from desktop_search.vectors import recall, snapshots
from desktop_search.vectors.store import VectorStore
from desktop_search.vectors.stores.exact import ExactStore
from desktop_search.vectors.stores.hnsw import HnswStore

logger = logging.getLogger(__name__)

GROWTH_UNCHECKED = 2


class _GivenUp(Exception):
    """Nobody waits for the graph any more that is being built."""


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
        self._building: threading.Thread | None = None
        self._is_given_up = threading.Event()
        self._is_closed = False
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
        self._give_up_building()
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
                self._take_over(better)
        elif self._is_closed:
            return
        elif self._exact_limit is not None and len(self.store) > self._suffices_until():
            self._built = Future()
            self._is_given_up.clear()
            self._building = threading.Thread(
                target=self._build, args=(self._built,), name="building the graph", daemon=True
            )
            self._building.start()

    @property
    def is_growing(self) -> bool:
        """Whether a graph is being built, or is ready to be taken over."""
        return self._built is not None

    def leave(self) -> None:
        """Ends what is being built, for good, and saves nothing: another model answers now."""
        self._is_closed = True
        self._give_up_building()

    def close(self) -> None:
        """Saves the graph for the next start, with one that is ready; one that is not is begun again then."""
        self._is_closed = True
        if (ready := self._give_up_building()) is not None:
            self._take_over(ready)
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

    def _take_over(self, better: VectorStore) -> None:
        self._bring_up_to_date(better)
        self.store = better

    def _give_up_building(self) -> VectorStore | None:
        """Waits for the thread, as a process that ends while hnswlib is at work is aborted. Returns what was ready."""
        self._is_given_up.set()
        if self._building is not None:
            self._building.join()
        built, self._built, self._building = self._built, None, None
        return None if built is None else built.result()

    def _go_on_building(self) -> None:
        if self._is_given_up.is_set():
            raise _GivenUp

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
        except _GivenUp:
            logger.info("the graph is not built to its end")
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
            self._bring_up_to_date(graph, self._go_on_building)
        if recall.widen_until_right(graph, self._go_on_building):
            return graph
        logger.warning("the graph misses too much: exact search is used instead")
        exact = self.store
        if not isinstance(exact, ExactStore):
            exact = ExactStore(graph.dimensions)
            self._bring_up_to_date(exact, self._go_on_building)
        self.notice, self._exact_limit = "The graph misses too much: exact search is used instead.", None
        return exact

    def _bring_up_to_date(self, store: VectorStore, go_on: Callable[[], None] = lambda: None) -> None:
        """Adds what the database has and the store has not, and removes what the database has no more.

        go_on is called between the parts, and what it raises ends it.
        """
        missing = None
        if there := store.ids():
            wanted = self._db.embedded_ids(self.number)
            store.remove(there - wanted)
            missing = wanted - there
        if missing is None or missing:
            for ids, vectors in self._db.vectors(self.number, missing):
                go_on()
                store.add(ids, vectors)

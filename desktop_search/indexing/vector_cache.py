"""Keeps the vectors in memory in line with SQLite, which is the truth: exact, or as a graph where they are many."""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np

from desktop_search.indexing.effort import yield_thread
from desktop_search.indexing.graph_building import GivenUp, GraphBuilding
from desktop_search.records import Array, EmbeddingId
from desktop_search.storage.index_db import Change, IndexDb
from desktop_search.storage.index_vectors import STORED_PRECISION
from desktop_search.vectors import recall, snapshots
from desktop_search.vectors.store import VectorStore
from desktop_search.vectors.stores.exact import ExactStore
from desktop_search.vectors.stores.hnsw import HnswStore

logger = logging.getLogger(__name__)

GROWTH_UNCHECKED = 2


class _MissesTooMuch(Exception):
    """A graph does not find 99 % of what is nearest."""


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
        self._building: GraphBuilding | None = None
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
        self._end_building()
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
        if self._building is not None:
            if self._building.is_done:
                self._take_over(self._building)
                self._building = None
        elif self._exact_limit is not None and len(self.store) > self._suffices_until() and not self._is_closed:
            self._building = GraphBuilding(self._checked_graph, self.notify)

    @property
    def is_growing(self) -> bool:
        """Whether a graph is being built, or is ready to be taken over."""
        return self._building is not None

    def leave(self) -> None:
        """Ends what is being built, for good, and saves nothing: another model answers."""
        self._is_closed = True
        self._end_building()

    def close(self) -> None:
        """Saves the graph for the next start, with one that is ready; one that is not is begun again then."""
        if self._is_closed:
            return
        self._is_closed = True
        if (building := self._end_building()) is not None:
            try:
                self._take_over(building)
            except Exception:
                # Whoever closes has more to close.
                logger.warning("what was built is not taken over", exc_info=True)
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

    def _end_building(self) -> GraphBuilding | None:
        """Returns what was being built, which has come to its end by now, ready or not."""
        building, self._building = self._building, None
        if building is not None:
            building.give_up()
        return building

    def _take_over(self, building: GraphBuilding) -> None:
        better = self._outcome_of(building)
        if better is not None:
            self._bring_up_to_date(better)
            self.store = better
            self._is_unsaved = True

    def _outcome_of(self, building: GraphBuilding) -> VectorStore | None:
        """The checked graph. Where there is none, exact search for good, with a notice; None if it was given up."""
        try:
            return building.result()
        except GivenUp:
            logger.info("the graph was not built to its end")
            return None
        except ImportError:
            self.notice = "hnswlib is not installed: the nearest passages are found exactly, which takes longer."
        except _MissesTooMuch:
            logger.warning("the graph misses too much: exact search is used instead")
            self.notice = "The graph misses too much: exact search is used instead."
        except Exception as error:
            logger.error("the graph could not be built", exc_info=error)
            self.notice = f"The graph could not be built ({type(error).__name__}): exact search is used instead."
        self._exact_limit = None
        # One that was saved would answer after the next start.
        snapshots.remove(self._directory)
        return self.store if isinstance(self.store, ExactStore) else ExactStore(self.store.dimensions)

    def _suffices_until(self) -> int:
        """Up to how many vectors the store that there is need not be looked at."""
        if isinstance(self.store, HnswStore):
            return GROWTH_UNCHECKED * self.store.checked_count
        return self._exact_limit or 0

    def _checked_graph(self, go_on: Callable[[], None]) -> VectorStore:
        """The graph that there is, or a new one. Raises _MissesTooMuch if it does, however wide it searches."""
        graph = self.store
        if not isinstance(graph, HnswStore):
            # Questions go first: hnswlib's own threads, one a core, are as nice as the one that starts them.
            yield_thread()
            graph = HnswStore(self.store.dimensions)
            self._bring_up_to_date(graph, go_on)
        if not recall.widen_until_right(graph, go_on):
            raise _MissesTooMuch
        return graph

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

"""Finds the nearest vectors through a graph (HNSW, Malkov and Yashunin 2018): for more passages than can be scanned."""

import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.records import Array, Neighbour
from desktop_search.vectors.stores.exact import checked

LINKS = 16
BUILD_BREADTH = 200
SEARCH_BREADTH = 400
"""Recall@10 of 0.9975 at 100,000 real vectors; 200 gave 0.994. vectors/recall.py widens it where that is too little."""
BREADTH_PER_RESULT = 4
"""Recall@200 of 20,000 vectors like real ones was 0.988 with 2."""
FIRST_CAPACITY = 1024
AT_ONCE = 50_000


def create(dimensions: int) -> "HnswStore":
    """An empty store. Raises ImportError where hnswlib is not installed."""
    return HnswStore(dimensions)


class HnswStore:
    """A graph in memory. One lock for all: hnswlib crashes when a query runs beside an insertion.

    breadth is how many candidates a search follows at least, checked_count how many vectors there were when that was
    last found to be enough.
    """

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self.breadth = SEARCH_BREADTH
        self.checked_count = 0
        self._lock = threading.Lock()
        self._live: set[int] = set()
        self._sum = np.zeros(dimensions, dtype=np.float64)
        self._graph = _new_graph(dimensions)
        self._graph.init_index(FIRST_CAPACITY, M=LINKS, ef_construction=BUILD_BREADTH)

    @classmethod
    def loaded(
        cls, graph_file: Path, ids: Sequence[int], total: "np.ndarray[Any, np.dtype[np.float64]]"
    ) -> "HnswStore":
        """A store from a saved graph. The file must have been verified: hnswlib crashes on a damaged one."""
        store = cls.__new__(cls)
        store.dimensions = len(total)
        store.breadth = SEARCH_BREADTH
        store.checked_count = 0
        store._lock = threading.Lock()
        store._live = set(ids)
        store._sum = total
        store._graph = _new_graph(store.dimensions)
        store._graph.load_index(str(graph_file))
        return store

    def save(self, graph_file: Path) -> tuple[list[int], "np.ndarray[Any, np.dtype[np.float64]]"]:
        """Writes the graph, and returns the live ids and the sum of the vectors to be kept beside it.

        hnswlib does not notice a failed write: the caller has to read the file back.
        """
        with self._lock:
            self._graph.save_index(str(graph_file))
            if graph_file.stat().st_size != self._graph.index_file_size():
                raise OSError("the graph was not written completely")
            return sorted(self._live), self._sum.copy()

    def __len__(self) -> int:
        return len(self._live)

    def ids(self) -> set[int]:
        with self._lock:
            return set(self._live)

    def add(self, ids: Sequence[int], vectors: Array) -> None:
        checked(ids, vectors, self.dimensions)
        with self._lock:
            new = {id: number for number, id in enumerate(ids) if id not in self._live}
            if not new:
                return
            needed = self._graph.get_current_count() + len(new)
            if needed > self._graph.get_max_elements():
                self._graph.resize_index(max(needed, self._graph.get_max_elements() * 3 // 2))
            added = vectors[list(new.values())]
            self._graph.add_items(added, list(new))
            self._live.update(new)
            self._sum += added.sum(axis=0, dtype=np.float64)

    def remove(self, ids: Collection[int]) -> None:
        with self._lock:
            gone = [id for id in ids if id in self._live]
            for id in gone:
                self._sum -= self._vectors_of([id])[0]
                self._graph.mark_deleted(id)
                self._live.discard(id)

    def search(self, vector: Array, limit: int, allowed: Collection[int] | None = None) -> list[Neighbour]:
        with self._lock:
            if allowed is not None:
                return self._exact(vector, limit, [id for id in allowed if id in self._live])
            # hnswlib raises when fewer than k can be found, so never ask for more than there are.
            limit = min(limit, len(self._live))
            if limit <= 0:
                return []
            try:
                self._graph.set_ef(max(self.breadth, BREADTH_PER_RESULT * limit))
                labels, distances = self._graph.knn_query(vector, k=limit)
            except RuntimeError:  # Too many removed ones among the nearest: look at every one instead.
                return self._exact(vector, limit, list(self._live))
        found = sorted(zip(distances[0].tolist(), labels[0].tolist(), strict=True))
        return [Neighbour(id, 1.0 - distance) for distance, id in found]

    def similarities(self, vector: Array, ids: Sequence[int]) -> Array:
        with self._lock:
            found: Array = np.full(len(ids), np.nan, dtype=np.float32)
            places = [number for number, id in enumerate(ids) if id in self._live]
            if places:
                found[places] = self._vectors_of([ids[number] for number in places]) @ vector
            return found

    def vectors(self, ids: Sequence[int]) -> Array:
        with self._lock:
            found: Array = np.full((len(ids), self.dimensions), np.nan, dtype=np.float32)
            places = [number for number, id in enumerate(ids) if id in self._live]
            if places:
                found[places] = self._vectors_of([ids[number] for number in places])
            return found

    def usual_similarity(self) -> float:
        with self._lock:
            count = len(self._live)
            # Of all pairs those of a vector with itself are left out: each has a cosine of 1.
            return (float(self._sum @ self._sum) - count) / (count * (count - 1)) if count > 1 else 0.0

    def mean_similarity(self, vector: Array) -> float:
        with self._lock:
            return float(self._sum @ vector) / len(self._live) if self._live else 0.0

    def _exact(self, vector: Array, limit: int, ids: list[int]) -> list[Neighbour]:
        best: list[Neighbour] = []
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            scores = self._vectors_of(some) @ vector
            best.extend(Neighbour(id, float(score)) for id, score in zip(some, scores, strict=True))
            best.sort(key=lambda neighbour: (-neighbour.score, neighbour.passage_id))
            del best[limit:]
        return best

    def _vectors_of(self, ids: list[int]) -> Array:
        return np.asarray(self._graph.get_items(ids, return_type="numpy"), dtype=np.float32)


def _new_graph(dimensions: int) -> Any:
    import hnswlib

    return hnswlib.Index(space="ip", dim=dimensions)

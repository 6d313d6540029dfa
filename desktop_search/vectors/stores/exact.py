"""Finds the nearest vectors by looking at every one: always right, and fast enough for a few hundred thousand."""

import threading
from collections.abc import Collection, Sequence

import numpy as np

from desktop_search.records import Array, Neighbour

FIRST_CAPACITY = 1024


def create(dimensions: int) -> "ExactStore":
    return ExactStore(dimensions)


class ExactStore:
    """Vectors in one growing array, float32 [capacity, dimensions]; a removed one's row is given to the last."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions
        self._lock = threading.Lock()
        self._vectors: Array = np.zeros((0, dimensions), dtype=np.float32)
        self._ids = np.zeros(0, dtype=np.int64)
        self._row_of: dict[int, int] = {}
        self._sum = np.zeros(dimensions, dtype=np.float64)

    def __len__(self) -> int:
        return len(self._row_of)

    def ids(self) -> set[int]:
        with self._lock:
            return set(self._row_of)

    def add(self, ids: Sequence[int], vectors: Array) -> None:
        checked(ids, vectors, self.dimensions)
        with self._lock:
            new = {id: number for number, id in enumerate(ids) if id not in self._row_of}
            count = len(self._row_of)
            self._reserve(count + len(new))
            for row, id in enumerate(new, start=count):
                self._row_of[id] = row
                self._ids[row] = id
            added = vectors[list(new.values())]
            self._vectors[count : count + len(new)] = added
            self._sum += added.sum(axis=0, dtype=np.float64)

    def remove(self, ids: Collection[int]) -> None:
        with self._lock:
            for id in ids:
                row = self._row_of.pop(id, None)
                if row is None:
                    continue
                self._sum -= self._vectors[row]
                last = len(self._row_of)
                if row != last:
                    self._vectors[row] = self._vectors[last]
                    self._ids[row] = self._ids[last]
                    self._row_of[int(self._ids[row])] = row

    def search(self, vector: Array, limit: int, allowed: Collection[int] | None = None) -> list[Neighbour]:
        with self._lock:
            count = len(self._row_of)
            if allowed is None:
                ids, scores = self._ids[:count], self._vectors[:count] @ vector
            else:
                rows = np.array([self._row_of[id] for id in allowed if id in self._row_of], dtype=np.intp)
                ids, scores = self._ids[rows], self._vectors[rows] @ vector
            limit = min(limit, len(scores))
            if limit <= 0:
                return []
            best = np.argpartition(-scores, limit - 1)[:limit]
            # Equal scores come in the order of their ids, so that the same question has the same answer.
            best = best[np.lexsort((ids[best], -scores[best]))]
            return [Neighbour(int(ids[row]), float(scores[row])) for row in best]

    def similarities(self, vector: Array, ids: Sequence[int]) -> Array:
        with self._lock:
            found: Array = np.full(len(ids), np.nan, dtype=np.float32)
            places = [(number, self._row_of[id]) for number, id in enumerate(ids) if id in self._row_of]
            if places:
                numbers, rows = (list(part) for part in zip(*places, strict=True))
                found[numbers] = self._vectors[rows] @ vector
            return found

    def vectors(self, ids: Sequence[int]) -> Array:
        with self._lock:
            found: Array = np.full((len(ids), self.dimensions), np.nan, dtype=np.float32)
            places = [(number, self._row_of[id]) for number, id in enumerate(ids) if id in self._row_of]
            if places:
                numbers, rows = (list(part) for part in zip(*places, strict=True))
                found[numbers] = self._vectors[rows]
            return found

    def usual_similarity(self) -> float:
        with self._lock:
            count = len(self._row_of)
            # Of all pairs those of a vector with itself are left out: each has a cosine of 1.
            return (float(self._sum @ self._sum) - count) / (count * (count - 1)) if count > 1 else 0.0

    def mean_similarity(self, vector: Array) -> float:
        with self._lock:
            return float(self._sum @ vector) / len(self._row_of) if self._row_of else 0.0

    def _reserve(self, rows: int) -> None:
        if rows > len(self._ids):
            capacity = max(FIRST_CAPACITY, rows, len(self._ids) * 3 // 2)
            vectors = np.zeros((capacity, self.dimensions), dtype=np.float32)
            vectors[: len(self._ids)] = self._vectors
            ids = np.zeros(capacity, dtype=np.int64)
            ids[: len(self._ids)] = self._ids
            self._vectors, self._ids = vectors, ids


def checked(ids: Sequence[int], vectors: Array, dimensions: int) -> None:
    """Raises ValueError unless vectors is [len(ids), dimensions] and finite."""
    if vectors.shape != (len(ids), dimensions):
        raise ValueError(f"vectors have the shape {vectors.shape}, not ({len(ids)}, {dimensions})")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector is not finite")

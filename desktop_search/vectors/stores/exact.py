"""Finds the nearest vectors by looking at every one: always right, and fast enough for a few hundred thousand."""

import threading
from collections.abc import Collection, Sequence

import numpy as np

from desktop_search.records import Array, Neighbour
from desktop_search.vectors.packed import PackedVectors, cosines_of
from desktop_search.vectors.scanning import Rows, Scan


def create(dimensions: int) -> "ExactStore":
    return ExactStore(dimensions)


class ExactStore:
    """Vectors in two bytes a dimension; a removed one's row is given to one of the last. One lock for all.

    scan is what looks at the codes, by default the fastest that works here.
    """

    def __init__(self, dimensions: int, scan: Scan | None = None) -> None:
        self.dimensions = dimensions
        self._lock = threading.Lock()
        self._vectors = PackedVectors(dimensions, scan)
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
            self._vectors.append(vectors if len(new) == len(vectors) else vectors[list(new.values())])
            if len(self._vectors) > len(self._ids):
                self._ids.resize(len(self._vectors) * 17 // 16, refcheck=False)
            self._ids[count : count + len(new)] = list(new)
            self._row_of.update((id, row) for row, id in enumerate(new, start=count))
            self._sum += self._sum_of(np.arange(count, count + len(new)))

    def remove(self, ids: Collection[int]) -> None:
        with self._lock:
            gone = {self._row_of.pop(id) for id in set(ids) if id in self._row_of}
            if not gone:
                return
            self._sum -= self._sum_of(np.array(list(gone), dtype=np.intp))
            count = len(self._row_of)
            holes = np.array([row for row in gone if row < count], dtype=np.intp)
            last = np.array([row for row in range(count, count + len(gone)) if row not in gone], dtype=np.intp)
            self._vectors.replace(holes, last)
            self._ids[holes] = self._ids[last]
            self._row_of.update(zip(self._ids[holes].tolist(), holes.tolist(), strict=True))
            self._vectors.cut_to(count)

    def search(self, vector: Array, limit: int, allowed: Collection[int] | None = None) -> list[Neighbour]:
        with self._lock:
            rows, cosines = self._vectors.nearest(vector, limit, None if allowed is None else self._rows(allowed))
            ids = self._ids[rows]
        # Equal scores come in the order of their ids, so that the same question has the same answer.
        best = np.lexsort((ids, -cosines))[: max(limit, 0)]
        return [Neighbour(int(ids[place]), float(cosines[place])) for place in best]

    def similarities(self, vector: Array, ids: Sequence[int]) -> Array:
        return cosines_of(self.vectors(ids), vector)

    def vectors(self, ids: Sequence[int]) -> Array:
        with self._lock:
            found: Array = np.full((len(ids), self.dimensions), np.nan, dtype=np.float32)
            places = [number for number, id in enumerate(ids) if id in self._row_of]
            found[places] = self._vectors.unpacked(self._rows([ids[number] for number in places]))
            return found

    def usual_similarity(self) -> float:
        with self._lock:
            count = len(self._row_of)
            # Of all pairs those of a vector with itself are left out: each has a cosine of 1.
            return (float(self._sum @ self._sum) - count) / (count * (count - 1)) if count > 1 else 0.0

    def mean_similarity(self, vector: Array) -> float:
        with self._lock:
            return float(self._sum @ vector) / len(self._row_of) if self._row_of else 0.0

    def _rows(self, ids: Collection[int]) -> Rows:
        return np.array([self._row_of[id] for id in ids if id in self._row_of], dtype=np.intp)

    def _sum_of(self, rows: Rows) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        total = np.zeros(self.dimensions, dtype=np.float64)
        for block in self._vectors.blocks(rows):
            total += block.sum(axis=0, dtype=np.float64)
        return total


def checked(ids: Sequence[int], vectors: Array, dimensions: int) -> None:
    """Raises ValueError unless vectors is [len(ids), dimensions] and finite."""
    if vectors.shape != (len(ids), dimensions):
        raise ValueError(f"vectors have the shape {vectors.shape}, not ({len(ids)}, {dimensions})")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector is not finite")

"""Vectors in two bytes a dimension, laid out to look at all of them: their high bytes tell what is probably near.

A row's step is its greatest magnitude over 127. The high byte counts steps (the code that is scanned), the low byte
counts 254ths of a step. Together they are within step / 508 of the value, 2.4 millionths where the greatest is 0.15;
over 384 dimensions that moves a cosine by 0.0000015, by 0.000007 at worst (20,000 measured; 0.000025 for hashed words,
whose vectors are nearly empty). float16 beside the codes would take 384 bytes more a passage, and so more than the
kilobyte that a passage may take.
"""

from collections.abc import Iterator

import numpy as np

from desktop_search.records import Array
from desktop_search.vectors import scanning
from desktop_search.vectors.scanning import Codes, Rows, Scan

STEPS, PARTS = 127, 254
FIRST_CAPACITY = 1024
AT_ONCE = 16_384
"""Rows that are copied together, so that no filter and no removal needs much memory."""
IN_CACHE = 256
"""Rows that are packed or unpacked together: what is computed on the way stays in the processor's cache, and packing
takes a third of the time."""
LEAST_DEPTH, DEPTH, DEEPER, DEEPENINGS = 50, 4, 4, 2
"""How many candidates are compared precisely: 4 for each one wanted, and up to 64 where that proves too few."""
SAFETY = 1.5


class PackedVectors:
    """Rows of vectors in growing arrays: high and low bytes int8 [capacity, dimensions], steps float32 [capacity].

    Not safe for threads: its owner has the lock.
    """

    def __init__(self, dimensions: int, scan: Scan | None = None) -> None:
        self._count = 0
        self._scan = scan
        self._high: Codes = np.zeros((0, dimensions), dtype=np.int8)
        self._low: Codes = np.zeros((0, dimensions), dtype=np.int8)
        self._step: Array = np.zeros(0, dtype=np.float32)

    def __len__(self) -> int:
        return self._count

    def append(self, vectors: Array) -> None:
        """Adds rows at the end. Takes finite vectors, float32 [n, dimensions]."""
        self._reserve(self._count + len(vectors))
        for start in range(0, len(vectors), IN_CACHE):
            some = vectors[start : start + IN_CACHE]
            high, low, step = _packed(some)
            place = slice(self._count, self._count + len(some))
            self._high[place], self._low[place], self._step[place] = high, low, step
            self._count += len(some)

    def replace(self, rows: Rows, by: Rows) -> None:
        """Gives rows the values of others."""
        for start in range(0, len(rows), AT_ONCE):
            to, source = rows[start : start + AT_ONCE], by[start : start + AT_ONCE]
            for array in (self._high, self._low, self._step):
                array[to] = array[source]

    def cut_to(self, count: int) -> None:
        """Drops the rows at the end, and gives their memory back once there are more of them than others."""
        self._count = count
        if len(self._step) > max(FIRST_CAPACITY, 2 * count):
            self._resize(max(FIRST_CAPACITY, count))

    def unpacked(self, rows: Rows | slice) -> Array:
        """The vectors of rows, float32 [n, dimensions]."""
        values: Array = self._high[rows].astype(np.float32)
        values *= PARTS
        values += self._low[rows]
        values *= (self._step[rows] / PARTS)[:, None]
        return values

    def blocks(self, rows: Rows) -> Iterator[Array]:
        """The vectors of rows, some hundreds at a time."""
        return (self.unpacked(rows[start : start + IN_CACHE]) for start in range(0, len(rows), IN_CACHE))

    def nearest(self, vector: Array, limit: int, among: Rows | None = None) -> tuple[Rows, Array]:
        """Rows that hold the nearest ones, at least limit if there are so many, with their precise cosines; unordered.

        The codes choose the candidates. How far their estimates are off is seen by comparing the candidates precisely;
        if the last of them may be beaten by a row that was left out, more are taken.
        """
        rows: Rows = np.arange(self._count) if among is None else among
        limit = min(limit, len(rows))
        if limit <= 0:
            return rows[:0], np.zeros(0, dtype=np.float32)
        depth = max(LEAST_DEPTH, DEPTH * limit)
        length = float(np.linalg.norm(vector))
        for deepening in range(DEEPENINGS + 1):
            if depth >= len(rows):
                return rows, np.concatenate([cosines_of(block, vector) for block in self.blocks(rows)])
            found, estimates = self._candidates(_packed(vector[None])[0][0], depth, among)
            cosines = cosines_of(self.unpacked(found), vector)
            estimates = estimates * length
            last = np.partition(cosines, -limit)[-limit]
            if last > estimates.min() + SAFETY * np.abs(cosines - estimates).max() or deepening == DEEPENINGS:
                break
            depth *= DEEPER
        return found, cosines

    def _candidates(self, query: Codes, count: int, among: Rows | None) -> tuple[Rows, Array]:
        scan = self._scan or scanning.fastest()
        if among is None:
            return scan(self._high[: self._count], query, count)
        parts = []
        for start in range(0, len(among), AT_ONCE):
            some = among[start : start + AT_ONCE]
            found, estimates = scan(self._high[some], query, min(count, len(some)))
            parts.append((some[found], estimates))
        rows, all_estimates = (np.concatenate(part) for part in zip(*parts, strict=True))
        best = np.argpartition(-all_estimates, count - 1)[:count]
        return rows[best], all_estimates[best]

    def _reserve(self, rows: int) -> None:
        if rows > len(self._step):
            # By a sixteenth only: the system moves large arrays without copying them, and what is spare is memory.
            self._resize(max(FIRST_CAPACITY, rows, len(self._step) * 17 // 16))
            if rows > FIRST_CAPACITY and self._scan is None:
                self._scan = scanning.fastest()  # Loaded now, since later somebody waits for an answer.

    def _resize(self, capacity: int) -> None:
        dimensions = self._high.shape[1]
        self._high.resize((capacity, dimensions), refcheck=False)
        self._low.resize((capacity, dimensions), refcheck=False)
        self._step.resize(capacity, refcheck=False)


def cosines_of(vectors: Array, vector: Array) -> Array:
    """Row by row, float32 [n]: a product of matrices sums up differently by a row's place, and equal texts must tie."""
    cosines: Array = np.einsum("ij,j->i", vectors, vector)
    return cosines


def _packed(vectors: Array) -> tuple[Codes, Codes, Array]:
    """High and low bytes, int8 [n, dimensions], and steps, float32 [n]. A vector of zeros has steps of 1."""
    step = np.abs(vectors).max(axis=1, initial=0.0).astype(np.float32) / STEPS
    step[step == 0] = 1.0
    in_steps = vectors / step[:, None]
    high = np.rint(in_steps)
    low = np.rint((in_steps - high) * PARTS)
    return high.astype(np.int8), low.astype(np.int8), step

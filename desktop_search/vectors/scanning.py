"""Looks at every code for those that are probably nearest: with usearch, or with numpy where that cannot be loaded."""

import functools
import logging
from collections.abc import Callable
from typing import Any

import numpy as np

from desktop_search.records import Array

logger = logging.getLogger(__name__)

Codes = np.ndarray[Any, np.dtype[np.int8]]
Rows = np.ndarray[Any, np.dtype[np.intp]]
Scan = Callable[[Codes, Codes, int], tuple[Rows, Array]]
"""Codes int8 [n, dimensions], the query's int8 [dimensions] and 0 < count <= n to rows [count] and cosines [count]."""

BLOCK = 1024
"""Rows that numpy turns into float32 at once: 1.5 MB at 384 dimensions, which stays in a processor's cache."""


@functools.cache
def fastest() -> Scan:
    """The scan that works here. Decided once: usearch takes 0.3 s to import."""
    try:
        return with_usearch()
    except Exception as error:  # Whatever a foreign binary does while it is loaded, numpy finds the same.
        level = logging.INFO if isinstance(error, ModuleNotFoundError) else logging.WARNING
        logger.log(level, "usearch is not used, so looking at every vector takes longer: %s", error)
        return with_numpy


def with_usearch() -> Scan:
    """The scan by usearch, on all cores and without Python's lock. Raises what importing usearch raises."""
    from usearch.index import MetricKind, search

    def scan(codes: Codes, query: Codes, count: int) -> tuple[Rows, Array]:
        found: Any = search(codes, query, count, MetricKind.Cos, exact=True)
        cosines: Array = np.float32(1.0) - np.asarray(found.distances, dtype=np.float32)
        return np.asarray(found.keys).astype(np.intp), cosines

    # Another release may call things otherwise: better known now than with the first question.
    rows, cosines = scan(np.eye(4, 16, dtype=np.int8) * 100, np.eye(4, 16, dtype=np.int8)[2] * 50, 1)
    if rows.tolist() != [2] or abs(cosines[0] - 1.0) > 1e-3:
        raise ImportError(f"usearch answered {rows} with {cosines} for row 2")
    return scan


def with_numpy(codes: Codes, query: Codes, count: int) -> tuple[Rows, Array]:
    """The scan by numpy: as right, and several times slower."""
    wanted = query.astype(np.float32) / max(1.0, float(np.linalg.norm(query.astype(np.float32))))
    cosines = np.empty(len(codes), dtype=np.float32)
    # One buffer for all: made anew for each block, most of the time would go into fetching pages from the system.
    buffer = np.empty((min(BLOCK, len(codes)), codes.shape[1]), dtype=np.float32)
    for start in range(0, len(codes), BLOCK):
        block = buffer[: min(BLOCK, len(codes) - start)]
        np.copyto(block, codes[start : start + BLOCK])
        lengths = np.sqrt(np.einsum("ij,ij->i", block, block))
        cosines[start : start + BLOCK] = (block @ wanted) / np.maximum(lengths, 1.0)
    rows: Rows = np.argpartition(-cosines, count - 1)[:count]
    return rows, cosines[rows]

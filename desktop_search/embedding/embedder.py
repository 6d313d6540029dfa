"""The plug point for embedding backends."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_search.records import Array, EmbeddingId


@dataclass(frozen=True, slots=True)
class Options:
    """What a backend may need to know besides its model: where prepared models are kept, and how much it may use.

    threads is 0 for as many as suit the machine; precision is None for the fastest that is right; tell takes sentences
    for the person.
    """

    place: Path | None = None
    threads: int = 0
    precision: str | None = None
    tell: Callable[[str], None] = lambda _: None


class Embedder(Protocol):
    """Turns text into vectors of length 1. Used by one thread only."""

    id: EmbeddingId
    device: str

    def embed_query(self, text: str) -> Array:
        """float32 [dimensions], of length 1."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Array:
        """float32 [n, dimensions], each of length 1; also n = 0."""
        ...

    def embed_in_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        """The same bit by bit: which rows, and float32 [rows, dimensions]. A query may be embedded in between."""
        ...


def joined(batches: Iterator[tuple[list[int], Array]], count: int, dimensions: int) -> Array:
    """The vectors of all batches in the order of their texts, float32 [count, dimensions]."""
    import numpy as np

    vectors = np.zeros((count, dimensions), dtype=np.float32)
    for rows, some in batches:
        vectors[rows] = some
    return vectors

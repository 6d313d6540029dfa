"""The plug point for embedding backends."""

from collections.abc import Sequence
from typing import Protocol

from desktop_search.records import Array, EmbeddingId


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

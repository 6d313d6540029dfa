"""The plug point for vector stores: caches over the vectors in SQLite, that find the nearest."""

from collections.abc import Collection, Sequence
from typing import Protocol

from desktop_search.records import Array, Neighbour


class VectorStore(Protocol):
    """Finds the passages whose vectors are nearest. Vectors have length 1, so the dot product is the cosine.

    Safe to use from several threads; writers and readers wait for each other.
    """

    dimensions: int

    def __len__(self) -> int: ...

    def ids(self) -> set[int]:
        """The passage ids in the store."""
        ...

    def add(self, ids: Sequence[int], vectors: Array) -> None:
        """Adds vectors, float32 [n, dimensions]. Raises ValueError for a wrong shape or a value that is not finite."""
        ...

    def remove(self, ids: Collection[int]) -> None:
        """Forgets vectors; unknown ids are ignored."""
        ...

    def search(self, vector: Array, limit: int, allowed: Collection[int] | None = None) -> list[Neighbour]:
        """The nearest passages, best first, at most limit; only among allowed, if that is given.

        Equal scores come in the order of their ids. Of the 10 nearest at least 99 % are found.
        """
        ...

    def similarities(self, vector: Array, ids: Sequence[int]) -> Array:
        """The cosine for each of the ids, float32 [n]; NaN for an id that has no vector."""
        ...

    def vectors(self, ids: Sequence[int]) -> Array:
        """The vectors of the ids to within 0.00002, float32 [n, dimensions]; a row of NaN for an id that has none."""
        ...

    def usual_similarity(self) -> float:
        """The mean cosine of any two different vectors of the store. 0.0 when there are none."""
        ...

    def mean_similarity(self, vector: Array) -> float:
        """The mean cosine over all vectors: what an unrelated passage scores. 0.0 when the store is empty."""
        ...

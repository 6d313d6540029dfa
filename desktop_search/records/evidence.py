"""Vectors, and what an index finds by words or by meaning. Frozen and pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float32]
else:  # The window knows these records too, and must not wait for numpy.
    Array = Any


@dataclass(frozen=True, slots=True)
class EmbeddingId:
    """Which vectors may be compared with each other."""

    backend: str
    model: str
    revision: str
    precision: str
    dimensions: int
    query_prefix: str = ""
    passage_prefix: str = ""

    @property
    def fingerprint(self) -> str:
        """One line that is different whenever two sets of vectors must not be mixed."""
        return "|".join(
            (
                self.backend,
                self.model,
                self.revision,
                self.precision,
                str(self.dimensions),
                self.query_prefix,
                self.passage_prefix,
            )
        )


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An answer of the word index or of a vector store: the higher the score, the better."""

    passage_id: int
    score: float

"""What a question means to a model, with the vectors it may be compared with: those of the same model. Pure."""

from dataclasses import dataclass

from desktop_search.records import Array
from desktop_search.searching.learning.adapter import Adapter
from desktop_search.vectors.store import VectorStore


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """vector is the question's, float32 [dimensions], of length 1; adapter what judgements taught, None for nothing."""

    vector: Array
    store: VectorStore
    adapter: Adapter | None = None

    @property
    def is_judged(self) -> bool:
        """Whether the person has judged results of this very question."""
        return self.adapter is not None and self.adapter.has_judged(self.vector)

    @property
    def moved(self) -> Array:
        """The vector as the judgements would have it."""
        return self.vector if self.adapter is None else self.adapter.moved(self.vector)

"""The plug point for what reads a question and a passage together and says how well they fit."""

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Scores passages for a question. Used by one thread only."""

    name: str
    device: str
    precision: str

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """One number a text, in their order: the higher, the better it answers. Comparable within one question."""
        ...

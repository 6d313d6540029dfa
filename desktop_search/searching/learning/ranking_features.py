"""Gathers what speaks for the best passages of a search, each kind of evidence by itself, for a learned ranking."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from desktop_search.records import Array
from desktop_search.searching.fusion import Fused
from desktop_search.searching.learning import learned_ranking, wording
from desktop_search.words.index import WordIndex


class Passage(Protocol):
    """What is read of a passage: the title of its document, and its text."""

    @property
    def title(self) -> str | None: ...

    @property
    def text(self) -> str: ...


class RankingFeatures:
    """Reads the database and the word index; any number of threads may ask at once."""

    def __init__(self, words: WordIndex, passages: Callable[[Collection[int]], Mapping[int, Passage]]) -> None:
        """passages gives those that are still there by their ids."""
        self._words = words
        self._passages = passages

    def of(self, text: str, fused: Sequence[Fused], moved: Mapping[int, float]) -> Array:
        """float64 [n, learned_ranking.FEATURES] of the first passages of a search for a text, DEPTH at most.

        moved is what meaning says of each with the question as judgements have moved it, by its id; 0 where it is not.
        """
        first = fused[: learned_ranking.DEPTH]
        there = self._passages([one.passage_id for one in first])
        asked = wording.asked_words(text, self._words.information_of)
        read = [there.get(one.passage_id) for one in first]
        worded = wording.features(asked, [("", "") if one is None else (one.title, one.text) for one in read])
        return learned_ranking.features(first, [moved.get(one.passage_id, 0.0) for one in first], worded)

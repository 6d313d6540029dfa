"""How much the words of a question say: the BM25 score of a passage that holds all of them."""

from collections.abc import Callable, Iterable, Sequence
from math import log

from desktop_search.words import analysis

SATURATION = 2.2
"""k1 + 1: what a word counts at most, however often it stands in a passage (Robertson and Walker, 1994)."""
MOST_WORDS = 64

Frequency = Callable[[str], int]
"""In how many passages a stem stands."""


def full_score(words: Sequence[str], stemmers: Iterable[str], frequency: Frequency, *, passages: int) -> float:
    """The most that BM25 can give for these words in an index of so many passages; 0.0 for no words."""
    stems = [
        max(map(frequency, variants), default=0)
        for word in analysis.content_words(words)[:MOST_WORDS]
        for variants in analysis.stems(word, tuple(stemmers))
    ]
    return SATURATION * sum(log(1 + (passages - count + 0.5) / (count + 0.5)) for count in stems)

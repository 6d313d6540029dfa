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
    counts = [
        count
        for word in analysis.content_words(words)[:MOST_WORDS]
        for count in _counts(word, tuple(stemmers), frequency)
    ]
    return SATURATION * sum(_information(count, passages) for count in counts)


def of_word(word: str, stemmers: Iterable[str], frequency: Frequency, *, passages: int) -> float:
    """How much a word says in an index of so many passages, in nats, as BM25 has it: that of its most frequent part."""
    return _information(max(_counts(word, tuple(stemmers), frequency), default=0), passages)


def _counts(word: str, stemmers: tuple[str, ...], frequency: Frequency) -> list[int]:
    """In how many passages each part of a word stands, in the language in which that is most often."""
    return [max(map(frequency, variants), default=0) for variants in analysis.stems(word, stemmers)]


def _information(count: int, passages: int) -> float:
    return log(1 + (max(0, passages - count) + 0.5) / (count + 0.5))

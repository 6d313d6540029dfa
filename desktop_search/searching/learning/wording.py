"""What the words of a passage say for a question beyond how often they stand in it: which, how near, in what order.

Pure. Such features are what rankers are taught with (Liu: Learning to Rank for Information Retrieval, 2009).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, log1p

import numpy as np

from desktop_search.records import Array
from desktop_search.words import analysis

NAMES = ("coverage", "title", "pairs", "closeness", "length", "numbers", "frequency")
SPAN = 25
"""Words: what stands so near to each other is most often one statement."""
USUAL_LENGTH = 150.0
"""Words of a passage; only what is longer and shorter than others counts."""
LONGEST = 1_000
MOST_WORDS = 64


@dataclass(frozen=True, slots=True)
class AskedWords:
    """How much the stems of a question say that mean something (information in nats), and its neighbouring words."""

    information: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]


def asked_words(text: str, information_of: Callable[[Sequence[str]], Sequence[float]]) -> AskedWords:
    """information_of says how much words say, in nats."""
    words = content_words(text)
    information = dict(zip(words, information_of(list(words.values())), strict=True))
    pairs = dict.fromkeys(pairwise(analysis.stemmed(text)[:MOST_WORDS]), 0.0)
    worth = {pair: sum(information.get(stem, 0.0) for stem in pair) for pair in pairs}
    return AskedWords(information, {pair: value for pair, value in worth.items() if value > 0})


def content_words(text: str) -> dict[str, str]:
    """The different stems of a question that are no stop words, unless there are no others, each with its word."""
    every = {stem: word for word, stem in analysis.with_stems(text)[:MOST_WORDS]}
    return {stem: word for stem, word in every.items() if not analysis.is_stop_stem(stem)} or every


def features(asked: AskedWords, passages: Sequence[tuple[str | None, str]]) -> Array:
    """float32 [passages, NAMES]. A passage is the title of its document and its text.

    coverage is the part of the question's information that is there, title that in the title, closeness that within
    SPAN words; pairs is the part of its neighbouring words that are neighbours here, too; numbers the part of its
    numbers, a half where it has none; frequency grows with how often its words are there; length is a logarithm.
    """
    made = np.array([_features(asked, *passage) for passage in passages], dtype=np.float32)
    return made.reshape(len(passages), len(NAMES))


def _features(asked: AskedWords, title: str | None, text: str) -> tuple[float, ...]:
    of_title = analysis.stemmed(title) if title else []
    words = [*of_title, *analysis.stemmed(text)[:LONGEST]]
    whole = sum(asked.information.values()) or 1.0
    places = [(place, word) for place, word in enumerate(words) if word in asked.information]
    counts: dict[str, int] = {}
    for _, word in places:
        counts[word] = counts.get(word, 0) + 1
    numbers = [stem for stem in asked.information if stem.isdecimal()]
    return (
        sum(asked.information[word] for word in counts) / whole,
        sum(asked.information[word] for word in asked.information.keys() & set(of_title)) / whole,
        _pairs(asked, words),
        _closest(asked, places) / whole,
        log(1.0 + len(words) / USUAL_LENGTH),
        sum(number in counts for number in numbers) / len(numbers) if numbers else 0.5,
        sum(asked.information[word] * log1p(count) for word, count in counts.items()) / whole,
    )


def _pairs(asked: AskedWords, words: Sequence[str]) -> float:
    """The part of the question's neighbouring words, weighed by their information, that are neighbours in words."""
    there = asked.pairs.keys() & set(pairwise(words))
    return sum(asked.pairs[pair] for pair in there) / (sum(asked.pairs.values()) or 1.0)


def _closest(asked: AskedWords, places: Sequence[tuple[int, str]]) -> float:
    """The information of the different words of the question in the best SPAN words."""
    best = inside = 0.0
    count: dict[str, int] = {}
    first = 0
    for place, word in places:
        if not count.get(word):
            inside += asked.information[word]
        count[word] = count.get(word, 0) + 1
        while place - places[first][0] > SPAN:
            left = places[first][1]
            count[left] -= 1
            if not count[left]:
                inside -= asked.information[left]
            first += 1
        best = max(best, inside)
    return best

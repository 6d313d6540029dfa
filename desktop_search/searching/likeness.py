"""Tells whether two short texts say nearly the same, so that the second need not be shown. Pure."""

import re
from dataclasses import dataclass

LEAST_SHARED = 0.9
SHINGLE = 3
FEWEST_WORDS = 12
"""Shorter texts are alike by accident."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Signs:
    """What is compared: all runs of three words, and the words with digits in them."""

    shingles: frozenset[tuple[str, ...]]
    numbers: frozenset[str]


def signs(text: str) -> Signs | None:
    """What is compared of a text; None for one that is too short."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < FEWEST_WORDS:
        return None
    shingles = frozenset(tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))
    return Signs(shingles, frozenset(word for word in words if not word.isalpha()))


def say_the_same(one: Signs, other: Signs) -> bool:
    """Whether nine tenths of the runs of words are shared (Broder: On the resemblance of documents, 1997).

    With other numbers it is another text, however alike: an invoice of another month.
    """
    if one.numbers != other.numbers:
        return False
    shared = len(one.shingles & other.shingles)
    return shared >= LEAST_SHARED * (len(one.shingles) + len(other.shingles) - shared)

"""Turns what speaks for a hit into the probability that it is relevant, comparable between questions. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite

from desktop_search.records import Hit

SURE, NOTHING = 0.4, 0.025
"""From SURE on a hit is one of the sure ones. Where none reaches NOTHING there is probably no answer: on judged
collections that is so for one question of 500, and for two of three that belong to another collection. 0.08 would tell
19 of 20 of these, but also be said of good answers that share no word with their question."""

# A logistic regression on the ten best documents for 5 × 120 questions of judged collections, with 500 questions that
# belong to another of them as negatives. Fitted without a collection, it is as good on that one (log loss 0.279).
_BOTH = (-4.43, 4.70, 3.18)
_WORDS_ONLY = (-3.26, 6.70)
# What a file's name says, by the part that a name adds to a score.
_NAMES = ((1.0, 0.95), (0.35, 0.6), (0.1, 0.25))
_PHRASE = 0.7


@dataclass(frozen=True, slots=True)
class Scale:
    """What is usual in an index: the cosine of any two of its passages, and the BM25 score of a passage in which
    every word of the question stands as often as can count."""

    usual_cosine: float
    full_words: float


def relevance(
    scale: Scale, *, cosine: float | None, words: float, name: float = 0.0, has_phrase: bool = False
) -> float:
    """The probability, from 0 to 1, that a passage with this cosine (None where there is none) and BM25 score answers.

    name is what the file's name adds to the score; has_phrase says that it holds what was quoted.
    """
    covered = min(1.0, max(0.0, words) / scale.full_words) if scale.full_words > 0 else 0.0
    if cosine is None or not isfinite(cosine):
        by_text = _logistic(_WORDS_ONLY[0] + _WORDS_ONLY[1] * covered) if covered else 0.0
    else:
        room = max(0.05, 1.0 - scale.usual_cosine)
        unusual = min(1.0, (cosine - scale.usual_cosine) / room)
        by_text = _logistic(_BOTH[0] + _BOTH[1] * unusual + _BOTH[2] * covered)
    by_name = next((probability for least, probability in _NAMES if name >= least), 0.0)
    return max(by_text, by_name, _PHRASE if has_phrase else 0.0)


def is_sure(hit: Hit) -> bool:
    """Whether a hit belongs to those of which hardly a doubt is left."""
    return hit.relevance is not None and hit.relevance >= SURE


def notices(hits: Sequence[Hit]) -> tuple[str, ...]:
    """What has to be said of an answer as a whole."""
    if hits and all(hit.relevance is not None and hit.relevance < NOTHING for hit in hits):
        return ("Probably nothing here answers that; these files come nearest.",)
    return ()


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + exp(-value))

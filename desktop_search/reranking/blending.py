"""Joins the order of a search with a reranker's opinion of it, so that neither can do much harm alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

TRUST = ((3, 0.75), (10, 0.6))
TRUST_BELOW = 0.5
"""How much the place that the search gave counts, up to a rank. What all of words, meaning and names put at the top is
seldom wrong, and a reranker that has seen other kinds of text often is; further down there is more to be gained."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the search found at some rank. relevance is the reranker's number, None where it gave none.

    is_exact says that the very name, phrase or identifier was found: such a candidate keeps its rank.
    """

    score: float
    relevance: float | None = None
    is_exact: bool = False


def blended(candidates: Sequence[Candidate]) -> list[int]:
    """The new order, as positions in the old one: best first.

    Those without a relevance, and the exact ones, stay where they are; the others change places among themselves,
    by a mean of score and relevance that trusts the search more at the top. Scores are divided by the best of them,
    so that those that are close together change places more easily; relevances are scaled between 0 and 1.
    """
    movable = [position for position, one in enumerate(candidates) if _may_move(one)]
    scores = _shares([candidates[position].score for position in movable], floor=0.0)
    relevances = _shares([candidates[position].relevance or 0.0 for position in movable])
    values = {}
    for position, score, relevance in zip(movable, scores, relevances, strict=True):
        trust = next((trust for rank, trust in TRUST if position < rank), TRUST_BELOW)
        values[position] = trust * score + (1.0 - trust) * relevance
    # A stable sort: equal values keep the order of the search.
    best_first = iter(sorted(movable, key=lambda position: -values[position]))
    return [next(best_first) if position in values else position for position in range(len(candidates))]


def _may_move(candidate: Candidate) -> bool:
    numbers = (candidate.score, candidate.relevance if candidate.relevance is not None else float("nan"))
    return not candidate.is_exact and all(map(isfinite, numbers))


def _shares(values: Sequence[float], *, floor: float | None = None) -> list[float]:
    """Finite numbers scaled so that the floor (or what is less) is 0 and the greatest 1; all 1 without a difference."""
    least = min(values if floor is None else (floor, *values), default=0.0)
    # Halves, because the difference of two huge numbers is infinite.
    span = max(values, default=least) / 2 - least / 2
    return [(value / 2 - least / 2) / span if span > 0 else 1.0 for value in values]

"""Joins what the words say and what the meaning says into one ranking, each part of a score with its name. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from desktop_search.records import Neighbour


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage in the joint ranking. The values of reasons ("words", "meaning") add up to score exactly."""

    passage_id: int
    score: float
    reasons: Mapping[str, float]


def fuse(words: Sequence[Neighbour], meaning: Sequence[Neighbour], *, mean_cosine: float, weight: float) -> list[Fused]:
    """The passages of both lists, best first; equal scores by passage id, whatever the order of the lists.

    A convex combination of normalised scores (Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid
    Retrieval, 2023): weight * meaning + (1 - weight) * words. Words are divided by their best score; cosines are
    scaled between mean_cosine, which any two passages have, and the best of the list. meaning should hold a cosine
    for every passage of words, as a missing one counts nothing. Where one list is empty, the other decides alone.
    """
    by_words = _shares(_best(words), floor=0.0)
    by_meaning = _shares(_best(meaning), floor=mean_cosine)
    if not by_words or not by_meaning:
        weight = 1.0 if by_meaning else 0.0
    weight = min(1.0, max(0.0, weight))
    fused = []
    for passage_id in by_words.keys() | by_meaning.keys():
        reasons = {
            "words": (1.0 - weight) * by_words.get(passage_id, 0.0),
            "meaning": weight * by_meaning.get(passage_id, 0.0),
        }
        fused.append(Fused(passage_id, sum(reasons.values()), reasons))
    return sorted(fused, key=lambda one: (-one.score, one.passage_id))


def _best(neighbours: Sequence[Neighbour]) -> dict[int, float]:
    """Each passage once, with its best score; scores that are no numbers do not count."""
    best: dict[int, float] = {}
    for neighbour in neighbours:
        if isfinite(neighbour.score):
            best[neighbour.passage_id] = max(neighbour.score, best.get(neighbour.passage_id, neighbour.score))
    return best


def _shares(scores: Mapping[int, float], *, floor: float) -> dict[int, float]:
    """Scores scaled so that floor is 0 and the best is 1."""
    span = max(scores.values(), default=floor) - floor
    return {
        passage_id: min(1.0, max(0.0, (score - floor) / span)) if span > 0 else 0.0
        for passage_id, score in scores.items()
    }

"""Joins what the words say and what the meaning says into one ranking, each part of a score with its name. Pure."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import isfinite, log

from desktop_search.records import Neighbour

RARE_WORDS = 3.0
"""A word that stands in one passage only is worth about log(passages). Three such words are evidence enough."""
EXACT = 0.5
"""The part of a score that is for an identifier as it was typed, where nothing else was: with a half, a passage that
holds it comes before every other."""


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage in the joint ranking. The values of reasons ("words", "meaning" …) add up to score exactly.

    bm25 and cosine are the evidence as it came, 0.0 and None where there is none.
    """

    passage_id: int
    score: float
    reasons: Mapping[str, float]
    bm25: float = 0.0
    cosine: float | None = None


def fuse(
    words: Sequence[Neighbour],
    meaning: Sequence[Neighbour],
    *,
    mean_cosine: float,
    weight: float,
    confidence: float = 1.0,
) -> list[Fused]:
    """The passages of both lists, best first; equal scores by passage id, whatever the order of the lists.

    A convex combination of normalised scores (Bruch, Gai, Ingber: An Analysis of Fusion Functions for Hybrid
    Retrieval, 2023): weight * meaning + (1 - weight) * words. Words are divided by their best score; cosines are
    scaled between mean_cosine, which any two passages have, and the best of the list. meaning should hold a cosine
    for every passage of words, as a missing one counts nothing. Where one list is empty, the other decides alone.
    confidence (0 to 1, from words_confidence) is how much of their share the words are given.
    """
    bm25, cosines = _best(words), _best(meaning)
    by_words, by_meaning = _shares(bm25, floor=0.0), _shares(cosines, floor=mean_cosine)
    if not by_words or not by_meaning:
        weight, confidence = (1.0 if by_meaning else 0.0), 1.0
    weight = min(1.0, max(0.0, weight))
    words_weight = (1.0 - weight) * min(1.0, max(0.0, confidence))
    fused = []
    for passage_id in by_words.keys() | by_meaning.keys():
        reasons = {
            "words": words_weight * by_words.get(passage_id, 0.0),
            "meaning": weight * by_meaning.get(passage_id, 0.0),
        }
        evidence = bm25.get(passage_id, 0.0), cosines.get(passage_id)
        fused.append(Fused(passage_id, sum(reasons.values()), reasons, *evidence))
    return sorted(fused, key=lambda one: (-one.score, one.passage_id))


def words_confidence(words: Sequence[Neighbour], *, passages: int) -> float:
    """How much the words say at all, from 0 to 1: the best BM25 score against that of three rare words.

    BM25 sums information: a question of two everyday words finds passages that have both by accident, and its best
    hit is no better evidence than any other, however far it is ahead.
    """
    best = max(_best(words).values(), default=0.0)
    return min(1.0, max(0.0, best) / (RARE_WORDS * log(1 + max(2, passages))))


def with_exact(fused: Sequence[Fused], holders: Set[int], *, share: float) -> list[Fused]:
    """The passages, best first, those raised that hold an identifier of the question as it was typed.

    share (0 to 1) is how much of the question such identifiers are. Each reason is scaled and "exact" is added, so that
    reasons still add up, and a file's name still counts more. Where there are no holders, nothing changes.
    """
    part = EXACT * min(1.0, max(0.0, share))
    if not holders or not part:
        return list(fused)
    changed = []
    for one in fused:
        reasons = {name: (1.0 - part) * value for name, value in one.reasons.items()}
        if one.passage_id in holders:
            reasons["exact"] = part
        changed.append(replace(one, score=sum(reasons.values()), reasons=reasons))
    return sorted(changed, key=lambda one: (-one.score, one.passage_id))


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
    if span <= 0:
        return dict.fromkeys(scores, 0.0)
    # No score is above the best, but rounding may make it a hair more than 1.
    return {
        passage_id: min(1.0, (score - floor) / span) if score > floor else 0.0 for passage_id, score in scores.items()
    }

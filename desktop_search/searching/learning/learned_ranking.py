"""Ranks the best passages of a search as judgements have taught: a weight for each kind of evidence. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop_search.records import Array
from desktop_search.searching import support
from desktop_search.searching.fusion import Fused
from desktop_search.searching.learning import wording

FEATURES = ("score", "words", "meaning", "change", *wording.NAMES, "agreement", "covered meaning")
SCORE, MEANING, CHANGE = (FEATURES.index(name) for name in ("score", "meaning", "change"))
LEARNED = "learned"
"""The reason of a hit that judgements are."""
DEPTH = 60
"""Only the first are ranked anew: what stands further below is hardly an answer, and reading it takes time."""


@dataclass(frozen=True, slots=True)
class LearnedRanking:
    """One weight for each of FEATURES, in units of the score of a search."""

    weights: tuple[float, ...]


NOTHING_LEARNED = LearnedRanking(tuple(float(place in (SCORE, CHANGE)) for place in range(len(FEATURES))))
"""The score of a search, with what moving its question changes."""


def features(fused: Sequence[Fused], moved: Sequence[float], worded: Array) -> Array:
    """float64 [n, FEATURES] of the passages of a search that knows nothing of judgements.

    moved is what meaning says of each with the question as judgements have moved it; worded is from wording.features().
    """
    words = np.array([one.reasons.get("words", 0.0) for one in fused])
    meaning = np.array([one.reasons.get("meaning", 0.0) for one in fused])
    score = np.array([one.score for one in fused])
    joint = words * meaning, worded[:, 0] * meaning
    return np.column_stack([score, words, meaning, change(moved, meaning), worded, *joint]).astype(np.float64)


def change(moved: Array | Sequence[float], meaning: Array) -> Array:
    """What moving the question adds to the score of each passage. Neighbours have had their share of meaning."""
    return np.asarray((1.0 - support.SHARE) * np.asarray(moved) - meaning)


def ranked(fused: Sequence[Fused], rows: Array, ranking: LearnedRanking) -> list[Fused]:
    """The passages with the first of them ranked anew, and what that adds or takes as a reason.

    rows are the features of those first. Only their order changes: the best has the score that the best had, and so on,
    so that names and identifiers count as much as before; what nothing speaks for stays behind.
    """
    first, others = fused[: len(rows)], fused[len(rows) :]
    learned = (np.asarray(rows) @ np.array(ranking.weights)).tolist()
    order = sorted(range(len(first)), key=lambda row: (first[row].score <= 0.0, -learned[row], first[row].passage_id))
    scores = sorted((one.score for one in first), reverse=True)
    ranked = [
        replace(one, score=score, reasons={**one.reasons, LEARNED: score - one.score})
        for one, score in zip((first[row] for row in order), scores, strict=True)
    ]
    return [*ranked, *others]


def of_values(values: Mapping[str, float]) -> LearnedRanking | None:
    """A ranking from its weights by name; None where features are others."""
    if set(values) != set(FEATURES) or not np.isfinite(list(values.values())).all():
        return None
    return LearnedRanking(tuple(float(values[name]) for name in FEATURES))


def values_of(ranking: LearnedRanking) -> dict[str, float]:
    """The weights of a ranking by name, to be kept."""
    return dict(zip(FEATURES, ranking.weights, strict=True))

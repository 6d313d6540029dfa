"""Learns an adapter from judged questions in a moment, and says honestly how much better it makes those. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

import numpy as np

from desktop_search.records import Array
from desktop_search.searching.adapter import RIDGE, Adapter

STRENGTHS = (1.0, 0.5, 0.25)
FEW = 5
"""With fewer questions, those left out one by one say nothing about whether learning helps."""
CAREFUL = 0.5
DOUBT = 0.5
"""In standard errors: learning that makes the questions left out worse by more than this is weakened, or not used."""
WEIGHTS = (0.3, 0.6)
MANY, SURE = 30, 1.5
"""So many questions say which weight suits them, if it is better by so many standard errors: else that is chance."""
CUT = 10


@dataclass(frozen=True, slots=True, eq=False)
class JudgedQuestion:
    """A question, what may be found for it, and what was said of that.

    vector is float32 [dimensions]. pool holds the vectors of the n passages that may be found, float32
    [n, dimensions]; words their BM25 scores divided by the best, float32 [n]; documents the number of each one's
    document, int64 [n]; grades 1 for what was judged relevant, float32 [n]. confidence is how much the words say.
    wanted and unwanted, float32 [dimensions], are the means of the passages that were judged so; unwanted is that of
    the best passages nobody called relevant where none was called irrelevant. weight is how much its judgements count,
    from 0 to 1.
    """

    vector: Array
    pool: Array
    words: Array
    documents: Array
    grades: Array
    confidence: float
    wanted: Array | None
    unwanted: Array
    weight: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """An adapter, and nDCG@10 of each judged question without it and with what all other questions taught.

    before and after are float64 [questions with a relevant passage].
    """

    adapter: Adapter
    before: Array
    after: Array


def fit(
    judged: Sequence[JudgedQuestion],
    mean_similarity: Callable[[Array], float],
    *,
    fingerprint: str,
    meaning_weight: float,
) -> Fitted:
    """Learns from some hundred questions in less than a second. mean_similarity is that of a vector store.

    Each question is tried with what the others alone teach, which for ridge regression needs no second fit. What makes
    those worse is not used, and the weight is only changed where that is better by more than its standard error.
    Raises ValueError without a question.
    """
    questions = np.stack([one.vector for one in judged])
    moves = np.stack([_move(one) for one in judged])
    inverse = np.linalg.inv(questions @ questions.T + RIDGE * np.eye(len(judged)))
    learned = inverse @ moves
    left_out = moves - learned / np.diag(inverse)[:, None]
    moved = zip(judged, left_out, strict=True)
    trials = [_Trial(one, _single(move), mean_similarity) for one, move in moved if one.grades.any()]

    def tried(strength: float, weight: float) -> Array:
        return np.array([trial.ndcg(strength, weight) for trial in trials], dtype=np.float64)

    before = tried(0.0, meaning_weight)
    gains = {strength: tried(strength, meaning_weight) - before for strength in STRENGTHS}
    strength = CAREFUL if len(trials) < FEW else _strength(gains)
    after = before + gains.get(strength, 0.0)
    weight = None
    if len(trials) >= MANY:
        by_weight = {other: tried(strength, other) - after for other in WEIGHTS}
        weight = _weight(by_weight)
        after = after if weight is None else after + by_weight[weight]
    adapter = Adapter(fingerprint, _single(questions), _single(learned), strength, weight)
    return Fitted(adapter, before, after)


class _Trial:
    """A question left out of the learning, moved by what the others taught and ranked as fusion.fuse() would."""

    def __init__(self, one: JudgedQuestion, move: Array, mean_similarity: Callable[[Array], float]) -> None:
        self._words = one.confidence * one.words
        self._documents = one.documents
        self._grades = one.grades
        # A moved vector's cosines are sums of these, whatever the strength.
        self._cosines, self._changes = one.pool @ one.vector, one.pool @ move
        self._floor, self._floor_change = mean_similarity(one.vector), mean_similarity(move)
        self._parts = float(one.vector @ move), float(move @ move)
        grades = dict.fromkeys(one.documents.tolist(), 0.0)
        for document, grade in zip(one.documents.tolist(), one.grades.tolist(), strict=True):
            grades[document] = max(grades[document], grade)
        self._ideal = _gain(sorted(grades.values(), reverse=True)[:CUT])

    def ndcg(self, strength: float, weight: float) -> float:
        """nDCG@10 of the documents of the pool, each at the place of its first passage."""
        along, square = self._parts
        length = max(1e-6, (1.0 + 2.0 * strength * along + strength * strength * square) ** 0.5)
        cosines = (self._cosines + strength * self._changes) / length
        floor = (self._floor + strength * self._floor_change) / length
        span = float(cosines.max()) - floor
        scores = (1.0 - weight) * self._words
        if span > 0:
            scores = scores + weight * np.maximum(cosines - floor, 0.0) / span
        found: dict[int, float] = {}
        for row in np.argsort(-scores, kind="stable").tolist():
            found.setdefault(int(self._documents[row]), float(self._grades[row]))
            if len(found) == CUT:
                break
        return _gain(list(found.values())) / self._ideal


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _strength(gains: Mapping[float, Array]) -> float:
    """The greatest strength that does no harm, 0.0 where each does."""
    for strength, gain in gains.items():
        if gain.mean() >= -DOUBT * _standard_error(gain):
            return strength
    return 0.0


def _weight(gains: Mapping[float, Array]) -> float | None:
    """The weight that gains most, None where that may be chance."""
    weight, gain = max(gains.items(), key=lambda item: float(item[1].mean()))
    return weight if gain.mean() > SURE * _standard_error(gain) else None


def _move(one: JudgedQuestion) -> Array:
    """From what was not wanted to what was; with nothing wanted only away from the one."""
    wanted = one.vector if one.wanted is None else one.wanted
    return np.asarray(one.weight * (wanted - one.unwanted))


def _standard_error(values: Array) -> float:
    return float(values.std() / len(values) ** 0.5) if len(values) else 0.0


def _single(values: Any) -> Array:
    return np.asarray(values, dtype=np.float32)

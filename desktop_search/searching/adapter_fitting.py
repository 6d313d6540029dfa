"""Learns an adapter from judged questions in a moment, and says honestly how much better it makes those. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from typing import Any

import numpy as np

from desktop_search.records import Array
from desktop_search.searching import ranking_fitting
from desktop_search.searching.adapter import RIDGE, Adapter
from desktop_search.searching.learned_ranking import NOTHING_LEARNED, SCORE, LearnedRanking
from desktop_search.searching.ranking_fitting import RankedQuestion

STRENGTHS = (1.0, 0.5, 0.25)
FEW = 5
"""With fewer questions, those left out one by one say nothing about whether learning helps."""
CAREFUL = 0.5
DOUBT = 0.5
"""In standard errors: learning that makes the questions left out worse by more than this is weakened, or not used."""
WEIGHTS = (0.3, 0.6)
MANY, SURE = 30, 1.5
"""So many questions say which weight suits them, if it is better by so many standard errors: else that is chance."""
PARTS, MARGIN = (0.1, 0.2, 0.4, 0.6), 1.5
"""How far a judged question may be moved by what was said of it, and how much further, to be sure."""
CUT = 10


@dataclass(frozen=True, slots=True, eq=False)
class JudgedQuestion:
    """A question, what may be found for it, and what was said of that.

    vector is float32 [dimensions]. pool holds the vectors of the n passages that may be found, float32
    [n, dimensions]; words their BM25 scores divided by the best, float32 [n]; documents the number of each one's
    document, int64 [n]; grades 1 for what was judged relevant, float32 [n]. confidence is how much the words say.
    wanted and refused, float32 [dimensions], are the means of the passages that were judged so, None for none; unwanted
    is refused with the best passages nobody called relevant, or these alone. weight is how much its judgements count,
    from 0 to 1. first are the rows of the pool that a search puts first, and features what speaks for each of those,
    float64 [m, learned_ranking.FEATURES], without what moving the question changes. is_proof says that it may tell
    whether learning helps: a person judged it, and the model was not trained on it.
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
    first: tuple[int, ...] = ()
    features: Array | None = None
    refused: Array | None = None
    is_proof: bool = True


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
    ranking: LearnedRanking = NOTHING_LEARNED,
) -> Fitted:
    """Learns from some hundred questions in about a second. mean_similarity is that of a vector store.

    Each question is tried with what the others alone teach, which for ridge regression needs no second fit. What makes
    those worse is not used, and the weight is only changed where that is better by more than its standard error; the
    ranking, too. The one given is that learned for another model. Raises ValueError without a question.
    """
    questions = np.stack([one.vector for one in judged])
    moves = np.stack([_move(one) for one in judged])
    inverse = np.linalg.inv(questions @ questions.T + RIDGE * np.eye(len(judged)))
    learned = inverse @ moves
    left_out = moves - learned / np.diag(inverse)[:, None]
    moved = zip(judged, left_out, strict=True)
    trials = [_Trial(one, _single(move), mean_similarity) for one, move in moved if one.is_proof and one.grades.any()]

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
    said = np.stack([_as_far_as_needed(one, _said(one), mean_similarity, meaning_weight) for one in judged])
    adapter = Adapter(fingerprint, _single(questions), _single(learned), _single(said), strength, weight)
    fitted = Fitted(adapter, before, after)
    return _with_ranking(fitted, trials, meaning_weight, ranking) or fitted


def _with_ranking(
    fitted: Fitted, trials: Sequence["_Trial"], meaning_weight: float, known: LearnedRanking
) -> Fitted | None:
    """The same with the ranking that gains most, where that is more than is gained without one; else None."""
    strength = fitted.adapter.strength
    rows = [row for row, trial in enumerate(trials) if trial.can_be_ranked]
    is_few = len(rows) < ranking_fitting.MANY
    if len(rows) < FEW or (is_few and known == NOTHING_LEARNED):
        return None
    some = [trials[row] for row in rows]
    questions = [trial.ranked(strength, meaning_weight) for trial in some]
    before, gained = fitted.before.copy(), fitted.after - fitted.before
    # As a search ranks them, with the support that neighbours give.
    before[rows] = [trial.ndcg_of(one.features[:, SCORE]) for trial, one in zip(some, questions, strict=True)]
    made = []
    # Of a few questions that a model has not learned from, none is learned: that of another model is only tried.
    for one in [ranking_fitting.as_it_is(questions, known)] if is_few else ranking_fitting.fitted(questions, known):
        after = before + gained
        after[rows] = [trial.ndcg_of(scores) for trial, scores in zip(some, one.left_out, strict=True)]
        made.append(Fitted(replace(fitted.adapter, meaning_weight=meaning_weight, ranking=one.ranking), before, after))
    best = max(made, key=lambda one: float(one.after.mean()))
    more = best.after - best.before - gained
    if is_few:
        return best if more.mean() >= 0.0 else None
    sure = max(ranking_fitting.LEAST_GAIN, ranking_fitting.SURE * _standard_error(more))
    return best if more.mean() > sure else None


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

        self._first, self._features = one.first, one.features

    @property
    def can_be_ranked(self) -> bool:
        return self._features is not None

    def ranked(self, strength: float, weight: float) -> RankedQuestion:
        """What speaks for the first passages, with the question moved."""
        if self._features is None:
            raise ValueError("nothing is known of the first passages")
        rows = list(self._first)
        return RankedQuestion(self._features, self._grades[rows] > 0).with_moved(weight * self._meant(strength)[rows])

    def ndcg_of(self, scores: Array) -> float:
        """nDCG@10 of the documents of the first passages, by scores of these."""
        return self._ndcg(self._first[place] for place in np.argsort(-scores, kind="stable").tolist())

    def ndcg(self, strength: float, weight: float) -> float:
        """nDCG@10 of the documents of the pool, each at the place of its first passage."""
        scores = (1.0 - weight) * self._words + weight * self._meant(strength)
        return self._ndcg(np.argsort(-scores, kind="stable").tolist())

    def is_first_right(self, strength: float, weight: float) -> bool:
        """Whether the best passage of the pool is of a relevant document."""
        scores = (1.0 - weight) * self._words + weight * self._meant(strength)
        return bool(self._grades[int(np.argmax(scores))] > 0)

    def _meant(self, strength: float) -> Array:
        """What meaning says of each passage of the pool, from 0 to 1, with the question moved so far."""
        along, square = self._parts
        length = max(1e-6, (1.0 + 2.0 * strength * along + strength * strength * square) ** 0.5)
        cosines = (self._cosines + strength * self._changes) / length
        floor = (self._floor + strength * self._floor_change) / length
        span = float(cosines.max()) - floor
        return np.maximum(cosines - floor, 0.0) / span if span > 0 else np.zeros_like(cosines)

    def _ndcg(self, order: Iterable[int]) -> float:
        found: dict[int, float] = {}
        for row in order:
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


def _said(one: JudgedQuestion) -> Array:
    """To what was judged right, and away from what was judged wrong; the question stays between the two."""
    if one.refused is None:
        return np.zeros_like(one.vector) if one.wanted is None else np.asarray(one.weight * one.wanted)
    towards = one.vector if one.wanted is None else one.wanted
    return np.asarray(one.weight * (towards - one.refused))


def _as_far_as_needed(
    one: JudgedQuestion, said: Array, mean_similarity: Callable[[Array], float], meaning_weight: float
) -> Array:
    """What brings a judged question's own answers to the top, and no more: the rest is to stay in its order."""
    if one.weight < 1.0:
        return PARTS[0] * said
    trial = _Trial(one, _single(said), mean_similarity)
    for part in PARTS:
        if trial.is_first_right(part, meaning_weight):
            return np.asarray(min(1.0, MARGIN * part) * said)
    return said


def _standard_error(values: Array) -> float:
    return float(values.std() / len(values) ** 0.5) if len(values) else 0.0


def _single(values: Any) -> Array:
    return np.asarray(values, dtype=np.float32)

"""Learns from judged questions what each kind of evidence is worth, and tries that on questions left out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_search.records import Array
from desktop_search.searching.learning.learned_ranking import CHANGE, MEANING, NOTHING_LEARNED, LearnedRanking, change

CAUTION = 8.0
"""How strongly a ranking is held at the one before, in likelihood: the larger, the more must speak for a change."""
SHARPNESS, LOOSENESS, LEAST = 2.5, 0.05, 1.25
"""How much a standard deviation of the ranking before says at first, and how strongly it is held at that: hardly. How
sure a search may be is no question of order, and what else is learned should not have to say it. But judgements that
hardly agree with the ranking before do not turn it round: it says so much at least."""
ENOUGH = 20
"""Of so many questions, half of what they teach is believed; of ten times as many, nearly all."""
FARTHEST = 2.0
"""Standard deviations. What stands out further counts no more while weights are learned: one odd passage of a question
would say more than all others."""
FLAT = 1e-4
"""A feature that deviates by less is the same everywhere, but for rounding: it says nothing, whatever its weight."""
FOLDS, STEPS = 5, 25
SMALL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class RankedQuestion:
    """A judged question with the best passages that a search finds for it.

    features is float64 [n, FEATURES], but CHANGE is left to whoever knows what others teach; relevant is bool [n].
    """

    features: Array
    relevant: "np.typing.NDArray[np.bool_]"

    def with_moved(self, moved: Array) -> "RankedQuestion":
        """The same with what meaning says of each passage, float [n], once the question is moved."""
        filled = self.features.copy()
        filled[:, CHANGE] = change(moved, filled[:, MEANING])
        return RankedQuestion(filled, self.relevant)


@dataclass(frozen=True, slots=True, eq=False)
class FittedRanking:
    """A ranking, and for each question the scores of its passages as the other questions would have it."""

    ranking: LearnedRanking
    left_out: tuple[Array, ...]


def fitted(questions: Sequence[RankedQuestion], before: LearnedRanking = NOTHING_LEARNED) -> FittedRanking:
    """What the questions teach, beginning with the ranking before.

    These are the weights with which a softmax over the passages of a question most likely picks a relevant one (Cao et
    al.: Learning to Rank: From Pairwise Approach to Listwise Approach, 2007), held at the ranking before by a normal
    prior. Takes some hundred milliseconds for 300 questions.
    """
    scale = _Scale(questions, before)
    folds = np.arange(len(questions)) % FOLDS
    scores: list[Array] = [np.zeros(0, dtype=np.float32)] * len(questions)
    for fold in range(FOLDS):
        others = [one for one, of in zip(questions, folds, strict=True) if of != fold]
        weights = np.array(scale.ranking(_Batch(others, scale).weights()).weights)
        for row in np.flatnonzero(folds == fold).tolist():
            scores[row] = questions[row].features @ weights
    return FittedRanking(scale.ranking(_Batch(questions, scale).weights()), tuple(scores))


class _Scale:
    """Between the weights of a ranking and those of what a question is learned from: the score that the ranking before
    gives, and all features, as standard deviations."""

    def __init__(self, questions: Sequence[RankedQuestion], before: LearnedRanking) -> None:
        self._before = np.array(before.weights)
        telling = sum(bool(one.relevant.any()) for one in questions)
        self._belief = telling / (telling + ENOUGH)
        every = np.concatenate([self._centred(one) for one in questions])
        deviations = every.std(axis=0)
        self._inverse = np.divide(1.0, deviations, out=np.zeros_like(deviations), where=deviations > FLAT)
        # What is hardly ever there was cut most: uncut, it would count for more than it was seen to. By half of that,
        # as what tells two passages apart may be there in these two alone.
        self._worth = self._inverse * np.sqrt(np.clip(every * self._inverse, -FARTHEST, FARTHEST).std(axis=0))
        self._unit = max(SMALL, float(deviations[0]))

    def standard(self, one: RankedQuestion) -> Array:
        """float64 [n, 1 + FEATURES]."""
        return np.asarray(np.clip(self._centred(one) * self._inverse, -FARTHEST, FARTHEST))

    def ranking(self, weights: Array) -> LearnedRanking:
        """In units of the ranking before."""
        own = weights[1:] * self._worth[1:] * self._unit / max(float(weights[0]), LEAST)
        return LearnedRanking(tuple((self._before + self._belief * own).tolist()))

    def _centred(self, one: RankedQuestion) -> Array:
        filled = np.column_stack([one.features @ self._before, one.features])
        return np.asarray(filled - filled.mean(axis=0))


class _Batch:
    """Questions as arrays with rows for the one with most passages: float64 [questions, n, 1 + FEATURES]."""

    def __init__(self, questions: Sequence[RankedQuestion], scale: _Scale) -> None:
        questions = [one for one in questions if one.relevant.any()]
        most = max((len(one.features) for one in questions), default=0)
        self._features = np.zeros((len(questions), most, 1 + len(NOTHING_LEARNED.weights)))
        self._wanted = np.zeros((len(questions), most))
        self._there = np.zeros((len(questions), most), dtype=bool)
        for row, one in enumerate(questions):
            count = len(one.features)
            self._features[row, :count] = scale.standard(one)
            self._wanted[row, :count] = one.relevant / one.relevant.sum()
            self._there[row, :count] = True

    def weights(self) -> Array:
        """The weights of standardised features, by Newton's method: there is one best point only."""
        width = self._features.shape[2]
        start = SHARPNESS * np.eye(width)[0]
        weights = start.copy()
        if not len(self._features):
            return np.asarray(weights)
        held = 2.0 * np.diag([LOOSENESS, *([CAUTION] * (width - 1))])
        for _ in range(STEPS):
            likely = self._softmax(weights)
            expected = np.einsum("qn,qnf->qf", likely, self._features)
            wanted = np.einsum("qn,qnf->qf", self._wanted, self._features)
            slope = (expected - wanted).sum(axis=0) + held @ (weights - start)
            curve = np.einsum("qn,qnf,qng->fg", likely, self._features, self._features, optimize=True)
            curve += held - expected.T @ expected
            step = np.linalg.solve(curve, slope)
            # Far from the best point a whole step may overshoot.
            step *= min(1.0, 2.0 / max(SMALL, float(np.abs(step).max())))
            weights = weights - step
            if np.abs(step).max() < 1e-4:
                break
        return np.asarray(weights)

    def _softmax(self, weights: Array) -> Array:
        scores = np.where(self._there, self._features @ weights, -np.inf)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(likely / likely.sum(axis=1, keepdims=True))

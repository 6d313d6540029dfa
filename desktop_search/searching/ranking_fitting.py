"""Learns from judged questions what each kind of evidence is worth, and tries that on questions left out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_search.records import Array
from desktop_search.searching.learned_ranking import MOVED, NOTHING_LEARNED, SCORE, LearnedRanking

CAUTIONS = (1.0, 4.0)
"""How strongly a ranking is held at the one before, in questions: the larger, the more must speak for a change."""
SHARPNESS = 2.5
"""How much the score of a search says before anything was learned: the weight of one standard deviation of it."""
FOLDS, STEPS = 5, 12
MANY = 30
"""With fewer questions, nobody can say whether a ranking of their own is better."""
SURE, LEAST_GAIN = 1.65, 0.005
"""What questions left out must gain: so many standard errors, which chance gives to one of twenty, and so much nDCG."""
SMALL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class RankedQuestion:
    """A judged question with the best passages that a search finds for it.

    features is float64 [n, FEATURES], but MOVED is left to whoever knows what others teach; relevant is bool [n].
    """

    features: Array
    relevant: "np.typing.NDArray[np.bool_]"

    def with_moved(self, moved: Array) -> "RankedQuestion":
        """The same with what meaning says of each passage, float [n], once the question is moved."""
        filled = self.features.copy()
        filled[:, MOVED] = moved
        return RankedQuestion(filled, self.relevant)


@dataclass(frozen=True, slots=True, eq=False)
class FittedRanking:
    """A ranking, and for each question the scores of its passages as the other questions would have it."""

    ranking: LearnedRanking
    left_out: tuple[Array, ...]


def fitted(questions: Sequence[RankedQuestion], before: LearnedRanking = NOTHING_LEARNED) -> list[FittedRanking]:
    """What may be better: the ranking before, and what is learned with either caution.

    Each is the weights with which a softmax over the passages of a question most likely picks a relevant one (Cao et
    al.: Learning to Rank: From Pairwise Approach to Listwise Approach, 2007), held at the ranking before by a normal
    prior. Takes some hundred milliseconds for 300 questions.
    """
    scale = _Scale(questions)
    start = scale.standard(before)
    made = []
    if before != NOTHING_LEARNED:
        made.append(as_it_is(questions, before))
    folds = np.arange(len(questions)) % FOLDS
    for caution in CAUTIONS:
        scores: list[Array] = [np.zeros(0, dtype=np.float32)] * len(questions)
        for fold in range(FOLDS):
            others = [one for one, of in zip(questions, folds, strict=True) if of != fold]
            weights = scale.ranking(_Batch(others, scale).weights(start, caution)).weights
            for row in np.flatnonzero(folds == fold).tolist():
                scores[row] = questions[row].features @ np.array(weights)
        made.append(FittedRanking(scale.ranking(_Batch(questions, scale).weights(start, caution)), tuple(scores)))
    return made


def as_it_is(questions: Sequence[RankedQuestion], ranking: LearnedRanking) -> FittedRanking:
    """A ranking that was learned from other questions or for another model, to be tried on these."""
    return FittedRanking(ranking, tuple(one.features @ np.array(ranking.weights) for one in questions))


class _Scale:
    """Between the weights of a ranking and those of standardised features, where the score has SHARPNESS."""

    def __init__(self, questions: Sequence[RankedQuestion]) -> None:
        every = np.concatenate([one.features - one.features.mean(axis=0) for one in questions])
        deviations = every.std(axis=0)
        # A feature that is the same everywhere says nothing, whatever its weight.
        self.inverse = np.divide(1.0, deviations, out=np.zeros_like(deviations), where=deviations > SMALL)
        self._deviations = deviations
        self._of_score = max(SMALL, float(deviations[SCORE])) / SHARPNESS

    def standard(self, ranking: LearnedRanking) -> Array:
        return np.asarray(np.array(ranking.weights) * self._deviations / self._of_score)

    def ranking(self, weights: Array) -> LearnedRanking:
        return LearnedRanking(tuple((weights * self.inverse * self._of_score).tolist()))


class _Batch:
    """Questions as arrays with rows for the one with most passages: float64 [questions, n, FEATURES]."""

    def __init__(self, questions: Sequence[RankedQuestion], scale: _Scale) -> None:
        questions = [one for one in questions if one.relevant.any()]
        most = max((len(one.features) for one in questions), default=0)
        self._features = np.zeros((len(questions), most, len(scale.inverse)))
        self._wanted = np.zeros((len(questions), most))
        self._there = np.zeros((len(questions), most), dtype=bool)
        for row, one in enumerate(questions):
            count = len(one.features)
            self._features[row, :count] = (one.features - one.features.mean(axis=0)) * scale.inverse
            self._wanted[row, :count] = one.relevant / one.relevant.sum()
            self._there[row, :count] = True

    def weights(self, start: Array, caution: float) -> Array:
        """The weights of standardised features, by Newton's method: there is one best point only."""
        weights = start.copy()
        if not len(self._features):
            return weights
        held = 2.0 * caution * np.eye(len(start))
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

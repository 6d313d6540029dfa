"""Learns an adapter from judged questions in a moment, and says honestly how much better it makes those. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop_search.records import Array
from desktop_search.searching.learning import query_fitting, ranking_fitting
from desktop_search.searching.learning.adapter import Adapter
from desktop_search.searching.learning.learned_ranking import NOTHING_LEARNED, SCORE, LearnedRanking
from desktop_search.searching.learning.trial import JudgedQuestion, Trial

STRENGTHS = (1.0, 0.5, 0.25)
FEW = 5
"""With fewer questions, those left out say nothing about whether learning helps."""
CAREFUL = 0.5
DOUBT, TRUST = 0.5, 2.0
"""In standard errors: learning that makes the questions left out worse by more than this is weakened, or not used. What
did no harm with the model before is trusted further: a trained model leaves few questions to be tried, as it has seen
the others, and these few refused in two trainings of nine what gained a point on other questions."""
RANKED_FROM = 10
"""With fewer questions, no ranking is learned; that of another model is gone on with from FEW."""
PARTS, MARGIN = (0.1, 0.2, 0.4, 0.6), 1.5
"""How far a judged question may be moved by what was said of it, and how much further, to be sure."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was learned when another model answered: its ranking, and with which strength it moved questions."""

    ranking: LearnedRanking = NOTHING_LEARNED
    strength: float = 0.0

    def doubt(self, strength: float) -> float:
        """How many standard errors a strength may seem to do harm by."""
        return TRUST if strength <= self.strength else DOUBT


NOTHING_EARLIER = Earlier()


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """An adapter, and nDCG@10 of each judged question without it and with what other questions taught.

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
    earlier: Earlier = NOTHING_EARLIER,
) -> Fitted:
    """Learns from some hundred questions in a second or two. mean_similarity is that of a vector store.

    Each question is tried with what others alone teach. What makes those worse is not used. Raises ValueError without a
    question.
    """
    lessons = [one.lesson for one in judged]
    questions = np.stack([one.vector for one in lessons])
    moves = query_fitting.moves_of(query_fitting.learned_map(lessons), questions)
    tried = zip(judged, query_fitting.left_out(lessons), strict=True)
    trials = [Trial(one, move, mean_similarity) for one, move in tried if one.is_proof and one.grades.any()]
    before = _ndcg(trials, 0.0, meaning_weight)
    gains = {strength: _ndcg(trials, strength, meaning_weight) - before for strength in STRENGTHS}
    strength = (earlier.strength or CAREFUL) if len(trials) < FEW else _strength(gains, earlier)
    said = np.stack([_as_far_as_needed(one, _said(one), mean_similarity, meaning_weight) for one in judged])
    adapter = Adapter(fingerprint, _single(questions), moves, _single(said), strength)
    fitted = Fitted(adapter, before, before + gains.get(strength, 0.0))
    return _with_ranking(fitted, trials, meaning_weight, earlier) or fitted


def _with_ranking(fitted: Fitted, trials: Sequence[Trial], meaning_weight: float, earlier: Earlier) -> Fitted | None:
    """The same with a ranking, unless questions left out are worse with both than with nothing learned; else None."""
    rows = [row for row, trial in enumerate(trials) if trial.can_be_ranked]
    is_known = earlier.ranking != NOTHING_LEARNED
    if len(rows) < (FEW if is_known else RANKED_FROM):
        return None
    some = [trials[row] for row in rows]
    strength = fitted.adapter.strength
    questions = [trial.ranked(strength, meaning_weight) for trial in some]
    made = ranking_fitting.fitted(questions, earlier.ranking)
    before, after = fitted.before.copy(), fitted.after.copy()
    # As a search ranks them, with the support that neighbours give.
    before[rows] = [trial.ndcg_of(one.features[:, SCORE]) for trial, one in zip(some, questions, strict=True)]
    after[rows] = [trial.ndcg_of(scores) for trial, scores in zip(some, made.left_out, strict=True)]
    if not _does_no_harm(after - before, TRUST if is_known else DOUBT):
        return None
    adapter = replace(fitted.adapter, meaning_weight=meaning_weight, ranking=made.ranking)
    return Fitted(adapter, before, after)


def _ndcg(trials: Sequence[Trial], strength: float, weight: float) -> Array:
    return np.array([trial.ndcg(strength, weight) for trial in trials], dtype=np.float64)


def _strength(gains: Mapping[float, Array], earlier: Earlier) -> float:
    """The greatest strength that does no harm, 0.0 where each does."""
    for strength, gain in gains.items():
        if _does_no_harm(gain, earlier.doubt(strength)):
            return strength
    return 0.0


def _said(one: JudgedQuestion) -> Array:
    """To what was judged right, and away from what was judged wrong; the question stays between the two."""
    lesson = one.lesson
    wanted = lesson.wanted.mean(axis=0) if len(lesson.wanted) else None
    if not len(lesson.refused):
        return np.zeros_like(lesson.vector) if wanted is None else np.asarray(lesson.weight * wanted)
    towards = lesson.vector if wanted is None else wanted
    return np.asarray(lesson.weight * (towards - lesson.refused.mean(axis=0)))


def _as_far_as_needed(
    one: JudgedQuestion, said: Array, mean_similarity: Callable[[Array], float], meaning_weight: float
) -> Array:
    """What brings a judged question's own answers to the top, and no more: the rest is to stay in its order."""
    if one.lesson.weight < 1.0:
        return PARTS[0] * said
    trial = Trial(one, _single(said), mean_similarity)
    for part in PARTS:
        if trial.is_first_right(part, meaning_weight):
            return np.asarray(min(1.0, MARGIN * part) * said)
    return said


def _does_no_harm(gain: Array, doubt: float) -> bool:
    return bool(gain.mean() >= -doubt * gain.std() / len(gain) ** 0.5)


def _single(values: object) -> Array:
    return np.asarray(values, dtype=np.float32)

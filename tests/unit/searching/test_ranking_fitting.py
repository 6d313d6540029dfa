"""From judged questions is learned which evidence tells what is relevant, and only as far as they are sure of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from desktop_search.searching.learned_ranking import FEATURES, NOTHING_LEARNED, SCORE, LearnedRanking
from desktop_search.searching.ranking_fitting import CAUTIONS, SHARPNESS, RankedQuestion, fitted

PASSAGES = 12
TELLS = FEATURES.index("closeness")
SAME = FEATURES.index("title")


def questions(count: int, *, told_by: int | None, seed: int = 1) -> list[RankedQuestion]:
    """Questions of which one passage is relevant: the one with the most of some evidence, or any."""
    draw = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        features = draw.normal(size=(PASSAGES, len(FEATURES)))
        features[:, SAME] = 0.5
        best = int(draw.integers(PASSAGES)) if told_by is None else int(features[:, told_by].argmax())
        made.append(RankedQuestion(features, np.arange(PASSAGES) == best))
    return made


def first_right(some: Sequence[RankedQuestion], scores: Sequence[np.ndarray]) -> float:
    return float(np.mean([one.relevant[score.argmax()] for one, score in zip(some, scores, strict=True)]))


def test_what_tells_is_found_and_helps_questions_left_out() -> None:
    some = questions(80, told_by=TELLS)
    before = first_right(some, [one.features[:, SCORE] for one in some])
    for found in fitted(some):
        weights = np.array(found.ranking.weights)
        assert int(np.abs(weights).argmax()) == TELLS
        assert first_right(some, found.left_out) > before + 0.3


def test_more_caution_stays_nearer_to_what_there_was() -> None:
    careless, careful = (np.array(found.ranking.weights) for found in fitted(questions(80, told_by=TELLS)))
    start = np.array(NOTHING_LEARNED.weights)
    assert CAUTIONS[0] < CAUTIONS[1]
    assert np.linalg.norm(careful - start) < np.linalg.norm(careless - start)


def test_the_weights_are_the_best_there_are() -> None:
    """No small step from them makes what was judged likelier, the prior counted."""
    some = questions(40, told_by=TELLS)
    every = np.concatenate([one.features - one.features.mean(axis=0) for one in some])
    deviations = every.std(axis=0)
    deviations[SAME] = np.inf
    unit = deviations[SCORE] / SHARPNESS

    def lost(weights: np.ndarray, caution: float) -> float:
        standard = weights * np.where(np.isfinite(deviations), deviations, 0.0) / unit
        start = np.array(NOTHING_LEARNED.weights) * SHARPNESS
        total = caution * float(((standard - start) ** 2).sum())
        for one in some:
            scores = (one.features / deviations) @ standard
            total -= float(scores[one.relevant][0] - np.log(np.exp(scores).sum()))
        return total

    draw = np.random.default_rng(5)
    for found, caution in zip(fitted(some), CAUTIONS, strict=True):
        best = np.array(found.ranking.weights)
        least = lost(best, caution)
        for _ in range(30):
            assert lost(best + 0.02 * draw.normal(size=len(best)), caution) >= least - 1e-3


def test_evidence_that_is_the_same_everywhere_has_no_weight() -> None:
    for found in fitted(questions(40, told_by=TELLS)):
        assert found.ranking.weights[SAME] == 0.0


def test_the_ranking_of_another_model_is_tried_and_is_where_learning_begins() -> None:
    known = LearnedRanking(tuple(float(name in ("score", "closeness")) for name in FEATURES))
    as_it_was, *_ = fitted(questions(40, told_by=None), known)
    assert as_it_was.ranking == known
    nothing_to_learn = [
        RankedQuestion(one.features, np.zeros(PASSAGES, dtype=bool)) for one in questions(40, told_by=1)
    ]
    for found in fitted(nothing_to_learn, known):
        assert np.delete(found.ranking.weights, SAME) == pytest.approx(np.delete(known.weights, SAME))


def test_each_question_is_tried_with_what_the_others_teach() -> None:
    some = questions(40, told_by=TELLS)
    spoiled = [*some[:-1], RankedQuestion(some[-1].features, ~some[-1].relevant)]
    for one, other in zip(fitted(some), fitted(spoiled), strict=True):
        # What was said of the last question changes what the others get, not what it gets itself.
        np.testing.assert_allclose(one.left_out[-1], other.left_out[-1], rtol=1e-6)
        assert not np.allclose(one.left_out[0], other.left_out[0])

"""From judged questions is learned which evidence tells what is relevant, and only as far as they are sure of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from desktop_search.searching import ranking_fitting
from desktop_search.searching.learned_ranking import CHANGE, FEATURES, NOTHING_LEARNED, SCORE, LearnedRanking
from desktop_search.searching.ranking_fitting import RankedQuestion, fitted

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
    found = fitted(some)
    assert int(np.abs(found.ranking.weights).argmax()) == TELLS
    assert first_right(some, found.left_out) > before + 0.3


def weights_beside(count: int, told_by: int | None, **more: int) -> float:
    """How much all weights differ from those there were."""
    found = fitted(questions(count, told_by=told_by, **more))
    return float(np.linalg.norm(np.array(found.ranking.weights) - np.array(NOTHING_LEARNED.weights)))


def test_a_few_questions_are_hardly_believed() -> None:
    assert weights_beside(5, TELLS) < 0.5 * weights_beside(20, TELLS) < 0.5 * weights_beside(80, TELLS)


def test_more_caution_stays_nearer_to_what_there_was(monkeypatch: pytest.MonkeyPatch) -> None:
    careless = weights_beside(80, TELLS)
    monkeypatch.setattr(ranking_fitting, "CAUTION", 4 * ranking_fitting.CAUTION)
    assert weights_beside(80, TELLS) < careless


@pytest.mark.parametrize("seed", range(3))
def test_judgements_by_chance_do_not_turn_the_ranking_round(seed: int) -> None:
    some = questions(200, told_by=None, seed=seed)
    weights = np.array(fitted(some).ranking.weights)
    likeness = [np.corrcoef(one.features @ weights, one.features[:, SCORE])[0, 1] for one in some]
    assert np.median(likeness) > 0.5


def test_one_odd_passage_says_no_more_than_others() -> None:
    some = questions(40, told_by=TELLS)
    features = some[0].features.copy()
    features[int((~some[0].relevant).argmax()), TELLS] = 1e6
    odd = [RankedQuestion(features, some[0].relevant), *some[1:]]
    # It sets the scale of its kind of evidence, so it is not just the weight that is to be the same.
    assert first_right(some[1:], fitted(odd).left_out[1:]) > 0.15


def test_how_sure_a_search_is_says_nothing_about_other_evidence() -> None:
    """A ranking that was always right is to be more sure of itself; that teaches nothing else."""
    weights = np.abs(fitted(questions(80, told_by=SCORE)).ranking.weights)
    assert np.delete(weights, [SCORE, CHANGE]).max() < 0.15 * weights[SCORE]


def test_evidence_that_is_the_same_everywhere_has_no_weight() -> None:
    assert fitted(questions(40, told_by=TELLS)).ranking.weights[SAME] == 0.0


def test_learning_begins_with_the_ranking_of_another_model() -> None:
    known = LearnedRanking(tuple(float(name in ("score", "closeness")) for name in FEATURES))
    nothing_to_learn = [
        RankedQuestion(one.features, np.zeros(PASSAGES, dtype=bool)) for one in questions(40, told_by=1)
    ]
    assert fitted(nothing_to_learn, known).ranking.weights == pytest.approx(known.weights)
    found = fitted(questions(40, told_by=SCORE), known)
    assert found.ranking.weights[SCORE] > found.ranking.weights[TELLS] > 0.0


def test_each_question_is_tried_with_what_the_others_teach() -> None:
    some = questions(40, told_by=TELLS)
    spoiled = [*some[:-1], RankedQuestion(some[-1].features, ~some[-1].relevant)]
    one, other = fitted(some), fitted(spoiled)
    # What was said of the last question changes what the others get, not what it gets itself.
    np.testing.assert_allclose(one.left_out[-1], other.left_out[-1], rtol=1e-6)
    assert not np.allclose(one.left_out[0], other.left_out[0])

"""From judged questions is learned which evidence tells what is relevant, and only as far as they are sure of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from desktop_search.searching.learning import ranking_fitting
from desktop_search.searching.learning.learned_ranking import FEATURES, NOTHING_LEARNED, SCORE, LearnedRanking
from desktop_search.searching.learning.ranking_fitting import RankedQuestion, fitted

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


def test_a_few_questions_are_hardly_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = weights_beside(5, TELLS), weights_beside(80, TELLS)
    monkeypatch.setattr(ranking_fitting, "ENOUGH", 0)
    assert few == pytest.approx(weights_beside(5, TELLS) / 5)
    assert many == pytest.approx(weights_beside(80, TELLS) * 0.8)


def test_what_only_rounding_makes_different_gets_no_weight() -> None:
    """Where moving questions does no good, what it changes is nothing, all but the last digits."""
    some = questions(80, told_by=TELLS)
    for number, one in enumerate(some):
        one.features[:, SAME] = 0.5 + 1e-7 * one.relevant * (number + 1) / 80
    assert fitted(some).ranking.weights[SAME] == NOTHING_LEARNED.weights[SAME]


def test_questions_without_a_right_passage_add_no_belief() -> None:
    some = questions(5, told_by=TELLS)
    nothing = [RankedQuestion(one.features, np.zeros(PASSAGES, dtype=bool)) for one in questions(40, told_by=1, seed=2)]
    alone, beside = (np.array(fitted(these).ranking.weights) for these in (some, [*some, *nothing]))
    start = np.array(NOTHING_LEARNED.weights)
    assert np.linalg.norm(beside - start) < 2.0 * np.linalg.norm(alone - start)


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


def test_one_odd_passage_says_no_more_than_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fourth question has one that is not relevant, though it has by far the most of what tells."""
    some = questions(60, told_by=TELLS)
    for one in some[::4]:
        one.features[int((~one.relevant).argmax()), TELLS] = 9.0
    learned = fitted(some).ranking.weights[TELLS]
    monkeypatch.setattr(ranking_fitting, "FARTHEST", 1e9)
    assert learned > 1.5 * fitted(some).ranking.weights[TELLS]


def test_evidence_that_is_hardly_ever_there_gets_no_weight_beyond_all_others() -> None:
    """Nothing is cut where a ranking is used: there it would outweigh nine deviations of the score."""
    some, draw = [], np.random.default_rng(1)
    for number, one in enumerate(questions(120, told_by=SCORE)):
        one.features[:, SAME] = 0.0
        relevant = one.relevant
        if number % 10 == 0:
            relevant = np.arange(PASSAGES) == int(draw.integers(PASSAGES))
            one.features[relevant, SAME] = 1.0
        some.append(RankedQuestion(one.features, relevant))
    assert 1.0 < fitted(some).ranking.weights[SAME] < 7.0


def test_a_score_that_is_less_sure_than_it_seems_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """How sure it is, is no question of order: it must not lose weight against what moving the question changes."""
    draw, some = np.random.default_rng(1), []
    for one in questions(100, told_by=None):
        likely = 0.6 * one.features[:, SCORE] + draw.gumbel(size=PASSAGES)
        some.append(RankedQuestion(one.features, np.arange(PASSAGES) == int(likely.argmax())))
    assert fitted(some).ranking.weights[SCORE] > 1.0
    monkeypatch.setattr(ranking_fitting, "LOOSENESS", ranking_fitting.CAUTION)
    assert fitted(some).ranking.weights[SCORE] < 1.0


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

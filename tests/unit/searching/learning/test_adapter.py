"""A question is moved as the judged ones like it had to be, and what that changes is told as a reason of its own."""

import numpy as np
import pytest

from desktop_search.records import Array, Neighbour
from desktop_search.searching import fusion
from desktop_search.searching.fusion import Fused
from desktop_search.searching.learning.adapter import LEARNED, Adapter, told_apart, weighted

AXES = np.eye(4, dtype=np.float32)


def adapter(questions: Array, moves: Array, strength: float = 1.0) -> Adapter:
    return Adapter("a model", questions, moves, 2.0 * moves, strength)


def test_a_moved_question_has_length_one() -> None:
    draw = np.random.default_rng(1)
    judged = draw.normal(size=(5, 4)).astype(np.float32)
    judged /= np.linalg.norm(judged, axis=1, keepdims=True)
    learned = adapter(judged, draw.normal(size=(5, 4)).astype(np.float32))
    for vector in (*judged, *AXES):
        moved = learned.moved(vector)
        assert np.linalg.norm(moved) == pytest.approx(1.0, abs=1e-6)
        assert moved.dtype == np.float32


def test_without_judgements_or_strength_a_question_stays_where_it_is() -> None:
    np.testing.assert_array_equal(weighted("a model", 0.6).moved(AXES[0]), AXES[0])
    near = np.array([0.9, 0.0, 0.0, 19**0.5 / 10], dtype=np.float32)
    np.testing.assert_array_equal(adapter(AXES[:1], AXES[1:2], strength=0.0).moved(near), near)


def test_a_judged_question_has_all_that_was_said_of_it_also_where_others_would_be_harmed() -> None:
    careful, bold = (adapter(AXES[:1], AXES[1:2], strength=strength) for strength in (0.0, 1.0))
    np.testing.assert_array_equal(careful.moved(AXES[0]), bold.moved(AXES[0]))
    assert careful.has_judged(AXES[0]) and not careful.has_judged(AXES[1])
    assert not weighted("a model", 0.6).has_judged(AXES[0])


def test_only_questions_like_the_judged_ones_are_moved() -> None:
    learned = adapter(AXES[:1], AXES[1:2])
    near = np.array([0.8, 0.0, 0.6, 0.0], dtype=np.float32)
    np.testing.assert_allclose(learned.moved(near), np.array([0.8, 0.8, 0.6, 0]) / 1.64**0.5, atol=1e-6)
    np.testing.assert_array_equal(learned.moved(AXES[2]), AXES[2])


def test_opposite_judgements_cancel_out() -> None:
    questions = np.stack([AXES[0], AXES[0]])
    np.testing.assert_allclose(adapter(questions, np.stack([AXES[1], -AXES[1]])).moved(AXES[0]), AXES[0], atol=1e-6)
    # A move that takes all of a question away would leave a vector without a direction.
    np.testing.assert_array_equal(adapter(AXES[:1], -AXES[:1] / 2).moved(AXES[0]), AXES[0])


def ranking(cosines: dict[int, float], weight: float = 0.5) -> list[Fused]:
    words = [Neighbour(1, 4.0), Neighbour(2, 3.0)]
    near = [Neighbour(id, cosine) for id, cosine in cosines.items()]
    return fusion.fuse(words, near, mean_cosine=0.1, weight=weight, confidence=0.7)


def test_reasons_add_up_exactly_and_evidence_stays_that_of_before() -> None:
    plain = ranking({1: 0.9, 2: 0.3, 3: 0.5})
    learned = ranking({1: 0.2, 2: 0.33, 3: 0.77}, weight=0.6)
    told = told_apart(learned, plain)
    before = {one.passage_id: one for one in plain}
    assert [one.passage_id for one in told] == [one.passage_id for one in learned]
    for one in told:
        assert one.score == sum(one.reasons.values())
        assert one.score == pytest.approx({it.passage_id: it.score for it in learned}[one.passage_id])
        old = before[one.passage_id]
        assert (one.bm25, one.cosine) == (old.bm25, old.cosine)
        assert {name: one.reasons[name] for name in old.reasons} == dict(old.reasons)
        assert one.reasons[LEARNED] == pytest.approx(one.score - old.score)


def test_a_passage_that_only_learning_found_owes_it_its_whole_score() -> None:
    told = told_apart(ranking({1: 0.2, 9: 0.8}), ranking({1: 0.9}))
    new = next(one for one in told if one.passage_id == 9)
    assert dict(new.reasons) == {LEARNED: new.score}
    assert (new.bm25, new.cosine) == (0.0, None), "nothing but learning speaks for it"
    assert all(one.score == sum(one.reasons.values()) for one in told)


def test_a_ranking_that_learning_did_not_change_says_so() -> None:
    plain = ranking({1: 0.9, 2: 0.3})
    assert [one.reasons[LEARNED] for one in told_apart(plain, plain)] == [0.0, 0.0]

"""What judged questions teach: their own answers come first, and whether others profit is measured honestly."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from desktop_search.records import Array
from desktop_search.searching.learning import adapter_fitting
from desktop_search.searching.learning.adapter import Adapter
from desktop_search.searching.learning.adapter_fitting import NOTHING_EARLIER, RANKED_FROM, Earlier, Fitted, fit
from desktop_search.searching.learning.learned_ranking import CHANGE, FEATURES, SCORE, LearnedRanking
from desktop_search.searching.learning.query_fitting import Lesson, left_out
from desktop_search.searching.learning.trial import JudgedQuestion, Trial

SIZE = 96
AXES = np.eye(SIZE, dtype=np.float32)


def unit(*parts: tuple[int, float]) -> Array:
    """A vector of length 1 along some axes."""
    vector = sum((weight * AXES[axis] for axis, weight in parts), np.zeros(SIZE, dtype=np.float32))
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def question(
    vector: Array,
    right: Array,
    wrong: Sequence[Array],
    *,
    words: Sequence[float] | None = None,
    is_right: bool = True,
    confidence: float = 0.0,
) -> JudgedQuestion:
    """A question with one judged passage, the first of its pool, and others; each is a document."""
    pool = np.stack([right, *wrong])
    grades = np.zeros(len(pool), dtype=np.float32)
    grades[0] = float(is_right)
    none = pool[:0]
    lesson = Lesson(vector, pool[:1] if is_right else none, none if is_right else pool[:1], pool[1:])
    return JudgedQuestion(
        lesson,
        pool,
        np.array(words or [0.0] * len(pool), dtype=np.float32),
        np.arange(len(pool), dtype=np.int64),
        grades,
        confidence,
    )


def learned(
    judged: Sequence[JudgedQuestion], meaning_weight: float = 0.5, earlier: Earlier = NOTHING_EARLIER
) -> Fitted:
    return fit(judged, lambda vector: 0.0, fingerprint="a model", meaning_weight=meaning_weight, earlier=earlier)


def nearest(adapter: Adapter, one: JudgedQuestion) -> int:
    return int(np.argmax(one.pool @ adapter.moved(one.lesson.vector)))


def misled(number: int, topic: int = 0) -> JudgedQuestion:
    """A question whose answer lies a little further away than another passage: one of many on the same topic."""
    own = 8 + 2 * number
    return question(
        unit((topic, 1.0), (own, 0.4)),
        unit((topic, 1.0), (topic + 1, 1.0), (own + 1, 0.3)),
        [unit((topic, 1.0), (topic + 2, 0.8), (own + 1, 0.2))],
    )


def of_two_minds(own: int, *, other: bool) -> JudgedQuestion:
    """The same question each time, answered rightly already, of which some want one thing and others the opposite."""
    side = -0.4 if other else 0.4
    right, wrong = unit((0, 1.0), (1, side), (own, 0.05)), unit((0, 1.0), (1, -side), (own, 0.15))
    return question(AXES[0], right, [wrong])


def test_a_judged_question_finds_its_answer_first() -> None:
    one = misled(0)
    assert nearest(Adapter("", one.pool[:0], one.pool[:0], one.pool[:0], 0.0), one) == 1
    fitted = learned([one])
    assert nearest(fitted.adapter, one) == 0
    assert (fitted.adapter.fingerprint, len(fitted.adapter.questions)) == ("a model", 1)


def test_questions_alike_teach_each_other() -> None:
    judged = [misled(number) for number in range(8)]
    fitted = learned(judged)
    assert fitted.before.mean() < 0.7
    assert fitted.after.tolist() == [1.0] * 8
    assert fitted.adapter.strength == 1.0
    assert nearest(fitted.adapter, misled(20)) == 0, "one that was never judged profits, too"


def test_a_question_is_never_measured_by_what_it_taught_itself() -> None:
    # No two of them have anything in common, so none can gain from the others, whatever was said of it.
    judged = [
        question(AXES[3 * number], AXES[3 * number + 1], [unit((3 * number, 0.5), (3 * number + 2, 0.5))])
        for number in range(12)
    ]
    fitted = learned(judged)
    assert all(nearest(fitted.adapter, one) == 0 for one in judged), "each has learned its own answer"
    np.testing.assert_array_equal(fitted.after, fitted.before)


def test_judgements_by_chance_promise_no_gain() -> None:
    draw = np.random.default_rng(3)

    def drawn(count: int) -> Array:
        made = draw.normal(size=(count, SIZE)).astype(np.float32)
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True))

    gains = []
    for _ in range(20):
        pools = [drawn(12) for _ in range(10)]
        judged = [question(one, pool[0], list(pool[1:])) for one, pool in zip(drawn(10), pools, strict=True)]
        fitted = learned(judged)
        gains.append(float((fitted.after - fitted.before).mean()))
    assert abs(np.mean(gains)) < 0.03


def test_learning_that_harms_the_others_is_not_used() -> None:
    # The same question five times, and people disagree: where two want one thing, the others want the opposite.
    judged = [of_two_minds(8 + number, other=number % 2 == 1) for number in range(5)]
    fitted = learned(judged)
    assert fitted.before.tolist() == [1.0] * 5
    assert fitted.adapter.strength == 0.0
    np.testing.assert_array_equal(fitted.after, fitted.before)
    other = unit((0, 1.0), (60, 0.2))
    np.testing.assert_array_equal(fitted.adapter.moved(other), other)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_few_questions_are_learned_from_with_care(count: int) -> None:
    fitted = learned([misled(number) for number in range(count)])
    assert fitted.adapter.strength == 0.5
    assert len(fitted.before) == len(fitted.after) == count


CLOSENESS = FEATURES.index("closeness")


def told_by_closeness(number: int, draw: np.random.Generator, *, is_told: bool = True) -> JudgedQuestion:
    """A question that neither words nor meaning answer; the right passage holds its words nearer to each other."""
    pool = [unit((2 * number, 1.0), (2 * number + 1, 0.2 * float(draw.normal()))) for _ in range(6)]
    one = question(AXES[2 * number], pool[0], pool[1:], words=[0.5] * 6, confidence=1.0)
    features = draw.normal(size=(6, len(FEATURES)))
    features[:, CLOSENESS] = [3.0 if is_told else float(draw.normal()), 0.0, 0.1, 0.2, 0.0, 0.1]
    return replace(one, first=tuple(range(6)), features=features)


def test_a_ranking_is_learned_where_questions_left_out_are_better_with_it() -> None:
    draw = np.random.default_rng(3)
    fitted = learned([told_by_closeness(number, draw) for number in range(40)])
    assert fitted.adapter.ranking is not None
    others = np.delete(np.abs(fitted.adapter.ranking.weights), [SCORE, CHANGE, CLOSENESS])
    assert fitted.adapter.ranking.weights[CLOSENESS] > 4.0 * others.max()
    assert fitted.after.mean() > fitted.before.mean() + 0.2
    assert fitted.after.max() <= 1.0


def test_no_ranking_is_learned_from_a_few_questions_nor_what_harms_those_left_out() -> None:
    draw = np.random.default_rng(3)
    enough = [told_by_closeness(number, draw) for number in range(RANKED_FROM)]
    assert learned(enough).adapter.ranking is not None
    assert learned(enough[1:]).adapter.ranking is None
    # Those that are left out together always say the opposite of all others.
    turned = []
    for number in range(40):
        one = told_by_closeness(number, draw)
        assert one.features is not None
        features = one.features.copy()
        features[:, CLOSENESS] *= -1.0 if number % 5 == 0 else 1.0
        features[:, SCORE] = [1.0, *([0.0] * 5)]
        features[:, CHANGE + 1 : CLOSENESS] = 0.0
        turned.append(replace(one, features=features))
    fitted = learned(turned)
    assert (fitted.after >= fitted.before).all(), "they were right before"


def test_a_ranking_does_not_bring_back_moves_that_did_harm() -> None:
    draw = np.random.default_rng(3)
    harmed = [of_two_minds(8 + number, other=number % 5 % 2 == 1) for number in range(10)]
    told = [told_by_closeness(number, draw) for number in range(20, 40)]
    fitted = learned([*harmed, *told])
    assert fitted.adapter.ranking is not None
    # Those without a ranking are answered with the strength that was tried.
    assert fitted.adapter.strength == 0.0
    assert fitted.after[:10].tolist() == fitted.before[:10].tolist() == [1.0] * 10
    moves = left_out([one.lesson for one in harmed])
    whole = [Trial(one, move, lambda vector: 0.0).ndcg(1.0, 0.5) for one, move in zip(harmed, moves, strict=True)]
    assert np.mean(whole) < 0.9, "with all of it they would be worse"


def test_what_a_ranking_of_chance_promises_and_does_is_little() -> None:
    draw = np.random.default_rng(3)
    found = [learned([told_by_closeness(number, draw, is_told=False) for number in range(40)]) for _ in range(20)]
    assert abs(np.mean([fitted.after.mean() - fitted.before.mean() for fitted in found])) < 0.03


def test_a_model_that_has_learned_most_questions_begins_with_the_ranking_of_the_one_before() -> None:
    draw = np.random.default_rng(3)
    known = LearnedRanking(tuple(float(name in ("score", "closeness")) for name in FEATURES))
    few = [told_by_closeness(number, draw) for number in range(9)]
    assert learned(few).adapter.ranking is None
    fitted = learned(few, earlier=Earlier(known))
    assert fitted.adapter.ranking is not None
    assert fitted.adapter.ranking.weights[CLOSENESS] >= 1.0
    assert fitted.after.mean() > fitted.before.mean()


@pytest.mark.parametrize("before", [0.25, 1.0])
def test_what_did_no_harm_with_the_model_before_is_not_given_up_for_one_question(before: float) -> None:
    """A trained model leaves few questions to be tried, and of these one that is worse is often chance."""
    judged = [of_two_minds(8 + number, other=number == 9) for number in range(10)]
    assert learned(judged).adapter.strength == 0.0
    assert learned(judged, earlier=Earlier(strength=before)).adapter.strength == before, "and no further than that"
    contrary = [of_two_minds(8 + number, other=number % 5 % 2 == 1) for number in range(20)]
    assert learned(contrary, earlier=Earlier(strength=before)).adapter.strength == 0.0, "but not whatever happens"


def test_a_ranking_that_did_no_harm_before_is_not_given_up_for_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(3)
    known = LearnedRanking(tuple(float(name == "score") + 3.0 * (name == "closeness") for name in FEATURES))
    judged = []
    for number in range(10):
        one = told_by_closeness(number, draw)
        assert one.features is not None
        features = one.features.copy()
        features[:, SCORE] = [1.0, *([0.0] * 5)]
        features[:, CLOSENESS] *= -1.0 if number == 9 else 1.0
        judged.append(replace(one, features=features))
    found = learned(judged, earlier=Earlier(known))
    assert (found.before - found.after).max() > 0.0
    assert found.adapter.ranking is not None
    monkeypatch.setattr(adapter_fitting, "TRUST", adapter_fitting.DOUBT)
    assert learned(judged, earlier=Earlier(known)).adapter.ranking is None


def test_questions_whose_words_find_nothing_are_no_hindrance() -> None:
    draw = np.random.default_rng(3)
    some = [told_by_closeness(number, draw) for number in range(36)]
    judged = [*some, *(replace(told_by_closeness(number, draw), first=(), features=None) for number in range(36, 40))]
    fitted = learned(judged)
    assert fitted.adapter.ranking is not None
    assert len(fitted.after) == 40


def test_the_same_judgements_teach_the_same() -> None:
    one, other = (learned([misled(number) for number in range(9)]) for _ in range(2))
    np.testing.assert_array_equal(one.adapter.moves, other.adapter.moves)
    np.testing.assert_array_equal(one.after, other.after)
    assert (one.adapter.strength, one.adapter.ranking) == (other.adapter.strength, other.adapter.ranking)


def test_what_was_only_judged_wrong_is_left_behind() -> None:
    bad, good = unit((0, 1.0), (1, 0.45)), unit((0, 1.0), (2, 0.5))
    judged = question(AXES[0], bad, [good], is_right=False)
    fitted = learned([judged] * 3)
    assert (len(fitted.before), len(fitted.after)) == (0, 0), "without a right answer there is nothing to measure"
    moved = fitted.adapter.moved(AXES[0])
    assert float(bad @ moved) < float(bad @ AXES[0])
    assert nearest(fitted.adapter, judged) == 1


def test_a_weak_judgement_moves_less() -> None:
    one = misled(0)
    weak = replace(one, lesson=replace(one.lesson, weight=0.4))
    moves = [learned([judged]).adapter.moves for judged in (weak, one)]
    assert 0.0 < np.linalg.norm(moves[0]) < 0.9 * np.linalg.norm(moves[1])


def test_without_a_question_there_is_nothing_to_fit() -> None:
    with pytest.raises(ValueError, match="at least one array"):
        learned([])


def test_a_judged_question_is_moved_no_further_than_its_answer_needs() -> None:
    near, right, far = unit((0, 1.0), (1, 0.3)), unit((0, 1.0), (2, 0.6)), unit((0, 0.5), (2, 1.0))
    judged = question(AXES[0], right, [near, far])
    moved = learned([judged]).adapter.moved(AXES[0])
    order = np.argsort(-(judged.pool @ moved)).tolist()
    assert order == [0, 1, 2], "its own answer first, and the others as they were"

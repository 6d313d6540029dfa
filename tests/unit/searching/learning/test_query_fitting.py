"""Questions are moved so that what was wanted comes first, no further than the judgements ask for."""

from dataclasses import replace

import numpy as np
import pytest

from desktop_search.records import Array
from desktop_search.searching.learning import query_fitting
from desktop_search.searching.learning.descent import Numbers
from desktop_search.searching.learning.query_fitting import (
    CAUTION,
    TEMPERATURE,
    Lesson,
    learned_map,
    left_out,
    moves_of,
)

SIZE = 48
NONE = np.zeros((0, SIZE), dtype=np.float32)


def unit(vectors: object) -> Array:
    made = np.asarray(vectors, dtype=np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=-1, keepdims=True))


def lesson(draw: np.random.Generator, shift: Array, *, others: int = 12) -> Lesson:
    """A question whose answer lies in a direction that is the same for all of them, and others that lie nearer."""
    vector = unit(draw.normal(size=SIZE) + 3.0 * np.eye(SIZE)[0])
    near = unit(vector + 0.1 * draw.normal(size=(others, SIZE)))
    return Lesson(vector, unit(vector + shift + 0.05 * draw.normal(size=SIZE))[None], NONE, near)


def lessons(count: int, seed: int = 1) -> list[Lesson]:
    draw = np.random.default_rng(seed)
    shift = np.asarray(1.2 * np.eye(SIZE)[1], dtype=np.float32)
    return [lesson(draw, shift) for _ in range(count)]


def is_right(one: Lesson, move: Array) -> bool:
    moved = unit(one.vector + move)
    return bool((one.wanted @ moved).max() > (np.concatenate([one.refused, one.others]) @ moved).max())


def test_what_was_wanted_comes_first_also_for_questions_that_nobody_judged() -> None:
    some, unseen = lessons(20), lessons(20, seed=2)
    map = learned_map(some)
    assert map.shape == (SIZE, SIZE)
    assert map.dtype == np.float32
    assert not any(is_right(one, np.zeros(SIZE, dtype=np.float32)) for one in (*some, *unseen))
    assert sum(is_right(one, map @ one.vector) for one in some) == 20
    assert sum(is_right(one, map @ one.vector) for one in unseen) > 10


def test_a_question_unlike_all_of_them_stays_where_it_is() -> None:
    some = [replace(one, vector=unit(np.where(np.arange(SIZE) < 24, one.vector, 0.0))) for one in lessons(10)]
    other = np.eye(SIZE, dtype=np.float32)[40]
    np.testing.assert_allclose(learned_map(some) @ other, 0.0, atol=1e-5)


def test_the_map_is_the_best_there_is() -> None:
    """No small change of it makes what was wanted likelier, the prior counted."""
    some = lessons(8)

    def lost(map: np.ndarray) -> float:
        total = CAUTION * float((map**2).sum())
        for one in some:
            moved = one.vector + map @ one.vector
            passages = np.concatenate([one.wanted, one.others]).astype(np.float64)
            logits = passages @ (moved / np.linalg.norm(moved)) / TEMPERATURE
            total += float(np.log(np.exp(logits).sum()) - logits[0])
        return total

    best = learned_map(some).astype(np.float64)
    least, draw = lost(best), np.random.default_rng(9)
    assert least < lost(np.zeros_like(best)) - 5.0
    for _ in range(20):
        change = draw.normal(size=best.shape)
        assert lost(best + 0.02 * change / np.linalg.norm(change)) > least - 1e-3


def test_the_slope_is_that_of_the_loss_whatever_was_said() -> None:
    wanted = lessons(4)
    refused = [replace(one, wanted=NONE, refused=one.others[:2], others=one.others[2:]) for one in lessons(3, seed=2)]
    nothing_else = replace(wanted[0], wanted=NONE, refused=wanted[0].others, others=NONE)
    both = replace(wanted[1], refused=wanted[1].others[:3], weight=0.4)
    batch = query_fitting._Batch([*wanted, *refused, nothing_else, both])
    draw = np.random.default_rng(4)
    rows = np.arange(9)
    cosines = draw.uniform(-0.2, 0.2, size=batch._there.shape)
    _, slope = batch._loss(rows, cosines)
    for _ in range(20):
        change = 1e-6 * draw.normal(size=cosines.shape)
        more, less = (batch._loss(rows, cosines + side * change)[0] for side in (1, -1))
        assert more - less == pytest.approx(2.0 * float((slope * change).sum()), rel=1e-4, abs=1e-9)


def test_a_lesson_that_leaves_nothing_to_pick_teaches_nothing() -> None:
    some = lessons(10)
    nothing_else = replace(some[3], wanted=NONE, refused=some[3].others, others=NONE)
    np.testing.assert_allclose(learned_map([*some, nothing_else]), learned_map(some), atol=1e-4)


def test_it_asks_for_more_before_it_moves_further(monkeypatch: pytest.MonkeyPatch) -> None:
    some = lessons(6)
    usual = float(np.linalg.norm(learned_map(some)))
    monkeypatch.setattr(query_fitting, "CAUTION", 10 * CAUTION)
    assert float(np.linalg.norm(learned_map(some))) < 0.7 * usual


def test_what_was_only_refused_is_left_behind() -> None:
    one = lessons(1)[0]
    refused = replace(one, wanted=NONE, refused=one.others[:1], others=one.others[1:])
    moved = unit(one.vector + learned_map([refused] * 3) @ one.vector)
    ranks = np.argsort(-(one.others @ one.vector)).tolist(), np.argsort(-(one.others @ moved)).tolist()
    assert ranks[1].index(0) > ranks[0].index(0)


def test_what_counts_less_moves_less() -> None:
    some = lessons(6)
    weak = [replace(one, weight=0.4) for one in some]
    whole, less, none = (
        float(np.linalg.norm(learned_map(these))) for these in (some, weak, [replace(one, weight=0.0) for one in some])
    )
    assert whole > less > none == 0.0


def test_a_question_is_never_moved_by_what_it_said_itself() -> None:
    some = lessons(12)
    for row in (0, 4, 11):
        spoiled = list(some)
        spoiled[row] = replace(some[row], wanted=some[row].others[:1], others=some[row].wanted)
        one, other = left_out(some), left_out(spoiled)
        np.testing.assert_allclose(one[row], other[row], atol=1e-6)
        assert not np.allclose(one[row - 1], other[row - 1], atol=1e-6)
    np.testing.assert_array_equal(left_out(some[:1]), 0.0)


@pytest.mark.parametrize("count", [1, 5, 80])
def test_the_moves_of_an_adapter_do_what_the_map_does(count: int) -> None:
    some = lessons(count)
    questions = np.stack([one.vector for one in some])
    map = learned_map(some)
    moves = moves_of(map, questions)
    for vector in (questions[0], lessons(1, seed=5)[0].vector):
        np.testing.assert_allclose((questions @ vector) @ moves, map @ vector, atol=0.02)


def test_the_same_question_twice_and_far_off_directions_give_numbers() -> None:
    some = lessons(3)
    same = [*some, *some, replace(some[0], wanted=-some[0].vector[None])]
    map = learned_map(same)
    assert np.isfinite(map).all()
    assert np.isfinite(moves_of(map, np.stack([one.vector for one in same]))).all()


def test_without_a_lesson_there_is_nothing_to_learn() -> None:
    with pytest.raises(ValueError, match="at least one array"):
        learned_map([])


def test_some_hundred_lessons_take_a_few_dozen_steps_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    real = query_fitting._Batch._loss

    def counted(batch: query_fitting._Batch, rows: query_fitting.Rows, cosines: Numbers) -> tuple[float, Numbers]:
        nonlocal asked
        asked += 1
        return real(batch, rows, cosines)

    monkeypatch.setattr(query_fitting._Batch, "_loss", counted)
    learned_map(lessons(100))
    assert 3 < asked <= 2 * query_fitting.STEPS

"""How passages that say nearly the same vouch for each other."""

from math import nan
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.records import Array
from desktop_search.searching.fusion import Fused
from desktop_search.searching.support import SHARE, supported

DIMENSIONS = 4
scores = st.lists(st.floats(0, 1), max_size=20)


def fused(*values: float) -> list[Fused]:
    found = [Fused(id, value, {"words": value / 2, "meaning": value - value / 2}) for id, value in enumerate(values)]
    return sorted(found, key=lambda one: (-one.score, one.passage_id))


def vectors(count: int, seed: int = 0) -> Array:
    made = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    unit: Array = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


def axes(*rows: int) -> Array:
    """A vector along the axis of each number; NaN for -1."""
    return np.array([np.eye(DIMENSIONS)[row] if row >= 0 else [nan] * DIMENSIONS for row in rows], np.float32)


def by_id(found: list[Fused]) -> dict[int, float]:
    return {one.passage_id: one.score for one in found}


def test_a_hit_among_good_neighbours_rises_above_one_that_stands_alone() -> None:
    # The last is as good as the third, and says what the first two say.
    found = supported(fused(1.0, 0.9, 0.5, 0.5, *[0.1] * 8), axes(0, 0, 1, 0, *[1] * 8))

    assert [one.passage_id for one in found[:3]] == [0, 1, 3]
    assert by_id(found)[3] > by_id(found)[2]


def test_a_passage_without_a_vector_keeps_its_score() -> None:
    found = supported(fused(1.0, 0.8, 0.6), axes(0, -1, 0))

    assert by_id(found)[1] == 0.8
    assert "support" not in next(one for one in found if one.passage_id == 1).reasons


def test_what_nothing_speaks_for_has_no_support() -> None:
    assert by_id(supported(fused(1.0, 0.0), axes(0, 0)))[1] == 0.0


def test_passages_behind_the_vectors_have_no_support() -> None:
    found = supported(fused(1.0, 0.9, 0.8), axes(0, 0))

    assert by_id(found)[2] == pytest.approx(0.8 * (1 - SHARE))


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_have_no_neighbours(count: int) -> None:
    found = fused(*[0.5] * count)

    assert supported(found, vectors(count)) == found


@given(scores, st.integers(0, 9), st.sets(st.integers(0, 19)))
def test_reasons_add_up_and_nothing_is_lost(values: list[float], seed: int, without: set[int]) -> None:
    before = fused(*values)
    rows = vectors(len(values), seed)
    rows[[row for row in without if row < len(values)]] = nan
    after = supported(before, rows)

    assert all(sum(one.reasons.values()) == pytest.approx(one.score) for one in after)
    assert all(0.0 <= one.score <= 1.0 + 1e-6 for one in after)
    assert sorted(one.passage_id for one in after) == sorted(one.passage_id for one in before)
    assert after == sorted(after, key=lambda one: (-one.score, one.passage_id))


@given(scores, st.integers(0, 9), st.randoms())
def test_the_order_of_the_passages_does_not_matter(values: list[float], seed: int, random: Random) -> None:
    before, rows = fused(*values), vectors(len(values), seed)
    order = list(range(len(values)))
    random.shuffle(order)
    shuffled = supported([before[at] for at in order], rows[order])

    assert by_id(shuffled) == pytest.approx(by_id(supported(before, rows)), abs=1e-5)

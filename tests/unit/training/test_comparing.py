"""Whether a difference between two rankings is more than chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.training.comparing import Interval, bootstrap_interval, difference


def test_the_interval_of_equal_differences_is_a_point() -> None:
    assert bootstrap_interval([0.25] * 9) == Interval(0.25, 0.25, 0.25)
    assert bootstrap_interval([]) == Interval(0.0, 0.0, 0.0)


def test_it_is_as_wide_as_the_standard_error_says() -> None:
    values = [0.0, 1.0] * 50
    found = bootstrap_interval(values)

    assert found.mean == 0.5
    assert found.high - found.low == pytest.approx(2 * 1.96 * 0.05, rel=0.1)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=30))
def test_the_same_numbers_have_the_same_interval_around_their_mean(values: list[float]) -> None:
    found = bootstrap_interval(values, resamples=700)

    assert found == bootstrap_interval(values, resamples=700)
    assert found.low <= found.high
    assert min(values) - 1e-9 <= found.low
    assert found.high <= max(values) + 1e-9


def test_the_difference_of_rankings_is_paired_by_query() -> None:
    relevant = {"q1": {"a": 1}, "q2": {"b": 1}, "q3": {"c": 1}}

    found = difference({"q1": ["a"], "q2": ["b"]}, {"q1": ["a"]}, relevant)

    assert found.mean == pytest.approx(1 / 3)
    assert (found.low, found.high) == (0.0, 1.0)

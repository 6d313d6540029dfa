"""Batches hold texts of like length, and no more tokens than they may."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_search.embedding.batches import BATCH_SECONDS, LEAST_AT_ONCE, Pace, by_tokens


@given(st.lists(st.integers(1, 300)), st.integers(1, 2000))
def test_every_row_is_in_one_batch_that_is_not_too_large(lengths: list[int], budget: int) -> None:
    batches = by_tokens(lengths, budget)
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= budget


def test_texts_of_one_length_are_together() -> None:
    assert by_tokens([10, 200, 10, 200], 400) == [[1, 3], [0, 2]]


def test_batches_shrink_where_they_take_long_and_grow_again() -> None:
    pace = Pace(1536)
    for _ in range(20):
        pace.learn(pace.tokens_at_once, pace.tokens_at_once / 6000)
    assert abs(pace.tokens_at_once - 6000 * BATCH_SECONDS) < 10
    for _ in range(20):
        pace.learn(pace.tokens_at_once, pace.tokens_at_once / 100_000)
    assert pace.tokens_at_once >= 1530


def test_batches_never_shrink_to_nothing_nor_by_the_last_few_texts() -> None:
    pace = Pace(1536)
    pace.learn(10, 60.0)
    assert pace.tokens_at_once == 1536
    for _ in range(30):
        pace.learn(pace.tokens_at_once, 600.0)
    assert pace.tokens_at_once == LEAST_AT_ONCE

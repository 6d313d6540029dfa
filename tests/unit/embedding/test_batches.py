"""Batches hold texts of like length, and no more tokens than they may."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_search.embedding.batches import by_tokens


@given(st.lists(st.integers(1, 300)), st.integers(1, 2000))
def test_every_row_is_in_one_batch_that_is_not_too_large(lengths: list[int], budget: int) -> None:
    batches = by_tokens(lengths, budget)
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= budget


def test_texts_of_one_length_are_together() -> None:
    assert by_tokens([10, 200, 10, 200], 400) == [[1, 3], [0, 2]]

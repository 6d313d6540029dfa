"""Cuts a set of texts into batches of like length, so that little is computed for padding."""

from collections.abc import Sequence


def by_tokens(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Rows of texts, the longest first, in batches of at most `budget` tokens with their padding.

    A text that is longer than the budget is a batch of its own. Every row is in exactly one batch.
    """
    batches: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row], reverse=True):
        # The first of a batch is its longest, to which the others are padded.
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= budget:
            batches[-1].append(row)
        else:
            batches.append([row])
    return batches

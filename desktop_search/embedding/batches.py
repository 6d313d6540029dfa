"""Cuts a set of texts into batches of like length, so that little is computed for padding."""

from collections.abc import Sequence

BATCH_SECONDS = 0.1
LEAST_AT_ONCE = 256
"""Tokens. Below that the processor does less in the same time."""


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


class Pace:
    """How large batches are, in tokens, so that a query need not wait long for the one in hand."""

    def __init__(self, most: int) -> None:
        self.tokens_at_once = most
        self._most = most

    def learn(self, tokens: int, seconds: float) -> None:
        """Takes note of how long a batch took. Small ones say little: much of their time is the same for any."""
        if 2 * tokens >= self.tokens_at_once:
            fitting = int(tokens * BATCH_SECONDS / max(seconds, 1e-6))
            wanted = max(LEAST_AT_ONCE, min(self._most, fitting))
            # Half-way, as one batch may have been slow by chance.
            self.tokens_at_once = (self.tokens_at_once + wanted) // 2

"""Finds passages that a model takes for answers and that are none: the hardest of these teach most. Pure."""

import random
from collections.abc import Sequence

import numpy as np

from desktop_search.records import Array
from desktop_search.training.examples import folded

SAME = 0.92
"""From this cosine on, two passages say the same, and what is said of one holds for the other."""
NEARLY_AS_GOOD = 0.95
"""What comes nearer to a question than this part of its answer's cosine is perhaps an answer nobody judged
(de Souza P. Moreira et al.: NV-Retriever, 2024)."""
PASSED_OVER, LOOKED_AT = 2, 30
"""The very first are most often answers too."""


def hard_negatives(
    question: Array, candidates: Array, positives: Array, *, count: int, draw: random.Random
) -> list[int]:
    """The rows of candidates that are to teach what is no answer, at most count of them.

    question is float32 [dimensions]; candidates, none of which was judged relevant, float32 [n, dimensions]; positives,
    what was, float32 [m, dimensions]; all of length 1.
    """
    if not len(candidates) or not len(positives):
        return []
    cosines = candidates @ question
    is_apart = (candidates @ positives.T).max(axis=1) < SAME
    limit = max(NEARLY_AS_GOOD * float((positives @ question).max()), 0.3)
    order = [int(row) for row in np.argsort(-cosines, kind="stable") if is_apart[row]]
    far_enough = [row for row in order if cosines[row] < limit]
    chosen = far_enough[PASSED_OVER:LOOKED_AT] or order[PASSED_OVER:LOOKED_AT] or order
    return draw.sample(chosen, min(count, len(chosen)))


def apart_from(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """The texts that are not among others, apart from white space and case."""
    known = set(map(folded, others))
    return [one for one in texts if folded(one) not in known]

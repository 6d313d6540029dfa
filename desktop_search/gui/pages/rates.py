"""Works out from samples of the work how fast it goes and how far it is. Pure."""

import itertools
from collections.abc import Callable, Sequence
from typing import TypeAlias

from desktop_search.records import WorkSample

Points: TypeAlias = list[tuple[float, float]]
"""Moments in seconds since 1970, each with a value."""

NOW_SECONDS = 12.0


def speeds(samples: Sequence[WorkSample], counted: Callable[[WorkSample], int]) -> Points:
    """How many were done a second, from each sample to the next; shown at the later one."""
    return [
        (after.at, max(0.0, (counted(after) - counted(before)) / (after.at - before.at)))
        for before, after in itertools.pairwise(samples)
        if after.at > before.at
    ]


def speed_now(samples: Sequence[WorkSample], counted: Callable[[WorkSample], int]) -> float:
    """How many were done a second lately; one moment alone would jump about."""
    if not samples:
        return 0.0
    last = samples[-1]
    first = next(sample for sample in samples if last.at - sample.at <= NOW_SECONDS)
    return max(0.0, (counted(last) - counted(first)) / (last.at - first.at)) if last.at > first.at else 0.0


def coverage(samples: Sequence[WorkSample]) -> Points:
    """How many of a hundred passages could be found by meaning, at each moment at which there were any."""
    return [(one.at, 100.0 * min(one.embedded, one.passages) / one.passages) for one in samples if one.passages]

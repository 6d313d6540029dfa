"""Says whether one ranking is better than another, or only seems so on these queries. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_search.training.evaluation import Grades, ndcg

RESAMPLES = 10_000
SEED = 2026
AT_ONCE = 500
"""Resamples drawn together: of 1,000 queries they take four megabytes."""
NOTEWORTHY = 0.005
"""A smaller difference of one query is none."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the interval in which it lies in 95 % of the resamples."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gain:
    """The mean difference of a measure, its 95 % interval, and in which part of the resamples it is above 0.

    changed is the number of questions, or of whatever else was measured, with another figure than before.
    """

    mean: float
    low: float
    high: float
    certainty: float
    changed: int = 0


NO_GAIN = Gain(0.0, 0.0, 0.0, 0.0)


def gain(before: Mapping[str, float], after: Mapping[str, float]) -> Gain:
    """What the same questions gain, from one to the other."""
    differences = np.array([after[query] - before[query] for query in before], dtype=np.float64)
    if not len(differences):
        return NO_GAIN
    interval = bootstrap_interval(differences.tolist())
    draw = np.random.default_rng(SEED)
    means = differences[draw.integers(0, len(differences), (RESAMPLES // 5, len(differences)))].mean(axis=1)
    return Gain(
        interval.mean,
        interval.low,
        interval.high,
        float((means > 0).mean()),
        int((abs(differences) > NOTEWORTHY).sum()),
    )


def bootstrap_interval(differences: Sequence[float], *, resamples: int = RESAMPLES, seed: int = SEED) -> Interval:
    """The mean of paired differences with its 95 % percentile interval; the same for the same numbers.

    Efron and Tibshirani: An Introduction to the Bootstrap, 1993; for retrieval Sakai: Evaluating evaluation metrics
    based on the bootstrap, 2006. All 0 without a difference to draw from.
    """
    values = np.asarray(differences, dtype=np.float64)
    if not len(values):
        return Interval(0.0, 0.0, 0.0)
    draw = np.random.default_rng(seed)
    means = [
        values[draw.integers(0, len(values), (min(AT_ONCE, resamples - done), len(values)))].mean(axis=1)
        for done in range(0, resamples, AT_ONCE)
    ]
    low, high = np.quantile(np.concatenate(means), (0.025, 0.975)) if means else (values.mean(),) * 2
    return Interval(float(values.mean()), float(low), float(high))


def difference(
    one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]], relevant: Mapping[str, Grades], *, k: int = 10
) -> Interval:
    """How much nDCG@k the first rankings have more than the other, over the queries that were judged."""
    return bootstrap_interval(
        [
            ndcg(one.get(query, ()), grades, k) - ndcg(other.get(query, ()), grades, k)
            for query, grades in relevant.items()
        ]
    )

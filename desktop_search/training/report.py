"""Says what a training was worth: figures before and after, what may be chance, and a verdict in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from desktop_search.records import CurvePoint, ModelReport, QuestionChange
from desktop_search.training.comparing import RESAMPLES, SEED, bootstrap_interval
from desktop_search.training.job import Measurement

SURE = 0.95
"""A model counts as better where so many of the resampled sets of questions say so,"""
LIKELY = 0.75
"""or so many, if there are MANY_QUESTIONS and meaning alone is better for sure: words blur what a model has learned;"""
MANY_QUESTIONS = 30
LEAST_GAIN, LEAST_CHANGED = 0.005, 5
"""and where it gains so much at all, on so many questions: else two lucky ones would do."""
MOST_FORGOTTEN = 0.01
"""Of Spearman's correlation on general pairs."""
LEAST_QUESTIONS = 5
NAMED = 10
NOTEWORTHY = 0.005
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """What a model is worth on the questions kept apart: nDCG@10 of each of them, and the means of further measures.

    speed is in passages or rankings a second. general is how well it knows what it was not trained on, and
    meaning_weight what suits it best, where that can be said; alone is nDCG@10 of each question without words.
    """

    ndcgs: Mapping[str, float]
    means: Mapping[str, float]
    speed: float
    general: float = 0.0
    meaning_weight: float | None = None
    alone: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gain:
    """The mean difference of nDCG@10, its 95 % interval, and in which part of the resamples it is above 0.

    changed is the number of questions with another figure than before.
    """

    mean: float
    low: float
    high: float
    certainty: float
    changed: int = 0


def gain(before: Mapping[str, float], after: Mapping[str, float]) -> Gain:
    """What the same questions gain, from one to the other."""
    differences = np.array([after[query] - before[query] for query in before], dtype=np.float64)
    if not len(differences):
        return Gain(0.0, 0.0, 0.0, 0.0)
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


def best_weight(by_weight: Mapping[float, Mapping[str, float]], usual: float) -> tuple[float, dict[str, float]]:
    """The weight of meaning that suits a model best, and what each question has with the one the others would choose.

    by_weight has nDCG@10 of each question for each weight. No question has a say in the weight that it is judged by.
    """
    questions = list(by_weight[usual])
    values = {weight: np.array([of[query] for query in questions]) for weight, of in by_weight.items()}
    sums = {weight: float(value.sum()) for weight, value in values.items()}

    def best(totals: Mapping[float, float]) -> float:
        # Of equals the usual one, and else the one nearest to it.
        return max(totals, key=lambda weight: (round(totals[weight], 9), -abs(weight - usual)))

    left_out = {}
    for row, query in enumerate(questions):
        weight = best({weight: total - float(values[weight][row]) for weight, total in sums.items()})
        left_out[query] = float(values[weight][row])
    return (best(sums) if questions else usual), left_out


def changes(
    before: Mapping[str, float], after: Mapping[str, float]
) -> tuple[tuple[QuestionChange, ...], tuple[QuestionChange, ...]]:
    """The questions that got better, and those that got worse, the greatest difference first."""
    every = [QuestionChange(query, round(before[query], 4), round(after[query], 4)) for query in before]
    every.sort(key=lambda one: one.before - one.after)
    improved = [one for one in every if one.after - one.before > NOTEWORTHY]
    worsened = [one for one in reversed(every) if one.before - one.after > NOTEWORTHY]
    return tuple(improved[:NAMED]), tuple(worsened[:NAMED])


NO_GAIN = Gain(0.0, 0.0, 0.0, 0.0)


def verdict(
    found: Gain,
    questions: int,
    *,
    general_before: float,
    general_after: float,
    losses: Sequence[float],
    alone: Gain = NO_GAIN,
) -> tuple[bool, str]:
    """Whether a model is better, and a sentence that says why. losses are those on validation, the first untrained;
    alone is what meaning gains without words."""
    if len(losses) > 1 and min(losses[1:]) >= losses[0]:
        return False, "Not better: training did not bring down the loss on what it was not trained on."
    if questions < LEAST_QUESTIONS:
        return False, "Nobody can say yet: too few judged questions were kept apart to measure by."
    points = f"{abs(100 * found.mean):.1f}"
    if found.mean < 0:
        return False, f"Not better: it lost {points} points of nDCG@10 on {questions} questions that it has not seen."
    is_sure_alone = questions >= MANY_QUESTIONS and alone.certainty >= SURE and alone.mean >= LEAST_GAIN
    needed = LIKELY if is_sure_alone else SURE
    if found.certainty < needed or found.mean < LEAST_GAIN or found.changed < LEAST_CHANGED:
        return False, f"Not better for sure: {points} points of nDCG@10 on {questions} unseen questions may be chance."
    if general_before - general_after > MOST_FORGOTTEN:
        return False, f"Not better: it gained {points} points of nDCG@10, but forgot too much that it knew."
    if found.certainty >= SURE:
        said = f"Better: it gained {points} points of nDCG@10 on {questions} questions that it has not seen."
    else:
        said = f"Most likely better: {points} points of nDCG@10 on {questions} unseen questions, surely without words."
    return True, said


def compared(
    before: Measured,
    after: Measured,
    trained: Sequence[Measurement],
    *,
    model: str,
    base: str,
    loss: str,
    labels: int,
    learned: int,
    at: float,
) -> ModelReport:
    """The report on a model, against the one before. trained is what its trainer said, the rest is as in a report."""
    found = gain(before.ndcgs, after.ndcgs)
    is_better, said = verdict(
        found,
        len(before.ndcgs),
        general_before=before.general,
        general_after=after.general,
        losses=[one.validation_loss for one in trained if one.validation_loss is not None],
        alone=gain(before.alone, after.alone),
    )
    improved, worsened = changes(before.ndcgs, after.ndcgs)
    return ModelReport(
        model=model,
        base=base,
        loss=loss,
        labels=labels,
        learned=learned,
        held_out=len(before.ndcgs),
        before={**before.means, "ndcg@10": _mean(before.ndcgs.values())},
        after={**after.means, "ndcg@10": _mean(after.ndcgs.values())},
        gain=found.mean,
        low=found.low,
        high=found.high,
        general_before=before.general,
        general_after=after.general,
        speed=after.speed / before.speed if before.speed else 1.0,
        is_better=is_better,
        verdict=said,
        improved=improved,
        worsened=worsened,
        curve=thinned(trained),
        seconds=trained[-1].seconds if trained else 0.0,
        at=at,
        meaning_weight=after.meaning_weight,
    )


def thinned(trained: Sequence[Measurement]) -> tuple[CurvePoint, ...]:
    """The curve of a training, of a long one only every so many steps; what was measured on validation stays."""
    every = 1 + len(trained) // MOST_POINTS
    kept = [one for place, one in enumerate(trained) if one.validation_loss is not None or place % every == 0]
    return tuple(CurvePoint(one.step, one.loss, one.validation_loss) for one in kept)


def report_of(plain: Mapping[str, Any]) -> ModelReport | None:
    """A report from its plain values, as dataclasses.asdict() gives them; None for those of another version."""
    try:
        parts = {
            "improved": tuple(QuestionChange(**one) for one in plain["improved"]),
            "worsened": tuple(QuestionChange(**one) for one in plain["worsened"]),
            "curve": tuple(CurvePoint(**one) for one in plain["curve"]),
        }
        return ModelReport(**{**plain, **parts})
    except (KeyError, TypeError):
        return None


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0

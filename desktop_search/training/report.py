"""Says what a training was worth: figures before and after, what may be chance, and a verdict in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_search.records import CurvePoint, ModelReport, QuestionChange
from desktop_search.training import pair_proof
from desktop_search.training.comparing import NOTEWORTHY, gain
from desktop_search.training.job import Measurement
from desktop_search.training.pair_proof import PairFigures
from desktop_search.training.verdicts import verdict

NAMED = 10
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """What a model is worth on the questions kept apart: nDCG@10 of each of them, and the means of further measures.

    speed is in passages or rankings a second. general is how well it knows what it was not trained on, and
    meaning_weight what meaning counted for, where that can be said; alone is nDCG@10 of each question without words,
    and pairs what it makes of examples of a file.
    """

    ndcgs: Mapping[str, float]
    means: Mapping[str, float]
    speed: float
    general: float = 0.0
    meaning_weight: float | None = None
    alone: Mapping[str, float] = field(default_factory=dict)
    pairs: PairFigures = field(default_factory=PairFigures)


def changes(
    before: Mapping[str, float], after: Mapping[str, float]
) -> tuple[tuple[QuestionChange, ...], tuple[QuestionChange, ...]]:
    """The questions that got better, and those that got worse, the greatest difference first."""
    every = [QuestionChange(query, round(before[query], 4), round(after[query], 4)) for query in before]
    every.sort(key=lambda one: one.before - one.after)
    improved = [one for one in every if one.after - one.before > NOTEWORTHY]
    worsened = [one for one in reversed(every) if one.before - one.after > NOTEWORTHY]
    return tuple(improved[:NAMED]), tuple(worsened[:NAMED])


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
    found, by_pairs = gain(before.ndcgs, after.ndcgs), pair_proof.gain(before.pairs, after.pairs)
    is_better, said = verdict(
        found,
        len(before.ndcgs),
        general_before=before.general,
        general_after=after.general,
        losses=[one.validation_loss for one in trained if one.validation_loss is not None],
        alone=gain(before.alone, after.alone),
        by_pairs=by_pairs,
        pairs=len(after.pairs),
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
        pairs_count=len(after.pairs),
        pairs_measure=after.pairs.measure if len(after.pairs) else "",
        pairs_before=before.pairs.figure,
        pairs_after=after.pairs.figure,
        pairs_low=by_pairs.low,
        pairs_high=by_pairs.high,
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

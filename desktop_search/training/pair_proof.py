"""Says what a model makes of examples of a file that it has not learned from, and how sure a difference is. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from desktop_search.records import Array
from desktop_search.training import comparing
from desktop_search.training.comparing import NO_GAIN, NOTEWORTHY, SEED, Gain
from desktop_search.training.examples import Example
from desktop_search.training.pairs import spearman

SPEARMAN, ACCURACY = "spearman", "accuracy"
RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class PairFigures:
    """What a model makes of examples, by their first text: pairs of what is right and what the model says.

    measure is "spearman" for scored pairs, of which these are scores and cosines. For others it is "accuracy": what is
    right is 1, and the model says 1 where an answer of its own is nearer than all that is wrong, else 0.
    """

    measure: str = ACCURACY
    by_anchor: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.by_anchor)

    @property
    def figure(self) -> float:
        """The measure over all of them; 0 where there is nothing."""
        return _figure(self.measure, list(self.by_anchor.values()))


def measured(
    examples: Sequence[Example],
    questions: Callable[[Sequence[str]], Array],
    passages: Callable[[Sequence[str]], Array],
) -> PairFigures:
    """The figures of a model, whose vectors of questions and of passages are float32 [n, dimensions], of length 1.

    Examples are of one shape. What is wrong for a pair are the answers of all others; two scored texts are of one kind,
    and neither is a question.
    """
    anchors = sorted({one.texts[0] for one in examples})
    texts = sorted({text for one in examples for text in one.texts[1:]})
    if not examples:
        return PairFigures()
    is_scored = len(examples[0].texts) == 2 and examples[0].score is not None
    asked = dict(zip(anchors, (passages if is_scored else questions)(anchors), strict=True))
    vectors = passages(texts)
    cosines = {anchor: dict(zip(texts, (vectors @ asked[anchor]).tolist(), strict=True)) for anchor in anchors}
    answers: dict[str, set[str]] = {}
    for one in examples:
        answers.setdefault(one.texts[0], {one.texts[0]}).add(one.texts[1])
    found: dict[str, list[tuple[float, float]]] = {}
    for one in examples:
        of_anchor = cosines[one.texts[0]]
        own = of_anchor[one.texts[1]]
        if is_scored:
            found.setdefault(one.texts[0], []).append((one.score or 0.0, own))
        elif wrong := [of_anchor[text] for text in one.texts[2:] or set(texts) - answers[one.texts[0]]]:
            found.setdefault(one.texts[0], []).append((1.0, float(own > max(wrong))))
    return PairFigures(SPEARMAN if is_scored else ACCURACY, {anchor: tuple(some) for anchor, some in found.items()})


def gain(before: PairFigures, after: PairFigures) -> Gain:
    """What a model gains on the same examples, with the interval that chance leaves open over their first texts."""
    if after.measure == ACCURACY:
        means = [{one: _mean_said(some) for one, some in of.by_anchor.items()} for of in (before, after)]
        return comparing.gain(*means)
    rows = [(before.by_anchor[anchor], after.by_anchor[anchor]) for anchor in before.by_anchor]
    if not rows:
        return NO_GAIN
    draw = np.random.default_rng(SEED)
    differences = []
    for _ in range(RESAMPLES):
        drawn = [rows[row] for row in draw.integers(0, len(rows), len(rows)).tolist()]
        was, now = (_figure(SPEARMAN, [some[place] for some in drawn]) for place in (0, 1))
        differences.append(now - was)
    low, high = np.quantile(differences, (0.025, 0.975)).tolist()
    return Gain(
        after.figure - before.figure,
        low,
        high,
        sum(one > 0 for one in differences) / RESAMPLES,
        sum(abs(_mean_said(one) - _mean_said(other)) > NOTEWORTHY for one, other in rows),
    )


def _figure(measure: str, anchors: Sequence[Sequence[tuple[float, float]]]) -> float:
    if measure == SPEARMAN:
        every = [one for some in anchors for one in some]
        return spearman([right for right, _ in every], [said for _, said in every])
    return sum(map(_mean_said, anchors)) / len(anchors) if anchors else 0.0


def _mean_said(some: Sequence[tuple[float, float]]) -> float:
    return sum(said for _, said in some) / len(some)

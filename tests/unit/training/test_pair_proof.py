"""Examples that a model has not learned from tell whether another one does better, and whether that may be chance."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from desktop_search.records import Array
from desktop_search.training.comparing import NO_GAIN
from desktop_search.training.examples import Example
from desktop_search.training.pair_proof import ACCURACY, SPEARMAN, PairFigures, gain, measured


def angles(degrees: Mapping[str, float]) -> Callable[[Sequence[str]], Array]:
    """A model whose vectors lie on a circle: what is near to what can be read off."""
    radians = {text: np.deg2rad(angle) for text, angle in degrees.items()}
    return lambda texts: np.array([[np.cos(radians[text]), np.sin(radians[text])] for text in texts], dtype=np.float32)


def unused(_texts: Sequence[str]) -> Array:
    raise AssertionError("there is nothing to embed so")


def test_scored_pairs_are_measured_by_the_order_of_their_cosines() -> None:
    pairs = [Example(("a", "near"), 0.9), Example(("a", "far"), 0.1), Example(("b", "near"), 0.5)]
    model = angles({"a": 0, "near": 10, "far": 80, "b": 40})
    found = measured(pairs, unused, model)
    assert (found.measure, found.figure, len(found)) == (SPEARMAN, 1.0, 2)
    assert found.by_anchor["a"] == (pytest.approx((0.9, 0.985), abs=0.001), pytest.approx((0.1, 0.174), abs=0.001))
    other = measured(pairs, unused, angles({"a": 0, "near": 80, "far": 10, "b": 40}))
    assert other.figure == -1.0


def test_an_answer_counts_where_it_is_nearer_than_what_is_wrong() -> None:
    triplets = [
        Example(("q", "right", "wrong")),
        Example(("q", "right", "very wrong")),
        Example(("p", "wrong", "right")),
    ]
    found = measured(triplets, angles({"q": 0, "p": 0}), angles({"right": 20, "wrong": 10, "very wrong": 50}))
    assert found.by_anchor == {"q": ((1.0, 0.0), (1.0, 1.0)), "p": ((1.0, 1.0),)}
    assert (found.measure, found.figure) == (ACCURACY, 0.75)


def test_an_answer_of_a_pair_counts_where_it_is_nearer_than_those_of_the_others() -> None:
    pairs = [Example(("q", "one")), Example(("q", "two")), Example(("p", "three")), Example(("one", "four"))]
    model = angles({"q": 0, "p": 60, "one": 5, "two": 30, "three": 20, "four": 5.5})
    found = measured(pairs, model, model)
    # "two" is farther than "three", that "one" is nearer says nothing: it is right, too. Nobody is their own answer.
    assert found.by_anchor == {"q": ((1.0, 1.0), (1.0, 0.0)), "p": ((1.0, 0.0),), "one": ((1.0, 1.0),)}


def test_what_is_equally_near_is_not_nearer() -> None:
    same = angles({"q": 0, "right": 10, "wrong": -10})
    assert measured([Example(("q", "right", "wrong"))], same, same).figure == 0.0


def test_nothing_is_no_gain() -> None:
    assert measured([], unused, unused) == PairFigures()
    assert PairFigures().figure == 0.0
    assert gain(PairFigures(), PairFigures()) == NO_GAIN
    assert gain(PairFigures(SPEARMAN), PairFigures(SPEARMAN)) == NO_GAIN


def scored(said: Sequence[float]) -> PairFigures:
    return PairFigures(SPEARMAN, {str(row): ((row / len(said), one),) for row, one in enumerate(said)})


def test_a_gain_of_correlation_has_an_interval_over_the_first_texts() -> None:
    draw = np.random.default_rng(3)
    right = np.arange(40) / 40
    weak, strong = (scored((right + draw.normal(scale=noise, size=40)).tolist()) for noise in (0.8, 0.05))
    found = gain(weak, strong)
    assert found.mean == pytest.approx(strong.figure - weak.figure)
    assert 0 < found.low < found.mean < found.high and found.certainty > 0.99 and found.changed > 30
    assert gain(strong, weak).certainty < 0.01
    assert gain(weak, weak) == NO_GAIN


def test_a_difference_that_few_examples_make_is_not_sure() -> None:
    draw = np.random.default_rng(4)
    one, other = (scored(draw.normal(size=30).tolist()) for _ in range(2))
    found = gain(one, other)
    assert found.low < 0 < found.high


def test_a_gain_of_accuracy_counts_each_first_text_once() -> None:
    before = PairFigures(ACCURACY, {"a": ((1.0, 0.0),) * 9, "b": ((1.0, 0.0),), "c": ((1.0, 1.0),)})
    after = PairFigures(ACCURACY, {"a": ((1.0, 0.0),) * 9, "b": ((1.0, 1.0),), "c": ((1.0, 1.0),)})
    found = gain(before, after)
    assert (found.mean, found.changed) == (pytest.approx(1 / 3), 1)
    assert (found.low, found.high) == (0.0, 1.0)

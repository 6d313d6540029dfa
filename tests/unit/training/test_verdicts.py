"""A tuned model is called better only where that is no accident."""

import dataclasses

import numpy as np
import pytest

from desktop_search.training.comparing import NO_GAIN, Gain, gain
from desktop_search.training.verdicts import verdict

SURE = Gain(0.05, 0.01, 0.09, 0.99, changed=9)
LIKELY = Gain(0.02, -0.03, 0.06, 0.80, changed=9)
LOST = Gain(-0.02, -0.05, 0.0, 0.1, changed=9)


def said(
    found: Gain = SURE,
    questions: int = 20,
    *,
    general: tuple[float, float] = (0.8, 0.8),
    losses: tuple[float, ...] = (1.0, 0.5),
    alone: Gain = NO_GAIN,
    by_pairs: Gain = NO_GAIN,
    pairs: int = 0,
) -> tuple[bool, str]:
    return verdict(
        found,
        questions,
        general_before=general[0],
        general_after=general[1],
        losses=losses,
        alone=alone,
        by_pairs=by_pairs,
        pairs=pairs,
    )


@pytest.mark.parametrize(
    ("told", "is_better", "words"),
    [
        (said(), True, "Better: it gained 5.0 points of nDCG@10 on 20 questions"),
        (said(losses=(1.0, 1.0, 1.2)), False, "did not bring down the loss"),
        (said(losses=(1.0, 1.2, 0.9)), True, "Better"),
        (said(losses=(1.0,)), True, "Better"),
        (said(losses=()), True, "Better"),
        (said(questions=4), False, "too few judged questions"),
        (said(Gain(0.0, 0.0, 0.0, 0.0)), False, "may be chance"),
        (said(LOST), False, "Not better: it lost 2.0 points"),
        (said(Gain(0.02, -0.03, 0.06, 0.89)), False, "may be chance"),
        (said(LIKELY, 30, alone=SURE), True, "Most likely better: 2.0 points"),
        (said(LIKELY, 29, alone=SURE), False, "may be chance"),
        (said(dataclasses.replace(LIKELY, certainty=0.70), 30, alone=SURE), False, "may be chance"),
        (said(dataclasses.replace(LIKELY, changed=4), 30, alone=SURE), False, "may be chance"),
        (said(LIKELY, 30, alone=Gain(0.05, -0.01, 0.1, 0.94)), False, "may be chance"),
        (said(LOST, alone=SURE), False, "Not better"),
        (said(general=(0.80, 0.785)), False, "forgot too much"),
        (said(general=(0.80, 0.795)), True, "Better"),
        (said(general=(0.80, 0.95)), True, "Better"),
        (said(questions=4, by_pairs=SURE, pairs=4), False, "too few judged questions"),
        (said(questions=4, by_pairs=SURE, pairs=5), True, "Better: it gained 5.0 points on 5 examples of the file"),
        (said(LOST, questions=5, by_pairs=SURE, pairs=50), False, "lost 2.0 points of nDCG@10"),
        (said(questions=0, by_pairs=LOST, pairs=50), False, "lost 2.0 points on 50 examples"),
        (said(questions=0, by_pairs=LIKELY, pairs=50), False, "on 50 unseen examples of the file may be chance"),
        (said(questions=0, by_pairs=SURE, pairs=50, losses=(1.0, 1.1)), False, "did not bring down the loss"),
        (
            said(questions=0, by_pairs=SURE, pairs=50, general=(0.80, 0.785)),
            False,
            "on the file's examples, but forgot",
        ),
    ],
)
def test_a_verdict_says_why(told: tuple[bool, str], is_better: bool, words: str) -> None:
    assert told[0] is is_better
    assert words in told[1]


def test_a_gain_has_an_interval_and_says_how_certain_it_is() -> None:
    before = {f"q{number}": 0.5 for number in range(30)}
    better = gain(before, dict.fromkeys(before, 0.6))
    assert (better.mean, better.low, better.high) == pytest.approx((0.1, 0.1, 0.1))
    assert better.certainty == 1.0
    assert gain(before, before) == Gain(0.0, 0.0, 0.0, 0.0)
    assert gain({}, {}) == Gain(0.0, 0.0, 0.0, 0.0)


def test_noise_is_not_called_better() -> None:
    draw = np.random.default_rng(5)
    better = 0
    for _ in range(60):
        before = {f"q{number}": float(draw.random()) for number in range(12)}
        after = {query: value + 0.2 * float(draw.normal()) for query, value in before.items()}
        better += said(gain(before, after), 12)[0]
    # One in ten passes a certainty of 0.9 by chance.
    assert better <= 12

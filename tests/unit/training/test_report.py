"""A tuned model is called better only where that is no accident, and the figures are those of unseen questions."""

import dataclasses
import json

import numpy as np
import pytest

from desktop_search.records import RERANKER_LOSS, CurvePoint, ModelReport, QuestionChange
from desktop_search.training.job import Measurement
from desktop_search.training.report import (
    MOST_POINTS,
    NO_GAIN,
    Gain,
    Measured,
    best_weight,
    changes,
    compared,
    gain,
    report_of,
    thinned,
    verdict,
)

SURE = Gain(0.05, 0.01, 0.09, 0.99, changed=9)
LIKELY = Gain(0.02, -0.03, 0.06, 0.80, changed=9)


def said(
    found: Gain = SURE,
    questions: int = 20,
    *,
    general: tuple[float, float] = (0.8, 0.8),
    losses: tuple[float, ...] = (1.0, 0.5),
    alone: Gain = NO_GAIN,
) -> tuple[bool, str]:
    return verdict(found, questions, general_before=general[0], general_after=general[1], losses=losses, alone=alone)


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
        (said(Gain(-0.02, -0.05, 0.0, 0.1)), False, "Not better: it lost 2.0 points"),
        (said(Gain(0.02, -0.03, 0.06, 0.89)), False, "may be chance"),
        (said(LIKELY, 30, alone=SURE), True, "Most likely better: 2.0 points"),
        (said(LIKELY, 29, alone=SURE), False, "may be chance"),
        (said(dataclasses.replace(LIKELY, certainty=0.70), 30, alone=SURE), False, "may be chance"),
        (said(dataclasses.replace(LIKELY, changed=4), 30, alone=SURE), False, "may be chance"),
        (said(LIKELY, 30, alone=Gain(0.05, -0.01, 0.1, 0.94)), False, "may be chance"),
        (said(Gain(-0.02, -0.05, 0.0, 0.1), alone=SURE), False, "Not better"),
        (said(general=(0.80, 0.785)), False, "forgot too much"),
        (said(general=(0.80, 0.795)), True, "Better"),
        (said(general=(0.80, 0.95)), True, "Better"),
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


def test_a_question_has_no_say_in_the_weight_it_is_judged_by() -> None:
    # Each would choose for itself the weight by which it does well, and gets the one by which the other does.
    selfish = {0.3: {"a": 0.9, "b": 0.2}, 0.5: {"a": 0.5, "b": 0.5}, 0.7: {"a": 0.2, "b": 0.9}}
    assert best_weight(selfish, 0.5)[1] == {"a": 0.2, "b": 0.2}
    # Only one question gains, and so much that it would outvote the others; for it alone nothing speaks.
    loud = {0.5: {"a": 0.5, "b": 0.5, "c": 0.0}, 0.9: {"a": 0.4, "b": 0.4, "c": 1.0}}
    assert best_weight(loud, 0.5) == (0.9, {"a": 0.4, "b": 0.4, "c": 0.0})


def test_of_equal_weights_the_usual_one_stays() -> None:
    alike = {weight: {"a": 0.4, "b": 0.6} for weight in (0.3, 0.5, 0.9)}
    assert best_weight(alike, 0.5) == (0.5, {"a": 0.4, "b": 0.6})
    assert best_weight({0.5: {}, 0.9: {}}, 0.5) == (0.5, {})


def test_changes_are_told_the_greatest_first_and_small_ones_not() -> None:
    before = {"up": 0.1, "far up": 0.1, "down": 0.9, "same": 0.5, "hardly": 0.5}
    after = {"up": 0.3, "far up": 0.8, "down": 0.2, "same": 0.5, "hardly": 0.504}
    improved, worsened = changes(before, after)
    assert [one.query for one in improved] == ["far up", "up"]
    assert worsened == (QuestionChange("down", 0.9, 0.2),)
    many = {f"q{number}": number / 100 for number in range(40)}
    assert len(changes(many, dict.fromkeys(many, 1.0))[0]) == 10


def test_a_report_compares_the_same_questions_before_and_after() -> None:
    before = Measured({f"q{number}": 0.5 for number in range(10)}, {"mrr@10": 0.4, "ndcg@10": 0.9}, 20.0, 0.80, 0.5)
    after = Measured({f"q{number}": 0.7 for number in range(10)}, {"mrr@10": 0.6, "ndcg@10": 0.9}, 30.0, 0.795, 0.75)
    trained = [Measurement(0, 9, None, 1.0, 1.5), Measurement(1, 9, 0.5, None, 2.0), Measurement(1, 9, None, 0.6, 3.5)]
    made = compared(before, after, trained, model="tuned", base="base", loss="triplet", labels=40, learned=30, at=7.0)
    assert made.is_better and made.verdict.startswith("Better: it gained 20.0 points")
    assert (made.held_out, made.learned, made.labels) == (10, 30, 40)
    assert made.before == pytest.approx({"mrr@10": 0.4, "ndcg@10": 0.5}), "the mean of what each question has"
    assert made.after == pytest.approx({"mrr@10": 0.6, "ndcg@10": 0.7})
    assert (made.speed, made.seconds, made.meaning_weight) == (1.5, 3.5, 0.75)
    assert (made.general_before, made.general_after) == (0.80, 0.795)
    assert made.curve == thinned(trained)
    assert len(made.improved) == 10 and made.worsened == ()


def test_nothing_measured_is_a_report_too() -> None:
    nothing = Measured({}, {"mrr@10": 0.0}, 0.0)
    made = compared(nothing, nothing, [], model="tuned", base="base", loss=RERANKER_LOSS, labels=0, learned=0, at=7.0)
    assert made.is_reranker and not made.is_better
    assert (made.held_out, made.speed, made.seconds, made.before["ndcg@10"]) == (0, 1.0, 0.0, 0.0)


def test_a_long_curve_is_thinned_and_keeps_what_was_measured_on_validation() -> None:
    trained = [
        Measurement(step, 2000, None if step % 500 == 0 else 0.5, 0.4 if step % 500 == 0 else None, float(step))
        for step in range(2001)
    ]
    curve = thinned(trained)
    assert len(curve) <= MOST_POINTS + 5
    assert [point.step for point in curve if point.validation_loss is not None] == [0, 500, 1000, 1500, 2000]


REPORT = ModelReport(
    "tuned", "base", "multiple-negatives", 40, 20, 7, {"ndcg@10": 0.5}, {"ndcg@10": 0.6}, 0.1, 0.0, 0.2, 0.8, 0.79, 1.0,
    True, "Better.", (QuestionChange("a", 0.1, 0.9),), (), (CurvePoint(1, 0.5, None), CurvePoint(2, None, 0.4)),
    12.5, 1.0, 0.6,
)  # fmt: skip


def test_a_report_survives_its_way_through_json() -> None:
    plain = json.loads(json.dumps(dataclasses.asdict(REPORT)))
    assert report_of(plain) == REPORT


def test_a_report_of_another_version_is_none() -> None:
    plain = json.loads(json.dumps(dataclasses.asdict(REPORT)))
    assert report_of({}) is None
    assert report_of({**plain, "new": 1}) is None
    assert report_of({name: value for name, value in plain.items() if name != "verdict"}) is None
    assert report_of({**plain, "curve": [{"step": 1}]}) is None
    old = {name: value for name, value in plain.items() if name != "meaning_weight"}
    assert report_of(old) == dataclasses.replace(REPORT, meaning_weight=None)

"""A report has the figures of unseen questions before and after, and says what was learned from a file."""

import dataclasses
import json

import pytest

from desktop_search.records import RERANKER_LOSS, CurvePoint, ModelReport, QuestionChange
from desktop_search.training.job import Measurement
from desktop_search.training.pair_proof import SPEARMAN, PairFigures
from desktop_search.training.report import (
    MOST_POINTS,
    Measured,
    changes,
    compared,
    report_of,
    thinned,
)


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


def paired(*said: float) -> PairFigures:
    """What a model says of pairs of which each is nearer in meaning than the one before."""
    return PairFigures(SPEARMAN, {f"a{number}": ((float(number), one),) for number, one in enumerate(said)})


BY_CHANCE, RIGHT = paired(*[0.5, 0.1, 0.9, 0.3, 0.2, 0.8, 0.1, 0.4] * 3), paired(*(n / 30 for n in range(24)))


def test_where_nothing_was_judged_the_examples_of_a_file_decide() -> None:
    about = {"model": "tuned", "base": "base", "loss": "cosine", "labels": 0, "learned": 0, "at": 7.0}
    before, after = (Measured({}, {}, 20.0, pairs=pairs) for pairs in (BY_CHANCE, RIGHT))
    made = compared(before, after, [], **about)
    assert made.is_better and made.verdict.endswith("on 24 examples of the file that it has not seen.")
    assert (made.pairs_count, made.pairs_measure, made.pairs_after) == (24, "spearman", 1.0)
    assert made.pairs_before < 0.3 and 0 < made.pairs_low < 1 - made.pairs_before < made.pairs_high
    assert "lost" in compared(after, before, [], **about).verdict
    assert "may be chance" in compared(before, before, [], **about).verdict


def test_where_enough_was_judged_the_examples_of_a_file_are_only_told() -> None:
    same = {f"q{number}": 0.5 for number in range(10)}
    before, after = (Measured(same, {}, 20.0, pairs=pairs) for pairs in (BY_CHANCE, RIGHT))
    made = compared(before, after, [], model="tuned", base="base", loss="cosine", labels=40, learned=30, at=7.0)
    assert not made.is_better and "nDCG@10 on 10 unseen questions may be chance" in made.verdict
    assert (made.pairs_count, made.pairs_after) == (24, 1.0)


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
    assert report_of({name: value for name, value in plain.items() if not name.startswith("pairs_")}) == REPORT

"""Texts as a model should read them, and which sets of examples can be learned together."""

from pathlib import Path

import pytest

from desktop_search.errors import DesktopSearchError
from desktop_search.training import examples, losses
from desktop_search.training.examples import Example, Examples, Shape, cleaned, together

PAIRS = Examples(Shape.PAIRS, (Example(("a", "b")),))
TRIPLETS = Examples(Shape.TRIPLETS, (Example(("c", "d", "e")),))
SCORES = Examples(Shape.SCORES, (Example(("f", "g"), 0.7), Example(("h", "i"), 0.2)))
CLASSES = Examples(Shape.CLASSES, (Example(("j", "k"), 2.0),))
MARGINS = Examples(Shape.MARGINS, (Example(("l", "m", "n"), 1.5),))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  one\n\ttwo  three ", "one two three"),
        ("<p class='x'>one</p><br/>two", "one two"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("so\u200b\u0000 \u202eit", "so it"),
        ("e\u0301tude", "étude"),
        ("\ud800lost", "lost"),
        ("", ""),
        ("x" * 50_000, "x" * 20_000),
    ],
)
def test_a_text_is_cleaned_of_what_nobody_reads(text: str, wanted: str) -> None:
    assert cleaned(text) == wanted


def test_sets_of_one_shape_become_one() -> None:
    assert together([TRIPLETS, Examples(Shape.PAIRS, ())]) == TRIPLETS
    assert together([]) == Examples(Shape.PAIRS, ())
    assert len(together([SCORES, SCORES])) == 4


@pytest.mark.parametrize("other", [PAIRS, SCORES, CLASSES, MARGINS])
def test_what_no_loss_takes_together_is_refused(other: Examples) -> None:
    with pytest.raises(DesktopSearchError, match="cannot be learned together"):
        together([TRIPLETS, other])


def test_examples_come_back_as_they_were_written(tmp_path: Path) -> None:
    kept = [Example(("ä „b“", "c\td")), Example(("x", "y", "z"), 0.5)]
    examples.write(kept, tmp_path / "train.jsonl")
    assert examples.read(tmp_path / "train.jsonl") == kept


@pytest.mark.parametrize(
    ("some", "loss"),
    [
        (PAIRS, "multiple-negatives"),
        (TRIPLETS, "multiple-negatives"),
        (SCORES, "cosine"),
        (CLASSES, "softmax"),
        (MARGINS, "margin-mse"),
    ],
)
def test_a_loss_is_chosen_that_suits_the_examples(some: Examples, loss: str) -> None:
    assert losses.chosen("auto", some) == loss
    assert losses.chosen(loss, some) == loss


def test_a_loss_that_needs_other_data_is_refused_with_what_it_needs() -> None:
    with pytest.raises(DesktopSearchError, match="“triplet” needs triplets; these are pairs"):
        losses.chosen("triplet", PAIRS)
    with pytest.raises(DesktopSearchError, match="no loss called “hinge”"):
        losses.chosen("hinge", PAIRS)
    assert {name for name, shapes in losses.FITTING.items() if Shape.SCORES in shapes} == {"cosine", "contrastive"}


def test_examples_are_the_columns_that_a_loss_wants() -> None:
    assert losses.columns("multiple-negatives", PAIRS) == {"text0": ["a"], "text1": ["b"]}
    assert losses.columns("triplet", TRIPLETS) == {"text0": ["c"], "text1": ["d"], "text2": ["e"]}
    assert losses.columns("cosine", SCORES)["label"] == [0.7, 0.2]
    assert losses.columns("contrastive", SCORES)["label"] == [1, 0]
    assert losses.columns("softmax", CLASSES)["label"] == [2]
    assert losses.columns("margin-mse", MARGINS)["label"] == [1.5]

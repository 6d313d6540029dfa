"""What is right and what is wrong for a question can be learned by every loss, and nothing of it is lost on the way."""

from collections.abc import Sequence

import pytest

from desktop_search.training import losses, shapes
from desktop_search.training.examples import Example, Examples, Shape, together
from desktop_search.training.losses import AUTO, FITTING
from desktop_search.training.shapes import brought, shape_for

PAIRS = Examples(Shape.PAIRS, tuple(Example((f"q{n}", f"answer {n}")) for n in range(6)))
TRIPLETS = Examples(Shape.TRIPLETS, (Example(("q", "right", "wrong")), Example(("p", "yes", "no"))))
SCORES = Examples(Shape.SCORES, (Example(("f", "g"), 0.7),))
CLASSES = Examples(Shape.CLASSES, (Example(("j", "k"), 2.0),))
MARGINS = Examples(Shape.MARGINS, (Example(("l", "m", "n"), 8.0), Example(("l", "n", "m"), -4.0)))


def longer(triplets: Sequence[Example]) -> list[float]:
    """A teacher that prefers long answers."""
    return [float(len(one.texts[1]) - len(one.texts[2])) for one in triplets]


@pytest.mark.parametrize("loss", [AUTO, *FITTING])
@pytest.mark.parametrize("sets", [[PAIRS], [TRIPLETS], [PAIRS, TRIPLETS]])
def test_pairs_and_triplets_are_learned_by_every_loss(loss: str, sets: list[Examples]) -> None:
    shape = shape_for(loss, {one.shape for one in sets})
    made = together(brought([one], shape, longer)[0] for one in sets)
    taken = losses.chosen(loss, made)
    columns = losses.columns(taken, made)
    assert columns["text0"] and len(set(map(len, columns.values()))) == 1


@pytest.mark.parametrize(("shape", "right", "wrong"), [(Shape.SCORES, 1.0, 0.0), (Shape.CLASSES, 1.0, 0.0)])
def test_what_answers_is_one_and_what_does_not_is_nought(shape: Shape, right: float, wrong: float) -> None:
    (made,) = brought([TRIPLETS], shape, None)
    assert made.shape is shape
    assert made.items == (
        Example(("q", "right"), right),
        Example(("q", "wrong"), wrong),
        Example(("p", "yes"), right),
        Example(("p", "no"), wrong),
    )


def test_an_answer_is_never_wrong_and_nothing_is_said_twice() -> None:
    both = (Example(("q", "one", "other")), Example(("q", "other", "wrong")), Example(("q", "one", "wrong")))
    (made,) = brought([Examples(Shape.TRIPLETS, both)], Shape.SCORES, None)
    assert {one.texts: one.score for one in made.items} == {("q", "one"): 1.0, ("q", "other"): 1.0, ("q", "wrong"): 0.0}
    assert len(made) == 3


def test_a_teacher_says_by_how_much_an_answer_is_better_on_a_scale_that_cosines_have() -> None:
    train, validation = brought(
        [TRIPLETS, Examples(Shape.TRIPLETS, (Example(("z", "a", "bcd")),))], Shape.MARGINS, longer
    )
    assert [one.score for one in train.items] == [0.0, 0.5]
    assert [one.score for one in validation.items] == [-1.0]
    assert [one.texts for one in train.items] == [one.texts for one in TRIPLETS.items]
    (of_file,) = brought([MARGINS], Shape.MARGINS, None)
    assert [one.score for one in of_file.items] == [1.0, -0.5]


def test_a_teacher_is_not_asked_for_longer_than_learning_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "MOST_TAUGHT", 3)
    many = Examples(Shape.TRIPLETS, tuple(Example((f"q{n}", f"right{n}", "wrong")) for n in range(9)))
    (made,) = brought([many], Shape.MARGINS, longer)
    assert len(made) == 3 and {one.texts for one in made.items} <= {one.texts for one in many.items}


def test_what_was_found_to_be_wrong_is_kept_beside_pairs() -> None:
    shape = shape_for("multiple-negatives", {Shape.PAIRS, Shape.TRIPLETS})
    assert shape is Shape.TRIPLETS
    made = together(brought([one], shape, None)[0] for one in (PAIRS, TRIPLETS))
    assert set(TRIPLETS.items) < set(made.items) and len(made) == len(PAIRS) + len(TRIPLETS)
    assert losses.columns("multiple-negatives", made)["text2"][-2:] == ["wrong", "no"]


def test_what_is_wrong_for_a_pair_answers_another_one_and_never_its_own() -> None:
    pairs = [("q", "one"), ("q", "two"), ("q", "three"), ("two", "one"), ("p", "four")]
    sets = [Examples(Shape.PAIRS, tuple(map(Example, pairs))), Examples(Shape.PAIRS, (Example(("r", "one")),))]
    made = [one.texts for some in brought(sets, Shape.TRIPLETS, None) for one in some.items]
    assert [texts[:2] for texts in made] == [*pairs, ("r", "one")]
    assert {texts[2] for texts in made if texts[0] == "q"} == {"four"}
    assert all(texts[2] in {"three", "four"} for texts in made if texts[0] == "two")
    assert all(texts[2] != texts[1] for texts in made)


def test_pairs_with_the_same_answer_have_no_wrong_one() -> None:
    same = Examples(Shape.PAIRS, (Example(("q", "one")), Example(("p", "one"))))
    assert len(brought([same], Shape.TRIPLETS, None)[0]) == 0
    assert brought([same], shape_for(AUTO, {Shape.PAIRS}), None) == [same], "in a batch they are told apart anyhow"


@pytest.mark.parametrize("loss", [AUTO, "cosine", "contrastive"])
def test_judgements_are_learned_beside_scores(loss: str) -> None:
    shape = shape_for(loss, {Shape.SCORES, Shape.TRIPLETS})
    made = together(brought([one], shape, None)[0] for one in (SCORES, TRIPLETS))
    assert made.shape is Shape.SCORES and [one.score for one in made.items] == [0.7, 1.0, 0.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("loss", "given"),
    [
        ("softmax", {Shape.CLASSES, Shape.TRIPLETS}),
        (AUTO, {Shape.MARGINS, Shape.PAIRS}),
        (AUTO, {Shape.CLASSES, Shape.PAIRS}),
    ],
)
def test_what_means_something_else_stays_as_it_is(loss: str, given: set[Shape]) -> None:
    assert shape_for(loss, given) is None
    assert brought([TRIPLETS], None, None) == [TRIPLETS]


def test_what_has_its_own_shape_stays_as_it_is() -> None:
    for one in (SCORES, CLASSES):
        assert shape_for(AUTO, {one.shape}) is one.shape
        for shape in (*Shape, None):
            assert brought([one], shape, None) == [one]

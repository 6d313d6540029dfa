"""When two texts say nearly the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.searching.likeness import FEWEST_WORDS, Signs, say_the_same, signs

TEXT = "The deposit of the flat is returned within 4 weeks after all keys were handed over to the landlord in person."
LONG = " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 2)


def of(text: str) -> Signs:
    found = signs(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (TEXT, True),
        (TEXT.upper().replace(" ", "\n  "), True),
        (TEXT.replace("4", "6"), False),
        (TEXT.replace("4 weeks", "weeks"), False),
        ("Nobody has ever seen a lighthouse that was painted green, and this one was painted in the year 4.", False),
    ],
)
def test_other_numbers_or_other_words_make_another_text(other: str, same: bool) -> None:
    assert say_the_same(of(TEXT), of(other)) is same


def test_one_word_in_a_long_text_may_differ() -> None:
    numbered = " ".join(["alpha beta gamma delta epsilon"] * 3 + [f"{a}{b}" for a in "qrstuvw" for b in "abcdefg"])

    assert say_the_same(of(numbered), of(f"{numbered} omega"))
    assert not say_the_same(of(numbered), of(f"{numbered} {LONG}"))


def test_short_texts_are_never_compared() -> None:
    assert signs(" ".join(["word"] * (FEWEST_WORDS - 1))) is None
    assert signs("") is None


@given(st.text(), st.text())
def test_it_is_the_same_in_both_directions(one: str, other: str) -> None:
    found, others = signs(f"{LONG} {one}"), signs(f"{LONG} {other}")

    assert found is not None and others is not None
    assert say_the_same(found, others) is say_the_same(others, found)
    assert say_the_same(found, found)

"""Which words of a question a passage holds, how near to each other, and in what order."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from desktop_search.searching.learning import wording
from desktop_search.words import analysis

QUESTION = "deposit for the flat in 1998"
INFORMATION = {"deposit": 4.0, "flat": 2.0, "1998": 4.0}


def information_of(words: Sequence[str]) -> list[float]:
    return [INFORMATION.get(word, 1.0) for word in words]


def said(title: str | None, text: str, question: str = QUESTION) -> dict[str, float]:
    (row,) = wording.features(wording.asked_words(question, information_of), [(title, text)])
    return dict(zip(wording.NAMES, row.tolist(), strict=True))


def test_stop_words_say_nothing_unless_there_are_no_others() -> None:
    assert wording.content_words(f"Deposits, {QUESTION}") == {"deposit": "deposit", "flat": "flat", "1998": "1998"}
    assert list(wording.content_words("to be or not to be")) == ["to", "be", "or", "not"]


def test_coverage_is_the_part_of_the_information_that_is_there() -> None:
    assert said(None, "The deposits of a flat")["coverage"] == pytest.approx(0.6)
    assert said(None, "nothing of that")["coverage"] == 0.0
    of_title = said("Deposit", "A flat")
    assert of_title["coverage"] == pytest.approx(0.6)
    assert of_title["title"] == pytest.approx(0.4)


def test_neighbouring_words_count_where_they_are_neighbours_too() -> None:
    assert said(None, "deposit for the flat in 1998")["pairs"] == pytest.approx(1.0)
    assert said(None, "1998: the flat, and a deposit")["pairs"] < 0.5


def test_words_far_apart_are_no_statement() -> None:
    near = said(None, "deposit and flat" + " filler" * 40)
    far = said(None, "deposit" + " filler" * 40 + " flat")
    assert near["closeness"] == pytest.approx(0.6)
    assert far["closeness"] == pytest.approx(0.4)
    assert near["coverage"] == far["coverage"]


def test_the_best_of_all_windows_is_found() -> None:
    draw = random.Random(3)
    for _ in range(50):
        words = draw.choices(["deposit", "flat", "1998", "filler"], weights=[1, 1, 1, 40], k=200)
        best = max(
            sum(INFORMATION[word] for word in set(words[start : start + wording.SPAN + 1]) & set(INFORMATION))
            for start in range(len(words))
        )
        assert said(None, " ".join(words))["closeness"] == pytest.approx(best / 10.0)


def test_a_question_without_numbers_says_nothing_of_numbers() -> None:
    assert (said(None, "in 1998")["numbers"], said(None, "in 1999")["numbers"]) == (1.0, 0.0)
    assert said(None, "in 1998", "deposit for the flat")["numbers"] == 0.5


def test_scripts_without_spaces_are_cut_into_letters() -> None:
    rows = wording.features(wording.asked_words("押金", information_of), [(None, "公寓的押金"), (None, "金的押")])
    assert rows[:, wording.NAMES.index("coverage")].tolist() == [1.0, 1.0]
    assert rows[:, wording.NAMES.index("pairs")].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "?!", "a" * 200_000])
def test_nothing_makes_it_fail(text: str) -> None:
    assert np.isfinite(list(said(text, text).values())).all()
    assert np.isfinite(list(said("Deposit", "flat", text).values())).all()


def test_no_passages_are_no_rows() -> None:
    assert wording.features(wording.asked_words(QUESTION, information_of), []).shape == (0, len(wording.NAMES))
    assert analysis.stemmed("") == []

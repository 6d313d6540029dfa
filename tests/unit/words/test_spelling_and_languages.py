"""Dates as people write them, misspelled words, and the language of a text."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_search.words import dates, detection, spelling

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2023", "2023"),
        ("2023-05", "May 2023"),
        ("1.5.2023", "1 May 2023"),
        ("May 1, 2023", "1 May 2023"),
        ("25/12/2023", "25 December 2023"),
        ("last spring", "1 March – 31 May 2026"),
        ("yesterday", "20 November 2026"),
        ("last week", "9 November – 15 November 2026"),
        ("3 days ago", "18 November 2026"),
        ("this year", "2026"),
        ("letzten Monat", "October 2026"),
        ("2020..2022", "1 January 2020 – 31 December 2022"),
        ("31 February 2023", "None"),
        ("blah", "None"),
    ],
)
def test_dates_are_understood(typed: str, said: str) -> None:
    assert str(dates.span(typed, TODAY)) == said


@given(st.text(max_size=70))
def test_any_text_is_a_date_or_none(typed: str) -> None:
    dates.span(typed, TODAY)
    dates.moment(typed)


@pytest.mark.parametrize(("typed", "meant"), [("recieve", "receive"), ("acomodation", "accommodation"), ("cat", None)])
def test_misspelled_words_are_found(typed: str, meant: str | None) -> None:
    known = {"receive": 3, "accommodation": 1, "car": 9}

    found = spelling.corrections(typed, lambda word: known.get(word, 0), lambda _: list(known.items()))

    assert found == (() if meant is None else (meant,))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das ist nicht der Weg, den die Leute mit dem Hund auf der Straße gehen und sehen wollen.", "de"),
        ("This is not the way that people go with their dog and see what was on the road for us.", "en"),
        ("これは日本語の文章です。とても短い。", "ja"),
        ("to do: is it a as in", None),
        ("x = y + z; return foo(bar)", None),
    ],
)
def test_the_language_of_a_text_is_told_or_left_open(text: str, language: str | None) -> None:
    assert detection.language_in(text) == language


@given(st.text() | st.lists(st.sampled_from(["zzzq", "der", "the", "og", "日本", "ς", "\ud800", "1"])).map(" ".join))
@example("zzzq " * 30)
def test_any_text_has_a_language_or_none(text: str) -> None:
    for told in (text, f"{text} " * 12):
        language = detection.language_in(told)
        assert language is None or len(language) == 2

"""Dates as people write them, misspelled words, and the language of a text."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from word_entries import passage, words

from desktop_search.words import dates, detection, spelling
from desktop_search.words.index import WordIndex

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
        ("May-2023", "May 2023"),
        ("2023/May", "May 2023"),
        ("1-May-2023", "1 May 2023"),
        ("May-June 2023", "1 May – 30 June 2023"),
        ("Nov - Feb 2024", "1 November 2023 – 29 February 2024"),
        ("1 May - 3 May 2023", "1 May – 3 May 2023"),
        ("2020-2022", "1 January 2020 – 31 December 2022"),
        ("2020-yesterday", "None"),
        ("last 7 days", "15 November – 21 November 2026"),
        ("last 2 weeks", "8 November – 21 November 2026"),
        ("2 weeks ago", "2 November – 8 November 2026"),
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

    found = spelling.corrections(typed, lambda word: known.get(word, 0), lambda _, limit: list(known.items())[:limit])

    assert found == (() if meant is None else (meant,))


def test_of_many_words_that_begin_alike_few_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    is_within = spelling.is_within
    monkeypatch.setattr(spelling, "is_within", lambda *one: compared.append(one[1]) or is_within(*one))
    begun = [(f"co{a}{b}{c}mmrrp", 1) for a in "aeiouydfgh" for b in "bfghjkpqvw" for c in "dfghjklpqw"]
    asked: list[int] = []

    def beginning(prefix: str, limit: int) -> list[tuple[str, int]]:
        asked.append(limit)
        return [*begun, ("conclusion", 1)]

    assert spelling.corrections("conclutsin", lambda _: 0, beginning) == ("conclusion",)
    assert max(asked) <= 20_000
    assert len(compared) <= 20


@given(st.text("abcde", min_size=8, max_size=10), st.text("abcde", min_size=6, max_size=12))
def test_every_word_two_mistakes_away_is_found(typed: str, other: str) -> None:
    found = spelling.corrections(typed, lambda _: 0, lambda _, limit: [(other, 1)])

    assert found == ((other,) if spelling.is_within(typed, other, 2) else ())


def test_an_unknown_word_is_looked_up_once_until_the_next_commit(
    filled: Callable[..., WordIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    index, asked = filled(passage(1, "receive")), list[str]()
    corrections = spelling.corrections
    monkeypatch.setattr(spelling, "corrections", lambda *one: asked.append(one[0]) or corrections(*one))

    for typed in ("recieve", "recieve", "zzzzqqqq", "zzzzqqqq"):
        assert bool(index.spelled(words(typed)).spellings) is (typed == "recieve")
    assert asked == ["recieve", "zzzzqqqq"]
    index.add([passage(2, "recieve")])
    index.commit()
    assert index.spelled(words("recieve")).spellings == ()


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

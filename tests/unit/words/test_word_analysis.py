"""What counts as a word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.words import analysis
from desktop_search.words.languages import language_of


def exact_words(text: str) -> list[str]:
    return [token.text for token in analysis.exact(text).tokens]


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("C++", "c++"),
        ("C#", "c#"),
        ("node.js", "node.js"),
        ("parse_args", "parse_args"),
        ("ISO-8601", "iso-8601"),
        ("v1.2.3", "v1.2.3"),
        ("O’Neil", "o'neil"),
        ("foo-bar", "foo-bar"),
    ],
)
def test_an_identifier_is_a_word_and_so_are_its_parts(typed: str, whole: str) -> None:
    words = exact_words(f"say {typed}, twice")

    assert whole in words
    assert words[0] == "say"
    assert "twice" in words
    assert len(words) >= 4


def test_the_whole_stands_where_its_first_part_stands() -> None:
    positions = {token.text: token.position for token in analysis.exact("use node.js now").tokens}

    assert positions == {"use": 0, "node": 1, "node.js": 1, "js": 2, "now": 3}


@pytest.mark.parametrize("text", ["日本語", "カー", "สวัสดี", "학교"])
def test_letters_of_scripts_without_spaces_are_words(text: str) -> None:
    assert exact_words(text) == list(text)
    assert all(analysis.is_unspaced(letter) for letter in text)


def test_marks_of_indic_scripts_stay_with_their_letters() -> None:
    assert exact_words("हिन्दी भाषा") == ["हिन्दी", "भाषा"]


def test_case_accents_and_composition_do_not_matter() -> None:
    assert exact_words("CAFÉ") == exact_words("cafe\u0301") == exact_words("café") == ["cafe"]
    assert exact_words("İstanbul") == ["istanbul"]
    assert exact_words("infor\u00admation") == ["information"]


def test_words_are_stemmed_by_their_language() -> None:
    assert analysis.stems("running") == [("run",)]
    assert analysis.stems("Häusern", ("en", "de")) == [("hausern", "haus")]


def test_an_unknown_language_is_taken_for_english() -> None:
    assert language_of("de-AT") == "de"
    assert language_of("xx") == language_of(None) == language_of("") == "en"


def test_stop_words_count_only_when_there_is_nothing_else() -> None:
    assert analysis.content_words(["The", "cat", "of"]) == ["cat"]
    assert analysis.content_words(["to", "be", "or"]) == ["to", "be", "or"]


@given(st.text(max_size=200))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    spans = analysis.spans(text)

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_can_be_cut_into_words(text: str) -> None:
    analysis.exact(text + "\ud800")
    analysis.ranked(text + "\udc80", "de")
    analysis.phrase(text)

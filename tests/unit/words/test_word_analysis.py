"""What counts as a word."""

from itertools import pairwise

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.words import analysis
from desktop_search.words.languages import language_of


def exact_words(text: str) -> list[str]:
    analyzer = analysis.analyzers()[analysis.EXACT_ANALYZER]
    parts = (analyzer.pre_tokenize(part) if isinstance(part, str) else part for part in analysis.exact(text))
    return [token.text for part in parts for token in part.tokens]


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


def test_the_whole_stands_where_its_first_part_stands_if_that_says_less() -> None:
    (tokens,) = analysis.exact("use c++ now")

    assert not isinstance(tokens, str)
    assert {token.text: token.position for token in tokens.tokens} == {"use": 0, "c": 1, "c++": 1, "now": 2}


@given(st.text(alphabet=st.characters(max_codepoint=0x23FF), max_size=100))
def test_texts_without_marks_are_cut_as_all_others_are(text: str) -> None:
    simple, general = (tantivy.TextAnalyzerBuilder(analysis._tokenizer(is_simple=one)).build() for one in (True, False))
    plain = "".join(letter for letter in text if analysis._is_simple(letter))

    assert [
        [(token.text, token.char_offset_from, token.char_offset_to) for token in one.pre_tokenize(plain).tokens]
        for one in (simple, general)
    ] == [[(plain[start:end], start, end) for start, end in analysis.spans(plain)]] * 2


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

"""Which words are marked, and which piece of a passage is shown."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.searching import sentences
from desktop_search.searching.snippets import around, folded, marks, snippet

FILLER = "Nothing of interest stands here at all. "


def marked(text: str, *terms: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in marks(text, terms, language=language)]


def test_words_are_marked_by_their_stems_without_case_and_accents() -> None:
    assert marked("Runs, RUNNING and the Cafe\u0301.", "run", "café") == ["Runs", "RUNNING", "Cafe\u0301"]


def test_words_are_marked_by_the_rules_of_their_language() -> None:
    assert marked("Die Häuser", "Haus", language="de") == ["Häuser"]


def test_stop_words_are_marked_only_when_alone() -> None:
    assert marked("the cat", "the", "cats") == ["cat"]
    assert marked("the cat", "the") == ["the"]


def test_identifiers_are_marked_whole_where_their_parts_mean_something_else() -> None:
    assert marked("C and C++ and node.js", "c++") == ["C++"]
    assert marked("C and C++ and node.js", "node.js") == ["node.js"]


def test_where_an_identifier_stands_whole_only_that_is_marked() -> None:
    assert marked("3 of v1.2.3, not v1.2.34", "v1.2.3") == ["v1.2.3"]
    assert marked("ISO 9001 and ISO-8601", "iso-8601") == ["ISO-8601"]
    assert marked("parses by parse_args(argv)", "parse_args") == ["parse_args"]
    assert marked("it parses the args", "parse_args") == ["parses", "args"]


def test_a_phrase_is_marked_as_a_whole() -> None:
    assert marked("The end of the  Report, a report", "the report") == ["the  Report"]
    assert marked("the end of the report", "the report", "ends") == ["end", "the report"]
    assert marked("the cat and the report, apart", "report the") == ["report"]
    assert marked("the cat sat, the cat", "the cat sat", "the cat") == ["the cat sat", "the cat"]


def test_letters_without_spaces_are_marked_together() -> None:
    assert marked("日曜に日本語を", "日本語") == ["日本語"]
    assert marked("日曜に", "日") == ["日"]


def test_a_short_text_is_shown_whole_with_folded_white_space() -> None:
    text, found = snippet("  an\n\n apple\ttree ", ["apple"])

    assert text == "an apple tree"
    assert found == ((3, 8),)


def test_the_piece_with_most_different_words_is_shown_from_a_sentence_on() -> None:
    text = FILLER * 5 + "Apple, apple, apple. " + FILLER * 10 + "An apple and a pear. " + FILLER * 10

    shown, found = snippet(text, ["apple", "pear"], length=100)

    assert [shown[start:end] for start, end in found] == ["apple", "pear"]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[1:].startswith(("An apple", "Nothing of"))
    assert not shown[:-1].endswith(" ")


def test_a_word_at_the_end_is_shown_with_what_stands_before() -> None:
    shown, _ = snippet(FILLER * 20 + "An apple.", ["apple"], length=120)

    assert shown.endswith("An apple.")
    assert len(shown) > 60


def test_without_a_match_the_beginning_is_shown() -> None:
    shown, found = snippet(FILLER * 10, ["zebra"], length=50)

    assert found == ()
    assert shown == "Nothing of interest stands here at all. Nothing…"


words = st.sampled_from(
    ["apple", "Äpfel", "C++", "日本語", "o'neil", ".", "…", "\ud800", "\n", "a" * 90, "½", "İ", "e\u0301"]
)
texts = st.text(alphabet=st.characters(), max_size=80) | st.lists(words, max_size=60).map(" ".join)


@given(texts, st.lists(words | st.text(max_size=5), max_size=4), st.integers(0, 120))
def test_marks_lie_in_the_text_and_never_overlap(text: str, terms: list[str], length: int) -> None:
    shown, found = snippet(text, terms, length=length)

    for where, spans in ((text, marks(text, terms)), (shown, found)):
        assert all(0 <= start < end <= len(where) for start, end in spans)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert len(shown) <= max(length, 20)
    assert "\n" not in shown


@pytest.mark.parametrize("text", ["x" * 200_000, "word " * 40_000, "日" * 100_000])
def test_a_long_text_is_cut(text: str) -> None:
    assert len(snippet(text, ["word", "日"])[0]) <= 240


@given(texts, st.integers(0, 120), st.data())
def test_a_sentence_is_marked_in_the_piece_around_it(text: str, length: int, data: st.DataObject) -> None:
    found = sentences.spans(text)
    start, end = data.draw(st.sampled_from(found)) if found else (0, 0)

    shown, spans = around(text, start, end, length=length)

    assert len(shown) <= max(length, 20)
    assert len(spans) <= 1
    for first, last in spans:
        assert 0 <= first < last <= len(shown)
        assert " ".join(text[start:end].split()).startswith(shown[first:last])


def test_the_piece_around_a_sentence_shows_all_of_it() -> None:
    sentence = "Octopuses open jars."
    text = FILLER * 10 + sentence + " " + FILLER * 10
    place = text.index(sentence)

    shown, spans = around(text, place, place + len(sentence))

    assert [shown[start:end] for start, end in spans] == [sentence]
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) > 200


@given(texts, st.lists(words, max_size=4), st.integers(0, 50))
def test_marks_move_along_when_white_space_is_folded(text: str, terms: list[str], shift: int) -> None:
    before = marks(text, terms)

    shown, after = folded(text, tuple((start + shift, end + shift) for start, end in before), shift)

    assert shown == " ".join(text.split())
    assert [shown[start:end] for start, end in after] == [text[start:end] for start, end in before]

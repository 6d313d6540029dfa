"""How a typed query is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.records import Mode
from desktop_search.searching.query import MAX_CHARACTERS, parse


def test_words_phrases_and_excluded_words_are_told_apart() -> None:
    query = parse('tax "annual report" -draft 2023')

    assert query.words == ("tax", "2023")
    assert query.phrases == ("annual report",)
    assert query.excluded == ("draft",)


def test_the_embedded_text_is_without_excluded_parts_and_quotes() -> None:
    assert parse('tax "annual  report" -draft -"old copy" 2023').text == "tax annual report 2023"


def test_a_whole_phrase_can_be_excluded() -> None:
    assert parse('tax -"old copy"').excluded == ("old copy",)


@pytest.mark.parametrize("typed", ["-", "--", "--help", "foo-bar", "–draft", "a-"])
def test_other_dashes_belong_to_words(typed: str) -> None:
    query = parse(f"one {typed} two")

    assert query.words == ("one", typed, "two")
    assert query.excluded == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [('foo "bar baz', ("foo", "bar", "baz")), ('5" x 7" frame', ("5", "x", "7", "frame")), ('"', ()), ('-"', ("-",))],
)
def test_unbalanced_quotes_leave_words(typed: str, words: tuple[str, ...]) -> None:
    query = parse(typed)

    assert query.words == words
    assert query.phrases == ()


def test_typographic_quotes_are_quotes() -> None:
    assert parse("“annual report” x").phrases == ("annual report",)


def test_text_is_composed() -> None:
    assert parse("cafe\u0301").words == ("café",)


def test_options_are_kept() -> None:
    query = parse("x", mode=Mode.WORDS, folder="/a", limit=3)

    assert (query.mode, query.folder, query.limit) == (Mode.WORDS, "/a", 3)


def test_nothing_typed_is_an_empty_query() -> None:
    query = parse(" \x00\t ")

    assert (query.text, query.words, query.phrases, query.excluded) == ("", (), (), ())


@given(st.text(alphabet=st.characters()) | st.text(alphabet='ab"-\u201c \x00\ud800', max_size=60))
def test_any_text_is_understood(text: str) -> None:
    query = parse(text)

    for part in (query.text, *query.words, *query.phrases, *query.excluded):
        part.encode("utf-8")
        assert '"' not in part
        assert len(part) <= MAX_CHARACTERS
    assert all((*query.words, *query.phrases, *query.excluded))


def test_a_megabyte_is_cut_short() -> None:
    assert len(parse("word " * 200_000).text) <= MAX_CHARACTERS
    assert len(parse('"' * 1_000_000).text) <= MAX_CHARACTERS


def test_what_a_long_sentence_quotes_need_not_stand_in_the_answer() -> None:
    sentence = 'articles on the kind of text formatting systems that people call "what you see" these days'
    assert parse(sentence).phrases == ()
    assert parse('articles "what you see"').phrases == ("what you see",)


@pytest.mark.parametrize(
    ("typed", "words", "excluded"),
    [
        ("fox NOT dog", ("fox",), ("dog",)),
        ("fox AND NOT dog", ("fox",), ("dog",)),
        ('fox NOT "old dog"', ("fox",), ("old dog",)),
        ("fox AND hound", ("fox", "hound"), ()),
        ("fox -(dog OR cat)", ("fox",), ("dog", "cat")),
        ("fox NOT (dog cat)", ("fox",), ("dog", "cat")),
        ("do not enter", ("do", "not", "enter"), ()),
        ("FILE NOT FOUND", ("FILE", "NOT", "FOUND"), ()),
        ("python NOT JS", ("python",), ("JS",)),
        ("AND", ("AND",), ()),
        ("AND gate", ("AND", "gate"), ()),
        ("fox NOT", ("fox", "NOT"), ()),
    ],
)
def test_not_and_and_are_no_words(typed: str, words: tuple[str, ...], excluded: tuple[str, ...]) -> None:
    query = parse(typed)

    assert (query.words, query.excluded) == (words, excluded)
    assert query.text == " ".join(words)


def test_not_turns_a_filter_round() -> None:
    (found,) = parse("fox NOT type:pdf").filters

    assert (found.negated, found.text, found.understood) == (True, "NOT type:pdf", "not PDF files")

"""How filters in a query are understood."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_search.records import Filter, FilterKind, SearchQuery
from desktop_search.searching.query import parse

TODAY = date(2026, 11, 21)


def understood(typed: str) -> SearchQuery:
    return parse(typed, today=TODAY)


def the_filter(typed: str) -> Filter:
    (found,) = understood(typed).filters
    return found


@pytest.mark.parametrize(
    ("typed", "kind", "values"),
    [
        ("type:pdf", FilterKind.TYPE, (".pdf",)),
        ("TYPE:PDF", FilterKind.TYPE, (".pdf",)),
        ("filetype:.pdf", FilterKind.TYPE, (".pdf",)),
        ("ext:doc", FilterKind.TYPE, (".doc",)),
        ("type:doc", FilterKind.TYPE, (".doc", ".docx")),
        ("type:pdfs", FilterKind.TYPE, (".pdf",)),
        ("type:PDFs", FilterKind.TYPE, (".pdf",)),
        ("type:pdf.", FilterKind.TYPE, (".pdf",)),
        ("type:docxs", FilterKind.TYPE, (".docx", ".docm")),
        ("type:js", FilterKind.TYPE, (".js",)),
        ("ext:pdfs", FilterKind.TYPE, (".pdfs",)),
        ("in:./letters", FilterKind.FOLDER, ("letters",)),
        ("type:images", FilterKind.TYPE, ("picture",)),
        ("type:e-mail", FilterKind.TYPE, ("mail",)),
        ("type:pdf,pictures", FilterKind.TYPE, (".pdf", "picture")),
        ("type: pdf", FilterKind.TYPE, (".pdf",)),
        ("in:Projects", FilterKind.FOLDER, ("Projects",)),
        ('in:"my papers/2023"', FilterKind.FOLDER, ("my papers/2023",)),
        ("folder:/home/a", FilterKind.FOLDER, ("/home/a",)),
        ("name:report", FilterKind.NAME, ("report",)),
        ('author:"Smith, John",Jones', FilterKind.AUTHOR, ("Smith, John", "Jones")),
        ("from:anna@example.org", FilterKind.AUTHOR, ("anna@example.org",)),
        ("lang:de", FilterKind.LANGUAGE, ("de",)),
        ("lang:Deutsch", FilterKind.LANGUAGE, ("de",)),
        ("language:german,fr", FilterKind.LANGUAGE, ("de", "fr")),
    ],
)
def test_a_filter_is_understood(typed: str, kind: FilterKind, values: tuple[str, ...]) -> None:
    found = the_filter(typed)

    assert (found.kind, found.values, found.is_valid, found.text) == (kind, values, True, typed)
    assert not understood(typed).says_something


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("type:pdf", "PDF files"),
        ("-type:mail", "not mail"),
        ("type:pdf,picture", "PDF files or pictures"),
        ("type:pdfs", "PDF files"),
        ("in:Projects", "in a folder “Projects”"),
        ("path:src/main.py", "in a folder or file “src/main.py”"),
        ("lang:de", "in German"),
        ("modified:last spring", "changed 1 March – 31 May 2026"),
        ("modified:2023", "changed 2023"),
        ("modified:>2023", "changed since 1 January 2024"),
        ("modified:<=2023-05", "changed before 1 June 2023"),
        ("before:1.5.2023", "dated before 1 May 2023"),
        ("after:yesterday", "dated since 20 November 2026"),
        ("before:two weeks ago", "dated before 7 November 2026"),
        ("before:1 year ago", "dated before 21 November 2025"),
        ("after:2 weeks ago", "dated since 7 November 2026"),
        ("until:2 weeks ago", "dated before 8 November 2026"),
        ("modified:<2 weeks ago", "changed before 7 November 2026"),
        ("modified:2 weeks ago", "changed 2 November – 8 November 2026"),
        ("size:>1MB", "from 1 MB"),
        ("size:1..2MB", "from 1 MB up to 2 MB"),
    ],
)
def test_it_is_said_in_words_what_was_understood(typed: str, said: str) -> None:
    assert the_filter(typed).understood == said


def test_a_date_may_have_several_words() -> None:
    query = understood("after:1 May 2023 budget before:last spring plan")

    assert [one.text for one in query.filters] == ["after:1 May 2023", "before:last spring"]
    assert query.words == ("budget", "plan")


def test_days_begin_and_end_at_midnight_here() -> None:
    found = the_filter("modified:yesterday")

    assert found.least == int(datetime(2026, 11, 20).timestamp()) * 10**9
    assert found.below == int(datetime(2026, 11, 21).timestamp()) * 10**9


@pytest.mark.parametrize("key", ["type", "in", "name", "author", "lang", "before", "modified", "size"])
def test_an_unfinished_filter_is_shown_and_restricts_nothing(key: str) -> None:
    query = understood(f"tax {key}:")

    assert query.words == ("tax",)
    assert query.restrictions == ()
    assert key in query.filters[0].understood


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("before:blah", ("blah",)),
        ("in:.", (".",)),
        ("in:..", ("..",)),
        ("in:../letters", ("../letters",)),
        ("type:something", ("something",)),
        ("lang:xyz", ("xyz",)),
        ("size:big", ("big",)),
        ("name: bob", ("bob",)),
        ("tpye:pdf", ("tpye:pdf",)),
    ],
)
def test_a_wrong_filter_is_shown_and_its_words_are_searched_for(typed: str, words: tuple[str, ...]) -> None:
    query = understood(typed)

    assert query.words == words
    assert query.restrictions == ()
    assert not query.filters[0].is_valid


@pytest.mark.parametrize(
    "typed",
    ["10:30", "http://a.example/b", r"C:\notes", "std::vector", "foo:bar", "file:///etc", "name::x", "a:b:c", ":"],
)
def test_other_colons_belong_to_words(typed: str) -> None:
    query = understood(f"one {typed} two")

    assert query.words == ("one", typed, "two")
    assert query.filters == ()


def test_an_unknown_filter_can_be_excluded_as_a_word() -> None:
    assert understood("a -foo:bar").excluded == ("foo:bar",)


def test_of_phrases_joined_by_or_one_is_enough() -> None:
    query = understood('"red apple" OR "green pear" OR plum pie')

    assert query.alternatives == (('"red apple"', '"green pear"', "plum"),)
    assert query.phrases == ()
    assert query.text == "red apple or green pear or plum pie"
    assert understood('"a b"|"c d"').alternatives == (('"a b"', '"c d"'),)


def test_of_words_one_is_enough_anyway() -> None:
    query = understood("tax OR duty | levy")

    assert (query.words, query.alternatives, query.text) == (("tax", "duty", "levy"), (), "tax or duty or levy")


def test_of_filters_joined_by_or_one_is_enough() -> None:
    query = understood("x type:pdf OR in:letters name:a")

    assert [one.either for one in query.filters] == [1, 1, None]
    assert query.words == ("x",)


@pytest.mark.parametrize("typed", ["OR", "Portland, OR", "OR gate", "this or that"])
def test_an_or_that_joins_nothing_is_a_word(typed: str) -> None:
    assert understood(typed).words == tuple(typed.split())


def test_the_last_word_may_be_unfinished() -> None:
    assert understood("annual rep").unfinished == "rep"
    assert understood("annual rep ").unfinished is None
    assert understood("rep type:pdf").unfinished is None


PIECES = [
    *(
        "tax",
        "café",
        "e\u0301",
        "\ud800",
        "日本",
        '"',
        '"a b"',
        "-",
        "-b",
        '-"c d"',
        "OR",
        "AND",
        "NOT",
        "NOT b",
        "|",
        "or",
        "a|b",
        ":",
        "\t",
        "\x00",
    ),
    *(
        "type:pdf",
        "type:",
        "-type:mail,pdf",
        "in:",
        'in:"a b"',
        'in:"a',
        "in:~x",
        "name:*.p[",
        "author:!",
        "lang:de",
        "lang:x",
    ),
    *(
        "before:",
        "before:1",
        "May",
        "2023",
        "last",
        "spring",
        "after:last",
        "modified:>",
        "modified:>2023",
        "size>1",
        "size:1..2MB",
    ),
    *(
        "tpye:pdf",
        "foo:bar",
        "-foo:bar",
        "http://x",
        "10:30",
        "5 days",
        "ago",
        "“x y”",
        "..",
        "date:2020..",
        "from:2023",
        "from:a",
    ),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(alphabet=st.characters(), max_size=6), max_size=12)
spaces = st.sampled_from([" ", " ", " ", "  ", "\n", ""])


@st.composite
def queries(draw: st.DrawFn) -> str:
    return "".join(piece + draw(spaces) for piece in draw(texts))


@settings(deadline=None)
@given(queries())
@example("type:pdf OR type:docx")
@example("a AND type:pdf AND b")
@example("type:pdf AND type:docx AND in:a")
@example("a OR AND type:pdf AND OR b AND")
@example("NOT type:pdf AND NOT a")
@example("a NOT NOT type:pdf b")
@example("a OR type:pdf OR b")
@example("tax OR OR type:pdf tax")
@example("before:1 type:pdf May")
@example("OR type:pdf OR ")
@example("OR type:pdf type:docx OR OR")
def test_filters_lie_in_the_text_and_can_be_taken_out_of_it(typed: str) -> None:
    query = understood(typed)

    for one in query.filters:
        assert 0 <= one.start < one.end <= len(typed)
        assert one.text == typed[one.start : one.end]
        assert one.understood
    for number, one in enumerate(query.filters):
        if one.is_valid:
            without = understood(typed[: one.start] + typed[one.end :])
            others = [*query.filters[:number], *query.filters[number + 1 :]]
            assert [essence(other) for other in without.filters] == [essence(other) for other in others]
            assert replace(without, filters=(), unfinished=None) == replace(query, filters=(), unfinished=None)


def essence(one: Filter) -> tuple[object, ...]:
    return (one.kind, one.understood, one.values, one.least, one.below, one.negated, one.is_valid)

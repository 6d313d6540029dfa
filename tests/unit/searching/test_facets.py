"""Facets: what they count, and that each filter they offer is understood as what was counted."""

import os
from datetime import date, datetime

import pytest

from desktop_search.records import FilterKind
from desktop_search.searching import facets
from desktop_search.storage.found_documents import FoundDocument

TODAY = date(2026, 6, 17)


def document(path: str, when: str = "2026-06-17", *, language: str | None = None, author: str = "") -> FoundDocument:
    at = int(datetime.fromisoformat(f"{when}T12:00").timestamp()) * 1_000_000_000
    return FoundDocument(1, 1, path, None, at, language, author)


def counts(kind: FilterKind, *documents: FoundDocument) -> dict[str, int]:
    return {value.filter: value.documents for value in facets.counted(kind, documents, TODAY).values}


def test_types_are_counted_by_what_their_filter_leaves() -> None:
    found = counts(FilterKind.TYPE, document("/a.PDF"), document("/b.pdf"), document("/c.doc"), document("/noext"))
    assert found == {"type:pdf": 2, "ext:doc": 1}
    labels = [value.label for value in facets.counted(FilterKind.TYPE, [document("/a.pdf")], TODAY).values]
    assert labels == ["PDF files"]


def test_folders_begin_where_the_documents_part() -> None:
    documents = (document("/home/ana/x/1.txt"), document("/home/ana/x/deep/2.txt"), document("/home/ana/y/3.txt"))
    assert counts(FilterKind.FOLDER, *documents) == {'in:"/home/ana/x"': 2, 'in:"/home/ana/y"': 1}
    inside = counts(FilterKind.FOLDER, *documents[:2])
    assert inside == {'in:"/home/ana/x/deep"': 1}


@pytest.mark.parametrize("path", ['/h/a"b/1.txt', "/h/a\nb/1.txt"])
def test_a_folder_that_no_filter_can_name_is_left_out(path: str) -> None:
    assert counts(FilterKind.FOLDER, document(path), document("/h/c/1.txt")) == {'in:"/h/c"': 1}


def test_times_reach_further_only_where_they_hold_more() -> None:
    documents = [
        document("/a"),
        document("/b", "2026-06-15"),
        document("/c", "2026-01-02"),
        document("/d", "2023-05-05"),
    ]
    assert counts(FilterKind.CHANGED, *documents) == {
        "modified:today": 1,
        'modified:"this week"': 2,
        'modified:"this year"': 3,
        "modified:2023": 1,
    }
    assert counts(FilterKind.CHANGED, document("/a")) == {"modified:today": 1}
    assert counts(FilterKind.CHANGED) == {}


def test_languages_and_authors_are_counted_by_name() -> None:
    documents = (
        document("/a", language="de", author="Ana  Moreno"),
        document("/b", language="de", author='Ana "X" Moreno'),
        document("/c"),
    )
    assert counts(FilterKind.LANGUAGE, *documents) == {"lang:de": 2}
    assert counts(FilterKind.AUTHOR, *documents) == {'author:"Ana Moreno"': 1}


def test_every_filter_that_is_offered_is_understood() -> None:
    documents = [
        document(os.sep.join(("", "h", f"f {number}", f"n.{suffix}")), "2020-03-04", language="fr", author="O'Neil (x)")
        for number, suffix in enumerate(("pdf", "tar.gz", "md", "xyz", "ÄÖ", "a b"))
    ]
    for kind in facets.KINDS:
        for value in facets.counted(kind, documents, TODAY).values:
            found = facets.understood(value.filter, TODAY)
            assert found is not None
            assert found.kind is kind

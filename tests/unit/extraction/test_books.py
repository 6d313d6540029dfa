"""Promises about electronic books."""

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.registry import extract
from desktop_search.records import Document
from tests.office_samples import book, fiction_book

ENCRYPTED = (
    '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
    '<enc:CipherReference URI="{}"/></enc:CipherData></enc:EncryptedData></encryption>'
)


def read(data: bytes) -> Document:
    return extract(Source.from_bytes(data, "a"))[0]


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in document.blocks]


def test_chapters_are_read_in_the_order_of_the_book() -> None:
    document = read(book({"z": "<h1>One</h1><p>first</p>", "a": "<h1>Two</h1><p>second</p>"}))
    assert (document.title, document.language, document.properties["author"]) == ("The title", "de", "Ann")
    assert shown(document) == [
        ("heading", 1, "One"),
        ("paragraph", 0, "first"),
        ("heading", 1, "Two"),
        ("paragraph", 0, "second"),
    ]


def test_a_protected_book_is_encrypted_and_one_with_protected_fonts_is_not() -> None:
    with pytest.raises(Unreadable) as caught:
        read(book({"a": "x"}, {"META-INF/encryption.xml": ENCRYPTED.format("book/a.xhtml")}))
    assert caught.value.code == "encrypted"
    assert read(book({"a": "x"}, {"META-INF/encryption.xml": ENCRYPTED.format("book/a.otf")})).blocks


def test_a_book_whose_contents_declare_entities_is_refused() -> None:
    contents = '<!DOCTYPE p [<!ENTITY a "lol">]><package><title>&a;</title></package>'
    with pytest.raises(Unreadable, match="entities"):
        read(book({"a": "x"}, {"META-INF/container.xml": contents}))


def test_a_fiction_book_keeps_chapters_verses_and_who_wrote_it() -> None:
    verses = "<poem><stanza><v>first verse</v><v>second verse</v></stanza></poem>"
    document = read(
        fiction_book(
            f"<title><p>Whole</p></title><section><title><p>One</p></title><p>t<b>e</b>xt</p>{verses}</section>"
        )
    )
    assert (document.title, document.language, document.properties) == ("The title", "de", {"author": "Ann Lee"})
    assert shown(document) == [
        ("heading", 1, "Whole"),
        ("heading", 2, "One"),
        ("paragraph", 0, "text"),
        ("paragraph", 0, "first verse\nsecond verse"),
    ]

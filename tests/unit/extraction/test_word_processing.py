"""Promises about the texts of word processors other than the plain Word document: .doc, .odt, .rtf."""

import struct

import pytest

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.registry import extract
from desktop_search.records import Document
from tests.office_samples import opendocument, word_6, word_97


def read(data: bytes, name: str = "a") -> Document:
    return extract(Source.from_bytes(data, name))[0]


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in document.blocks]


def texts(data: bytes) -> list[str]:
    return [text for _, _, text in shown(read(data))]


def test_the_pieces_of_an_old_document_are_put_together() -> None:
    assert texts(word_97("Dear “frie", "nds” in Αθήνα\rBye\r")) == ["Dear “friends” in Αθήνα", "Bye"]


def test_headings_of_an_old_document_are_known_whatever_they_are_called() -> None:
    assert shown(read(word_97("One\rtext\rTwo\r", headings={0: 1, 2: 2}))) == [
        ("heading", 1, "One"),
        ("paragraph", 0, "text"),
        ("heading", 2, "Two"),
    ]


def test_of_a_field_its_result_is_read() -> None:
    assert texts(word_97('See \x13 HYPERLINK "http://x" \x14the page\x15 now\r')) == ["See the page now"]
    assert texts(word_97("never \x13 finished\rbut this is read\r")) == ["never", "but this is read"]


def test_cells_of_an_old_document_are_rows_of_a_table() -> None:
    assert shown(read(word_97("a\x07b\x07\x07c\x07d\x07\x07after\r"))) == [
        ("table", 0, "a\tb\nc\td"),
        ("paragraph", 0, "after"),
    ]


def test_a_document_of_word_6_is_read_in_the_code_page_of_its_language() -> None:
    assert texts(word_6(b"caf\xe9\r")) == ["café"]
    assert texts(word_6("Привет\r".encode("cp1251"), language=0x419)) == ["Привет"]


def test_an_old_document_with_a_password_is_reported_as_encrypted() -> None:
    with pytest.raises(Unreadable) as caught:
        read(word_97("secret\r", flags=0x100))
    assert caught.value.code == "encrypted"


def test_the_properties_of_an_old_document_are_read_however_many_it_claims() -> None:
    title = struct.pack("<II", 30, 6) + b"Caf\xe9\0\0"
    told = struct.pack("<II", 0, 0xFFFFFFFF) + struct.pack("<II", 2, 16) + title
    summary = bytes(44) + struct.pack("<I", 48) + told
    document = read(word_97("text\r", others={"\x05SummaryInformation": summary}))
    assert document.title == "Café"


def test_an_opendocument_text_keeps_its_structure() -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">One</text:h>'
        "<text:p>a<text:s text:c='2'/>b<text:tab/>c\n  <text:span>d</text:span>"
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>the note</text:p></text:note-body></text:note>"
        "<office:annotation><dc:creator>Ann</dc:creator><text:p>a comment</text:p></office:annotation> e</text:p>"
        "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>"
        "<table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert shown(read(opendocument("text", body))) == [
        ("heading", 2, "One"),
        ("paragraph", 0, "a  b\tc d e"),
        ("paragraph", 0, "the note"),
        ("paragraph", 0, "a comment"),
        ("paragraph", 0, "item"),
        ("table", 0, "1\t2"),
    ]


def test_an_opendocument_with_a_password_is_reported_as_encrypted() -> None:
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    with pytest.raises(Unreadable) as caught:
        read(opendocument("text", "<text:p>x</text:p>", manifest))
    assert caught.value.code == "encrypted"


def test_a_flat_opendocument_is_read() -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    flat = (
        f'<?xml version="1.0"?><office:document xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>Hello'
        "<office:binary-data>AAAA</office:binary-data></text:p></office:text></office:body></office:document>"
    )
    assert texts(flat.encode()) == ["Hello"]


def test_an_old_document_type_is_allowed_and_its_entities_are_not() -> None:
    old = '<!DOCTYPE m PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    content = opendocument("text", "<text:p>x</text:p>", {"meta.xml": f"{old}<m/>"})
    assert texts(content) == ["x"]
    bomb = '<!DOCTYPE m [<!ENTITY a "lol">]><m>&a;</m>'
    with pytest.raises(Unreadable, match="entities"):
        read(opendocument("text", "<text:p>x</text:p>", {"meta.xml": bomb}))


def test_rich_text_keeps_letters_headings_tables_and_notes() -> None:
    rich = (
        rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0\fcharset238 A;}}{\stylesheet{\s1 heading 1;}}"
        rb"{\info{\title The title}{\author Ann}}\f0\pard\s1 One\par\pard za\'bf\'f3\'b3\u322? {\footnote the note}\par"
        rb"\trowd a\cell b\cell\row\pard {\field{\*\fldinst HYPERLINK x}{\fldrslt a link}}\par"
        rb"{\header the header}{\pict 00112233}}"
    )
    document = read(rich)
    assert (document.title, document.properties) == ("The title", {"author": "Ann"})
    assert shown(document) == [
        ("heading", 1, "One"),
        ("paragraph", 0, "zażółł"),
        ("paragraph", 0, "the note"),
        ("table", 0, "a\tb"),
        ("paragraph", 0, "a link"),
        ("paragraph", 0, "the header"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"{" * 100_000 + b"deep" + b"}" * 100_000,
        rb"{\field{\*\fldinst{ x " * 20_000,
        rb"{\fonttbl" + rb"\f1 " * 50_000,
        rb"{\pict " + b"0123456789abcdef" * 300_000 + b"}",
        rb"{\info{\title {{{" * 5_000,
        rb"\u99999999? \uc \f \u-? ",
    ],
    ids=["nested", "fields", "fonts", "picture", "properties", "numbers"],
)
def test_twisted_rich_text_takes_no_longer_than_plain(body: bytes) -> None:
    assert "first" in texts(rb"{\rtf1 first \par " + body)[0]

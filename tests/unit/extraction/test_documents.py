"""Promises about Word documents and PDF files."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from extraction_samples import HELLO, STRICT, minimal_pdf, word

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.pdf_extras import iso_date
from desktop_search.extraction.reflow import paragraphs
from desktop_search.extraction.registry import extract
from desktop_search.records import Document
from tests.nested_samples import zipped


def read(data: bytes, name: str) -> Document:
    return extract(Source.from_bytes(data, name))[0]


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in document.blocks]


def test_headings_tables_and_properties_of_a_word_document() -> None:
    from docx import Document as WordDocument

    made, file = WordDocument(), io.BytesIO()
    made.core_properties.title, made.core_properties.author = "The title", "Ann"
    made.add_heading("One", 1)
    made.add_paragraph("Text\twith a tab")
    made.add_heading("Two", 2)
    table = made.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    made.sections[0].header.paragraphs[0].text = "The header"
    made.save(file)
    document = read(file.getvalue(), "a.docx")
    assert (document.title, document.properties["author"]) == ("The title", "Ann")
    assert shown(document) == [
        ("heading", 1, "One"),
        ("paragraph", 0, "Text\twith a tab"),
        ("heading", 2, "Two"),
        ("table", 0, "cell 0\tcell 1\ncell 2\tcell 3"),
        ("paragraph", 0, "The header"),
    ]


def test_a_document_is_called_by_its_title_paragraph_where_nothing_else_says() -> None:
    body = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>My title</w:t></w:r></w:p>' + HELLO
    assert read(word(body), "a.docx").title == "My title"


def test_headings_are_known_by_localised_styles_and_outline_levels() -> None:
    styles = (
        '<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Mine"><w:basedOn w:val="berschrift2"/><w:name w:val="My own"/></w:style>'
    )
    body = "".join(
        f"<w:p><w:pPr>{mark}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        for mark, text in (
            ('<w:pStyle w:val="berschrift2"/>', "one"),
            ('<w:pStyle w:val="Mine"/>', "two"),
            ('<w:outlineLvl w:val="2"/>', "three"),
            ('<w:outlineLvl w:val="9"/>', "body"),
        )
    )
    assert shown(read(word(body, {"word/styles.xml": styles}), "a.docx")) == [
        ("heading", 2, "one"),
        ("heading", 2, "two"),
        ("heading", 3, "three"),
        ("paragraph", 0, "body"),
    ]


def test_deletions_are_left_out_and_insertions_kept() -> None:
    body = (
        "<w:p><w:r><w:t>a </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>"
    )
    assert shown(read(word(body), "a.docx")) == [("paragraph", 0, "a new")]


def test_text_boxes_and_content_controls_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>before</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p><w:sdt><w:sdtContent>{HELLO}</w:sdtContent></w:sdt>"
    )
    texts = [text for _, _, text in shown(read(word(body), "a.docx"))]
    assert sorted(texts) == ["Hello there.", "before", "in the box"]


def test_notes_and_comments_are_read() -> None:
    notes = {f"word/{kind}.xml": f"<w:p><w:r><w:t>{kind} text</w:t></w:r></w:p>" for kind in ("footnotes", "comments")}
    texts = [text for _, _, text in shown(read(word(HELLO, notes), "a.docx"))]
    assert texts == ["Hello there.", "footnotes text", "comments text"]


def test_formulas_symbols_and_ruby_are_read_as_they_look() -> None:
    maths = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    body = (
        f"<w:p><w:r><w:t>so </w:t></w:r><m:oMath {maths}><m:r><m:t>x=1</m:t></m:r></m:oMath>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Symbol" w:char="03B1"/></w:r>'
        "<w:ruby><w:rt><w:r><w:t>とう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東</w:t></w:r></w:rubyBase></w:ruby></w:p>"
    )
    assert shown(read(word(body), "a.docx")) == [("paragraph", 0, "so x=1α東")]


def test_text_before_what_is_too_deep_or_damaged_is_kept_and_told() -> None:
    deep = HELLO + "<w:sdt>" * 300 + HELLO + "</w:sdt>" * 300
    for body in (deep, HELLO + "<w:p></w:wrong>" + HELLO):
        document = read(word(body), "a.docx")
        assert shown(document) == [("paragraph", 0, "Hello there.")]
        assert document.truncated


def test_the_strict_variant_of_the_format_is_read() -> None:
    assert shown(read(word(HELLO, namespace=STRICT), "a.docx")) == [("paragraph", 0, "Hello there.")]


def including(files: dict[str, bytes], *, missing: bool = False) -> bytes:
    """A Word document that includes files between two paragraphs."""
    schema = "http://schemas.openxmlformats.org"
    office = f"{schema}/officeDocument/2006/relationships"
    chunks = "".join(f'<w:altChunk xmlns:r="{office}" r:id="c{number}"/>' for number in range(len(files)))
    relations = "".join(
        f'<Relationship Id="c{number}" Type="{office}/aFChunk" Target="/word/{name}"/>'
        for number, name in enumerate(files)
    )
    file = io.BytesIO(word(HELLO + chunks + "<w:p><w:r><w:t>The end.</w:t></w:r></w:p>"))
    with zipfile.ZipFile(file, "a") as archive:
        relations_in = f'<Relationships xmlns="{schema}/package/2006/relationships">{relations}</Relationships>'
        archive.writestr("word/_rels/document.xml.rels", relations_in)
        for name, data in files.items():
            if not missing:
                archive.writestr(f"word/{name}", data)
    return file.getvalue()


def test_files_that_a_word_document_includes_are_read_where_they_stand() -> None:
    files = {
        "page.htm": b"<html><body><h1>Heading</h1><p>On the page.</p>",
        "rich.rtf": rb"{\rtf1\ansi Rich text.\par}",
        "plain.txt": b"Plain text.",
        "other.docx": including({"inner.html": b"<p>Innermost.</p>"}),
        "empty.txt": b"",
    }
    document = read(including(files), "a.docx")
    assert [text for _, _, text in shown(document)] == [
        *("Hello there.", "Heading", "On the page.", "Rich text.", "Plain text."),
        *("Hello there.", "Innermost.", "The end.", "The end."),
    ]
    assert ("heading", 1, "Heading") in shown(document)
    assert document.truncated is None


def test_an_included_file_that_cannot_be_read_is_told() -> None:
    deep = b"<p>Innermost.</p>"
    for level in range(5):
        deep = including({"a.docx" if level else "a.html": deep})
    for data in (including({"a.docx": word(HELLO)[:90]}), including({"a.html": b"x"}, missing=True), deep):
        document = read(data, "a.docx")
        assert document.truncated is not None
        assert document.truncated.startswith("A text that the document includes was not read.")
        assert [text for _, _, text in shown(document)][-1] == "The end."


def test_what_is_included_is_spent_once() -> None:
    source = Source.from_bytes(including({"a.txt": b"Plain text."}), "a.docx", text_limit=1_000)
    document, _, _ = extract(source)
    assert source.budget.characters == 1_000 - sum(len(block.text) for block in document.blocks)


def test_pages_and_properties_of_a_pdf() -> None:
    document = read(minimal_pdf("First page", "Second page", info="/Title(The title)/Author(Ann)"), "a.pdf")
    assert (document.title, document.properties) == ("The title", {"author": "Ann"})
    assert [(block.text, block.location.page) for block in document.blocks] == [("First page", 1), ("Second page", 2)]


@pytest.mark.parametrize("title", ["Microsoft Word - letter.doc", "untitled", "10811.exe", "a_b_c"])
def test_what_programs_write_instead_of_a_title_is_none(title: str) -> None:
    assert read(minimal_pdf("Text", info=f"/Title({title})"), "a.pdf").title is None


def test_a_pdf_of_pictures_says_that_it_has_no_text_layer() -> None:
    with pytest.raises(Unreadable, match="no text layer") as caught:
        read(minimal_pdf(""), "a.pdf")
    assert caught.value.code == "empty_text"


def test_a_pdf_with_a_password_is_reported_as_encrypted() -> None:
    from pypdf import PdfReader, PdfWriter

    writer, file = PdfWriter(clone_from=PdfReader(io.BytesIO(minimal_pdf("Secret")))), io.BytesIO()
    writer.encrypt("password", algorithm="RC4-128")
    writer.write(file)
    with pytest.raises(Unreadable) as caught:
        read(file.getvalue(), "a.pdf")
    assert caught.value.code == "encrypted"


def test_pypdf_reads_what_pdfium_cannot_open(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    def fail(data: bytes) -> None:
        raise pypdfium2.PdfiumError("no", err_code=3)

    monkeypatch.setattr("pypdfium2.PdfDocument", fail)
    assert [block.text for block in read(minimal_pdf("First page"), "a.pdf").blocks] == ["First page"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("an exam-\nple of it", ["an example of it"]),
        ("a well-known fact, a well-\nknown one", ["a well-known fact, a well-known one"]),
        ("North-\nSouth", ["North-\nSouth"]),
        ("soft\u00adened", ["softened"]),
        ("typ\ufffe\r\neset", ["typeset"]),
        ("A short line.\nAnother one.", ["A short line.", "Another one."]),
    ],
)
def test_printed_lines_become_paragraphs(page: str, expected: list[str]) -> None:
    assert list(paragraphs(page)) == expected


def test_running_lines_are_joined_and_paragraphs_told_apart() -> None:
    line = "the words of a line that runs from one margin to the other margin"
    page = f"Once {line}\n{line}\nand ends.\nNow {line}\n{line}."
    assert list(paragraphs(page)) == [f"Once {line} {line} and ends.", f"Now {line} {line}."]


def with_extras(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText

    writer, file = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    chapter = writer.add_outline_item(title="Second page", page_number=1)
    writer.add_outline_item(title="Not written anywhere", page_number=2, parent=chapter)
    writer.add_annotation(page_number=0, annotation=FreeText(text="a remark", rect=(50, 50, 200, 100)))
    writer.write(file)
    return file.getvalue()


def test_bookmarks_of_a_pdf_are_headings_and_remarks_are_read() -> None:
    document = read(with_extras(minimal_pdf("First page", "Second page", "Third page")), "a.pdf")
    assert [(block.kind, block.level, block.location.page, block.text) for block in document.blocks] == [
        ("paragraph", 0, 1, "First page"),
        ("paragraph", 0, 1, "a remark"),
        ("heading", 1, 2, "Second page"),
        ("heading", 2, 3, "Not written anywhere"),
        ("paragraph", 0, 3, "Third page"),
    ]


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    """A PDF written anew after a change."""
    from pypdf import PdfReader, PdfWriter

    writer, file = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    change(writer)
    writer.write(file)
    return file.getvalue()


def test_a_pdf_tells_its_date_and_its_language() -> None:
    from pypdf.generic import NameObject, TextStringObject

    def speak(writer: Any) -> None:
        writer.root_object[NameObject("/Lang")] = TextStringObject("de-DE")

    data = changed(minimal_pdf("Hallo", info="/CreationDate(D:20240131120000+01'00')"), speak)
    document = read(data, "a.pdf")
    assert (document.language, document.properties["date"]) == ("de-DE", "2024-01-31T12:00:00+01:00")
    assert read(minimal_pdf("Hallo", info="/CreationDate(yesterday)"), "a.pdf").properties == {}


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("D:20240131120000Z", "2024-01-31T12:00:00+00:00"),
        ("D:20240131120000-0330", "2024-01-31T12:00:00-03:30"),
        ("20240131", "2024-01-31T00:00:00"),
        ("D:2024", "2024-01-01T00:00:00"),
        ("D:20241331", ""),
        ("D:20240131120000+99'99'", ""),
        ("", ""),
    ],
)
def test_dates_of_a_pdf_are_read(written: str, date: str) -> None:
    assert iso_date(written) == date


def test_files_in_a_pdf_are_members() -> None:
    def attach(writer: Any) -> None:
        for name, content in (("invoice.xml", b"<a>The sum</a>"), ("a.zip", zipped({"b.txt": b"Inside"})), ("e", b"")):
            writer.add_attachment(name, content)
        writer.add_attachment("id_rsa", b"the secret")

    document = read(changed(minimal_pdf("See there"), attach), "a.pdf")
    assert {one.member for one in document.members} == {"invoice.xml", "a.zip", "a.zip › b.txt"}
    assert document.blocks[0].text == "See there"
    assert "invoice.xml" in document.blocks[-1].text
    assert document.truncated is None
    only = read(changed(minimal_pdf(""), attach), "a.pdf")
    assert len(only.members) == 3


def test_a_page_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    data = minimal_pdf("First", "Second", "Third")
    read_page = pypdfium2.PdfDocument.get_page

    def fail(broken: set[int]) -> None:
        def page(pdf: Any, index: int) -> Any:
            if index in broken:
                raise pypdfium2.PdfiumError("no")
            return read_page(pdf, index)

        monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", page)

    fail({1})
    document = read(data, "a.pdf")
    assert [block.text for block in document.blocks] == ["First", "Third"]
    assert document.truncated == "Page 2 could not be read."
    fail({0, 1})
    assert read(data, "a.pdf").truncated == "Pages 1-2 could not be read."
    fail({0, 1, 2})
    with pytest.raises(Unreadable, match="Pages 1-3 could not be read") as caught:
        read(data, "a.pdf")
    assert caught.value.code == "damaged"


def test_the_pages_without_a_text_layer_are_named_and_no_reason_for_a_partial_state() -> None:
    document = read(minimal_pdf("First", "", "", "Fourth", ""), "a.pdf")
    assert document.properties == {"pages_without_text": "2-3, 5"}
    assert document.truncated is None

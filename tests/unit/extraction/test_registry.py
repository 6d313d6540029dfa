"""Promises about which format reads a file, and about the reason where none can."""

import sys
import zlib

import pytest
from extraction_samples import HELLO, package, word

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.registry import extract, format_for
from desktop_search.records import Document

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    + zlib.compress(b"\0" * 9)
)
EXE = (
    b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"
    + bytes(100)
    + b"This program cannot be run in DOS mode."
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGE = b"<!-- saved -->\n<!DOCTYPE html>\n<html lang=en><title>T</title><p>Hello there.</p></html>"


def read(data: bytes, name: str, **options: int) -> tuple[Document, str, int]:
    return extract(Source.from_bytes(data, name, **options))


def text_of(data: bytes, name: str) -> str:
    return "\n".join(block.text for block in read(data, name)[0].blocks)


def reason(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, name)
    assert caught.value.sentence.endswith(".")
    return caught.value.code


@pytest.mark.parametrize("name", ["a.xyz", "Makefile", "a", "a.pdf", "a.docx", "a.zip", "a.png", "a.TXT", ".hidden"])
def test_a_text_is_readable_whatever_its_suffix(name: str) -> None:
    assert "Hello there." in text_of(b"Hello there.\n", name)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.py", "a.html", "a.pdf", "a.docx", "a"])
@pytest.mark.parametrize("data", [PNG, EXE], ids=["picture", "program"])
def test_a_binary_file_is_no_text_whatever_its_suffix(data: bytes, name: str) -> None:
    assert reason(data, name) == "unsupported"


@pytest.mark.parametrize("name", ["a.html", "a.doc", "a.txt", "a", "a.docx"])
def test_a_web_page_is_one_whatever_its_suffix(name: str) -> None:
    document, format_name, _ = read(PAGE, name)
    assert (format_name, document.title, document.language) == ("html", "T", "en")


@pytest.mark.parametrize("name", ["a.docx", "a.zip", "a", "a.txt", "a.pdf"])
def test_a_word_document_is_one_whatever_its_suffix(name: str) -> None:
    assert read(word(HELLO), name)[1] == "docx"


def test_a_pdf_is_known_without_its_suffix() -> None:
    assert format_for("letter", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n").__name__.endswith(".pdf")
    assert format_for("notes.txt", b"The mark is %PDF-1.7, they say.\n").__name__.endswith(".plain_text")


def test_a_plain_zip_is_an_archive_whatever_its_suffix() -> None:
    assert read(package({"a.txt": "hello"}), "a.docx")[1] == "zip_archive"


def test_an_encrypted_word_document_is_reported_as_encrypted() -> None:
    assert reason(OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx") == "encrypted"
    assert reason(OLE, "a.docx") == "unsupported"


def test_an_encrypted_part_is_reported_as_encrypted() -> None:
    data = bytearray(word(HELLO))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    assert reason(bytes(data), "a.docx") == "encrypted"


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", "\u200b\u00a0\n".encode()])
def test_a_file_with_nothing_to_see_is_empty(data: bytes) -> None:
    assert reason(data, "a.txt") == "empty_text"
    assert reason(word("<w:p/>"), "a.docx") == "empty_text"
    assert reason(b"<html><script>x()</script></html>", "a.html") == "empty_text"


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(Unreadable, match=r"^Install selectolax to read") as caught:
        read(PAGE, "a.html")
    assert caught.value.code == "missing_library"


@pytest.mark.parametrize("failure", [RecursionError, KeyError, ZeroDivisionError])
def test_whatever_a_library_raises_means_damaged(monkeypatch: pytest.MonkeyPatch, failure: type[Exception]) -> None:
    monkeypatch.setattr(
        "desktop_search.extraction.formats.plain_text.extract", lambda source: (_ for _ in ()).throw(failure)
    )
    assert reason(b"Hello", "a.txt") == "damaged"


def test_running_out_of_memory_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "desktop_search.extraction.formats.plain_text.extract", lambda source: (_ for _ in ()).throw(MemoryError)
    )
    with pytest.raises(MemoryError):
        read(b"Hello", "a.txt")


def test_a_document_that_declares_entities_is_refused() -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    assert reason(package({"word/document.xml": bomb}), "a.docx") == "damaged"


def test_a_document_that_unpacks_to_far_too_much_is_refused() -> None:
    assert reason(word(HELLO, {"word/media.xml": "a" * 3_000_000}), "a.docx") == "too_large"


def test_truncation_is_told() -> None:
    document, _, _ = read(b"Hello there. " * 100, "a.txt", text_limit=100)
    assert document.truncated is not None
    assert read(b"Hello there.", "a.txt", text_limit=100)[0].truncated is None

"""Reads PDF files page by page with PDFium; pypdf tries those that PDFium cannot open."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.reflow import paragraphs
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".pdf"})
VERSION = 1

_MARK = b"%PDF-"
_WRONG_PASSWORD = 4
# Programs write the name of the file or of themselves where they were not told a title.
_NO_TITLE = re.compile(
    r"(?i)untitled.*|\W*anonymous\W*|(new )?document\d*|powerpoint presentation|slide \d+|"
    r"microsoft (word|powerpoint|excel) - .*|\S+\.[a-z]{2,5}|[^\W_]+(_[^\W_]+)+"
)


def prepare() -> None:
    import pypdf  # noqa: F401
    import pypdfium2  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a file is a PDF: it begins with the mark, or is named so and has it where readers look for it."""
    head = source.head(1024)
    return head.lstrip().startswith(_MARK) or (source.name.lower().endswith(".pdf") and _MARK in head)


def extract(source: Source) -> Document:
    """The text page by page. Raises Unreadable when it is encrypted, damaged or only pictures."""
    found = Collector(source)
    properties = _with_pdfium(source, found)
    if properties is None:
        properties = _with_pypdf(source, found)
    if not found.blocks:
        raise Unreadable("empty_text", "The PDF has no text layer; its pages may be scanned pictures.")
    told = {key: value.strip() for key, value in properties.items() if not _NO_TITLE.fullmatch(value.strip())}
    return found.document(told.pop("title", None), None, told)


def _with_pdfium(source: Source, found: Collector) -> dict[str, str] | None:
    """Collects the pages and gives the properties, or None where PDFium cannot open the file."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(source.data())
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _WRONG_PASSWORD:
            raise Unreadable("encrypted", "The PDF is protected by a password.") from error
        return None
    try:
        if len(pdf) == 0:
            return None
        metadata = pdf.get_metadata_dict()
        for number, text in _pages(pdf, pypdfium2.PdfiumError):
            _add_page(found, text, number)
            if found.is_full:
                break
    finally:
        pdf.close()
    return {key.lower(): metadata.get(key) or "" for key in ("Title", "Author")}


def _pages(pdf: Any, failure: type[Exception]) -> Iterator[tuple[int, str]]:
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except failure:
            # One broken page is no reason to lose the others.
            continue
        try:
            text_page = page.get_textpage()
            try:
                yield index + 1, text_page.get_text_range()
            finally:
                text_page.close()
        except failure:
            continue
        finally:
            page.close()


def _with_pypdf(source: Source, found: Collector) -> dict[str, str]:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    # It complains about every oddity of a damaged file at length; the outcome says all there is to say.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        source.file.seek(0)
        with PdfReader(source.file, strict=False) as reader:
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable("encrypted", "The PDF is protected by a password.")
            for number, page in enumerate(reader.pages, 1):
                _add_page(found, page.extract_text(), number)
                if found.is_full:
                    break
            metadata = reader.metadata
            return {"title": (metadata and metadata.title) or "", "author": (metadata and metadata.author) or ""}
    except FileNotDecryptedError as error:
        raise Unreadable("encrypted", "The PDF is protected by a password.") from error
    except PyPdfError as error:
        raise Unreadable("damaged", "The PDF is damaged and could not be read.") from error


def _add_page(found: Collector, text: str, number: int) -> None:
    for paragraph in paragraphs(text):
        found.add(paragraph, location=Location(page=number))

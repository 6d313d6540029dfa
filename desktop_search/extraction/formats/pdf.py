"""Reads PDF files page by page with PDFium, with bookmarks as headings; pypdf tries those PDFium cannot open."""

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.pdf_extras import Bookmark, bookmarks, written_on
from desktop_search.extraction.reflow import paragraphs
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".pdf"})
VERSION = 2

_MARK = b"%PDF-"
_WRONG_PASSWORD = 4
_NUMBERING = re.compile(r"^[\s\d.]+")
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
    told = {key: value.strip() for key, value in properties.items() if not _NO_TITLE.fullmatch(value.strip())}
    no_text = "The PDF has no text layer; its pages may be scanned pictures."
    return found.document(told.pop("title", None), None, told, if_empty=no_text)


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
        headings = bookmarks(pdf)
        for number, text, beside in _pages(pdf, pypdfium2.PdfiumError):
            _add_page(found, text, number, headings.get(number, ()))
            for note in beside:
                found.add(note, location=Location(page=number))
            if found.is_full:
                break
    finally:
        pdf.close()
    return {key.lower(): metadata.get(key) or "" for key in ("Title", "Author")}


def _pages(pdf: Any, failure: type[Exception]) -> Iterator[tuple[int, str, list[str]]]:
    """The number of each page, its text and what is written on it: filled fields and comments."""
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except failure:
            # One broken page is no reason to lose the others.
            continue
        try:
            text_page = page.get_textpage()
            try:
                yield index + 1, text_page.get_text_range(), written_on(page)
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


def _add_page(found: Collector, text: str, number: int, headings: Sequence[Bookmark] = ()) -> None:
    """Adds the paragraphs of a page; a bookmark is a heading where its words begin a paragraph, else above the page."""
    location = Location(page=number)
    of_page = list(paragraphs(text))
    places = {heading: _place(heading, of_page) for heading in headings}
    for heading, place in places.items():
        if place is None:
            found.add(heading.title, "heading", heading.level, location)
    for index, paragraph in enumerate(of_page):
        here = [heading for heading, place in places.items() if place == index]
        for heading in here:
            found.add(heading.title, "heading", heading.level, location)
        if not any(_folded(heading.title) == _folded(paragraph) for heading in here):
            found.add(paragraph, location=location)


def _place(heading: Bookmark, of_page: list[str]) -> int | None:
    """The paragraph that begins with the words of a bookmark; its number ("2.1") may be missing on either side."""
    title = _folded(heading.title)
    return next((index for index, one in enumerate(of_page) if _folded(one).startswith(title)), None) if title else None


def _folded(text: str) -> str:
    return "".join(character for character in _NUMBERING.sub("", text) if character.isalnum()).casefold()

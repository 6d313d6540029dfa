"""Reads PDF files page by page with PDFium, with bookmarks as headings and attachments as members.

pypdf tries those that PDFium cannot open.
"""

import dataclasses
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_search.extraction.collecting import Collector, has_text
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.nesting import Nest, readable_name
from desktop_search.extraction.pdf_extras import (
    Bookmark,
    attachments,
    bookmarks,
    iso_date,
    language,
    numbers_in_short,
    written_on,
)
from desktop_search.extraction.reflow import paragraphs
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".pdf"})
VERSION = 3
LIBRARIES = ("pypdf", "pypdfium2")

_MARK = b"%PDF-"
_WRONG_PASSWORD = 4
_TOLD = ("Title", "Author", "CreationDate")
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
    """The text page by page, and the files in it as members. Raises Unreadable when it is encrypted, damaged or only
    pictures."""
    found = Collector(source)
    about = _with_pdfium(source, found)
    if about is None:
        about = _with_pypdf(source, found)
    if about.unread and (found.blocks or about.is_all_unread):
        pages = numbers_in_short(about.unread)
        found.note(f"Page {pages} could not be read." if pages.isdecimal() else f"Pages {pages} could not be read.")
    told = {key: value.strip() for key, value in about.properties.items() if not _NO_TITLE.fullmatch(value.strip())}
    if about.without_text and found.blocks:
        told["pages_without_text"] = numbers_in_short(about.without_text)[:500]
    title = told.pop("title", None)
    told["date"] = iso_date(told.pop("creationdate", ""))
    if about.nest is not None:
        return dataclasses.replace(about.nest.document(found, title, told), language=about.language)
    no_text = "The PDF has no text layer; its pages may be scanned pictures."
    return found.document(title, about.language, told, if_empty=no_text)


@dataclass(slots=True)
class _About:
    """What is known of a PDF beside its text."""

    properties: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    unread: list[int] = field(default_factory=list)
    without_text: list[int] = field(default_factory=list)
    is_all_unread: bool = False
    nest: Nest | None = None


def _with_pdfium(source: Source, found: Collector) -> _About | None:
    """Collects the pages and the files and gives the rest, or None where PDFium cannot open the file."""
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
        about = _About({key.lower(): metadata.get(key) or "" for key in _TOLD}, language(pdf))
        headings = bookmarks(pdf)
        for number, text, beside in _pages(pdf, pypdfium2.PdfiumError):
            if text is None:
                about.unread.append(number)
                continue
            if not has_text(text):
                about.without_text.append(number)
            _add_page(found, text, number, headings.get(number, ()))
            for note in beside:
                found.add(note, location=Location(page=number))
            if found.is_full:
                break
        about.is_all_unread = len(about.unread) == len(pdf)
        about.nest = _attached(source, found, pdf)
    finally:
        pdf.close()
    return about


def _attached(source: Source, found: Collector, pdf: Any) -> Nest | None:
    """The files in a PDF, read; None where there are none, or it lies too deep inside others."""
    nest: Nest | None = None
    names: list[str] = []
    for name, data in attachments(pdf):
        try:
            nest = nest or Nest(source, archives=1)
        except Unreadable:
            return None
        if not nest.has_room():
            break
        names.append(readable_name(name))
        if data is None:
            nest.note(names[-1], "It could not be taken out of the PDF.")
        elif source.budget.unpack(len(data), len(data), len(data)):
            nest.read(name, data)
    if names:
        found.add("Attachments: " + ", ".join(names))
    return nest


def _pages(pdf: Any, failure: type[Exception]) -> Iterator[tuple[int, str | None, list[str]]]:
    """The number of each page, its text and what is written on it: filled fields and comments.

    The text is None for a page that cannot be read: one broken page is no reason to lose the others.
    """
    for index in range(len(pdf)):
        text: str | None = None
        beside: list[str] = []
        try:
            page = pdf[index]
            try:
                text_page = page.get_textpage()
                try:
                    text, beside = text_page.get_text_range(), written_on(page)
                finally:
                    text_page.close()
            finally:
                page.close()
        except failure:
            pass
        yield index + 1, text, beside


def _with_pypdf(source: Source, found: Collector) -> _About:
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
            told = {key.lower(): str(metadata.get(f"/{key}") or "") for key in _TOLD} if metadata else {}
            return _About(told)
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

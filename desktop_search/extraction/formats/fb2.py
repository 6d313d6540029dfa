"""Reads FictionBooks (.fb2): chapters with their headings, verses and notes, with title, author and language."""

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source
from desktop_search.extraction.package_xml import END, START, TEXT, events
from desktop_search.records import Document

SUFFIXES = frozenset({".fb2"})
VERSION = 1
LIBRARIES = ("lxml",)

_MARK = b"FictionBook"
_PARAGRAPHS = frozenset({"fb:p", "fb:text-author", "fb:subtitle", "fb:date"})
_CELLS = frozenset({"fb:td", "fb:th"})
_VERSE = "fb:v"
_NAMES = frozenset({"fb:first-name", "fb:middle-name", "fb:last-name", "fb:nickname"})


def prepare() -> None:
    import lxml.etree  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a file begins like a FictionBook."""
    head = source.head(2048).replace(b"\0", b"")
    return b"<" + _MARK in head and head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<")


def extract(source: Source) -> Document:
    """The book. Raises Unreadable when it is damaged or without text."""
    book = _Book(Collector(source))
    source.file.seek(0)
    for kind, tag, _, text in events(source.file, book.found, allows_doctype=True):
        if kind is TEXT:
            book.text.append(text)
        elif kind is START:
            book.enter(tag)
        elif kind is END:
            book.leave(tag)
        if book.found.is_full:
            break
    author = " ".join(book.author)
    return book.found.document(book.title, book.language, {"author": author} if author else {})


class _Book:
    def __init__(self, found: Collector) -> None:
        self.found = found
        self.text: list[str] = []
        self.title = ""
        self.language: str | None = None
        self.author: list[str] = []
        self._open: list[str] = []
        self._heading: list[str] = []
        self._verses: list[str] = []
        self._row: list[str] = []
        self._rows: list[str] = []

    def enter(self, tag: str) -> None:
        self._open.append(tag)
        if tag in _PARAGRAPHS or tag in _CELLS or tag == _VERSE or "fb:description" in self._open or tag == "fb:binary":
            self.text.clear()

    def leave(self, tag: str) -> None:
        self._open.pop()
        text = " ".join("".join(self.text).split())
        if "fb:description" in self._open:
            self._describe(tag, text)
        if tag in _CELLS:
            self._row.append(text)
        elif tag == "fb:tr":
            self._rows.append("\t".join(cell for cell in self._row if cell))
            self._row.clear()
        elif tag == "fb:table":
            self.found.add("\n".join(self._rows), "table")
            self._rows.clear()
        elif tag == _VERSE:
            self._verses.append(text)
        elif tag in ("fb:stanza", "fb:poem"):
            self.found.add("\n".join(self._verses))
            self._verses.clear()
        elif tag in _PARAGRAPHS and "fb:title" in self._open:
            self._heading.append(text)
        elif tag == "fb:title":
            level = 1 + self._open.count("fb:section")
            self.found.add(" ".join(self._heading), "heading", min(level, 6))
            self._heading.clear()
        elif tag in _PARAGRAPHS and ("fb:body" in self._open or "fb:annotation" in self._open):
            self.found.add(text)
        else:
            return
        self.text.clear()

    def _describe(self, tag: str, text: str) -> None:
        """The book itself stands in title-info; what else is described is the edition and the file."""
        if "fb:title-info" not in self._open or not text:
            return
        if tag == "fb:book-title":
            self.title = self.title or text
        elif tag == "fb:lang":
            self.language = self.language or text
        elif tag in _NAMES and "fb:author" in self._open:
            self.author.append(text)

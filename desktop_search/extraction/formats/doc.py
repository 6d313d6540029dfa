"""Reads documents of Word 6 to 2003 (.doc): text, tables, notes, headers, comments and text boxes, with headings."""

from collections.abc import Iterable

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source
from desktop_search.extraction.ole import Ole, holds
from desktop_search.extraction.word_binary import Paragraph, WordFile
from desktop_search.records import Document

SUFFIXES = frozenset({".doc", ".dot"})
VERSION = 1
LIBRARIES = ("olefile",)

_MAIN = "WordDocument"
_TABLE_PORTION = 20_000


def prepare() -> None:
    import olefile  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a file is an OLE file with a Word document."""
    return holds(source, _MAIN, suffixes=SUFFIXES)


def extract(source: Source) -> Document:
    """The document. Raises Unreadable when it is encrypted, damaged or without text."""
    found = Collector(source)
    ole = Ole(source)
    word = WordFile(ole.stream(_MAIN))
    _collect(found, word.paragraphs(ole.stream(word.table_stream) if word.table_stream else b""))
    properties = ole.properties()
    return found.document(properties.pop("title", None), None, properties)


def _collect(found: Collector, paragraphs: Iterable[Paragraph]) -> None:
    rows: list[str] = []
    cells: list[str] = []
    cell: list[str] = []
    size = 0
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if paragraph.mark == "\x07" or (paragraph.style.is_in_table and not paragraph.style.ends_row):
            cell.append(text)
            if paragraph.mark != "\x07":
                continue
            cells.append(" ".join(part for part in cell if part))
            cell.clear()
            # Where styles are not known, an empty cell is the best sign that a row has ended.
            if paragraph.style.ends_row or not cells[-1]:
                row = "\t".join(one for one in cells if one)
                cells.clear()
                if row:
                    rows.append(row)
                    size += len(row)
            if size < _TABLE_PORTION:
                continue
        found.add("\n".join(rows + ["\t".join(cells)] * bool(cells)), "table")
        rows.clear()
        cells.clear()
        size = 0
        if paragraph.mark != "\x07":
            level = paragraph.style.level
            found.add(paragraph.text, "heading" if level else "paragraph", level)
        if found.is_full:
            return
    found.add("\n".join([*rows, "\t".join(cells)]), "table")

"""Walks the content of an OpenDocument file and collects paragraphs, tables, slides and sheets, whichever it has."""

import re
from collections.abc import Iterable, Mapping

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.package_xml import START, TEXT, Event
from desktop_search.extraction.sheets import Sheets
from desktop_search.records import Location

_SPACE = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = frozenset({"text:p", "text:h", "svg:title", "svg:desc", "draw:title", "draw:desc"})
# Deleted text, marks of notes, how words are pronounced, pictures as letters, who annotated when, and what would be
# on a slide if it had a header.
_LEFT_OUT = frozenset(
    "text:tracked-changes text:note-citation text:ruby-text office:binary-data office:scripts dc:creator dc:date "
    "text:creator text:initials meta:date-string presentation:header-decl presentation:date-time-decl "
    "presentation:footer-decl text:page-number text:page-count text:sort-key office:settings office:styles "
    "form:properties".split()
)
_NOTES = "presentation:notes"
_PAGE = "draw:page"
_ANNOTATION = "office:annotation"
_TABLE_PORTION = 20_000
_MOST_SPACES = 40


class OpenDocument:
    """Collects one part of a document of a kind ("text", "spreadsheet", "presentation", "graphics").

    title is the first paragraph in the title style of a text, or "".
    """

    def __init__(self, found: Collector, kind: str) -> None:
        self.title = ""
        self._found = found
        self._sheets = Sheets(found) if kind == "spreadsheet" else None
        self._is_presentation = kind == "presentation"
        self._titles = {"Title"}
        self._open: list[str] = []
        self._lines: list[list[str]] = []
        self._levels: list[int] = []
        self._waiting: list[str] = []
        self._cells: list[list[str]] = []
        self._rows: list[list[str]] = []
        self._tables: list[list[str]] = []
        self._page = 0
        self._hidden = self._is_title = 0

    def read(self, part: Iterable[Event]) -> None:
        """Reads a part to its end, or until the document is full."""
        for kind, tag, attributes, text in part:
            if kind is TEXT:
                if self._lines and not self._hidden:
                    self._lines[-1].append(_SPACE.sub(" ", text))
            elif kind is START:
                self._hidden += tag in _LEFT_OUT
                self._open.append(tag)
                self._enter(tag, attributes)
            else:
                self._leave(tag)
                self._open.pop()
                self._hidden -= tag in _LEFT_OUT
            if self._found.is_full:
                return
        for tag in reversed(self._open):
            self._leave(tag)

    def _location(self) -> Location:
        if not self._page:
            return Location()
        return Location(slide=self._page) if self._is_presentation else Location(page=self._page)

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _PARAGRAPHS:
            self._lines.append([])
            self._levels.append(self._level(tag, attributes))
        elif tag == "text:s":
            self._write(" " * min(_number(attributes.get("text:c")), _MOST_SPACES))
        elif tag == "text:tab":
            self._write("\t")
        elif tag == "text:line-break":
            self._write("\n")
        elif tag == "table:table":
            if self._sheets is not None and not self._tables:
                self._sheets.begin(attributes.get("table:name", ""))
            self._tables.append([])
        elif tag == "table:table-row":
            self._rows.append([])
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cells.append([])
        elif tag == _PAGE:
            self._page += 1
        elif tag == "draw:frame":
            self._is_title = attributes.get("presentation:class") == "title"
        elif tag == _NOTES:
            self._is_title = 0
        elif tag == "style:style" and attributes.get("style:parent-style-name") == "Title":
            self._titles.add(attributes.get("style:name", ""))

    def _level(self, tag: str, attributes: Mapping[str, str]) -> int:
        if tag == "text:h":
            return min(_number(attributes.get("text:outline-level")), 6)
        if tag == "text:p" and attributes.get("text:style-name") in self._titles and not self._page:
            return -1
        return 2 if self._is_title and self._is_presentation else 0

    def _write(self, text: str) -> None:
        if self._lines and not self._hidden:
            self._lines[-1].append(text)

    def _leave(self, tag: str) -> None:
        if tag in _PARAGRAPHS and self._lines:
            self._end_paragraph("".join(self._lines.pop()).strip(), self._levels.pop())
            if not self._lines and not self._cells:
                for text in self._waiting:
                    self._found.add(text, location=self._location())
                self._waiting.clear()
        elif tag == "draw:frame":
            self._is_title = 0
        elif tag in ("table:table-cell", "table:covered-table-cell") and self._cells:
            cell = "\n".join(self._cells.pop())
            if self._rows:
                self._rows[-1].append(cell)
        elif tag == "table:table-row" and self._rows and self._tables:
            self._end_row(self._rows.pop())
        elif tag == "table:table" and self._tables:
            self._end_table()
            self._tables.pop()

    def _end_paragraph(self, text: str, level: int) -> None:
        if self._hidden or not text:
            return
        if _ANNOTATION in self._open and self._sheets is not None:
            self._sheets.text(text)
        elif self._cells:
            self._cells[-1].append(text)
        elif level:
            self.title = self.title or (text if level < 0 else "")
            self._found.add(text, "heading", abs(level), self._location())
        elif _NOTES in self._open:
            self._found.add(f"Notes: {text}", location=self._location())
        elif self._sheets is not None:
            self._sheets.text(text)
        elif self._lines:
            # A note or a text box comes after the paragraph it is anchored in.
            self._waiting.append(text)
        else:
            self._found.add(text, location=self._location())

    def _end_row(self, cells: list[str]) -> None:
        if self._sheets is not None and len(self._tables) == 1:
            self._sheets.row(cells)
            return
        self._tables[-1].append("\t".join(cell for cell in cells if cell))
        if len(self._tables) == 1 and sum(map(len, self._tables[0])) > _TABLE_PORTION:
            self._end_table()

    def _end_table(self) -> None:
        text = "\n".join(row for row in self._tables[-1] if row)
        self._tables[-1].clear()
        if self._sheets is not None and len(self._tables) == 1:
            self._sheets.end()
        elif self._cells:
            self._cells[-1].append(text)
        else:
            self._found.add(text, "table", location=self._location())


def _number(text: str | None) -> int:
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1

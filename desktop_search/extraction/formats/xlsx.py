"""Reads Excel workbooks (.xlsx): the cells of every sheet as they are shown, text boxes, charts, comments, headers."""

import re
from collections.abc import Iterator

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.drawing_xml import shapes
from desktop_search.extraction.format import Source
from desktop_search.extraction.number_formats import shown
from desktop_search.extraction.package_xml import END, START, TEXT, Event
from desktop_search.extraction.packages import Package
from desktop_search.extraction.sheets import HEADER_CODE, Sheets
from desktop_search.extraction.zips import holds, opened
from desktop_search.records import Document

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
VERSION = 1
LIBRARIES = ("lxml",)

_MAIN = re.compile(r"xl/workbook\d*\.xml", re.IGNORECASE)
_USUAL = "xl/workbook.xml"
# A sheet may format a million cells in which nothing stands.
_MOST_EMPTY_CELLS = 1_000_000
_HEADERS = frozenset(f"x:{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer"))

_OUTSIDE = ("drawing", "comments", "threadedComment")
_BOOLEANS = {"0": "FALSE", "1": "TRUE"}


def prepare() -> None:
    import lxml.etree  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a zip file holds a workbook in XML."""
    return holds(source, _MAIN, suffixes=SUFFIXES, mark=b"xl/")


def extract(source: Source) -> Document:
    """The sheets in their order. Raises Unreadable when the file is encrypted, damaged, a bomb or without text."""
    # calamine would read this too, but it holds every cell between the first and the last, and a lone cell in the
    # last row and column makes it ask for 500 GB and abort.
    found = Collector(source)
    with opened(source) as archive:
        package = Package(archive)
        main = package.main(_USUAL)
        properties = package.properties()
        _Workbook(package, main, found, source.text_limit).read()
    return found.document(properties.pop("title", None), properties.pop("language", None), properties)


class _Workbook:
    def __init__(self, package: Package, main: str, found: Collector, limit: int) -> None:
        self._package = package
        self._main = main
        self._found = found
        self._sheets = Sheets(found)
        self._related = package.related(main)
        self._from_1904 = False
        self._strings = list(self._shared_strings(limit))
        self._formats = self._cell_formats()
        self._empty_cells = 0

    def read(self) -> None:
        names: list[tuple[str, str]] = []
        for kind, tag, attributes, _ in self._package.events(self._main, self._found):
            if kind is START and tag == "x:sheet":
                names.append((attributes.get("name", ""), attributes.get("r:id", "")))
            elif kind is START and tag == "x:workbookPr":
                self._from_1904 = attributes.get("date1904") in ("1", "true")
        for name, identity in names:
            if identity in self._related and not self._found.is_full:
                self._sheets.begin(name)
                self._read_sheet(self._related[identity].part)
                self._sheets.end()

    def _read_sheet(self, part: str) -> None:
        headers = list(self._read_cells(self._package.events(part, self._found)))
        related = self._package.related(part)
        drawn = [one for kind in _OUTSIDE for one in related.values() if one.kind == kind]
        for one in drawn:
            texts = _comments if one.kind != "drawing" else _drawn
            for text in texts(self._package, one.part, self._found):
                self._sheets.text(text)
        for header in headers:
            self._sheets.text(header)

    def _read_cells(self, part: Iterator[Event]) -> Iterator[str]:
        """Collects the rows, and gives the headers and footers of the printed pages."""
        row: list[str] = []
        text: list[str] = []
        kind_of_cell, style, inside = "", "", ""
        for kind, tag, attributes, piece in part:
            if kind is TEXT:
                if inside:
                    text.append(piece)
            elif kind is START:
                if tag == "x:c" or tag in _HEADERS:
                    kind_of_cell, style = attributes.get("t", "n"), attributes.get("s", "")
                    text.clear()
                inside = tag if tag in ("x:v", "x:t") or tag in _HEADERS else ""
            else:
                inside = ""
                if tag == "x:c":
                    row.append(self._shown("".join(text), kind_of_cell, style))
                    self._empty_cells += not row[-1]
                elif tag == "x:row":
                    self._sheets.row(row)
                    row.clear()
                elif tag in _HEADERS:
                    yield HEADER_CODE.sub(" ", "".join(text)).strip()
                    text.clear()
            if self._empty_cells > _MOST_EMPTY_CELLS:
                self._sheets.cut()
            if self._sheets.is_full:
                return
        self._sheets.row(row)

    def _shown(self, text: str, kind: str, style: str) -> str:
        if kind == "s":
            return (
                self._strings[int(text)] if text.isascii() and text.isdigit() and int(text) < len(self._strings) else ""
            )
        if kind == "b":
            return _BOOLEANS.get(text, text)
        if kind != "n" or not text:
            return text
        try:
            return shown(float(text), self._formats.get(style), from_1904=self._from_1904)
        except (ValueError, OverflowError):
            return text

    def _parts(self, kind: str, usual: str) -> Iterator[str]:
        part = next((one.part for one in self._related.values() if one.kind == kind), usual)
        if part in self._package:
            yield part

    def _shared_strings(self, limit: int) -> Iterator[str]:
        for part in self._parts("sharedStrings", "xl/sharedStrings.xml"):
            for text in _texts(self._package.events(part, self._found), "x:si"):
                limit -= len(text)
                if limit < 0:
                    self._found.note("The workbook has too much text; the first cells were read.")
                    return
                yield text

    def _cell_formats(self) -> dict[str, str | int]:
        """The number format of each style a cell can have, by the style's number."""
        codes: dict[str, str] = {}
        formats: dict[str, str | int] = {}
        is_inside = False
        for part in self._parts("styles", "xl/styles.xml"):
            for kind, tag, attributes, _ in self._package.events(part):
                if tag == "x:cellXfs":
                    is_inside = kind is START
                elif kind is START and tag == "x:numFmt":
                    codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
                elif kind is START and tag == "x:xf" and is_inside:
                    number = attributes.get("numFmtId", "0")
                    formats[str(len(formats))] = codes.get(number) or (int(number) if number.isdecimal() else 0)
        return formats


def _texts(part: Iterator[Event], whole: str) -> Iterator[str]:
    """The text of each element of a kind, without how it is pronounced."""
    text: list[str] = []
    inside, pronounced = "", 0
    for kind, tag, _, piece in part:
        if kind is TEXT:
            if inside in ("x:t", "x:text") and not pronounced:
                text.append(piece)
            continue
        pronounced += (tag == "x:rPh") * (1 if kind is START else -1)
        inside = tag if kind is START else ""
        if kind is END and tag == whole:
            yield "".join(text)
            text.clear()


def _comments(package: Package, part: str, found: Collector) -> Iterator[str]:
    yield from _texts(package.events(part, found), "x:text")


def _drawn(package: Package, part: str, found: Collector) -> Iterator[str]:
    yield from (shape.text for shape in shapes(package.events(part, found)))
    for related in package.related(part).values():
        if related.kind in ("chart", "chartEx", "diagramData"):
            yield from (shape.text for shape in shapes(package.events(related.part, found)))

"""Finds the texts in drawings: shapes of slides and sheets, tables on slides, charts, diagrams and their comments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop_search.extraction.package_xml import START, TEXT, Event

_TEXTS = frozenset({"a:t", "m:t", "p:text"})
_SHAPES = frozenset({"p:sp", "p:cxnSp", "p:graphicFrame", "p:pic", "xdr:sp"})
_BODIES = frozenset({"p:txBody", "xdr:txBody", "dgm:t", "c:rich", "p:text", "c:strCache", "?:txBody", "?:rich"})
_NUMBERS = ("slidenum", "datetime")


@dataclass(frozen=True, slots=True)
class Shape:
    """A text in a drawing. placeholder says what it is on its slide ("title", "body", "ftr"), "" for a free one."""

    text: str
    placeholder: str = ""
    is_table: bool = False


def shapes(part: Iterable[Event]) -> Iterator[Shape]:
    """The texts of a part in their order in the file."""
    drawing = _Drawing()
    for kind, tag, attributes, text in part:
        if kind is TEXT:
            drawing.write(text)
        elif kind is START:
            drawing.enter(tag, attributes.get("type", ""))
        else:
            yield from drawing.leave(tag)
    yield from drawing.leave("p:txBody")


class _Drawing:
    def __init__(self) -> None:
        self._open: list[str] = []
        self._placeholder = ""
        self._lines: list[str] = []
        self._line: list[str] = []
        self._rows: list[str] = []
        self._cells: list[str] = []
        self._tables = self._hidden = 0
        self._is_field = False

    def enter(self, tag: str, kind: str) -> None:
        self._open.append(tag)
        if tag in _SHAPES:
            self._placeholder = ""
        elif tag == "p:ph":
            self._placeholder = kind or "body"
        elif tag == "a:br":
            self._line.append("\n")
        elif tag == "a:tab":
            self._line.append("\t")
        elif tag == "a:fld":
            self._is_field = kind.startswith(_NUMBERS)
        elif tag == "mc:Fallback":
            self._hidden += 1
        elif tag == "a:tbl":
            self._tables += 1

    def write(self, text: str) -> None:
        if not self._open or self._hidden or self._is_field:
            return
        if self._open[-1] in _TEXTS or (self._open[-1] == "c:v" and "c:strCache" in self._open[-4:]):
            self._line.append(text)

    def leave(self, tag: str) -> Iterator[Shape]:
        if self._open:
            self._open.pop()
        if tag in ("a:p", "p:text", "c:v"):
            line = "".join(self._line).strip()
            self._line.clear()
            if line:
                self._lines.append(line)
        elif tag == "a:fld":
            self._is_field = False
        elif tag == "mc:Fallback":
            self._hidden -= 1
        elif tag == "a:tc":
            self._cells.append(" ".join(self._lines))
            self._lines.clear()
        elif tag == "a:tr":
            self._rows.append("\t".join(cell for cell in self._cells if cell))
            self._cells.clear()
        elif tag == "a:tbl":
            self._tables -= 1
            yield Shape("\n".join(row for row in self._rows if row), self._placeholder, True)
            self._rows.clear()
        if tag in _BODIES and not self._tables and self._lines:
            yield Shape(("\t" if tag == "c:strCache" else "\n").join(self._lines), self._placeholder)
            self._lines.clear()

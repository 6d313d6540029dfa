"""Walks one XML part of a word processor's document (text, notes, comments) and collects its paragraphs and tables."""

from collections.abc import Callable, Iterable, Mapping

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.package_xml import START, TEXT, Event

_TEXTS = frozenset({"w:t", "m:t", "a:t"})
_MARKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
# What was deleted or moved away is not in the text any more, nor is the recipe of a field. Of alternatives the first
# is read, and how a word is pronounced is not part of it.
_LEFT_OUT = frozenset({"w:del", "w:moveFrom", "w:instrText", "w:delText", "w:delInstrText", "mc:Fallback", "w:rt"})
_TABLE_PORTION = 20_000


class WordPart:
    """Collects one part; styles gives the heading level (0 to 6) for the ids of paragraph styles.

    title is the first paragraph in one of title_styles, once read. add_included, where given, collects a file that
    stands in the document whole, by the identity that the part uses for it.
    """

    def __init__(
        self,
        found: Collector,
        styles: Mapping[str, int],
        title_styles: frozenset[str],
        add_included: Callable[[str], None] | None = None,
    ) -> None:
        self.title = ""
        self._found = found
        self._styles = styles
        self._title_styles = title_styles
        self._add_included = add_included
        self._is_title = False
        self._open: list[str] = []
        self._paragraphs: list[list[str]] = []
        self._levels: list[int] = []
        self._cells: list[list[str]] = []
        self._rows: list[list[str]] = []
        self._tables: list[list[str]] = []
        self._hidden = 0

    def read(self, part: Iterable[Event]) -> None:
        """Reads a part to its end, or until the document is full."""
        for kind, tag, attributes, text in part:
            if kind is TEXT:
                if self._open and self._open[-1] in _TEXTS:
                    self._write(text)
            elif kind is START:
                self._hidden += tag in _LEFT_OUT
                self._enter(tag, attributes)
                self._open.append(tag)
            else:
                self._open.pop()
                self._leave(tag)
                self._hidden -= tag in _LEFT_OUT
            if self._found.is_full:
                return
        while self._paragraphs:
            self._leave("w:p")
        while self._tables:
            self._leave("w:tc")
            self._leave("w:tr")
            self._leave("w:tbl")

    def _write(self, text: str) -> None:
        if self._paragraphs and not self._hidden:
            self._paragraphs[-1].append(text)

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "w:p":
            self._paragraphs.append([])
            self._levels.append(0)
        elif tag == "w:tbl":
            self._tables.append([])
        elif tag == "w:tr":
            self._rows.append([])
        elif tag == "w:tc":
            self._cells.append([])
        elif tag in _MARKS and self._open and self._open[-1] == "w:r":
            self._write(_MARKS[tag])
        elif tag == "w:sym":
            self._write(_symbol(attributes.get("w:char", "")))
        elif tag == "w:pStyle" and self._levels:
            style = attributes.get("w:val", "")
            self._levels[-1] = self._levels[-1] or self._styles.get(style, 0)
            self._is_title = style in self._title_styles
        elif tag == "w:altChunk" and self._add_included is not None and not self._hidden:
            self._add_included(attributes.get("r:id", ""))
        elif tag == "w:outlineLvl" and self._levels:
            self._levels[-1] = outline_level(attributes.get("w:val")) or self._levels[-1]

    def _leave(self, tag: str) -> None:
        if tag == "w:p" and self._paragraphs:
            self._end_paragraph("".join(self._paragraphs.pop()), self._levels.pop())
        elif tag == "w:tc" and self._cells and self._rows:
            self._rows[-1].append("\n".join(self._cells.pop()))
        elif tag == "w:tr" and self._rows and self._tables:
            row = "\t".join(cell.strip() for cell in self._rows.pop() if cell.strip())
            self._tables[-1].append(row)
            if len(self._tables) == 1 and sum(map(len, self._tables[0])) > _TABLE_PORTION:
                self._end_table()
        elif tag == "w:tbl" and self._tables:
            self._end_table()
            self._tables.pop()

    def _end_paragraph(self, text: str, level: int) -> None:
        if self._cells:
            if text.strip():
                self._cells[-1].append(text.strip())
        elif level:
            self._found.add(text, "heading", level)
            self.title = self.title or (text if self._is_title else "")
        else:
            self._found.add(text)

    def _end_table(self) -> None:
        text = "\n".join(row for row in self._tables[-1] if row)
        self._tables[-1].clear()
        if self._cells:
            self._cells[-1].append(text)
        else:
            self._found.add(text, "table")


def outline_level(value: str | None) -> int:
    """1 to 6 for an outline level as Word counts it (0 is the highest, 9 is body text), else 0."""
    return min(int(value) + 1, 6) if value is not None and value.isascii() and value.isdigit() and int(value) < 9 else 0


def _symbol(code: str) -> str:
    """A character of a symbol font by its code; those that only such a font knows (F000 to F0FF) say nothing."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 or 0xF900 <= number <= 0x10FFFF else ""

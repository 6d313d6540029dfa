"""Walks one XML part of a word processor's document (text, notes, comments) and collects its paragraphs and tables."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Unreadable

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.microsoft.com/office/word/2003/wordml",
)
_MATHS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_DRAWING = ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What was deleted or moved away is not in the text any more, nor is the recipe of a field.
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText"})
_TABLE_PORTION = 20_000


def parsed(part: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """The events of an XML part. Raises Unreadable for a document type, which no office program writes."""
    from lxml import etree

    events = etree.iterparse(
        part, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    is_first = True
    for event, element in events:
        if is_first and element.getroottree().docinfo.internalDTD is not None:
            raise Unreadable("damaged", "The file declares entities, which no office program does.")
        is_first = False
        yield event, element


def split(tag: Any) -> tuple[str, str]:
    """The namespace and the local name of an element; both empty for comments and processing instructions."""
    if not isinstance(tag, str):
        return "", ""
    namespace, _, name = tag.rpartition("}")
    return namespace[1:], name


def value_of(element: Any, name: str = "val") -> str | None:
    """An attribute by its local name, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if split(key)[1] == name), None)


class WordPart:
    """Collects one part; styles gives the heading level (0 to 6) for the ids of paragraph styles.

    title is the first paragraph in one of title_styles, once read.
    """

    def __init__(self, found: Collector, styles: Mapping[str, int], title_styles: frozenset[str]) -> None:
        self.title = ""
        self._found = found
        self._styles = styles
        self._title_styles = title_styles
        self._is_title = False
        self._paragraphs: list[list[str]] = []
        self._levels: list[int] = []
        self._cells: list[list[str]] = []
        self._rows: list[list[str]] = []
        self._tables: list[list[str]] = []
        self._hidden = 0

    def read(self, part: IO[bytes]) -> None:
        """Reads a part to its end, or until the document is full."""
        for event, element in parsed(part):
            namespace, name = split(element.tag)
            if element.tag == _FALLBACK or (namespace in _WORD and name in _LEFT_OUT):
                self._hidden += 1 if event == "start" else -1
            if event == "start":
                if namespace in _WORD:
                    self._enter(name)
                continue
            if not self._hidden:
                self._text(namespace, name, element)
            if namespace in _WORD:
                self._leave(name, element)
            if element.getparent() is not None:
                element.clear(keep_tail=True)
                # The parent would hold on to thousands of empty children otherwise.
                while element.getprevious() is not None:
                    del element.getparent()[0]
            if self._found.is_full:
                return

    def _enter(self, name: str) -> None:
        if name == "p":
            self._paragraphs.append([])
            self._levels.append(0)
        elif name == "tbl":
            self._tables.append([])
        elif name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._cells.append([])

    def _text(self, namespace: str, name: str, element: Any) -> None:
        if not self._paragraphs:
            return
        if name == "t" and (namespace in _WORD or namespace in _MATHS or namespace in _DRAWING):
            self._paragraphs[-1].append(element.text or "")
        elif namespace in _WORD and name in _MARKS and split(element.getparent().tag)[1] == "r":
            self._paragraphs[-1].append(_MARKS[name])

    def _leave(self, name: str, element: Any) -> None:
        if name == "pStyle" and self._levels:
            style = value_of(element) or ""
            self._levels[-1] = self._levels[-1] or self._styles.get(style, 0)
            self._is_title = style in self._title_styles
        elif name == "outlineLvl" and self._levels:
            self._levels[-1] = outline_level(value_of(element)) or self._levels[-1]
        elif name == "p" and self._paragraphs:
            self._end_paragraph("".join(self._paragraphs.pop()), self._levels.pop())
        elif name == "tc" and self._cells and self._rows:
            self._rows[-1].append("\n".join(self._cells.pop()))
        elif name == "tr" and self._rows and self._tables:
            row = "\t".join(cell.strip() for cell in self._rows.pop() if cell.strip())
            self._tables[-1].append(row)
            if len(self._tables) == 1 and sum(map(len, self._tables[0])) > _TABLE_PORTION:
                self._end_table()
        elif name == "tbl" and self._tables:
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

"""Reads Org documents: headings, paragraphs, lists, tables and source blocks with their lines, without their marks."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".org"})
VERSION = 1

_HEADING = re.compile(
    r"(\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED)\s+)?(?:\[#[A-Z]\]\s+)?(.*?)(?:\s+(:[\w@#%:]+:))?\s*$"
)
_KEYWORD = re.compile(r"\s*#\+(\w+):\s*(.*?)\s*$")
_BEGIN = re.compile(r"\s*#\+begin_(\w+)", re.IGNORECASE)
_DRAWER = re.compile(r"\s*:(?:PROPERTIES|LOGBOOK|CLOCK):\s*$", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:-{5,}|\|[-+|]*)\s*$")
_LINK = re.compile(r"\[\[([^\[\]]{1,1000})\](?:\[([^\[\]]{1,1000})\])?\]")
_EMPHASIS = re.compile(r"(?<![\w])([*/_+=~])(?=\S)([^\n]{0,200}?\S)\1(?![\w])")
_CODE = frozenset({"src", "example", "export", "latex"})
_PROPERTIES = {"TITLE": "title", "AUTHOR": "author", "DATE": "date", "LANGUAGE": "language"}
_SHOWN = frozenset({"SUBTITLE", "DESCRIPTION", "KEYWORDS", "CAPTION", "FILETAGS"})


def extract(source: Source) -> Document:
    """The document with its own title. Raises Unreadable when there is nothing to see."""
    data = source.data(4 * source.text_limit + 4)
    reader = _Reader(Collector(source))
    for number, line in enumerate(decode(data).split("\n"), 1):
        reader.read(line, number)
        if reader.found.is_full:
            break
    reader.end()
    if len(data) < source.size:
        reader.found.cut()
    told = reader.properties
    return reader.found.document(told.pop("title", None), told.pop("language", None), told)


class _Reader:
    def __init__(self, found: Collector) -> None:
        self.found = found
        self.properties: dict[str, str] = {}
        self._lines: list[str] = []
        self._begin = 1
        self._kind = "paragraph"
        self._block = ""
        self._in_drawer = False

    def read(self, line: str, number: int) -> None:
        heading, begin = _HEADING.match(line), _BEGIN.match(line)
        if self._block:
            self._inside(line, number)
        elif self._in_drawer:
            self._in_drawer = line.strip().upper() != ":END:"
        elif _DRAWER.match(line):
            self._in_drawer = True
        elif heading is not None:
            self.end()
            self.found.add(reduced(heading[2]), "heading", min(len(heading[1]), 6), Location(line=number))
        elif begin is not None:
            self.end()
            self._block = begin[1].lower()
            self._kind = "code" if self._block in _CODE else "paragraph"
        elif not line.strip():
            self.end()
        else:
            self._line(line, number)

    def end(self) -> None:
        """Adds what was read since the last block."""
        text = "\n".join(self._lines)
        self.found.add(text if self._kind == "code" else reduced(text), self._kind, 0, Location(line=self._begin))
        self._lines, self._kind = [], "paragraph"

    def _inside(self, line: str, number: int) -> None:
        if line.strip().lower() == f"#+end_{self._block}":
            self._block = ""
            self.end()
        elif self._block != "comment":
            self._keep(line, number)

    def _line(self, line: str, number: int) -> None:
        keyword = _KEYWORD.match(line)
        if keyword is not None:
            name = keyword[1].upper()
            if name in _PROPERTIES and keyword[2]:
                self.properties.setdefault(_PROPERTIES[name], reduced(keyword[2]))
            elif name in _SHOWN:
                self._keep(keyword[2], number)
        elif line.lstrip().startswith("# ") or line.strip() == "#" or _RULE.match(line):
            return
        elif line.lstrip().startswith("|"):
            if self._kind != "table":
                self.end()
                self._kind = "table"
            self._keep("\t".join(cell.strip() for cell in line.strip().strip("|").split("|")), number)
        else:
            if self._kind == "table":
                self.end()
            self._keep(line.lstrip()[2:] if line.lstrip().startswith(": ") else line, number)

    def _keep(self, line: str, number: int) -> None:
        if not self._lines:
            self._begin = number
        self._lines.append(line)


def reduced(text: str) -> str:
    """Running text without its marks; links keep their text and their target."""
    text = _LINK.sub(lambda match: f"{match[2]} ({match[1]})" if match[2] else match[1], text)
    return _EMPHASIS.sub(r"\2", text)

"""Reads AsciiDoc: headings, paragraphs, lists, tables and listings with their lines, without their marks."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".adoc", ".asciidoc", ".asciidoctor"})
VERSION = 1

_HEADING = re.compile(r"(={1,6}|#{1,6})\s+(\S.*?)(?:\s+=+)?\s*$")
_ATTRIBUTE = re.compile(r":([\w-]+)!?:\s*(.*?)\s*$")
_FENCE = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3})[\w,]*\s*$")
_FRAME = re.compile(r"(={4,}|\*{4,}|_{4,}|--)\s*$")
_TABLE = re.compile(r"[|,:!]={3,}\s*$")
_ABOUT_BLOCK = re.compile(r"\[[^\[\]]*\]\s*$|<<<+\s*$|'''+\s*$|\+\s*$")
_BLOCK_TITLE = re.compile(r"^\.(?=[^\s.])")
_DIRECTIVE = re.compile(r"(?:include|ifdef|ifndef|endif|ifeval)::")
_LINK = re.compile(
    r"(?:link:|xref:)?((?:https?|ftp|mailto):[^\s\[\]]{1,300}|(?<=link:)[^\s\[\]]{1,300})\[([^\[\]]{0,300})\]"
)
_MACRO = re.compile(r"(?:link|xref|image|kbd|btn|menu|footnote|icon):{1,2}([^\s\[\]]{0,300})\[([^\[\]]{0,300})\]")
_REFERENCE = re.compile(r"<<([^<>,]{1,300})(?:,\s*([^<>]{1,500}))?>>")
_ANCHOR = re.compile(r"\[\[[^\[\]]{1,200}\]\]")
_MARKED = re.compile(r"(?<![\w`*_#])([*_`#]{1,2})(?=\S)([^\n]{0,200}?\S)\1(?!\w)")
_CELL = re.compile(r"(?:\d*\.?\d*[<^>]?\+|[\d.]*[<^>]?[a-z]?)?\|")
_PROPERTIES = {"author": "author", "revdate": "date", "lang": "language", "title": "title"}
_SHOWN = frozenset({"description", "keywords"})


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
        self._fence = ""
        self._in_table = False

    def read(self, line: str, number: int) -> None:
        bare = line.rstrip()
        fence, heading = _FENCE.match(bare), _HEADING.match(bare)
        if self._fence:
            if bare == self._fence:
                self._fence = ""
                self.end()
            elif not self._fence.startswith("/"):
                self._keep(line, number)
        elif fence is not None:
            self.end()
            self._fence, self._kind = fence[1], "code"
        elif _TABLE.match(bare):
            self.end()
            self._in_table = not self._in_table
            self._kind = "table" if self._in_table else "paragraph"
        elif self._in_table:
            if bare:
                self._keep("\t".join(cell.strip() for cell in _CELL.split(bare) if cell.strip()), number)
        elif heading is not None:
            self.end()
            self.found.add(reduced(heading[2]), "heading", len(heading[1]), Location(line=number))
        else:
            self._line(bare, number)

    def end(self) -> None:
        """Adds what was read since the last block."""
        text = "\n".join(self._lines)
        self.found.add(text if self._kind == "code" else reduced(text), self._kind, 0, Location(line=self._begin))
        self._lines, self._kind = [], "paragraph"

    def _line(self, line: str, number: int) -> None:
        attribute = _ATTRIBUTE.match(line)
        if attribute is not None and not self._lines:
            name = attribute[1].lower()
            if name in _PROPERTIES and attribute[2]:
                self.properties.setdefault(_PROPERTIES[name], attribute[2])
            elif name in _SHOWN:
                self._keep(attribute[2], number)
        elif not line.strip() or _ABOUT_BLOCK.match(line) or _FRAME.match(line):
            self.end()
        elif not (line.startswith("//") or _DIRECTIVE.match(line)):
            self._keep(_BLOCK_TITLE.sub("", line, count=1) if not self._lines else line, number)

    def _keep(self, line: str, number: int) -> None:
        if not self._lines:
            self._begin = number
        self._lines.append(line)


def reduced(text: str) -> str:
    """Running text without its marks; links keep their text and their target."""
    text = _LINK.sub(lambda match: f"{match[2]} ({match[1]})" if match[2] else match[1], text)
    text = _MACRO.sub(lambda match: match[2] or match[1], text)
    text = _REFERENCE.sub(lambda match: match[2] or match[1], _ANCHOR.sub("", text))
    return _MARKED.sub(r"\2", text)

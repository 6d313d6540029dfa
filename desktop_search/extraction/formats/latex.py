"""Reads LaTeX: sections as headings, paragraphs as running text, listings as code, without comments and preamble."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source
from desktop_search.extraction.latex_marks import reduced
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".tex", ".latex", ".ltx"})
VERSION = 1

_SECTIONS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
}
_SECTION = re.compile(
    r"\s*\\(part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s*(?:\[[^\]]*\])?\s*\{"
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
_VERBATIM = re.compile(r"\s*\\begin\s*\{(verbatim\*?|lstlisting|minted|Verbatim|alltt)\}")
_COMMENTED_OUT = re.compile(r"\s*\\begin\s*\{comment\}")
_TABLE = re.compile(r"\s*\\begin\s*\{(?:tabular[x*]?|longtable|array)\}")
_TOLD = re.compile(r"\\(title|author|date)\s*(?:\[[^\]]{0,500}\])?\s*\{")
_MOST_LINES = 60


def extract(source: Source) -> Document:
    """The document with its own title. Raises Unreadable when there is nothing to see."""
    data = source.data(4 * source.text_limit + 4)
    text = decode(data)
    found = Collector(source)
    begin = text.find("\\begin{document}")
    preamble = text[: max(begin, 0)] if "\\documentclass" in text[: max(begin, 0)] else ""
    title, properties = _told(text[: len(preamble) + 20_000])
    reader = _Reader(found)
    first = text.count("\n", 0, len(preamble)) + 1
    for number, line in enumerate(text[len(preamble) :].split("\n"), first):
        reader.read(line, number)
        if found.is_full:
            break
    reader.end()
    if not found.blocks and preamble:
        # A file of definitions: what is said in it stands in the preamble.
        found.add(reduced(preamble))
    if len(data) < source.size:
        found.cut()
    return found.document(title, None, properties)


def _told(text: str) -> tuple[str, dict[str, str]]:
    told = {match[1]: " ".join(reduced(braced(text, match.end())).split()) for match in _TOLD.finditer(text)}
    return told.pop("title", ""), {name: value[:500] for name, value in told.items()}


def braced(text: str, begin: int) -> str:
    """What stands up to the brace that closes the one before begin; the rest of the line where none does."""
    depth = 1
    for position in range(begin, min(len(text), begin + 4_000)):
        if text[position] == "{" and text[position - 1] != "\\":
            depth += 1
        elif text[position] == "}" and text[position - 1] != "\\":
            depth -= 1
            if not depth:
                return text[begin:position]
    return text[begin : begin + 4_000].partition("\n")[0]


class _Reader:
    def __init__(self, found: Collector) -> None:
        self._found = found
        self._lines: list[str] = []
        self._begin = 1
        self._verbatim = ""
        self._is_table = False

    def read(self, line: str, number: int) -> None:
        if self._verbatim:
            self._inside(line, number)
            return
        verbatim, section = _VERBATIM.match(line), _SECTION.match(line)
        if verbatim is not None or _COMMENTED_OUT.match(line):
            self.end()
            self._verbatim = verbatim[1] if verbatim is not None else "comment"
        elif section is not None:
            self.end()
            heading = braced(line, section.end())
            level = _SECTIONS[section[1]]
            self._found.add(" ".join(reduced(heading).split()), "heading", level, Location(line=number))
            self._keep(_COMMENT.sub(r"\1", line[section.end() + len(heading) + 1 :]), number)
        elif not line.strip():
            self.end()
        else:
            if _TABLE.match(line):
                self.end()
                self._is_table = True
            # A line that is nothing but a comment is not even the end of a paragraph.
            self._keep(_COMMENT.sub(r"\1", line), number)
            if len(self._lines) > _MOST_LINES:
                self.end()

    def end(self) -> None:
        """Adds what was read since the last block."""
        shown = reduced("\n".join(self._lines))
        self._found.add(shown, "table" if self._is_table else "paragraph", 0, Location(line=self._begin))
        self._lines, self._is_table = [], False

    def _inside(self, line: str, number: int) -> None:
        if re.match(rf"\s*\\end\s*\{{{re.escape(self._verbatim)}\}}", line):
            if self._verbatim != "comment":
                self._found.add("\n".join(self._lines), "code", 0, Location(line=self._begin))
            self._lines, self._verbatim = [], ""
        elif self._verbatim != "comment":
            if not self._lines:
                self._begin = number
            self._lines.append(line)

    def _keep(self, line: str, number: int) -> None:
        if line.strip():
            if not self._lines:
                self._begin = number
            self._lines.append(line)

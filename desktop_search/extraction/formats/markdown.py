"""Reads Markdown: headings, paragraphs, lists, tables and code with their lines, without the marks between words."""

import html
import re
from collections.abc import Sequence

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"})
VERSION = 1

_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_RULE = re.compile(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_INDENTED = re.compile(r"(?: {4}|\t)")
_FIELD = re.compile(r"([A-Za-z][\w-]*)\s*[:=]\s*(.*)$")
_FRONT_MATTER = {"---": ("---", "..."), "+++": ("+++",)}

_CODE_SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)([^`]+)\1(?!`)")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\(\s*([^\s()]*)(?:\s+[\"'][^\"'()]*[\"'])?\s*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*<?([^\s()<>]*)>?((?:\s+[\"'][^\"'()]*[\"'])?)\s*\)")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]{1,2000})>")
_STARS = re.compile(r"(\*{1,3})(?=[^\s*])([^*]*[^\s*])\1")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])((?:[^_]|(?<=\w)_(?=\w))*?[^\s_])\1(?!\w)")
_STRUCK = re.compile(r"~~(?=\S)([^~]+)~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ASIDE = 0xF8000
_BACK = {_ASIDE + code: code for code in range(128)}
_COMMENT = re.compile(r"<!--[^>]*-->")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|dfn|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|"
    r"li|mark|ol|p|picture|pre|q|s|samp|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|"
    r"tt|u|ul|var)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)


def extract(source: Source) -> Document:
    """The document; its title is that of the front matter. Raises Unreadable when there is nothing to see."""
    data = source.data(4 * source.text_limit + 4)
    lines = decode(data).split("\n")
    found = Collector(source)
    properties, begin = _front_matter(lines, found)
    _Blocks(found).read(lines, begin)
    if len(data) < source.size:
        found.cut()
    return found.document(properties.pop("title", None), properties.pop("lang", None), properties)


def reduced(text: str) -> str:
    """Running text without its marks: what they mean to a browser is gone, what they show stays, line for line."""
    parts: list[str] = []
    position = 0
    for span in _CODE_SPAN.finditer(text):
        parts += (_inline(text[position : span.start()]), span[2])
        position = span.end()
    return "".join((*parts, _inline(text[position:])))


def _inline(text: str) -> str:
    # Most text has few of the signs or none, and looking for a sign takes next to no time.
    has_escapes = "\\" in text
    if has_escapes:
        # An escaped mark is set aside as a private character until all marks have been read.
        text = _ESCAPE.sub(lambda match: chr(_ASIDE + ord(match[1])), text)
    if "<" in text:
        text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
        text = _AUTOLINK.sub(r"\1", text)
        text = _TAG.sub(lambda match: "\n" * match[0].count("\n"), text)
    if "[" in text:
        text = _LINK.sub(_shown_link, _IMAGE.sub(_shown_link, text))
        text = _REFERENCE.sub(r"\1", text)
    if "*" in text or "_" in text:
        # Twice, for one kind of emphasis inside another.
        for _ in range(2):
            text = _UNDERSCORES.sub(r"\2", _STARS.sub(r"\2", text))
    text = _STRUCK.sub(r"\1", text) if "~~" in text else text
    text = html.unescape(text) if "&" in text else text
    return text.translate(_BACK) if has_escapes else text


def _shown_link(match: re.Match[str]) -> str:
    shown, target = match[1].strip(), match[2]
    title = match[3].strip() if match.re is _LINK else ""
    rest = " ".join(part for part in (target if target != shown else "", title) if part)
    return f"{shown} ({rest})" if shown and rest else shown or rest


def _front_matter(lines: Sequence[str], found: Collector) -> tuple[dict[str, str], int]:
    """What the block at the very top says about the document, and the line after it."""
    ends = _FRONT_MATTER.get(lines[0].rstrip()) if lines else None
    end = next((i for i in range(1, min(len(lines), 200)) if lines[i].rstrip() in ends), 0) if ends else 0
    if not end:
        return {}, 0
    properties: dict[str, str] = {}
    others: list[str] = []
    for line in lines[1:end]:
        field = _FIELD.match(line)
        value = field[2].strip().strip("\"'") if field else ""
        if field and value and field[1].lower() in ("title", "author", "date", "lang"):
            properties[field[1].lower()] = value
        else:
            others.append(line)
    found.add("\n".join(others).strip("\n"), location=Location(line=2))
    return properties, end + 1


class _Blocks:
    """Reads the lines of a document one after the other."""

    def __init__(self, found: Collector) -> None:
        self._found = found
        self._lines: list[str] = []
        self._begin = 0
        self._kind = "paragraph"
        self._was_list = False

    def read(self, lines: Sequence[str], begin: int) -> None:
        number = begin
        while number < len(lines) and not self._found.is_full:
            line = lines[number]
            fence = _FENCE.match(line)
            if fence is not None:
                number = self._code(lines, number, fence[1])
            else:
                self._line(line, number)
            number += 1
        self._end()

    def _line(self, line: str, number: int) -> None:
        if not line.strip():
            self._end()
            return
        quote = _QUOTE.match(line)
        line = line[quote.end() :] if quote is not None else line
        heading, underline = _HEADING.match(line), _UNDERLINE.match(line)
        if heading is not None:
            self._end()
            self._add(heading[2] or "", "heading", len(heading[1]), number)
        elif underline is not None and self._lines and self._kind == "paragraph" and not self._is_list():
            text, begin = "\n".join(self._lines), self._begin
            self._lines.clear()
            self._add(text, "heading", 1 if underline[1][0] == "=" else 2, begin)
        elif "|" in line and _TABLE_RULE.match(line) and self._lines:
            # The header was taken for the last line of a paragraph until its rule came.
            header = self._lines.pop()
            self._end()
            self._lines, self._begin, self._kind = [header], number - 1, "table"
            self._lines.append("")
        elif _RULE.match(line):
            self._end()
        else:
            if not self._lines:
                self._begin = number
            self._lines.append(line)

    def _code(self, lines: Sequence[str], number: int, fence: str) -> int:
        """Adds the fenced lines after this one and gives the number of the closing fence."""
        self._end()
        end = number + 1
        while end < len(lines) and not (lines[end].strip().startswith(fence) and not lines[end].strip(" `~")):
            end += 1
        self._found.add("\n".join(lines[number + 1 : end]).rstrip(), "code", location=Location(line=number + 2))
        return end

    def _is_list(self) -> bool:
        return bool(self._lines) and _LIST_ITEM.match(self._lines[0]) is not None

    def _end(self) -> None:
        if not self._lines:
            return
        text = "\n".join(self._lines)
        is_list = self._is_list() or (self._was_list and _INDENTED.match(self._lines[0]) is not None)
        is_code = not is_list and self._kind == "paragraph" and all(map(_INDENTED.match, self._lines))
        kind = "code" if is_code else self._kind
        self._lines, self._kind, self._was_list = [], "paragraph", is_list
        self._add(text, kind, 0, self._begin)

    def _add(self, text: str, kind: str, level: int, number: int) -> None:
        shown = text if kind == "code" else reduced(text)
        if kind == "table":
            # The rule between header and rows was kept as an empty line so that the rows keep their line numbers.
            shown = "\n".join(line.strip().strip("|").replace("|", "\t") for line in shown.split("\n"))
        self._found.add(shown, kind, level, Location(line=number + 1))

"""Reads reStructuredText: headings by their underlines, paragraphs, literal blocks and directives with their lines."""

import re
from collections.abc import Sequence

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".rst", ".rest"})
VERSION = 1

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"\s*\.\.\s+([\w:-]+)::\s*(.*)$")
_CODE_DIRECTIVES = frozenset({"code", "code-block", "sourcecode", "parsed-literal", "math", "doctest", "prompt"})
_FIELD = re.compile(r":(author|authors|date|language):\s+(\S.*)$", re.IGNORECASE)
_LITERAL = re.compile(r"``([^`]+)``")
_LINK = re.compile(r"`([^`<>]*?)\s*<([^`<>]+)>`_{1,2}")
_ROLE = re.compile(r"(?::[\w:+.-]{1,60}:)?`([^`]+)`_{0,2}")
_STARS = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]*[^\s*])\1(?![\w*])")


def extract(source: Source) -> Document:
    """The document. Raises Unreadable when there is nothing to see."""
    data = source.data(4 * source.text_limit + 4)
    lines = decode(data).split("\n")
    found = Collector(source)
    properties: dict[str, str] = {}
    levels: list[tuple[str, bool]] = []
    number, after_colons = 0, False
    while number < len(lines) and not found.is_full:
        if not lines[number].strip():
            number += 1
            continue
        heading = _heading_at(lines, number)
        if heading is not None:
            title_at, end, style = heading
            if style not in levels:
                levels.append(style)
            level = min(levels.index(style) + 1, 6)
            found.add(reduced(lines[title_at].strip()), "heading", level, Location(line=title_at + 1))
            number, after_colons = end, False
            continue
        end = _end_of_block(lines, number, after_colons)
        after_colons = _add(found, lines[number:end], number, after_colons, properties)
        number = end
    if len(data) < source.size:
        found.cut()
    return found.document(None, properties.pop("language", None), properties)


def reduced(text: str) -> str:
    """Running text without its marks, line for line; links keep both their text and their target."""
    parts: list[str] = []
    position = 0
    for literal in _LITERAL.finditer(text):
        parts += (_inline(text[position : literal.start()]), literal[1])
        position = literal.end()
    return "".join((*parts, _inline(text[position:])))


def _inline(text: str) -> str:
    text = _LINK.sub(lambda match: f"{match[1]} ({match[2]})" if match[1] else match[2], text)
    return _STARS.sub(r"\2", _ROLE.sub(r"\1", text))


def _heading_at(lines: Sequence[str], number: int) -> tuple[int, int, tuple[str, bool]] | None:
    """Where the title is, the line after the heading, and its style (character, with a line above), if there is one."""
    line, following = lines[number], _line(lines, number + 1)
    above = _ADORNMENT.match(line)
    if above is not None:
        below = _ADORNMENT.match(_line(lines, number + 2))
        if following.strip() and below is not None and below[1] == above[1]:
            return number + 1, number + 3, (above[1], True)
        return None
    below = _ADORNMENT.match(following)
    if below is None or line[:1].isspace() or len(following.rstrip()) < min(len(line.rstrip()), 4):
        return None
    # Two dots and a short row of them are a comment; a row much shorter than the line is no underline.
    return (number, number + 2, (below[1], False)) if 2 * len(following.rstrip()) > len(line.rstrip()) else None


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


def _end_of_block(lines: Sequence[str], number: int, is_literal: bool) -> int:
    """The first line after a paragraph, or after all of the indented lines that belong to a directive or literal."""
    is_whole = is_literal and lines[number][:1].isspace()
    directive = _DIRECTIVE.match(lines[number])
    if directive is not None and directive[1] in _CODE_DIRECTIVES:
        is_whole, number = True, number + 1
    elif not is_whole:
        number += 1
    end = number
    while end < len(lines):
        line = lines[end]
        if not line.strip():
            if not is_whole:
                break
        elif (is_whole and not line[:1].isspace()) or (not is_whole and _heading_at(lines, end) is not None):
            break
        end += 1
    return end


def _add(found: Collector, block: Sequence[str], number: int, is_literal: bool, properties: dict[str, str]) -> bool:
    """Adds a paragraph, literal or directive; says whether the next one is a literal."""
    if is_literal and block[0][:1].isspace():
        found.add("\n".join(block).rstrip(), "code", location=Location(line=number + 1))
        return False
    directive = _DIRECTIVE.match(block[0])
    if directive is not None and directive[1] in _CODE_DIRECTIVES:
        body = "\n".join(block[1:])
        blank = len(body) - len(body.lstrip("\n"))
        found.add(body.strip("\n"), "code", location=Location(line=number + 2 + blank))
        return False
    lines = [line.strip() if directive is not None else line for line in block]
    for line in block:
        field = _FIELD.match(line.strip())
        if field is not None:
            properties.setdefault(field[1].lower().removesuffix("s"), field[2].strip())
    if directive is not None:
        lines[0] = directive[2]
    elif lines[0].startswith(".. "):
        lines[0] = lines[0][3:].lstrip("_")
    begins = number + (1 if not lines[0].strip() else 0)
    text = "\n".join(line for line in lines if line.strip())
    is_next_literal = text.endswith("::")
    text = text.removesuffix("::").rstrip() + ":" if is_next_literal and text.strip(": ") else text.removesuffix("::")
    found.add(
        reduced("\n".join("" if _ADORNMENT.match(line) else line for line in text.split("\n"))),
        location=Location(line=begins + 1),
    )
    return is_next_literal

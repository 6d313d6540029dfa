"""Reads programs: pieces between blank lines and at the beginnings of functions and classes, with their lines."""

import re
from collections.abc import Iterator, Sequence

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset(
    re.findall(
        r"\S+",
        ".py .pyw .pyi .pyx .js .mjs .cjs .jsx .ts .tsx .java .kt .kts .scala .groovy .gradle .c .h .cc .cpp .cxx .hh "
        ".hpp .hxx .m .mm .cs .fs .vb .go .rs .swift .dart .rb .php .pl .pm .lua .r .jl .hs .ml .ex .exs .erl .clj "
        ".lisp .el .sh .bash .zsh .fish .ps1 .bat .cmd .sql .css .scss .sass .less .vue .svelte .proto .thrift "
        ".graphql .tf .cmake .asm .s .f .f90 .f95 .pas .tcl .v .sv .vhd .zig .nim .d",
    )
)
VERSION = 1
STREAMS = True

_DEFINITION = re.compile(
    r"(?:(?:export|default|public|private|protected|internal|static|abstract|final|async|pub(?:\([^)]{0,40}\))?|unsafe|"
    r"override|virtual|inline|open|sealed|data|declare|partial)\s+){0,5}"
    r"(?:def|class|function|func|fn|fun|interface|struct|enum|trait|impl|module|namespace|object|protocol|extension|"
    r"type|record|sub|proc|create)\b",
    re.IGNORECASE,
)
# A piece grows until a blank line at the outermost level once it has so many lines: single lines mean little.
_ENOUGH_LINES = 4


def extract(source: Source) -> Document:
    """The pieces of a program, none of them under a heading. Raises Unreadable when there is nothing to see."""
    data = source.data(4 * source.text_limit + 4)
    found = Collector(source)
    for number, piece in _pieces(decode(data).split("\n")):
        found.add(piece, "code", location=Location(line=number))
        if found.is_full:
            break
    if len(data) < source.size:
        found.cut()
    return found.document()


def _pieces(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Pieces of lines with the number of their first; together they are all of the lines but some blank ones."""
    begin = 0
    for number, line in enumerate(lines):
        if number > begin and line.strip() and _begins_piece(lines, begin, number):
            yield from _piece(lines, begin, number)
            begin = number
    yield from _piece(lines, begin, len(lines))


def _begins_piece(lines: Sequence[str], begin: int, number: int) -> bool:
    line = lines[number]
    follows_blank = not lines[number - 1].strip()
    is_outermost = not line[0].isspace() and line[0] not in "})]"
    if is_outermost and (_DEFINITION.match(line) or line.startswith("@")):
        # Decorators and comments directly above a definition belong to it.
        return follows_blank or lines[number - 1][:1] in "}"
    if follows_blank and is_outermost:
        return number - begin >= _ENOUGH_LINES
    is_definition = _DEFINITION.match(line.lstrip()) is not None
    return follows_blank and is_definition and number - begin >= _ENOUGH_LINES


def _piece(lines: Sequence[str], begin: int, end: int) -> Iterator[tuple[int, str]]:
    while begin < end and not lines[begin].strip():
        begin += 1
    if begin < end:
        yield begin + 1, "\n".join(lines[begin:end]).rstrip()

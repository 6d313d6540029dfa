"""Reads text files of any encoding: paragraphs with the line each begins at."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".txt", ".text", ".log", ".asc", ".nfo"})
VERSION = 1
LIBRARIES = ("charset_normalizer",)
STREAMS = True

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?=\n)")


def prepare() -> None:
    import charset_normalizer

    # Its tables are read when they are first used.
    charset_normalizer.from_bytes("Ein Fährmann, kühl und früh.".encode("cp1252") * 10)


def extract(source: Source) -> Document:
    """The paragraphs of a text, which blank lines divide. Raises Unreadable when there is nothing to see."""
    # No encoding in use needs more than four bytes a character.
    data = source.data(4 * source.text_limit + 4)
    text = decode(data)
    found = Collector(source)
    line = begin = 0
    counted_to = 0
    for end in [*(match.start() for match in _BLANK_LINES.finditer(text)), len(text)]:
        paragraph = text[begin:end]
        first = begin + len(paragraph) - len(paragraph.lstrip())
        line += text.count("\n", counted_to, first)
        counted_to = first
        found.add(paragraph.strip("\n"), location=Location(line=line + 1))
        begin = end
        if found.is_full:
            break
    if len(data) < source.size:
        found.cut()
    return found.document()

"""Reads settings and data kept line by line (.yaml, .toml, .ini): their sections as headings, the rest as it stands."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode, looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".desktop", ".reg"})
VERSION = 1
STREAMS = True

_SECTION = re.compile(r"\s{0,8}\[{1,2}\s*([^\[\]]{1,200}?)\s*\]{1,2}\s*(?:[#;].*)?$")
_GROUP = re.compile(r"[\"']?([\w][\w .-]{0,100}?)[\"']?:\s*(?:[#&|>].*)?$")
_YAML = (".yaml", ".yml")
_MOST_LINES = 60


def recognises(source: Source) -> bool:
    """Whether a file named so is a text."""
    return source.name.lower().endswith(tuple(SUFFIXES)) and looks_like_text(source.head())


def extract(source: Source) -> Document:
    """The lines under their sections. Raises Unreadable when there is nothing to see."""
    data = source.data(4 * source.text_limit + 4)
    found = Collector(source)
    # A section is no title of the file, so it stands on the second level.
    heading = _GROUP if source.name.lower().endswith(_YAML) else _SECTION
    lines: list[str] = []
    begin = 1
    for number, line in enumerate(decode(data).split("\n"), 1):
        section = heading.match(line)
        if section is not None or not line.strip() or len(lines) >= _MOST_LINES:
            found.add("\n".join(lines), location=Location(line=begin))
            lines = []
        if section is not None:
            found.add(section[1], "heading", 2, Location(line=number))
        elif line.strip():
            begin = begin if lines else number
            lines.append(line)
        if found.is_full:
            break
    found.add("\n".join(lines), location=Location(line=begin))
    if len(data) < source.size:
        found.cut()
    return found.document()

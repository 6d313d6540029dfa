"""Reads subtitles (.srt, .vtt): what is said, joined to paragraphs, without the times; each with its first line."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode, looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".srt", ".vtt", ".sbv"})
VERSION = 1
STREAMS = True

_TIME = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}[.,:]\d{1,3}"
_CUE = re.compile(rf"\s*{_TIME}\s*(?:-->|,)\s*{_TIME}")
_HIDDEN = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_ENOUGH = 400
_TOO_MUCH = 1_000


def recognises(source: Source) -> bool:
    """Whether a text named so has times in it; otherwise it is some other text."""
    head = source.head()
    if not (source.name.lower().endswith(tuple(SUFFIXES)) and looks_like_text(head)):
        return False
    return any(_CUE.match(line) for line in decode(head).split("\n")[:200])


def extract(source: Source) -> Document:
    """What is said. Raises Unreadable when nothing is."""
    data = source.data(8 * source.text_limit + 8)
    found = Collector(source)
    said: list[str] = []
    begin = size = 0
    lines = decode(data).split("\n")
    in_cue = False
    for number, line in enumerate(lines, 1):
        if _CUE.match(line):
            in_cue = True
        elif not line.strip():
            in_cue = False
        elif in_cue and (text := " ".join(_HIDDEN.sub("", line).split())):
            begin = begin or number
            # Captions that are made while people speak repeat the line before.
            if not said or said[-1] != text:
                said.append(text)
                size += len(text)
            if (size > _ENOUGH and _ENDS_SENTENCE.search(text)) or size > _TOO_MUCH:
                found.add(" ".join(said), location=Location(line=begin))
                said, begin, size = [], 0, 0
                if found.is_full:
                    break
    found.add(" ".join(said), location=Location(line=begin or 1))
    if len(data) < source.size:
        found.cut()
    return found.document()

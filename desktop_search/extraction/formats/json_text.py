"""Reads JSON (one value, or one a line): keys with their values, and the lines they stand on, however damaged."""

import json
import re
from collections.abc import Iterator

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode, looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".geojson", ".jsonld", ".json5", ".webmanifest", ".har"})
VERSION = 1
STREAMS = True

# One pass over tokens instead of a parser: deep and broken files give their text too, with its lines.
_TOKEN = re.compile(r'"([^"\\\n]*+(?:\\.[^"\\\n]*+)*)"?(\s*:)?|([^\s"{}\[\],:]+)(\s*:)?|[{}\[\]]|\n')
_ENOUGH = 1_200
_MOST_NUMBERS = 32
# Pictures and keys are kept as one endless word.
_LONGEST_WORD = 400
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def recognises(source: Source) -> bool:
    """Whether a file named so is a text."""
    return source.name.lower().endswith(tuple(SUFFIXES)) and looks_like_text(source.head())


def extract(source: Source) -> Document:
    """The values under their keys. Raises Unreadable when there is nothing to see."""
    data = source.data(4 * source.text_limit + 4)
    found = Collector(source)
    lines: list[str] = []
    begin = size = 0
    for number, text, is_end in _values(decode(data)):
        if text:
            begin = begin or number
            lines.append(text)
            size += len(text)
        if size > _ENOUGH and (is_end or size > 4 * _ENOUGH):
            found.add("\n".join(lines), location=Location(line=begin))
            lines, begin, size = [], 0, 0
            if found.is_full:
                break
    found.add("\n".join(lines), location=Location(line=begin or 1))
    if len(data) < source.size:
        found.cut()
    return found.document()


def _values(text: str) -> Iterator[tuple[int, str, bool]]:
    """Lines of "key: value" with the number of the line; and whether an object or list ends or a line does."""
    line, key, numbers = 1, "", 0
    values: list[str] = []
    begin = 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        is_key = bool(match[2] or match[4])
        if token == "\n":
            line += 1
            continue
        if is_key or token in "{}[]":
            if values or (key and is_key):
                yield begin, _line(key, values), False
            values, numbers = [], 0
            if is_key:
                key, begin = _unescaped(match), line
                line += token.count("\n")
            elif token in "}]":
                key = ""
                yield line, "", True
            elif key and token == "{":
                yield begin, f"{key}:", False
                key = ""
            continue
        value = _unescaped(match)
        numbers += _NUMBER.fullmatch(value) is not None
        if value and numbers <= _MOST_NUMBERS and (len(value) <= _LONGEST_WORD or " " in value[:_LONGEST_WORD]):
            begin = begin if values or key else line
            values.append(value)
    if values or key:
        yield begin, _line(key, values), True


def _line(key: str, values: list[str]) -> str:
    told = ", ".join(values)
    return f"{key}: {told}".rstrip() if key else told


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        word = match[3]
        return "" if word in ("null", "true", "false") and not match[4] else word
    if "\\" not in match[1]:
        return match[1]
    try:
        return str(json.loads(f'"{match[1]}"', strict=False))
    except ValueError:
        return match[1].replace("\\", " ")

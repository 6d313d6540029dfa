"""Reads tables kept as text (.csv, .tsv): rows with their lines, whatever divides the columns."""

import csv
from collections.abc import Iterator

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode, looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".psv"})
VERSION = 1
STREAMS = True

_DELIMITERS = ",;\t|"
_ROWS_TOGETHER = 40
_CHARACTERS_TOGETHER = 4_000
# A quotation mark that nobody closed would make one cell of the rest of the file.
_MOST_LINES_IN_A_ROW = 200
_SAMPLE = 64 * 1024
_LONGEST_CELL = 100_000


def recognises(source: Source) -> bool:
    """Whether a file named so is a text."""
    return source.name.lower().endswith(tuple(SUFFIXES)) and looks_like_text(source.head())


def extract(source: Source) -> Document:
    """The rows in tables of some dozens, the header in the first. Raises Unreadable when there is nothing to see."""
    data = source.data(4 * source.text_limit + 4)
    lines = decode(data).split("\n")
    found = Collector(source)
    rows: list[str] = []
    begin = size = 0
    for number, cells in rows_of(lines, delimiter_of(lines)):
        row = "\t".join(" ".join(cell.split()) for cell in cells).strip("\t")
        if not row:
            continue
        if not rows:
            begin = number
        rows.append(row)
        size += len(row)
        if len(rows) >= _ROWS_TOGETHER or size > _CHARACTERS_TOGETHER:
            found.add("\n".join(rows), "table", location=Location(line=begin))
            rows, size = [], 0
            if found.is_full:
                break
    found.add("\n".join(rows), "table", location=Location(line=begin))
    if len(data) < source.size:
        found.cut()
    return found.document()


def delimiter_of(lines: list[str]) -> str:
    """The sign that divides the most lines into the same number of columns."""
    sample = [line for line in "\n".join(lines[:200])[:_SAMPLE].split("\n") if line.strip()]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        counts = [_outside_quotes(line).count(delimiter) for line in sample]
        usual = max(set(counts), key=counts.count, default=0)
        divided = sum(count > 0 for count in counts)
        score = divided + (counts.count(usual) if usual else 0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def rows_of(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their first line."""
    number = 0
    while number < len(lines):
        if '"' not in lines[number] and len(lines[number]) <= _LONGEST_CELL:
            yield number + 1, lines[number].split(delimiter)
            number += 1
            continue
        row, taken = _quoted_row(lines, number, delimiter)
        yield number + 1, row
        number += taken


def _quoted_row(lines: list[str], number: int, delimiter: str) -> tuple[list[str], int]:
    """A row in which cells may go on over lines, and how many lines it takes."""
    marks = 0
    for taken in range(1, min(_MOST_LINES_IN_A_ROW, len(lines) - number) + 1):
        marks += lines[number + taken - 1].count('"')
        if marks % 2 == 0:
            try:
                text = [f"{line}\n" for line in lines[number : number + taken]]
                return next(csv.reader(text, delimiter=delimiter)), taken
            except (csv.Error, StopIteration):
                break
    return lines[number].split(delimiter), 1

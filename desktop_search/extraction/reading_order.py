"""Puts lines that were found on a picture into the order in which they are read: columns, rows, paragraphs. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# Cells of a table stand in columns too, but are read row by row: running text is wider than they are.
_WIDTH_OF_RUNNING_TEXT = 10
_LINES_OF_A_COLUMN = 3
_GAP_BETWEEN_PARAGRAPHS = 0.8
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and the upright rectangle around it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


def text_of(lines: Sequence[Line]) -> str:
    """The text of a page: a line for each row, an empty one between paragraphs, columns one after the other."""
    return "\n\n".join(_column_text(column) for column in _columns(list(lines), _DEEPEST))


def _columns(lines: list[Line], depth: int) -> list[list[Line]]:
    """Cuts a page where white space runs through it: between columns of running text if there are any, else across."""
    if depth and len(lines) >= 2 * _LINES_OF_A_COLUMN:
        sides = _cut(lines, lambda line: (line.left, line.right))
        if sides and all(_is_running_text(side) for side in sides):
            return [column for side in sides for column in _columns(side, depth - 1)]
        # What spans the columns (a title, a picture's caption) hides the space between them: cut it off, look again.
        sides = _cut(lines, lambda line: (line.top, line.bottom))
        if sides:
            parts = [_columns(side, depth - 1) for side in sides]
            if any(len(part) > 1 for part in parts):
                return [column for part in parts for column in part]
    return [lines] if lines else []


def _cut(lines: list[Line], extent: Callable[[Line], tuple[float, float]]) -> tuple[list[Line], list[Line]] | None:
    """The lines on either side of the widest space that no line crosses; None where there is no space to speak of."""
    ordered = sorted(lines, key=extent)
    reached, widest, place = extent(ordered[0])[1], 0.0, 0
    for index, line in enumerate(ordered[1:], 1):
        start, end = extent(line)
        if start - reached > widest:
            widest, place = start - reached, index
        reached = max(reached, end)
    return (ordered[:place], ordered[place:]) if widest > 0 else None


def _is_running_text(lines: list[Line]) -> bool:
    widths = median(line.right - line.left for line in lines)
    return len(lines) >= _LINES_OF_A_COLUMN and widths > _WIDTH_OF_RUNNING_TEXT * median(line.height for line in lines)


def _column_text(lines: list[Line]) -> str:
    rows = _rows(lines)
    text = " ".join(line.text for line in rows[0])
    for above, row in pairwise(rows):
        gap = min(line.top for line in row) - max(line.bottom for line in above)
        is_apart = gap > _GAP_BETWEEN_PARAGRAPHS * median(line.height for line in (*above, *row))
        text += ("\n\n" if is_apart else "\n") + " ".join(line.text for line in row)
    return text


def _rows(lines: list[Line]) -> list[list[Line]]:
    """Lines beside each other are one row, read from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        middle = (line.top + line.bottom) / 2
        if rows and middle < max(other.bottom - other.height / 4 for other in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]

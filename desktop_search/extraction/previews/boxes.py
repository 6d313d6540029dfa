"""Joins the boxes of characters to those of lines, and lines to blocks, as a person would draw around them. Pure."""

from collections.abc import Iterable, Sequence

from desktop_search.records import Box

_SAME_LINE = 0.5
"""The share of the lower of two boxes that must lie beside the other for them to be of one line."""
_GAP = 2.0
"""So many heights may lie between two words of a line, and between two lines of a block."""
_GAP_WHEN_TURNED = 0.6


def lines(characters: Iterable[Box]) -> list[Box]:
    """One box for each run of characters that stand beside each other; those without a size are left out."""
    found: list[Box] = []
    for box in characters:
        if box[2] <= 0 or box[3] <= 0:
            continue
        if found and _continues(found[-1], box):
            found[-1] = _around(found[-1], box)
        else:
            found.append(box)
    return found


def blocks(of_lines: Sequence[Box], margin: int = 0) -> list[Box]:
    """One box, with a margin, for the lines that stand under each other: a passage over two columns has two."""
    found: list[Box] = []
    for line in of_lines:
        place = next((number for number, block in enumerate(found) if _is_below(block, line)), None)
        if place is None:
            found.append(line)
        else:
            found[place] = _around(found[place], line)
    return [(x - margin, y - margin, width + 2 * margin, height + 2 * margin) for x, y, width, height in found]


def covers(box: Box, other: Box) -> bool:
    """Whether the middle of another box lies in one."""
    x, y = other[0] + other[2] / 2, other[1] + other[3] / 2
    return box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]


def _continues(line: Box, box: Box) -> bool:
    """Whether a box stands beside the end of a line, or below or above it where the text is turned."""
    return any(
        _beside(line, box, 1 - axis) >= _SAME_LINE * min(line[3 - axis], box[3 - axis])
        and _distance(line, box, axis) <= gap * min(line[3 - axis], box[3 - axis])
        for axis, gap in ((0, _GAP), (1, _GAP_WHEN_TURNED))
    )


def _beside(one: Box, other: Box, axis: int) -> int:
    """How much of two boxes is at the same height (1), or at the same place from left to right (0)."""
    return min(one[axis] + one[axis + 2], other[axis] + other[axis + 2]) - max(one[axis], other[axis])


def _is_below(block: Box, line: Box) -> bool:
    return _distance(block, line, 0) == 0 and _distance(block, line, 1) <= _GAP * line[3]


def _distance(one: Box, other: Box, axis: int) -> int:
    """How far two boxes are apart from left to right (0) or from top to bottom (1)."""
    return max(0, max(one[axis], other[axis]) - min(one[axis] + one[axis + 2], other[axis] + other[axis + 2]))


def _around(one: Box, other: Box) -> Box:
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right = max(one[0] + one[2], other[0] + other[2])
    bottom = max(one[1] + one[3], other[1] + other[3])
    return left, top, right - left, bottom - top

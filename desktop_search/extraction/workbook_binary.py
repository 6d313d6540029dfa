"""Looks through binary workbooks before calamine reads them: how far their cells are spread, what else is written.

calamine holds every cell between the first and the last of a sheet, so that two cells far apart make it ask for more
memory than there is. The names in comments are those of [MS-XLS] and [MS-XLSB].
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_search.extraction.format import Unreadable

# Of 32 bytes each in calamine.
_MOST_CELLS = 2_500_000
_MOST_RECORDS = 4_000_000
_BEGIN, _PASSWORD, _SHEET, _CONTINUE, _TEXT_BOX = 0x809, 0x2F, 0x85, 0x3C, 0x1B6
_HEADERS = (0x14, 0x15)
# Formula, MulRk, Number, Label, BoolErr, RString, LabelSst, Rk
_CELLS = frozenset({0x06, 0x406, 0xBD, 0x203, 0x204, 0x205, 0xD6, 0xFD, 0x27E})
_MULTIPLE = 0xBD
_EXCEL_97 = 0x600
_ROW, _LAST_CELL = 0, 11


@dataclass(slots=True)
class _Spread:
    """The rectangle around the cells of a sheet."""

    rows: tuple[int, int] = (1 << 30, -1)
    columns: tuple[int, int] = (1 << 30, -1)

    def add(self, row: int, first: int, last: int) -> None:
        self.rows = min(self.rows[0], row), max(self.rows[1], row)
        self.columns = min(self.columns[0], first), max(self.columns[1], last)

    @property
    def cells(self) -> int:
        return max(self.rows[1] - self.rows[0] + 1, 0) * max(self.columns[1] - self.columns[0] + 1, 0)


@dataclass(slots=True)
class SheetTexts:
    """What a sheet says outside of its cells: headers and footers, text boxes, comments."""

    spread: _Spread = field(default_factory=_Spread)
    texts: list[str] = field(default_factory=list)


def look_through(stream: bytes) -> list[SheetTexts]:
    """The sheets of a workbook stream (.xls) in their order. Raises Unreadable when it is encrypted or too large."""
    order: list[int] = []
    sheets: dict[int, SheetTexts] = {}
    here = SheetTexts()
    is_97 = awaits_text = False
    for kind, at, body in _records(stream):
        if kind == _PASSWORD:
            raise Unreadable("encrypted", "The file is protected by a password.")
        if kind == _BEGIN and len(body) >= 2:
            is_97 = int.from_bytes(body[:2], "little") >= _EXCEL_97
            here = sheets.setdefault(at, SheetTexts())
        elif kind == _SHEET and len(body) >= 4:
            order.append(int.from_bytes(body[:4], "little"))
        elif kind in _CELLS and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            last = int.from_bytes(body[-2:], "little") if kind == _MULTIPLE else column
            here.spread.add(row, column, max(column, min(last, 0xFF)))
        elif kind in _HEADERS and body:
            here.texts.append(_string(body, is_97))
        elif kind == _CONTINUE and awaits_text and body:
            here.texts.append(_characters(body[1:], wide=body[0] & 1 == 1))
        awaits_text = kind == _TEXT_BOX
    if sum(sheet.spread.cells for sheet in sheets.values()) > _MOST_CELLS:
        raise Unreadable("too_large", "The cells of the workbook are spread too far to be read.")
    return [sheets.get(at, SheetTexts()) for at in order]


def spread_in(part: bytes) -> int:
    """How many cells the rectangle around those of a sheet (.xlsb) has."""
    spread = _Spread()
    row = at = count = 0
    while at < len(part):
        kind, at = _varying(part, at, 2)
        length, at = _varying(part, at, 4)
        if kind == _ROW and length >= 4:
            row = int.from_bytes(part[at : at + 4], "little")
        elif 1 < kind <= _LAST_CELL and length >= 4:
            column = int.from_bytes(part[at : at + 4], "little")
            spread.add(row, column, column)
        at += length
        count += 1
        if count > _MOST_RECORDS:
            raise Unreadable("too_large", "The workbook has too many cells to be read.")
    return spread.cells


def check_spread(cells: int) -> None:
    """Raises Unreadable for more cells than calamine should hold."""
    if cells > _MOST_CELLS:
        raise Unreadable("too_large", "The cells of the workbook are spread too far to be read.")


def _varying(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to so many bytes, of seven bits each; and where it ends."""
    value = 0
    for number in range(most):
        byte = part[at] if at < len(part) else 0
        at += 1
        value |= (byte & 0x7F) << 7 * number
        if not byte & 0x80:
            break
    return value, at


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = count = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at, stream[at + 4 : at + 4 + length]
        at += 4 + length
        count += 1
        if count > _MOST_RECORDS:
            raise Unreadable("too_large", "The workbook has too many cells to be read.")


def _string(body: bytes, is_97: bool) -> str:
    if not is_97:
        return body[1:].decode("cp1252", "replace")
    return _characters(body[3:], wide=len(body) > 2 and body[2] & 1 == 1)


def _characters(data: bytes, *, wide: bool) -> str:
    return data.decode("utf-16-le", "replace") if wide else data.decode("latin-1")

"""Reads the text of Word documents in the binary format: the pieces it is made of, its paragraphs and their styles.

The names in comments are those of [MS-DOC], where the layout is written down.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_search.extraction.format import Unreadable

# Word 6 says 101, Word 95 says 104, Word 97 says 193.
_WORD_97 = 105
_ENCRYPTED, _SECOND_TABLE, _COMPLEX = 0x100, 0x200, 0x004
_COMPRESSED = 0x40000000
_PAGE = 512
_MARKS = re.compile("([\x13\x14\x15\r\x07\x0c])")
_CHARACTERS = dict.fromkeys(range(32)) | {0x09: "\t", 0x0B: "\n", 0x1E: "-", 0x1F: None}
# The code pages of Word 6 and 95 by the lower bits of the language; all others are Western.
_CODE_PAGES = {
    0x19: "cp1251", 0x22: "cp1251", 0x02: "cp1251", 0x05: "cp1250", 0x0E: "cp1250", 0x15: "cp1250", 0x1B: "cp1250",
    0x18: "cp1250", 0x1A: "cp1250", 0x24: "cp1250", 0x08: "cp1253", 0x1F: "cp1254", 0x0D: "cp1255", 0x01: "cp1256",
    0x25: "cp1257", 0x26: "cp1257", 0x27: "cp1257", 0x11: "cp932", 0x12: "cp949",
}  # fmt: skip
_ROW_END, _IN_TABLE = b"\x17\x24\x01", b"\x16\x24\x01"


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph is: level is 1 to 6 for headings."""

    level: int = 0
    is_in_table: bool = False
    ends_row: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or the part of it in one cell. mark is the character that ends it."""

    text: str
    mark: str
    style: Style


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that stands together in the stream, from an offset on, with so many bytes a character."""

    offset: int
    width: int
    text: str


class WordFile:
    """A document by its main stream. Raises Unreadable when it is encrypted or damaged."""

    def __init__(self, main: bytes) -> None:
        if len(main) < 0x80 or main[1:2] != b"\xa5":
            raise Unreadable("damaged", "The file is damaged: it does not begin like a Word document.")
        self._main = main
        self._version, self._language, self._flags = (struct.unpack_from("<H", main, at)[0] for at in (2, 6, 10))
        if self._flags & _ENCRYPTED:
            raise Unreadable("encrypted", "The file is protected by a password.")
        self._is_old = self._version < _WORD_97

    @property
    def table_stream(self) -> str | None:
        """Which stream describes the text; None for Word 6 and 95, which had no such stream."""
        return None if self._is_old else f"{int(bool(self._flags & _SECOND_TABLE))}Table"

    def paragraphs(self, table: bytes) -> Iterator[Paragraph]:
        """The paragraphs of the text, then of notes, headers, comments and text boxes."""
        if self._is_old:
            pieces, styles = self._old_pieces(), _Styles([])
        else:
            pieces = self._pieces(_part(table, *self._pair(0x1A2)), is_old=False)
            styles = _Styles(sorted(self._style_runs(_part(table, *self._pair(0x102)))))
        yield from _paragraphs(pieces, styles)

    def _pair(self, at: int) -> tuple[int, int]:
        if len(self._main) < at + 8:
            raise Unreadable("damaged", "The file is damaged: it ends too early.")
        first, second = struct.unpack_from("<II", self._main, at)
        return first, second

    def _old_pieces(self) -> Iterator[_Piece]:
        if self._flags & _COMPLEX:
            yield from self._pieces(_part(self._main, *self._pair(0x160)), is_old=True)
        else:
            start, end = self._pair(0x18)
            yield _Piece(start, 1, self._old_text(self._main[start:end]))

    def _old_text(self, data: bytes) -> str:
        return data.decode(_CODE_PAGES.get(self._language & 0x3FF, "cp1252"), "replace")

    def _pieces(self, description: bytes, *, is_old: bool) -> Iterator[_Piece]:
        """The pieces of the text in its order, by the Clx: properties of saved changes (Prc), then a PlcPcd."""
        at = 0
        while description[at : at + 1] == b"\x01":
            at += 3 + struct.unpack_from("<H", description, at + 1)[0]
        if description[at : at + 1] != b"\x02":
            raise Unreadable("damaged", "The file is damaged: its text cannot be put together.")
        plc = description[at + 5 : at + 5 + struct.unpack_from("<I", description, at + 1)[0]]
        count = (len(plc) - 4) // 12
        bounds = struct.unpack_from(f"<{count + 1}I", plc)
        for number in range(count):
            offset = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
            length = max(bounds[number + 1] - bounds[number], 0)
            if is_old:
                yield _Piece(offset, 1, self._old_text(self._main[offset : offset + length]))
            elif offset & _COMPRESSED:
                start = (offset & ~_COMPRESSED) // 2
                yield _Piece(start, 1, self._main[start : start + length].decode("cp1252", "replace"))
            else:
                data = self._main[offset : offset + 2 * length]
                yield _Piece(offset, 2, data.decode("utf-16-le", "replace"))

    def _style_runs(self, plc: bytes) -> Iterator[tuple[int, int, Style]]:
        """Where paragraphs begin and end in the stream, and their styles: the PlcBtePapx lists pages of them."""
        count = max(len(plc) - 4, 0) // 8
        for number in range(count):
            page_number = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
            page = self._main[page_number * _PAGE : (page_number + 1) * _PAGE]
            if len(page) == _PAGE and page[-1] * 17 + 4 < _PAGE:
                bounds = struct.unpack_from(f"<{page[-1] + 1}I", page)
                for run in range(page[-1]):
                    place = 2 * page[4 * (page[-1] + 1) + 13 * run]
                    yield bounds[run], bounds[run + 1], _style(page, place)


def _style(page: bytes, place: int) -> Style:
    if not place or place + 2 > _PAGE:
        return Style()
    start, length = (place + 1, 2 * page[place] - 1) if page[place] else (place + 2, 2 * page[place + 1])
    papx = page[start : start + length]
    if len(papx) < 2:
        return Style()
    # Styles 1 to 9 are the headings 1 to 9, in whatever language they are named.
    number = int.from_bytes(papx[:2], "little")
    return Style(min(number, 6) if 1 <= number <= 9 else 0, _IN_TABLE in papx, _ROW_END in papx)


class _Styles:
    """Finds the style of the paragraph that a place in the stream is in."""

    def __init__(self, runs: list[tuple[int, int, Style]]) -> None:
        self._runs = runs
        self._starts = [start for start, _, _ in runs]

    def at(self, offset: int) -> Style:
        number = bisect_right(self._starts, offset) - 1
        if number >= 0 and offset < self._runs[number][1]:
            return self._runs[number][2]
        return Style()


def _part(data: bytes, offset: int, length: int) -> bytes:
    return data[offset : offset + length]


def _paragraphs(pieces: Iterator[_Piece], styles: _Styles) -> Iterator[Paragraph]:
    text: list[str] = []
    # For each open field whether its result has begun; before that stands the recipe, which nobody sees.
    fields: list[bool] = []
    for piece in pieces:
        offset = piece.offset
        for part in _MARKS.split(piece.text):
            if part == "\x13":
                fields.append(False)
            elif part == "\x14" and fields:
                fields[-1] = True
            elif part == "\x15" and fields:
                fields.pop()
            elif part in ("\r", "\x07", "\x0c"):
                yield Paragraph("".join(text), part, styles.at(offset))
                text.clear()
                # No recipe is longer than a paragraph: this one was never finished.
                fields = [has_result for has_result in fields if has_result]
            elif all(fields):
                text.append(part.translate(_CHARACTERS))
            offset += len(part) * piece.width
    yield Paragraph("".join(text), "\r", Style())

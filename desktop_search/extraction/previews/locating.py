"""Finds a passage of the index again in the text it came from, however its lines were broken and joined since. Pure."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from desktop_search.records import Range

_SEED = 24
"""Letters that must agree before two texts are taken for the same; a line has three times as many."""
_SIGNS = 3
_FARTHEST = 2
"""Pieces of one passage lie at most so many times its length apart."""


def find(passage: str, text: str, near: int = 0) -> tuple[Range, ...]:
    """Where the letters of a passage stand in a text, in order; nothing where they do not.

    Only letters and digits are compared, without case and accents: spaces, hyphens at line ends, bullets and the
    markup of a text are all lost on the way to the index. A passage that goes on elsewhere gives the part that is here;
    of several places with the same letters, the one nearest to the offset near is meant.
    """
    wanted, _ = _letters(passage)
    letters, offsets = _letters(text)
    if not wanted or not letters:
        return ()
    whole = _nearest(letters, wanted, bisect_left(offsets, near))
    if whole is not None:
        return (_range(text, offsets, whole, whole + len(wanted)),)
    pieces = list(_common(wanted, letters))
    if not pieces:
        return ()
    # The longest piece is surely of the passage; what agrees far away from it is a title that stands on many pages.
    start, end = max(pieces, key=lambda piece: piece[1] - piece[0])
    reach = _FARTHEST * len(wanted)
    kept = sorted(piece for piece in pieces if piece[0] >= start - reach and piece[1] <= end + reach)
    return tuple(_range(text, offsets, *piece) for piece in kept)


def window(text: str, passages: Sequence[str], line: int | None, length: int) -> Range:
    """The piece of a long text, at most so many characters in whole lines, in which the first passage stands."""
    if len(text) <= length:
        return 0, len(text)
    place = _offset_of_line(text, line) if line else _rough_place(text, passages[0] if passages else "")
    start = max(0, min(place - length // 4, len(text) - length))
    if start:
        start = text.find("\n", start, place) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        end = text.rfind("\n", place, end) + 1 or end
    return start, end


def _letters(text: str) -> tuple[str, Sequence[int]]:
    """The letters and digits of a text, and where in the text each of them stands."""
    if text.isascii():
        offsets = [offset for offset, character in enumerate(text) if character.isalnum()]
        return "".join(text[offset] for offset in offsets).lower(), offsets
    letters: list[str] = []
    places: list[int] = []
    for offset, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if part.isalnum():
                letters.append(part)
                places.append(offset)
    return "".join(letters), places


def _nearest(letters: str, wanted: str, near: int) -> int | None:
    places: list[int] = []
    place = letters.find(wanted)
    while place >= 0 and len(places) < 1000:
        places.append(place)
        place = letters.find(wanted, place + 1)
    return min(places, key=lambda place: abs(place - near), default=None)


def _common(wanted: str, letters: str) -> Iterator[Range]:
    """Pieces of letters that stand in wanted, longest first where they begin."""
    at = 0
    seed = min(_SEED, len(wanted))
    while at + seed <= len(wanted):
        place = letters.find(wanted[at : at + seed])
        if place < 0:
            at += 1
            continue
        length = seed
        while (
            at + length < len(wanted)
            and place + length < len(letters)
            and wanted[at + length] == letters[place + length]
        ):
            length += 1
        yield place, place + length
        at += length


def _range(text: str, offsets: Sequence[int], start: int, end: int) -> Range:
    """From one letter to another, with the signs that belong to them: quotation marks, brackets, full stops."""
    first, last = offsets[start], offsets[end - 1] + 1
    before, behind = max(first - _SIGNS, 0), min(last + _SIGNS, len(text))
    while first > before and _is_sign(text[first - 1]):
        first -= 1
    while last < behind and _is_sign(text[last]):
        last += 1
    return first, last


def _is_sign(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _offset_of_line(text: str, line: int) -> int:
    offset = 0
    for _ in range(line - 1):
        following = text.find("\n", offset) + 1
        if not following:
            break
        offset = following
    return offset


def _rough_place(text: str, passage: str) -> int:
    """Where the longest line of a passage stands as it is; the beginning of the text where it nowhere does."""
    lines = sorted((line.strip() for line in passage.split("\n")), key=len, reverse=True)
    pieces = [piece for line in lines[:5] for piece in (line, line[:80], line[-80:]) if len(piece) >= _SEED]
    return next((place for place in (text.find(piece) for piece in pieces) if place >= 0), 0)

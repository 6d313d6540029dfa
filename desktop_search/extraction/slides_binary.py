"""Reads the records of PowerPoint presentations in the binary format: slides in their order, their texts and notes.

The names in comments are those of [MS-PPT], where the layout is written down.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_search.extraction.format import Unreadable

_DOCUMENT, _SLIDE, _NOTES, _MASTER = 1000, 1006, 1008, 1016
_SLIDE_ATOM, _SLIDE_PERSIST = 1007, 1011
_HEADER, _CHARACTERS, _BYTES, _STRING = 3999, 4000, 4008, 4026
_FOOTERS, _LIST, _EDIT, _DIRECTORY, _COMMENT = 4057, 4080, 4085, 6002, 12000
_ENCRYPTED = 0xF3D1C4DF
_TITLES = (0, 6)
_OTHER = 4
_DEEPEST = 32
_MOST_RECORDS = 500_000


@dataclass(frozen=True, slots=True)
class SlideText:
    """A text on a slide."""

    text: str
    is_title: bool = False


@dataclass(slots=True)
class Slide:
    """The texts of a slide, then those of its notes."""

    texts: list[SlideText] = field(default_factory=list)
    notes: list[SlideText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    instance: int
    start: int
    end: int
    parents: tuple[int, ...]


class SlidesFile:
    """A presentation by its two streams. Raises Unreadable when it is encrypted."""

    def __init__(self, stream: bytes, current_user: bytes) -> None:
        self._stream = stream
        self._count = 0
        self._places: dict[int, int] = {}
        self._document = 0
        if len(current_user) >= 20:
            token, edit = struct.unpack_from("<II", current_user, 12)
            if token == _ENCRYPTED:
                raise Unreadable("encrypted", "The file is protected by a password.")
            self._read_edits(edit)

    def slides(self) -> Iterator[Slide]:
        """The slides in their order, as the last save left them; last what stands on all of them, as one more."""
        lists = self._lists()
        notes = {number: place for number, place, _ in lists.get(2, [])}
        for _, place, outline in lists.get(0, []):
            slide = Slide(list(outline))
            slide.texts.extend(text for text in self._texts(place) if text not in outline)
            for record in self._records(place, self._end_of(place)):
                if record.kind == _SLIDE_ATOM and record.end - record.start >= 20:
                    notes_number = struct.unpack_from("<I", self._stream, record.start + 16)[0]
                    if notes_number and notes_number in notes:
                        slide.notes = list(self._texts(notes[notes_number]))
                    break
            yield slide
        everywhere = Slide()
        masters = [text for _, place, _ in lists.get(1, []) for text in self._texts(place, of_masters=True)]
        everywhere.texts = [*self._texts(self._document, inside=_FOOTERS), *masters]
        yield everywhere

    def all_texts(self) -> Slide:
        """Everything in the stream, for files whose slides cannot be told apart."""
        return Slide(list(self._texts_of(self._records(0, len(self._stream)))))

    def _read_edits(self, edit: int) -> None:
        """Finds where every object is: each save (UserEditAtom) lists what it wrote, and leads to the one before."""
        seen: set[int] = set()
        while edit and edit not in seen and edit + 36 <= len(self._stream):
            seen.add(edit)
            _, kind, _ = struct.unpack_from("<HHI", self._stream, edit)
            if kind != _EDIT:
                return
            before, directory, document = struct.unpack_from("<III", self._stream, edit + 16)
            self._read_directory(directory)
            self._document = self._document or self._places.get(document, 0)
            edit = before

    def _read_directory(self, at: int) -> None:
        end = self._end_of(at)
        at += 8
        while at + 4 <= end:
            entry = struct.unpack_from("<I", self._stream, at)[0]
            first, count = entry & 0xFFFFF, entry >> 20
            at += 4
            for number in range(min(count, (end - at) // 4)):
                place = struct.unpack_from("<I", self._stream, at + 4 * number)[0]
                self._places.setdefault(first + number, place)
            at += 4 * count

    def _lists(self) -> dict[int, list[tuple[int, int, list[SlideText]]]]:
        """The slides (0), masters (1) and notes (2): their identities, places and what the outline says of them."""
        lists: dict[int, list[tuple[int, int, list[SlideText]]]] = {}
        for whole in self._records(self._document, self._end_of(self._document)):
            if whole.kind != _LIST:
                continue
            entries = lists.setdefault(whole.instance, [])
            kind_of_text = _OTHER
            for record in self._records(whole.start, whole.end):
                if record.kind == _SLIDE_PERSIST and record.end - record.start >= 16:
                    reference, _, _, identity = struct.unpack_from("<IIiI", self._stream, record.start)
                    if reference in self._places:
                        entries.append((identity, self._places[reference], []))
                elif record.kind == _HEADER:
                    kind_of_text = self._number(record)
                elif entries and (text := self._text(record)):
                    entries[-1][2].append(SlideText(text, kind_of_text in _TITLES))
        return lists

    def _texts(self, place: int, *, inside: int = 0, of_masters: bool = False) -> Iterator[SlideText]:
        records = self._records(place, self._end_of(place))
        if inside:
            records = (record for record in records if inside in record.parents)
        yield from self._texts_of(records, of_masters=of_masters)

    def _texts_of(self, records: Iterator[_Record], *, of_masters: bool = False) -> Iterator[SlideText]:
        kind_of_text = _OTHER
        for record in records:
            if record.kind == _HEADER:
                kind_of_text = self._number(record)
            # The other texts of a master only ask to be replaced ("Click to edit"), and "*" stands for a number.
            elif (text := self._text(record)) and text != "*" and (not of_masters or kind_of_text == _OTHER):
                yield SlideText(text, kind_of_text in _TITLES)

    def _text(self, record: _Record) -> str:
        data = self._stream[record.start : record.end]
        if record.kind == _BYTES:
            text = data.decode("latin-1")
        elif record.kind == _CHARACTERS or self._is_footer_or_comment(record):
            text = data.decode("utf-16-le", "replace")
        else:
            return ""
        return text.replace("\r", "\n").replace("\x0b", "\n").strip()

    def _is_footer_or_comment(self, record: _Record) -> bool:
        wanted = {_FOOTERS: (1, 2), _COMMENT: (1,)}.get(record.parents[-1] if record.parents else 0, ())
        return record.kind == _STRING and record.instance in wanted

    def _number(self, record: _Record) -> int:
        return int.from_bytes(self._stream[record.start : min(record.start + 4, record.end)], "little")

    def _end_of(self, place: int) -> int:
        if place + 8 > len(self._stream):
            return place
        return min(place + 8 + int(struct.unpack_from("<I", self._stream, place + 4)[0]), len(self._stream))

    def _records(self, start: int, end: int) -> Iterator[_Record]:
        """All records of a stretch in their order, containers before what they contain."""
        ends: list[tuple[int, int]] = []
        at = start
        while at + 8 <= end:
            while ends and at >= ends[-1][0]:
                ends.pop()
            self._count += 1
            if self._count > _MOST_RECORDS:
                return
            version, kind, length = struct.unpack_from("<HHI", self._stream, at)
            limit = min(at + 8 + length, ends[-1][0] if ends else end)
            yield _Record(kind, version >> 4, at + 8, limit, tuple(parent for _, parent in ends))
            if version & 0xF == 0xF and len(ends) < _DEEPEST:
                ends.append((limit, kind))
                at += 8
            else:
                at = max(limit, at + 8)

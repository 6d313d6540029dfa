"""Opens the documents of the old Office programs, which are small file systems (OLE), and reads their streams."""

import io
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from desktop_search.extraction.format import Source, Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Text is a small part of such a file; what is larger is pictures or a trick.
_MOST_BYTES = 200 * 1024 * 1024
_UTF8 = 65001
_SUMMARY = "\x05SummaryInformation"
_CODE_PAGE, _TITLE, _AUTHOR, _CREATED = 1, 2, 4, 12
_SHORT, _BYTES, _CHARACTERS, _MOMENT = 2, 30, 31, 64
_MOST_PROPERTIES, _LONGEST = 100, 1_000
# Of an entry of the directory: how long it is, and where in it its first sector stands.
_ENTRY, _ENTRY_START = 128, 116
# Times are counted in tenths of microseconds since 1601.
_YEAR_1981, _YEAR_2100 = 119_918_016_000_000_000, 157_469_184_000_000_000


def holds(source: Source, *streams: str, suffixes: frozenset[str]) -> bool:
    """Whether a file has one of these streams at its top; one too damaged to tell is believed its suffix."""
    import olefile

    if not source.head(8).startswith(SIGNATURE):
        return False
    try:
        names = {name.lower() for name, *below in _opened(source, olefile).listdir() if not below}
    except Unreadable:
        return source.name.lower().endswith(tuple(suffixes))
    return any(stream.lower() in names for stream in streams)


class Ole:
    """An opened file. Raises Unreadable when it is damaged."""

    def __init__(self, source: Source) -> None:
        import olefile

        self._size = source.size
        self._file = _opened(source, olefile)

    def __contains__(self, stream: str) -> bool:
        return bool(self._file.exists(stream))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises Unreadable when it is missing or claims more than the file has."""
        if name not in self:
            raise Unreadable("damaged", "The file is damaged: a part of it is missing.")
        # A chain of sectors that leads into itself would be followed for as long as the stream claims to be.
        if self._file.get_size(name) > min(self._size, _MOST_BYTES):
            raise Unreadable("damaged", "The file is damaged: a part of it claims to be larger than the whole.")
        try:
            return bytes(self._file.openstream(name).read())
        except OSError as error:
            raise Unreadable("damaged", "The file is damaged: a part of it cannot be read.") from error

    def check_chains(self) -> None:
        """Raises Unreadable when a chain of sectors leads into itself: calamine follows it until there is no memory."""
        file = self._file
        try:
            file.loadminifat()
            file.directory_fp.seek(0)
            entries = file.directory_fp.read()
        except (OSError, IndexError) as error:
            raise Unreadable("damaged", "The file is damaged: a part of it cannot be read.") from error
        large, small = [file.first_dir_sector, file.first_mini_fat_sector], list[int]()
        # Of all entries, also of those that no folder holds: calamine makes no difference.
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            start, size = struct.unpack_from("<II", entries, at + _ENTRY_START)
            is_small = at > 0 and size < file.mini_stream_cutoff_size
            (small if is_small else large).append(start)
        if not (_all_end(large, file.fat) and _all_end(small, file.minifat) and self._table_ends()):
            raise Unreadable("damaged", "The file is damaged: its parts lead in a circle.")

    def _table_ends(self) -> bool:
        """Whether the list of the sectors that hold the table of chains ends, in a file of more than 7 MB."""
        file, sector = self._file, self._file.first_difat_sector
        for _ in range(file.nb_sect + 1):
            if sector >= file.nb_sect:
                return True
            file.fp.seek((sector + 2) * file.sector_size - 4)
            sector = int.from_bytes(file.fp.read(4), "little")
        return False

    def properties(self) -> dict[str, str]:
        """Title, author and date, as far as the file has them."""
        # olefile would read these too, but believes a damaged set that it has four thousand million of them.
        try:
            told = dict(_properties(self.stream(_SUMMARY)))
        except (Unreadable, struct.error):
            return {}
        code_page = told.get(_CODE_PAGE)
        number = code_page % 65536 if isinstance(code_page, int) else 1252
        properties = {"title": _text(told.get(_TITLE), number), "author": _text(told.get(_AUTHOR), number)}
        created = told.get(_CREATED)
        if isinstance(created, int) and _YEAR_1981 < created < _YEAR_2100:
            properties["date"] = (datetime(1601, 1, 1) + timedelta(microseconds=created // 10)).isoformat(
                timespec="seconds"
            )
        return {name: value for name, value in properties.items() if value}


def _all_end(starts: Iterable[int], following: Sequence[int]) -> bool:
    """Whether the chain from each of these sectors ends; for each one, following says which is the next."""
    ending: set[int] = set()
    for start in starts:
        chain: set[int] = set()
        sector = start
        while sector < len(following) and sector not in ending:
            if sector in chain:
                return False
            chain.add(sector)
            sector = following[sector]
        ending |= chain
    return True


def _properties(data: bytes) -> Iterator[tuple[int, int | bytes | str]]:
    """The properties of the first set by their numbers, as [MS-OLEPS] lays them out."""
    start = struct.unpack_from("<I", data, 44)[0]
    count = struct.unpack_from("<I", data, start + 4)[0]
    for place in range(start + 8, start + 8 + 8 * min(count, _MOST_PROPERTIES), 8):
        identity, offset = struct.unpack_from("<II", data, place)
        at = start + offset
        if identity not in (_CODE_PAGE, _TITLE, _AUTHOR, _CREATED) or at + 8 > len(data):
            continue
        kind, length = struct.unpack_from("<II", data, at)
        if kind == _BYTES:
            yield identity, data[at + 8 : at + 8 + min(length, _LONGEST)]
        elif kind == _CHARACTERS:
            yield identity, data[at + 8 : at + 8 + 2 * min(length, _LONGEST)].decode("utf-16-le", "replace")
        elif kind == _SHORT:
            yield identity, length & 0xFFFF
        elif kind == _MOMENT:
            yield identity, struct.unpack_from("<Q", data, at + 4)[0]


def _opened(source: Source, olefile: Any) -> Any:
    try:
        if source.size > _MOST_BYTES:
            raise Unreadable("too_large", "The file has more than 200 MB.")
        return olefile.OleFileIO(io.BytesIO(source.data()))
    except Unreadable:
        raise
    except Exception as error:
        # olefile raises its own errors, but also IndexError, struct.error and others over damaged directories.
        raise Unreadable("damaged", "The file is damaged: its list of parts cannot be read.") from error


def _text(value: object, code_page: int) -> str:
    if not isinstance(value, bytes):
        return value.strip() if isinstance(value, str) else ""
    try:
        text = value.decode("utf-8" if code_page == _UTF8 else f"cp{code_page}", "replace")
    except LookupError:
        text = value.decode("cp1252", "replace")
    return text.replace("\0", "").strip()

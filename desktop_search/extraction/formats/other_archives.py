"""Knows archives that cannot be opened (7z, RAR), so that the reason is told: a password, or their kind."""

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.seven_zip import is_encrypted as is_seven_zip_encrypted
from desktop_search.records import Document

SUFFIXES = frozenset({".7z", ".rar", ".cab", ".zst"})
VERSION = 1

_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
_RAR4, _RAR5 = b"Rar!\x1a\x07\0", b"Rar!\x1a\x07\x01\0"
_OTHERS = (b"MSCF\0\0\0\0", b"\x28\xb5\x2f\xfd")
_MOST_BLOCKS = 10_000


def recognises(source: Source) -> bool:
    """Whether a file begins as one of these archives does."""
    return source.head(8).startswith((_SEVEN_ZIP, _RAR4, _RAR5, *_OTHERS))


def extract(source: Source) -> Document:
    """Nothing: raises Unreadable with the reason."""
    data = source.data()
    encrypted = (
        (data.startswith(_SEVEN_ZIP) and is_seven_zip_encrypted(data))
        or (data.startswith(_RAR5) and _is_rar5_encrypted(data))
        or (data.startswith(_RAR4) and _is_rar4_encrypted(data))
    )
    if encrypted:
        raise Unreadable("encrypted", "The archive is protected by a password.")
    raise Unreadable("unsupported", "Archives of this kind cannot be opened; zip and tar archives can.")


def _is_rar4_encrypted(data: bytes) -> bool:
    """Whether the headers are encrypted, or the first file is."""
    position = len(_RAR4)
    for _ in range(_MOST_BLOCKS):
        kind, flags = data[position + 2 : position + 3], int.from_bytes(data[position + 3 : position + 5], "little")
        if (kind == b"\x73" and flags & 0x80) or (kind == b"\x74" and flags & 0x04):
            return True
        size = int.from_bytes(data[position + 5 : position + 7], "little")
        if kind not in (b"\x73", b"\x7a") or size < 7:
            return False
        position += size
    return False


def _is_rar5_encrypted(data: bytes) -> bool:
    """Whether a block says that the headers are encrypted, or the first file's extra fields that the file is."""
    position = len(_RAR5)
    for _ in range(_MOST_BLOCKS):
        size, begin = _number(data, position + 4)
        kind, after = _number(data, begin)
        flags, after = _number(data, after)
        extra, after = _number(data, after) if flags & 1 else (0, after)
        if kind == 4:
            return True
        if kind == 2:
            end = begin + size
            field_size, field = _number(data, max(begin, end - extra))
            return bool(extra and field_size) and _number(data, field)[0] == 1
        if kind != 1 or not size:
            return False
        position = begin + size
    return False


def _number(data: bytes, position: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the position after it."""
    value = shift = 0
    while position < len(data) and shift < 63:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            break
    return value, position

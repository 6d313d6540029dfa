"""Opens documents that are zip files, and refuses those that would unpack to more than any document needs."""

import re
import struct
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from desktop_search.extraction.budget import MEGABYTE
from desktop_search.extraction.format import Source, Unreadable

SIGNATURE = b"PK\x03\x04"
# Office files shrink to a tenth, seldom to a thirtieth; zip bombs to a thousandth. Small parts may be anything.
_HIGHEST_RATIO = 100
_RATIO_MATTERS_ABOVE = MEGABYTE
# A workbook has two parts for each of its sheets, and a long presentation hundreds of pictures.
_MOST_PARTS = 20_000


def names_in(file: BinaryIO) -> frozenset[str] | None:
    """The names of the parts, or None where the file is no (whole) zip file."""
    try:
        with zipfile.ZipFile(file) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, KeyError, struct.error):
        return None


def holds(source: Source, part: re.Pattern[str], *, suffixes: frozenset[str], mark: bytes) -> bool:
    """Whether a file is a zip file with a part of such a name; where its end is missing, whether it is named or
    begins like one."""
    if not source.head(4).startswith(SIGNATURE):
        return False
    names = names_in(source.file)
    if names is None:
        return source.name.lower().endswith(tuple(suffixes)) or mark in source.head()
    return any(part.fullmatch(name.replace("\\", "/")) for name in names)


def opened(source: Source) -> zipfile.ZipFile:
    """The zip file, which the caller closes. Raises Unreadable when it is encrypted, damaged or a bomb."""
    try:
        archive = zipfile.ZipFile(source.file)
    except zipfile.BadZipFile as error:
        raise Unreadable("damaged", "The file is damaged: its list of parts cannot be read.") from error
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("encrypted", "The file is protected by a password.")
    # zipfile never unpacks more of a part than its entry says, so the entries can be relied on.
    limits = source.budget.limits
    if sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise Unreadable("too_large", f"The file unpacks to more than {limits.unpacked_bytes // MEGABYTE:,} MB.")
    if len(parts) > _MOST_PARTS:
        raise Unreadable("too_large", f"The file has more than {_MOST_PARTS:,} parts.")
    for part in parts:
        if part.file_size > _RATIO_MATTERS_ABOVE and part.file_size > _HIGHEST_RATIO * max(part.compress_size, 1):
            raise Unreadable("too_large", "A part of the file unpacks to more than a hundred times its size.")
    return archive


def portions(part: IO[bytes], most: int) -> Iterator[bytes]:
    """The bytes of a part, at most so many. Never all at once: reading without a size unpacks whatever is there,
    and only then looks at how much the entry promised."""
    while most > 0 and (portion := part.read(min(64 * 1024, most))):
        most -= len(portion)
        yield portion

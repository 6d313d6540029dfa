"""Reads tar archives, packed ones too: their names, and what lies in them as members."""

import tarfile

from desktop_search.extraction import unpacking
from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.nesting import Nest, readable_name
from desktop_search.records import Document

SUFFIXES = frozenset({".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tb2"})
VERSION = 2
STREAMS = True

_HEADER = 512
_CHECKSUM = slice(148, 156)


def is_tar(header: bytes) -> bool:
    """Whether 512 bytes are the header of an entry: their sum, written in octal digits, is right."""
    if len(header) < _HEADER or not header[0]:
        return False
    digits = header[_CHECKSUM].strip(b" \0")
    if not digits or digits.strip(b"01234567"):
        return False
    return int(digits, 8) == sum(header[:_HEADER]) - sum(header[_CHECKSUM]) + 8 * 32


def recognises(source: Source) -> bool:
    """Whether a file, or what is packed in it, begins with an entry of an archive."""
    start = unpacking.beginning(source.file, _HEADER)
    return is_tar(source.head(_HEADER) if start is None else start)


def extract(source: Source) -> Document:
    """The names in the archive and its members. Raises Unreadable when it is damaged from the beginning."""
    nest, found = Nest(source, archives=1), Collector(source)
    stream = unpacking.opened(source.file) or source.file
    source.file.seek(0)
    size = 0

    def account(piece: int) -> bool:
        nonlocal size
        size += piece
        return source.budget.unpack(piece, size, source.file.tell())

    try:
        with tarfile.open(fileobj=unpacking.Counted(stream, account), mode="r|", errors="surrogateescape") as archive:
            for entry in archive:
                # The library remembers every entry, which a stream has no use for.
                archive.members = []  # type: ignore[attr-defined]
                if not nest.has_room():
                    break
                if entry.isfile():
                    name = readable_name(_name(entry.name))
                    found.add(name)
                    if not nest.leaves_alone(name):
                        _read(archive, entry, name, nest)
    except (tarfile.TarError, *unpacking.DAMAGE) as error:
        if not found.blocks:
            raise Unreadable("damaged", "The file is damaged and could not be unpacked.") from error
        source.budget.leave_out("The file is damaged: only its beginning was read.")
    return nest.document(found)


def _read(archive: tarfile.TarFile, entry: tarfile.TarInfo, name: str, nest: Nest) -> None:
    content = archive.extractfile(entry)
    if content is None:
        return
    # It is the unpacked archive that counts; what it unpacked to has been counted as it was read.
    data = nest.contents(content, name)
    if data is not None:
        nest.read(name, data)


def _name(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode(raw)

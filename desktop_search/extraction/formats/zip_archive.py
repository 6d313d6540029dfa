"""Reads zip archives: their names, and what lies in them as members."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.nesting import Nest, readable_name
from desktop_search.extraction.zip_names import names_of
from desktop_search.extraction.zips import names_in
from desktop_search.records import Document

SUFFIXES = frozenset({".zip", ".zipx"})
VERSION = 2

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_NAMES_TOGETHER = 50
_ENCRYPTED = 1
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
    struct.error, KeyError,
)  # fmt: skip
# Programs and their parts travel in zip archives too; nobody looks for what is in them.
_PROGRAMS = (
    ".jar", ".war", ".ear", ".apk", ".aab", ".ipa", ".whl", ".egg", ".xpi", ".crx", ".nupkg", ".vsix", ".appx", ".msix",
)  # fmt: skip
# What stands beside documents in the archives of one system or in folders of programs.
_NOISE = ("__MACOSX/", "META-INF/")


def recognises(source: Source) -> bool:
    """Whether a file is an archive of files, rather than one document that happens to be kept in one."""
    if not source.head(4).startswith(_SIGNATURES) or source.name.lower().endswith(_PROGRAMS):
        return False
    names = names_in(source.file)
    if names is None:
        return source.name.lower().endswith(tuple(SUFFIXES))
    return not _is_package(names)


def extract(source: Source) -> Document:
    """The names in the archive and its members. Raises Unreadable when it is damaged or all of it is encrypted."""
    nest, found = Nest(source, archives=1), Collector(source)
    try:
        archive = zipfile.ZipFile(source.file)
    except _DAMAGE as error:
        raise Unreadable("damaged", "The file is damaged: its list of files cannot be read.") from error
    with archive:
        entries = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith(_NOISE)]
        if entries and all(one.flag_bits & _ENCRYPTED for one in entries):
            raise Unreadable("encrypted", "The archive is protected by a password.")
        most = source.budget.limits.members
        if len(entries) > most:
            source.budget.leave_out(f"Only the first {most:,} files of the archive were read.")
        entries = entries[:most]
        names = [readable_name(name) for name in names_of(entries)]
        _add_names(found, names)
        for name, entry in zip(names, entries, strict=True):
            if not nest.has_room():
                break
            if not nest.leaves_alone(name):
                _read(archive, entry, name, nest)
    return nest.document(found)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, nest: Nest) -> None:
    if entry.flag_bits & _ENCRYPTED:
        nest.note(name, "It is protected by a password.")
        return
    try:
        with archive.open(entry) as stream:
            data = nest.unpacked(stream, name, lambda: entry.compress_size)
    except _DAMAGE:
        nest.note(name, "It is damaged or packed in an unknown way.")
        return
    if data is not None:
        nest.read(name, data)


def _add_names(found: Collector, names: Sequence[str]) -> None:
    for begin in range(0, len(names), _NAMES_TOGETHER):
        found.add("\n".join(names[begin : begin + _NAMES_TOGETHER]))


def _is_package(names: Iterable[str]) -> bool:
    known = frozenset(names)
    return "[Content_Types].xml" in known or (
        "mimetype" in known and bool(known & {"content.xml", "META-INF/container.xml"})
    )

"""Reads OpenDocument texts, spreadsheets and presentations (.odt, .ods, .odp), packed or flat, and their ancestors."""

import re
import zipfile
from typing import BinaryIO, cast

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.opendocument_xml import OpenDocument
from desktop_search.extraction.package_xml import events
from desktop_search.extraction.packages import stated
from desktop_search.extraction.zips import SIGNATURE, holds, opened, portions
from desktop_search.records import Document

_KINDS = {"text": "odt ott odm sxw stw", "spreadsheet": "ods ots sxc stc", "presentation": "odp otp sxi sti"}
_KINDS["graphics"] = "odg otg sxd"
_FLAT = {".fodt": "text", ".fods": "spreadsheet", ".fodp": "presentation", ".fodg": "graphics"}
_KIND_OF = {f".{suffix}": kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split()} | _FLAT
SUFFIXES = frozenset(_KIND_OF)
VERSION = 1

_CONTENT = "content.xml"
_PARTS = re.compile(r"content\.xml")
_MIME = re.compile(rb"application/(?:vnd\.oasis\.opendocument|vnd\.sun\.xml)\.(\w+)")
_OLD_NAMES = {"writer": "text", "calc": "spreadsheet", "impress": "presentation", "draw": "graphics"}
_FLAT_MARK = b"<office:document"
_PROPERTIES = {
    "dc:title": "title",
    "meta:initial-creator": "author",
    "dc:creator": "author",
    "dc:language": "language",
    "meta:creation-date": "date",
}
_MOST_MANIFEST = 4 * 1024 * 1024


def recognises(source: Source) -> bool:
    """Whether a file is a package with content as OpenDocument has it, or a flat document."""
    head = source.head(4096)
    if head.startswith(SIGNATURE):
        is_declared = _MIME.search(head[:256]) is not None or source.name.lower().endswith(tuple(SUFFIXES))
        return holds(source, _PARTS, suffixes=SUFFIXES, mark=b"mimetypeapplication/vnd.oasis") and is_declared
    return _FLAT_MARK in head and b"opendocument" in head


def extract(source: Source) -> Document:
    """The document. Raises Unreadable when it is encrypted, damaged, a bomb or without text."""
    found = Collector(source)
    head = source.head(4096)
    kind = _kind(source, head)
    document = OpenDocument(found, kind)
    if head.startswith(SIGNATURE):
        with opened(source.file) as archive:
            properties = _read_package(archive, document, found, source, kind)
    else:
        document.read(events(source.file, found, allows_doctype=True))
        source.file.seek(0)
        properties = stated(events(source.file, allows_doctype=True), _PROPERTIES)
    title = properties.pop("title", "") or document.title
    return found.document(title, properties.pop("language", None), properties)


def _kind(source: Source, head: bytes) -> str:
    match = _MIME.search(head)
    if match is not None:
        kind = match[1].decode("ascii", "replace").partition("-")[0]
        return _OLD_NAMES.get(kind, kind)
    return _KIND_OF.get(source.name[source.name.rfind(".") :].lower(), "text")


def _read_package(
    archive: zipfile.ZipFile, document: OpenDocument, found: Collector, source: Source, kind: str
) -> dict[str, str]:
    names = frozenset(archive.namelist())
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as part:
            if b"encryption-data" in b"".join(portions(part, _MOST_MANIFEST)):
                raise Unreadable("encrypted", "The file is protected by a password.")
    if _CONTENT not in names:
        raise Unreadable("damaged", "The file is damaged: its text is missing.")
    with archive.open(_CONTENT) as part:
        document.read(events(part, found, allows_doctype=True))
    # The pages of spreadsheets and slides have headers that nobody wrote: "Page 1", "???".
    if kind == "text" and "styles.xml" in names and not found.is_full:
        _read_styles(cast(BinaryIO, archive.open("styles.xml")), found, source)
    if "meta.xml" not in names:
        return {}
    with archive.open("meta.xml") as part:
        return stated(events(part, allows_doctype=True), _PROPERTIES)


def _read_styles(part: BinaryIO, found: Collector, source: Source) -> None:
    """The headers and footers of the pages, each once."""
    collected = Collector(source)
    with part:
        OpenDocument(collected, "text").read(events(part, found, allows_doctype=True))
    seen: set[str] = set()
    for block in collected.blocks:
        if block.text not in seen:
            seen.add(block.text)
            found.add(block.text)

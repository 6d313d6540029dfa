"""Reads OpenDocument texts, spreadsheets and presentations (.odt, .ods, .odp), packed or flat, and their ancestors."""

import re
import zipfile
import zlib
from pathlib import PurePath

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.opendocument_xml import OpenDocument
from desktop_search.extraction.package_xml import events
from desktop_search.extraction.packages import stated
from desktop_search.extraction.zips import SIGNATURE, holds, names_in, opened, portions
from desktop_search.records import Document

_KINDS = {"text": "odt ott odm sxw stw", "spreadsheet": "ods ots sxc stc", "presentation": "odp otp sxi sti"}
_KINDS["graphics"] = "odg otg sxd"
_FLAT = {".fodt": "text", ".fods": "spreadsheet", ".fodp": "presentation", ".fodg": "graphics"}
_KIND_OF = {f".{suffix}": kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split()} | _FLAT
SUFFIXES = frozenset(_KIND_OF)
VERSION = 1
LIBRARIES = ("lxml",)

_CONTENT, _MIME_TYPE, _MANIFEST = "content.xml", "mimetype", "META-INF/manifest.xml"
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


def prepare() -> None:
    import lxml.etree  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a file is a package with content as OpenDocument has it, or a flat document."""
    head = source.head(4096)
    if not head.startswith(SIGNATURE):
        return _FLAT_MARK in head and b"opendocument" in head
    if not holds(source, _PARTS, suffixes=SUFFIXES, mark=b"mimetypeapplication/vnd.oasis"):
        return False
    names = names_in(source.file)
    return names is None or bool(names & {_MIME_TYPE, _MANIFEST})


def extract(source: Source) -> Document:
    """The document. Raises Unreadable when it is encrypted, damaged, a bomb or without text."""
    found = Collector(source)
    if source.head(4).startswith(SIGNATURE):
        with opened(source) as archive:
            return _read_package(archive, found, source)
    document = OpenDocument(found, _kind(source.head(4096), source.name))
    document.read(events(source.file, found, allows_doctype=True))
    source.file.seek(0)
    return _finished(document, found, stated(events(source.file, allows_doctype=True), _PROPERTIES))


def _finished(document: OpenDocument, found: Collector, properties: dict[str, str]) -> Document:
    title = properties.pop("title", "") or document.title
    return found.document(title, properties.pop("language", None), properties)


def _kind(declared: bytes, name: str) -> str:
    match = _MIME.search(declared)
    if match is not None:
        kind = match[1].decode("ascii", "replace").partition("-")[0]
        return _OLD_NAMES.get(kind, kind)
    return _KIND_OF.get(PurePath(name).suffix.lower(), "text")


def _read_package(archive: zipfile.ZipFile, found: Collector, source: Source) -> Document:
    names = frozenset(archive.namelist())
    manifest = _beginning(archive, _MANIFEST) if _MANIFEST in names else b""
    if b"encryption-data" in manifest:
        raise Unreadable("encrypted", "The file is protected by a password.")
    if _CONTENT not in names:
        raise Unreadable("damaged", "The file is damaged: its text is missing.")
    kind = _kind((_beginning(archive, _MIME_TYPE) if _MIME_TYPE in names else b"") + manifest, source.name)
    document = OpenDocument(found, kind)
    with archive.open(_CONTENT) as part:
        document.read(events(part, found, allows_doctype=True))
    # The pages of spreadsheets and slides have headers that nobody wrote: "Page 1", "???".
    if kind == "text" and "styles.xml" in names and not found.is_full:
        _read_styles(archive, found, source)
    if "meta.xml" not in names:
        return _finished(document, found, {})
    with archive.open("meta.xml") as part:
        return _finished(document, found, stated(events(part, allows_doctype=True), _PROPERTIES))


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return b"".join(portions(part, _MOST_MANIFEST))
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return b""


def _read_styles(archive: zipfile.ZipFile, found: Collector, source: Source) -> None:
    """The headers and footers of the pages, each once."""
    collected = Collector(source)
    with archive.open("styles.xml") as part:
        OpenDocument(collected, "text").read(events(part, found, allows_doctype=True))
    seen: set[str] = set()
    for block in collected.blocks:
        if block.text not in seen:
            seen.add(block.text)
            found.add(block.text)

"""Reads electronic books (.epub): the chapters in the order of reading, with their headings, title and author."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast
from urllib.parse import unquote

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.package_xml import START, Event, events
from desktop_search.extraction.packages import stated
from desktop_search.extraction.pages import Page
from desktop_search.extraction.zips import holds, opened, portions
from desktop_search.records import Document

SUFFIXES = frozenset({".epub"})
VERSION = 1
LIBRARIES = ("lxml", "selectolax")

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PART = re.compile(r"META-INF/container\.xml|.*\.opf")
_PROPERTIES = {"dc:title": "title", "dc:creator": "author", "dc:language": "language", "dc:date": "date"}
_CHAPTERS = (".xhtml", ".html", ".htm", ".xml")
_FONTS = (".ttf", ".otf", ".woff", ".woff2", ".dfont", ".pfb")
_MOST_BYTES_OF_CHAPTER = 32 * 1024 * 1024
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")
# "<title/>" is an empty title in a book, but the beginning of a long one in a web page.
_CLOSED_AT_ONCE = re.compile(
    r"<(title|script|style|textarea|iframe|a|b|i|p|div|span|td|th|em|h[1-6])(\s[^<>]{0,500})?/>"
)


def prepare() -> None:
    import lxml.etree  # noqa: F401
    import selectolax.lexbor  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a zip file says where the contents of a book are."""
    return holds(source, _PART, suffixes=SUFFIXES, mark=b"mimetypeapplication/epub+zip")


def extract(source: Source) -> Document:
    """The book. Raises Unreadable when it is protected, damaged, a bomb or without text."""
    found = Collector(source)
    with opened(source) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        if _ENCRYPTION.lower() in names and _is_protected(_events(archive, names, _ENCRYPTION)):
            raise Unreadable("encrypted", "The book is protected against copying.")
        contents = _contents(archive, names)
        properties = stated(_events(archive, names, contents), _PROPERTIES) if contents else {}
        for chapter in _chapters(archive, names, contents):
            if not found.is_full:
                _read_chapter(archive, names[chapter.lower()], found)
    return found.document(properties.pop("title", None), properties.pop("language", None), properties)


def _events(archive: zipfile.ZipFile, names: dict[str, str], name: str) -> Iterator[Event]:
    with archive.open(names[name.lower()]) as part:
        yield from events(cast(BinaryIO, part), allows_doctype=True)


def _is_protected(read: Iterator[Event]) -> bool:
    """Whether more is encrypted than fonts, which only are so that nobody takes them out of the book."""
    encrypted = [attributes.get("URI", "") for kind, tag, attributes, _ in read if tag == "enc:CipherReference"]
    return any(name and not name.lower().endswith(_FONTS) for name in encrypted)


def _contents(archive: zipfile.ZipFile, names: dict[str, str]) -> str | None:
    if _CONTAINER.lower() in names:
        for kind, tag, attributes, _ in _events(archive, names, _CONTAINER):
            path = unquote(attributes.get("full-path", "")).lstrip("/")
            if kind is START and tag == "ocf:rootfile" and path.lower() in names:
                return path
    return next((name for key, name in names.items() if key.endswith(".opf")), None)


def _chapters(archive: zipfile.ZipFile, names: dict[str, str], contents: str | None) -> list[str]:
    """The parts in the order of reading; where the book does not tell it, in that of their names."""
    items: dict[str, str] = {}
    order: list[str] = []
    for kind, tag, attributes, _ in _events(archive, names, contents) if contents else ():
        if kind is not START:
            continue
        if tag == "opf:item" and attributes.get("properties") != "nav":
            path = posixpath.join(posixpath.dirname(contents or ""), unquote(attributes.get("href", "")))
            items[attributes.get("id", "")] = posixpath.normpath(path).lstrip("/")
        elif tag == "opf:itemref":
            order.append(attributes.get("idref", ""))
    chapters = [items[identity] for identity in dict.fromkeys(order) if identity in items]
    chapters = [chapter for chapter in chapters if chapter.lower() in names]
    return chapters or sorted(name for name in names.values() if name.lower().endswith(_CHAPTERS[:3]))


def _read_chapter(archive: zipfile.ZipFile, name: str, found: Collector) -> None:
    from selectolax.lexbor import LexborHTMLParser

    try:
        with archive.open(name) as part:
            data = b"".join(portions(part, _MOST_BYTES_OF_CHAPTER))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        found.note("A chapter of the book is damaged; the others were read.")
        return
    Page(found).read(LexborHTMLParser(_CLOSED_AT_ONCE.sub(r"<\1\2></\1>", _decoded(data))).root)


def _decoded(data: bytes) -> str:
    declared = _DECLARED.search(data[:400])
    if declared is not None:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)

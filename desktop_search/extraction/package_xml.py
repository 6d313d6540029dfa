"""Reads one XML part of an office document or a book as a stream of events, for formats that trust no part's size.

Nothing is kept of what was read, no entity is expanded and nothing is loaded, so the memory needed is that of the
text a format keeps. A part that is damaged, too deep or too long ends early, and the text before that is kept.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import IO, Any, TypeAlias

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Unreadable

# (kind, name, attributes of a start or None, text or ""). Names are "prefix:local", with the usual prefixes below.
Event: TypeAlias = tuple[str, str, Mapping[str, str], str]
START, END, TEXT = "start", "end", "text"

DEEPEST = 256
# Three million events take about five seconds; the main part of a book of a thousand pages has half a million.
MOST_EVENTS = 3_000_000
_PORTION = 64 * 1024
_NOTHING: Mapping[str, str] = {}
_SCHEMAS = ("http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml")
_OFFICE = {
    "w": "wordprocessingml/2006/main wordprocessingml/main",
    "m": "officeDocument/2006/math officeDocument/math",
    "a": "drawingml/2006/main drawingml/main",
    "c": "drawingml/2006/chart drawingml/chart",
    "dgm": "drawingml/2006/diagram drawingml/diagram",
    "p": "presentationml/2006/main presentationml/main",
    "x": "spreadsheetml/2006/main spreadsheetml/main",
    "xdr": "drawingml/2006/spreadsheetDrawing drawingml/spreadsheetDrawing",
    "r": "officeDocument/2006/relationships officeDocument/relationships",
    "rel": "package/2006/relationships",
    "cp": "package/2006/metadata/core-properties",
    "mc": "markup-compatibility/2006",
}
_OPEN = "office text table presentation meta style config form manifest".split()
_PREFIXES = {
    **{
        f"{schema}/{path}": prefix for prefix, paths in _OFFICE.items() for path in paths.split() for schema in _SCHEMAS
    },
    **{f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0": prefix for prefix in _OPEN},
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    # What OpenOffice.org 1 wrote before there was a standard.
    **{f"http://openoffice.org/2000/{prefix}": prefix for prefix in _OPEN},
    "http://openoffice.org/2000/drawing": "draw",
    "http://openoffice.org/2001/manifest": "manifest",
    "http://schemas.microsoft.com/office/word/2003/wordml": "w",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "x",
    "http://schemas.microsoft.com/office/powerpoint/2018/8/main": "p",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.w3.org/2000/svg": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://www.idpf.org/2007/opf": "opf",
    "urn:oasis:names:tc:opendocument:xmlns:container": "ocf",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
    "http://www.gribuser.ru/xml/fictionbook/2.0": "fb",
    "http://www.gribuser.ru/xml/fictionbook/2.1": "fb",
    "http://www.gribuser.ru/xml/fictionbook/2.2": "fb",
}


def events(part: IO[bytes], found: Collector | None = None, *, allows_doctype: bool = False) -> Iterator[Event]:
    """The events of a part, to its end or to where it can be read no further, which found is told.

    Raises Unreadable for a document type (where one is allowed, for one that declares entities): no office program
    writes them, and they are how a small file is made to grow or to ask for other files.
    """
    from lxml import etree

    heard = _Listener()
    parser = etree.XMLParser(
        target=heard, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    depth = count = 0
    before = b""
    damage = (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
    is_damaged = is_over = False
    while not is_damaged and not is_over:
        try:
            portion = part.read(_PORTION)
            if not heard.has_begun:
                before = (before + portion.replace(b"\0", b""))[-4 * _PORTION :]
                if b"<!DOCTYPE" in before and (not allows_doctype or b"<!ENTITY" in before):
                    raise Unreadable("damaged", "The file declares entities, which no office program does.")
            parser.feed(portion)
            if not portion:
                is_over = True
                parser.close()
        except damage:
            is_damaged = True
        for event in heard.taken():
            count += 1
            depth += (event[0] is START) - (event[0] is END)
            if depth > DEEPEST or count > MOST_EVENTS:
                _tell(found, "The file is too long or nested too deeply; only its beginning was read.")
                return
            yield event
    if is_damaged:
        _tell(found, "A part of the file is damaged; only what comes before was read.")


def _tell(found: Collector | None, sentence: str) -> None:
    if found is not None:
        found.note(sentence)


class _Listener:
    """What the parser reports to."""

    def __init__(self) -> None:
        self.has_begun = False
        self._heard: list[Event] = []

    def taken(self) -> list[Event]:
        heard, self._heard = self._heard, []
        return heard

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.has_begun = True
        named = {_short(name): value for name, value in attributes.items()} if attributes else _NOTHING
        self._heard.append((START, _short(tag), named, ""))

    def end(self, tag: str) -> None:
        self._heard.append((END, _short(tag), _NOTHING, ""))

    def data(self, text: str) -> None:
        self._heard.append((TEXT, "", _NOTHING, text))

    def close(self) -> Any:
        return None


@lru_cache(4096)
def _short(name: str) -> str:
    namespace, _, local = name.rpartition("}")
    if not namespace:
        return local
    return f"{_PREFIXES.get(namespace[1:], '?')}:{local}"

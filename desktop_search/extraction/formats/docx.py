"""Reads Word documents (.docx): text, tables, text boxes, headers, notes and comments, with their headings."""

import posixpath
import re
from collections.abc import Iterator

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source
from desktop_search.extraction.package_xml import START
from desktop_search.extraction.packages import Package
from desktop_search.extraction.word_xml import WordPart, outline_level
from desktop_search.extraction.zips import holds, opened
from desktop_search.records import Document

SUFFIXES = frozenset({".docx", ".docm", ".dotx", ".dotm"})
VERSION = 2

_USUAL = "word/document.xml"
_MAIN = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_OTHER_PARTS = ("header", "footer", "footnotes", "endnotes", "comments")
_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)


def prepare() -> None:
    import lxml.etree  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a zip file holds a Word document."""
    return holds(source, _MAIN, suffixes=SUFFIXES, mark=b"word/")


def extract(source: Source) -> Document:
    """The document. Raises Unreadable when it is encrypted, damaged, a bomb or without text."""
    found = Collector(source)
    with opened(source.file) as archive:
        package = Package(archive)
        main = package.main(_USUAL)
        folder = posixpath.dirname(main)
        styles, title_styles = _styles(package, f"{folder}/styles.xml")
        properties = package.properties()
        text = WordPart(found, styles, title_styles)
        text.read(package.events(main, found))
        title = properties.pop("title", "") or text.title
        seen: set[str] = set()
        for name in _parts(package, folder):
            if found.is_full:
                break
            part = Collector(source)
            WordPart(part, {}, frozenset()).read(package.events(name, found))
            for block in part.blocks:
                # The same header is stored once for the first, the even and the odd pages.
                if block.text not in seen:
                    seen.add(block.text)
                    found.add(block.text, block.kind)
    return found.document(title, properties.pop("language", None), properties)


def _parts(package: Package, folder: str) -> Iterator[str]:
    for kind in _OTHER_PARTS:
        yield from package.matching(rf"{re.escape(folder)}/{kind}\d*\.xml")


def _styles(package: Package, name: str) -> tuple[dict[str, int], frozenset[str]]:
    """Heading levels by style id, as Word knows them: by the built-in name, the outline level or the parent style."""
    if name not in package:
        return {f"Heading{level}": level for level in range(1, 7)} | {"Title": 1}, frozenset({"Title"})
    levels: dict[str, int] = {}
    parents: dict[str, str] = {}
    titles: set[str] = set()
    identity = ""
    for kind, tag, attributes, _ in package.events(name):
        if kind is not START:
            continue
        value = attributes.get("w:val", "")
        if tag == "w:style":
            identity = attributes.get("w:styleId", "")
            levels[identity] = 0
        elif tag == "w:outlineLvl":
            levels[identity] = levels.get(identity, 0) or outline_level(value)
        elif tag == "w:basedOn":
            parents[identity] = value
        elif tag == "w:name":
            levels[identity], is_title = _by_name(value)
            if is_title:
                titles.add(identity)
    return {identity: _inherited(identity, levels, parents) for identity in levels}, frozenset(titles)


def _by_name(name: str) -> tuple[int, bool]:
    match = _HEADING_NAME.fullmatch(name)
    if match:
        return min(int(match[1]), 6), False
    return (1, True) if name.lower() == "title" else (0, False)


def _inherited(identity: str, levels: dict[str, int], parents: dict[str, str]) -> int:
    seen: set[str] = set()
    while identity in levels and identity not in seen:
        if levels[identity]:
            return levels[identity]
        seen.add(identity)
        identity = parents.get(identity, "")
    return 0

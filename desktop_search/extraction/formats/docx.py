"""Reads Word documents (.docx): text, tables, text boxes, headers, notes and comments, with their headings."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

from desktop_search.extraction import registry
from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.package_xml import START
from desktop_search.extraction.packages import Package
from desktop_search.extraction.word_xml import WordPart, outline_level
from desktop_search.extraction.zips import holds, opened, portions
from desktop_search.records import Document

SUFFIXES = frozenset({".docx", ".docm", ".dotx", ".dotm"})
VERSION = 3
LIBRARIES = ("lxml",)

_LARGEST_INCLUDED = 16 * 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
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
    with opened(source) as archive:
        package = Package(archive)
        main = package.main(_USUAL)
        folder = posixpath.dirname(main)
        styles, title_styles = _styles(package, f"{folder}/styles.xml")
        properties = package.properties()
        text = WordPart(found, styles, title_styles, _Included(source, package, main, found).add)
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


class _Included:
    """The files that a document includes whole (web pages, rich text, other documents), for Word to take in."""

    def __init__(self, source: Source, package: Package, main: str, found: Collector) -> None:
        self._source, self._package, self._found = source, package, found
        self._parts = {identity: one.part for identity, one in package.related(main).items() if one.kind == "aFChunk"}

    def add(self, identity: str) -> None:
        """Collects the text of a file, once; where it cannot be read, that is noted."""
        part = self._parts.pop(identity, None)
        if part is None or self._found.is_full:
            return
        try:
            document = self._read(part)
        except Unreadable as error:
            if error.code != "empty_text":
                self._found.note(f"A text that the document includes was not read. {error.sentence}")
            return
        # What a file inside may keep is taken from the same budget as what is collected here.
        self._source.budget.spend_characters(-sum(len(block.text) for block in document.blocks))
        for block in document.blocks:
            self._found.add(block.text, block.kind, block.level)
        self._found.note(document.truncated)

    def _read(self, part: str) -> Document:
        budget = self._source.budget
        if self._source.archives >= budget.limits.archives_deep or not budget.has_room():
            raise Unreadable("too_large", "It lies too deep, or there are too many.")
        budget.spend_member()
        try:
            with self._package.open(part) as stream:
                data = b"".join(portions(stream, _LARGEST_INCLUDED))
        except _DAMAGE as error:
            raise Unreadable("damaged", "It is damaged.") from error
        if len(data) == _LARGEST_INCLUDED:
            self._found.note("Only the first 16 MB of a text that the document includes were read.")
        budget.unpack(len(data), len(data), len(data))
        return registry.extract(self._source.inside(data, posixpath.basename(part), archives=1))[0]


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

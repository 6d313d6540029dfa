"""Reads Word documents (.docx): text, tables, text boxes, headers, notes and comments, with their headings."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.word_xml import WordPart, outline_level, parsed, split, value_of
from desktop_search.extraction.zips import SIGNATURE, names_in, opened
from desktop_search.records import Document

SUFFIXES = frozenset({".docx", ".docm", ".dotx", ".dotm"})
VERSION = 1

_USUAL = "word/document.xml"
_OTHER_PARTS = ("header", "footer", "footnotes", "endnotes", "comments")
_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Whether a zip file holds a Word document; where its end is missing, whether it is named or begins like one."""
    if not source.head(4).startswith(SIGNATURE):
        return False
    names = names_in(source.file)
    if names is None:
        return source.name.lower().endswith(tuple(SUFFIXES)) or b"word/" in source.head()
    return _USUAL in names or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names)


def extract(source: Source) -> Document:
    """The document. Raises Unreadable when it is encrypted, damaged, a bomb or without text."""
    found = Collector(source)
    with opened(source.file) as archive:
        main = _main_part(archive)
        folder = str(PurePosixPath(main).parent)
        styles, title_styles = _styles(archive, f"{folder}/styles.xml")
        properties = _properties(archive)
        text = WordPart(found, styles, title_styles)
        text.read(archive.open(main))
        title = properties.pop("title", "") or text.title
        seen: set[str] = set()
        for name in _parts(archive, folder):
            if found.is_full:
                break
            part = Collector(source)
            WordPart(part, {}, frozenset()).read(archive.open(name))
            for block in part.blocks:
                # The same header is stored once for the first, the even and the odd pages.
                if block.text not in seen:
                    seen.add(block.text)
                    found.add(block.text, block.kind)
    return found.document(title, properties.pop("language", None), properties)


def _main_part(archive: zipfile.ZipFile) -> str:
    names = frozenset(archive.namelist())
    if "_rels/.rels" in names:
        for event, element in parsed(archive.open("_rels/.rels")):
            if event == "end" and (value_of(element, "Type") or "").endswith("/officeDocument"):
                target = (value_of(element, "Target") or "").lstrip("/")
                if target in names:
                    return target
    if _USUAL not in names:
        raise Unreadable("damaged", "The file holds no Word document.")
    return _USUAL


def _parts(archive: zipfile.ZipFile, folder: str) -> Iterator[str]:
    pattern = re.compile(rf"{re.escape(folder)}/(\w+?)\d*\.xml")
    matches = [match for name in archive.namelist() if (match := pattern.fullmatch(name))]
    for kind in _OTHER_PARTS:
        yield from sorted(match[0] for match in matches if match[1] == kind)


def _styles(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, int], frozenset[str]]:
    """Heading levels by style id, as Word knows them: by the built-in name, the outline level or the parent style."""
    if name not in archive.namelist():
        return {f"Heading{level}": level for level in range(1, 7)} | {"Title": 1}, frozenset({"Title"})
    levels: dict[str, int] = {}
    parents: dict[str, str] = {}
    titles: set[str] = set()
    for event, element in parsed(archive.open(name)):
        if event == "end" and split(element.tag)[1] == "style":
            identity = value_of(element, "styleId") or ""
            level = 0
            for child in element.iter():
                kind = split(child.tag)[1]
                if kind == "outlineLvl":
                    level = level or outline_level(value_of(child))
                elif kind == "basedOn":
                    parents[identity] = value_of(child) or ""
                elif kind == "name":
                    level, is_title = _by_name(value_of(child) or "")
                    if is_title:
                        titles.add(identity)
            levels[identity] = level
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


def _properties(archive: zipfile.ZipFile) -> dict[str, str]:
    wanted = {"title": "title", "creator": "author", "language": "language", "created": "date"}
    properties: dict[str, str] = {}
    if "docProps/core.xml" in archive.namelist():
        for event, element in parsed(archive.open("docProps/core.xml")):
            key: Any = wanted.get(split(element.tag)[1])
            if event == "end" and key and (element.text or "").strip():
                properties[key] = element.text.strip()
    return properties

"""Finds the parts of an Office Open XML package by how they are related, and what the package says about itself."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from urllib.parse import unquote

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Unreadable
from desktop_search.extraction.package_xml import END, START, TEXT, Event, events

_PROPERTIES = {"dc:title": "title", "dc:creator": "author", "dc:language": "language", "dcterms:created": "date"}
_CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class Related:
    """A part another one refers to. kind is the last word of the relationship's type ("slide", "chart")."""

    kind: str
    part: str


class Package:
    """The parts of an opened zip file by name, whatever case and slashes its writer preferred."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries = {_plain(entry.filename): entry for entry in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._entries

    def matching(self, pattern: str) -> list[str]:
        """The parts whose whole name fits, those with numbers in the order of the numbers."""
        return sorted((part for part in self._entries if re.fullmatch(pattern, part, re.IGNORECASE)), key=_by_number)

    def open(self, part: str) -> IO[bytes]:
        """A part to read from. Raises Unreadable when there is none."""
        try:
            return self._archive.open(self._entries[_plain(part)])
        except (KeyError, zipfile.BadZipFile, NotImplementedError) as error:
            raise Unreadable("damaged", "The file is damaged: a part of it is missing.") from error

    def events(self, part: str, found: Collector | None = None) -> Iterator[Event]:
        """The events of a part; none where it is missing, as one broken reference is no reason to lose the rest."""
        try:
            opened = self.open(part)
        except Unreadable:
            if found is not None:
                found.note("A part of the file is missing; what could be read was kept.")
            return
        with opened:
            yield from events(opened, found)

    def related(self, part: str) -> dict[str, Related]:
        """What a part refers to inside the package, by the identity it uses for it."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, Related] = {}
        if relations not in self:
            return found
        for kind, tag, attributes, _ in self.events(relations):
            if kind is START and tag == "rel:Relationship" and attributes.get("TargetMode") != "External":
                target = unquote(attributes.get("Target", "")).replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind_of_relation = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = Related(kind_of_relation, path)
        return found

    def main(self, usual: str) -> str:
        """The part the package is about. Raises Unreadable when it is missing."""
        for related in self.related("").values():
            if related.kind == "officeDocument" and related.part in self:
                return related.part
        if usual not in self:
            raise Unreadable("damaged", "The file is damaged: its main part is missing.")
        return usual

    def properties(self) -> dict[str, str]:
        """Title, author, language and date, as far as the package has them."""
        part = next((one.part for one in self.related("").values() if one.kind == "core-properties"), _CORE)
        return stated(self.events(part), _PROPERTIES) if part in self else {}


def stated(read: Iterator[Event], wanted: dict[str, str]) -> dict[str, str]:
    """The text of the wanted elements by what they are called here; of several of a kind the first."""
    properties: dict[str, str] = {}
    current, text = "", ""
    for kind, tag, _, piece in read:
        if kind is START and tag in wanted:
            current, text = tag, ""
        elif kind is TEXT and current:
            text += piece
        elif kind is END and tag == current:
            if text.strip():
                properties.setdefault(wanted[tag], " ".join(text.split()))
            current = ""
    return properties


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _by_number(part: str) -> tuple[str, int, str]:
    match = re.search(r"(\d{1,9})\D*$", part)
    return (part[: match.start()], int(match[1]), part) if match else (part, 0, part)

"""Reads PowerPoint presentations (.pptx): titles, text, tables, charts and diagrams slide by slide, with the notes."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.drawing_xml import Shape, shapes
from desktop_search.extraction.format import Source
from desktop_search.extraction.package_xml import START
from desktop_search.extraction.packages import Package
from desktop_search.extraction.zips import holds, opened
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"})
VERSION = 1
LIBRARIES = ("lxml",)

_USUAL = "ppt/presentation.xml"
_MAIN = re.compile(r"ppt/presentation\d*\.xml", re.IGNORECASE)
_TITLES = frozenset({"title", "ctrTitle"})
_ON_SLIDE = ("chart", "chartEx", "diagramData")
# What PowerPoint writes where nobody gave the presentation a title.
_NO_TITLE = re.compile(r"(?i)(microsoft )?powerpoint( presentation)?|slide \d+|presentation ?\d*|.*\.pptx?")


def prepare() -> None:
    import lxml.etree  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a zip file holds a presentation."""
    return holds(source, _MAIN, suffixes=SUFFIXES, mark=b"ppt/")


def extract(source: Source) -> Document:
    """The slides in their order. Raises Unreadable when the file is encrypted, damaged, a bomb or without text."""
    found = Collector(source)
    with opened(source) as archive:
        package = Package(archive)
        main = package.main(_USUAL)
        properties = package.properties()
        slides = _slides(package, main, found)
        for number, slide in enumerate(slides, 1):
            if not found.is_full:
                _read_slide(package, slide, Location(slide=number), found)
        _read_masters(package, found)
    title = properties.pop("title", "")
    return found.document(None if _NO_TITLE.fullmatch(title) else title, properties.pop("language", None), properties)


def _slides(package: Package, main: str, found: Collector) -> list[str]:
    related = package.related(main)
    order = [
        related[attributes["r:id"]].part
        for kind, tag, attributes, _ in package.events(main, found)
        if kind is START and tag == "p:sldId" and attributes.get("r:id") in related
    ]
    return order or package.matching(r"ppt/slides/slide\d+\.xml")


def _read_slide(package: Package, slide: str, location: Location, found: Collector) -> None:
    read = [shape for shape in shapes(package.events(slide, found)) if shape.placeholder != "sldNum"]
    # The title comes first on the slide, wherever it stands in the file.
    for shape in sorted(read, key=lambda shape: shape.placeholder not in _TITLES):
        _add(found, shape, location)
    related = package.related(slide).values()
    for kind in _ON_SLIDE:
        for part in (one.part for one in related if one.kind == kind):
            for shape in shapes(package.events(part, found)):
                _add(found, shape, location)
    for kind, name in (("notesSlide", "Notes"), ("comments", "Comments")):
        texts = [
            shape.text
            for one in related
            if one.kind == kind
            for shape in shapes(package.events(one.part, found))
            if shape.placeholder in ("", "body")
        ]
        if texts:
            found.add(name, "heading", 3, location)
            for text in texts:
                found.add(text, location=location)


def _add(found: Collector, shape: Shape, location: Location) -> None:
    if shape.placeholder in _TITLES:
        found.add(" ".join(shape.text.split()), "heading", 2, location)
    else:
        found.add(shape.text, "table" if shape.is_table else "paragraph", location=location)


def _read_masters(package: Package, found: Collector) -> None:
    """What stands on every slide, once; the text of a placeholder there only asks to be replaced."""
    seen: set[str] = set()
    for part in package.matching(r"ppt/slide(masters|layouts)/slide(master|layout)\d+\.xml"):
        if found.is_full:
            return
        for shape in shapes(package.events(part, found)):
            if not shape.placeholder and shape.text not in seen:
                seen.add(shape.text)
                found.add(shape.text)

"""Reads presentations of PowerPoint 97 to 2003 (.ppt): titles and text slide by slide, with the notes and footers."""

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source
from desktop_search.extraction.ole import Ole, holds
from desktop_search.extraction.slides_binary import Slide, SlidesFile
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".ppt", ".pps", ".pot"})
VERSION = 1
LIBRARIES = ("olefile",)

_MAIN = "PowerPoint Document"
_CURRENT = "Current User"
_NO_TITLE = frozenset({"powerpoint presentation", "slide 1", "microsoft powerpoint presentation"})


def prepare() -> None:
    import olefile  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a file is an OLE file with a presentation."""
    return holds(source, _MAIN, suffixes=SUFFIXES)


def extract(source: Source) -> Document:
    """The slides in their order. Raises Unreadable when the file is encrypted, damaged or without text."""
    found = Collector(source)
    ole = Ole(source)
    presentation = SlidesFile(ole.stream(_MAIN), ole.stream(_CURRENT) if _CURRENT in ole else b"")
    *slides, everywhere = presentation.slides()
    for number, slide in enumerate(slides, 1):
        _add(found, slide, Location(slide=number))
    said = {block.text for block in found.blocks}
    everywhere.texts = [text for text in dict.fromkeys(everywhere.texts) if text.text not in said]
    _add(found, everywhere, Location())
    if not found.blocks:
        _add(found, presentation.all_texts(), Location())
    properties = ole.properties()
    title = properties.pop("title", "")
    return found.document("" if title.lower() in _NO_TITLE else title, None, properties)


def _add(found: Collector, slide: Slide, location: Location) -> None:
    for text in sorted(slide.texts, key=lambda text: not text.is_title):
        if text.is_title:
            found.add(" ".join(text.text.split()), "heading", 2, location)
        else:
            found.add(text.text, location=location)
    if slide.notes:
        found.add("Notes", "heading", 3, location)
        for text in slide.notes:
            found.add(text.text, location=location)

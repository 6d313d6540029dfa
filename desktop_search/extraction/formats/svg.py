"""Reads drawings (.svg): the title, the descriptions and the words in the drawing."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.extraction.markup import COMMENT, decoded_xml, pieces_of
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".svg"})
VERSION = 1

_ROOT = re.compile(rb"<(?:[A-Za-z]{1,20}:)?svg[\s>]")
# Inside of these is text that people see; the words of a line may stand in spans of their own.
_SHOWN = frozenset({"text", "title", "desc", "textpath", "p", "div", "span", "flowpara", "li", "td"})
_INLINE = frozenset({"tspan", "tref", "a", "b", "i", "em", "strong", "textpath", "span", "flowspan"})


def recognises(source: Source) -> bool:
    """Whether a text is a drawing: by its suffix or by its root."""
    head = source.head()
    if not looks_like_text(head):
        return False
    is_root = head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg"))
    return source.name.lower().endswith(".svg") or (is_root and b"<html" not in head and _ROOT.search(head) is not None)


def extract(source: Source) -> Document:
    """The words of a drawing. Raises Unreadable when there are none."""
    data = source.data(16 * source.text_limit)
    found = Collector(source)
    open_tags: list[str] = []
    title = ""
    said, line = "", 0
    for piece in pieces_of(decoded_xml(data)):
        if piece.name == COMMENT:
            continue
        if not piece.name:
            if _SHOWN.intersection(open_tags[-8:]) and piece.text.strip():
                line = line if said.strip() else piece.line
                said += piece.text
            continue
        is_start = not piece.is_end and not piece.is_alone
        if is_start:
            open_tags.append(piece.name)
        elif piece.is_end and piece.name in open_tags[-64:]:
            while open_tags.pop() != piece.name:
                pass
        if piece.name not in _INLINE:
            text = " ".join(said.split())
            # The first title is the drawing's own; the others are those of its parts.
            title = title or (text if piece.name == "title" and piece.is_end else "")
            found.add(text, location=Location(line=line))
            said = ""
        elif said and piece.is_end:
            said += " "
        if found.is_full:
            break
    found.add(" ".join(said.split()), location=Location(line=line))
    if len(data) < source.size:
        found.cut()
    return found.document(title)

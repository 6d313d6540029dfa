"""Reads XML of any kind: its texts and telling attributes with their lines; short ones under the name of their tag."""

import re
from collections.abc import Iterator

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.extraction.markup import COMMENT, Piece, attributes_of, decoded_xml, pieces_of
from desktop_search.records import Document, Location

SUFFIXES = frozenset(
    ".xml .rss .atom .rdf .owl .xsd .xsl .xslt .wsdl .kml .gpx .opml .plist .xmp .tei .dita .ditamap .docbook .dbk "
    ".resx .xliff .xlf .tmx .musicxml .mml .drawio .graphml .gexf .ttml .dfxp".split()
)
VERSION = 1
STREAMS = True

_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[\s?]|(?:\xef\xbb\xbf)?\s*<!DOCTYPE\s+(?!html)", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
_TELLING = ("title", "name", "label", "text", "alt", "description", "desc", "summary", "caption", "value", "content")
_ENOUGH = 1_200
_LONGEST_KEYED = 300
_LONGEST_WORD = 400


def recognises(source: Source) -> bool:
    """Whether a text is XML, by how it begins; a page is none, whatever its suffix."""
    head = source.head()
    if _PAGE.search(head[:2048]) and b"<head" in head:
        return False
    named = source.name.lower().endswith(tuple(SUFFIXES)) and looks_like_text(head)
    return named or (_BEGINNING.match(head) is not None and looks_like_text(head))


def extract(source: Source) -> Document:
    """The texts, a paragraph for what stands together. Raises Unreadable when there is nothing to see."""
    data = source.data(8 * source.text_limit + 8)
    found = Collector(source)
    lines: list[str] = []
    begin = size = 0
    for number, text in _texts(pieces_of(decoded_xml(data))):
        begin = begin or number
        lines.append(text)
        size += len(text)
        if size > _ENOUGH:
            found.add("\n".join(lines), location=Location(line=begin))
            lines, begin, size = [], 0, 0
            if found.is_full:
                break
    found.add("\n".join(lines), location=Location(line=begin or 1))
    if len(data) < source.size:
        found.cut()
    return found.document()


def _texts(pieces: Iterator[Piece]) -> Iterator[tuple[int, str]]:
    """Texts with their lines. Tags that touch words on both sides stand inside a sentence; others divide texts."""
    line, key = 0, ""
    said: list[str] = []
    before = Piece("", "", 0)
    for piece in pieces:
        if piece.name == COMMENT:
            yield from _line(line, said, "")
            yield from _line(piece.line, [piece.text], "")
        elif piece.name:
            # A tag after a tag, with nothing or only white space between them, ends what was said.
            if before.name or (not before.text.strip() and before.line):
                yield from _line(line, said, "")
            elif piece.is_end and piece.name == key and len(said) == 1:
                yield from _line(line, said, key)
            key = "" if piece.is_end or piece.is_alone or said else piece.name
            if not piece.is_end and "=" in piece.text:
                yield from _told(piece)
        elif piece.text.strip():
            leading = piece.text[: len(piece.text) - len(piece.text.lstrip())]
            line = line if said else piece.line + leading.count("\n")
            said.append(piece.text)
        elif said:
            said.append(" ")
        before = piece
    yield from _line(line, said, "")


def _told(piece: Piece) -> Iterator[tuple[int, str]]:
    attributes = attributes_of(piece)
    told = " ".join(", ".join(attributes[name] for name in _TELLING if attributes.get(name, "").strip()).split())
    if told and _has_short_words(told):
        yield piece.line, told


def _line(number: int, said: list[str], key: str) -> Iterator[tuple[int, str]]:
    """What was said, which it takes."""
    text = "".join(said).strip()
    said.clear()
    if len(text) <= _LONGEST_KEYED:
        text = " ".join(text.split())
    if text and _has_short_words(text):
        yield number, f"{key}: {text}" if key and len(text) <= _LONGEST_KEYED else text


def _has_short_words(text: str) -> bool:
    # Pictures and keys are kept as one endless word.
    return (
        len(text) <= _LONGEST_WORD
        or any(character.isspace() for character in text[:_LONGEST_WORD])
        or not text.isascii()
    )

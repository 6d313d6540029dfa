"""Reads XML as a row of tags and texts. Nothing is ever expanded or fetched, and damage costs only what is damaged."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_search.extraction.decoding import decode, encoding_of

_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_QUOTED_IN_TAG = r"\"[^\"<]*+\"|'[^'<]*+'"
_TOKEN = re.compile(
    r"<!--(?P<comment>(?s:.*?))(?:-->|\Z)|<!\[CDATA\[((?s:.*?))(?:\]\]>|\Z)|<\?[^>]*+>?|"
    rf"<!DOCTYPE[^\[>]*+(?:\[[^\]\"']*+(?:(?:{_QUOTED})[^\]\"']*+)*\])?[^>]*+>?|"
    rf"<(/?)([^\s<>/!?]{{1,200}})([^<>\"']*+(?:(?:{_QUOTED_IN_TAG})[^<>\"']*+)*)>|([^<]++)|<",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([\w:.-]{1,200})\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)')")
_DECLARED = re.compile(rb"<\?xml[^>]{0,300}?encoding\s*=\s*[\"']\s*([A-Za-z0-9_:.-]{2,40})")
COMMENT = "!--"


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag or a text.

    name is the local name of a tag, "" for a text, COMMENT for a comment; is_end and is_alone say which tag it is.
    """

    name: str
    text: str
    line: int
    is_end: bool = False
    is_alone: bool = False


def decoded_xml(data: bytes) -> str:
    """The text of an XML file; its declaration is believed where its bytes do not say more."""
    encoding = encoding_of(data)
    declared = _DECLARED.match(data.lstrip()[:400])
    if not encoding.startswith("utf") and declared is not None:
        try:
            return data.decode(declared[1].decode("ascii")).replace("\0", "")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def pieces_of(text: str) -> Iterator[Piece]:
    """The tags and texts in order; of a tag, text is what stands in it. Takes linear time."""
    line = counted_to = 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", counted_to, match.start())
        counted_to = match.start()
        if match[4]:
            name = match[4].rpartition(":")[2].lower()
            yield Piece(name, match[5], line + 1, bool(match[3]), match[5].endswith("/"))
        elif match[2] is not None:
            yield Piece("", match[2], line + 1)
        elif match[6]:
            yield Piece("", unescaped(match[6]), line + 1)
        elif match["comment"]:
            yield Piece(COMMENT, match["comment"], line + 1)


def attributes_of(piece: Piece) -> dict[str, str]:
    """The attributes of a tag by their local names in lower case."""
    return {
        match[1].rpartition(":")[2].lower(): unescaped(match[2] if match[2] is not None else match[3])
        for match in _ATTRIBUTE.finditer(piece.text[:100_000])
    }


def unescaped(text: str) -> str:
    """Text with the entities that everybody knows; those that a file declares itself stay as they are written."""
    return html.unescape(text) if "&" in text else text

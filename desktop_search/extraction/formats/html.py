"""Reads web pages: what a browser would show of them, in order, with their headings, lists, tables and title."""

import re

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import decode, encoding_of, looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.extraction.nested_tags import made_shallow
from desktop_search.extraction.pages import Page
from desktop_search.records import Document

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
VERSION = 2
LIBRARIES = ("selectolax",)

_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL
)
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_:.-]{2,40})", re.I)


def prepare() -> None:
    import selectolax.lexbor  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a text is a web page: by its suffix or, whatever its suffix, by how it begins."""
    head = source.head()
    if not looks_like_text(head):
        return False
    return source.name.lower().endswith(tuple(SUFFIXES)) or _BEGINNING.match(decode(head)) is not None


def extract(source: Source) -> Document:
    """The visible text of a page. Raises Unreadable when there is none."""
    # Markup is longer than the text in it, so far more is read than may be kept.
    data = source.data(16 * source.text_limit)
    page = read_into(Collector(source), decoded_page(data))
    if len(data) < source.size:
        page.found.cut()
    return page.document()


def read_into(found: Collector, text: str) -> Page:
    """Collects the visible text of a page, which may be a part of another file."""
    from selectolax.lexbor import LexborHTMLParser

    page = Page(found)
    page.read(LexborHTMLParser(made_shallow(text)).root)
    return page


def decoded_page(data: bytes) -> str:
    """What the page says about its encoding is believed if it can be true, and UTF-8 needs nobody's word."""
    encoding = encoding_of(data)
    declared = _DECLARED.search(data[:4096])
    if not encoding.startswith("utf") and declared is not None:
        try:
            return data.decode(declared[1].decode("ascii")).replace("\0", "")
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)

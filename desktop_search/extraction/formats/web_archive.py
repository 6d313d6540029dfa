"""Reads pages saved as one file (.mhtml): the text of the page, without the pictures and scripts kept beside it."""

from desktop_search.extraction.charsets import decoded_words
from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import looks_like_text
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.formats import html, mail
from desktop_search.extraction.mime import Part, headers_in, parts_of
from desktop_search.records import Document

SUFFIXES = frozenset({".mhtml", ".mht"})
VERSION = 1

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def recognises(source: Source) -> bool:
    """Whether a text is a saved page: by its suffix and headers, or by what browsers write into them."""
    head = source.head()
    if not looks_like_text(head):
        return False
    headers = headers_in(head.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0])
    if source.name.lower().endswith(tuple(SUFFIXES)):
        return "content-type" in headers or "mime-version" in headers
    return "snapshot-content-location" in headers


def extract(source: Source) -> Document:
    """The page, and the pages in its frames after it. Raises Unreadable when there is nothing to see."""
    headers, parts = parts_of(source.data().lstrip(b"\r\n"), source.budget.limits.parts_of_message)
    pages = [part for part in parts if part.kind in _PAGES]
    if not pages:
        raise Unreadable("damaged", "The file holds no page.")
    found = Collector(source)
    titles = [_add(found, part) for part in pages]
    address = headers.get("snapshot-content-location") or pages[0].headers.get("content-location", "")
    properties = {"url": address if "://" in address else "", "date": mail.iso_date(headers.get("date", ""))}
    return found.document(titles[0] or decoded_words(headers.get("subject", "")), None, properties)


def _add(found: Collector, part: Part) -> str:
    if part.kind == "text/plain":
        mail.add_paragraphs(found, part.text())
        return ""
    markup = part.text() if part.charset else html.decoded_page(part.content())
    return html.read_into(found, markup).title or ""

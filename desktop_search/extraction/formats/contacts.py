"""Reads address books (.vcf): each card under its name, with organisation, numbers, addresses and notes."""

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.content_lines import ContentLine, content_lines, readable_date
from desktop_search.extraction.decoding import looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".vcf", ".vcard"})
VERSION = 1

_SHOWN = {
    "NICKNAME": "Nickname", "ORG": "Organisation", "TITLE": "Position", "ROLE": "Role", "TEL": "Telephone",
    "EMAIL": "Mail", "ADR": "Address", "BDAY": "Birthday", "ANNIVERSARY": "Anniversary", "URL": "Link", "NOTE": "",
    "CATEGORIES": "Categories", "IMPP": "Messages", "RELATED": "Related", "LABEL": "Address",
}  # fmt: skip
_IN_PARTS = ("ORG", "ADR", "N")


def recognises(source: Source) -> bool:
    """Whether a text is an address book."""
    mark = b"BEGIN:VCARD"
    head = source.head()
    return head.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(mark)].upper() == mark and looks_like_text(head)


def extract(source: Source) -> Document:
    """The cards in order. Raises Unreadable when there is nothing to see."""
    data = source.data(16 * source.text_limit + 8)
    found = Collector(source)
    card: list[ContentLine] = []
    for line in content_lines(data):
        if line.name == "END":
            _add(found, card)
            card = []
        elif line.name != "BEGIN":
            card.append(line)
        if found.is_full:
            break
    _add(found, card)
    if len(data) < source.size:
        found.cut()
    return found.document()


def _add(found: Collector, card: list[ContentLine]) -> None:
    name = next((line for wanted in ("FN", "N", "ORG") for line in card if line.name == wanted and line.value), None)
    if name is not None:
        found.add(_in_parts(name.value) if name.name == "N" else name.value, "heading", 1, Location(line=name.line))
    told: list[str] = []
    for line in card:
        if line.name in _SHOWN and line.value.strip(" ;"):
            value = _in_parts(line.value) if line.name in _IN_PARTS else readable_date(line.value)
            value = value.removeprefix("tel:").removeprefix("mailto:")
            told.append(f"{_SHOWN[line.name]}: {value}" if _SHOWN[line.name] else value)
    if told:
        found.add("\n".join(told), location=Location(line=card[0].line))


def _in_parts(value: str) -> str:
    return ", ".join(part.strip() for part in value.split(";") if part.strip())

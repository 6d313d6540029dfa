"""Reads calendars (.ics, .vcs): events and tasks under their summaries, with dates, places, people and descriptions."""

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.content_lines import ContentLine, content_lines, readable_date
from desktop_search.extraction.decoding import looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.records import Document, Location

SUFFIXES = frozenset({".ics", ".ical", ".ifb", ".vcs"})
VERSION = 1
STREAMS = True

_ENTRIES = ("VEVENT", "VTODO", "VJOURNAL")
_DATES = {"DTSTART": "From", "DTEND": "To", "DUE": "Due", "COMPLETED": "Completed"}
_SHOWN = {
    "LOCATION": "Place", "DESCRIPTION": "", "COMMENT": "", "CATEGORIES": "Categories", "URL": "Link",
    "ORGANIZER": "Organizer", "ATTENDEE": "With", "CONTACT": "Contact", "RRULE": "Repeats", "STATUS": "Status",
}  # fmt: skip
_PEOPLE = ("ORGANIZER", "ATTENDEE")


def recognises(source: Source) -> bool:
    """Whether a text is a calendar."""
    mark = b"BEGIN:VCALENDAR"
    head = source.head()
    return head.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(mark)].upper() == mark and looks_like_text(head)


def extract(source: Source) -> Document:
    """The entries in order; the title is the calendar's name. Raises Unreadable when there is nothing to see."""
    data = source.data(8 * source.text_limit + 8)
    found = Collector(source)
    title = ""
    entry: list[ContentLine] = []
    inside: list[str] = []
    for line in content_lines(data):
        if line.name == "BEGIN":
            inside = [*inside[:8], line.value.upper()]
            if line.value.upper() in _ENTRIES:
                entry = []
        elif line.name == "END":
            inside = inside[:-1]
            if line.value.upper() in _ENTRIES:
                _add(found, entry)
                entry = []
        elif inside and inside[-1] in _ENTRIES:
            entry.append(line)
        elif line.name in ("X-WR-CALNAME", "NAME"):
            title = title or line.value
        elif line.name == "X-WR-CALDESC":
            found.add(line.value, location=Location(line=line.line))
        if found.is_full:
            break
    _add(found, entry)
    if len(data) < source.size:
        found.cut()
    return found.document(title)


def _add(found: Collector, entry: list[ContentLine]) -> None:
    summary = next((line for line in entry if line.name == "SUMMARY" and line.value), None)
    if summary is not None:
        found.add(" ".join(summary.value.split()), "heading", 1, Location(line=summary.line))
    told: list[str] = []
    for line in entry:
        shown = _DATES.get(line.name)
        if shown is not None:
            told.append(f"{shown}: {readable_date(line.value)}")
        elif line.name in _SHOWN and line.value:
            value = _person(line) if line.name in _PEOPLE else line.value
            told.append(f"{_SHOWN[line.name]}: {value}" if _SHOWN[line.name] else value)
    if told:
        found.add("\n".join(told), location=Location(line=entry[0].line))


def _person(line: ContentLine) -> str:
    name, address = line.parameters.get("CN", ""), line.value
    if address.lower().startswith("mailto:"):
        address = address[len("mailto:") :]
    return f"{name} <{address}>" if name and name.lower() != address.lower() else address

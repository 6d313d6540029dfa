"""Writes what is shown as text: one string, and the pieces of it that look different, counted as Qt counts. Pure."""

from bisect import bisect_left
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from desktop_search.gui import file_icons, formatting, marks
from desktop_search.records import Hit, Match, ShownText

ORDER = ("passage", "keyword", "string", "comment", "number", "name", "builtin", "caption", "mark")
"""Later looks lie over earlier ones."""

Piece = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A text with what is to be seen in it: [start, end) and the name of a look, sorted.

    stops are the matches one can go through; start is where to begin to read.
    """

    text: str
    looks: tuple[Piece, ...] = ()
    stops: tuple[tuple[int, int], ...] = ()
    start: int = 0


def of_file(shown: ShownText) -> Written:
    """A piece of a file: a mail's headers first, then the text."""
    head, looks = "", []
    for name, value in shown.headers:
        caption = _header_names().get(name, name) + "  "
        looks.append((len(head), len(head) + len(caption), "caption"))
        head += f"{caption}{formatting.one_line(value)}\n"
    head += "\n" if head else ""
    at = len(head)
    looks += [(start + at, end + at, "passage") for start, end in shown.passages]
    looks += [(start + at, end + at, colour) for start, end, colour in shown.colours]
    looks += [(start + at, end + at, "mark") for start, end in shown.words]
    stops = tuple((start + at, end + at) for start, end in shown.words or shown.passages)
    start = shown.passages[0][0] + at if shown.passages else stops[0][0] if stops else 0
    return _as_qt_counts(head + formatting.several_lines(shown.text), looks, sorted(stops), start)


def of_passages(hit: Hit | None) -> Written:
    """What a hit already knows of its file, each passage under its place, to be seen at once."""
    if hit is None:
        return Written("")
    text = ""
    looks: list[Piece] = []
    stops: list[tuple[int, int]] = []
    shown = hit.matches or (Match(hit.snippet, hit.page, hit.line, hit.heading, hit.snippet_marks),)
    for number, match in enumerate(shown):
        text += "\n\n" if number else ""
        where = (formatting.place_of(match), formatting.one_line(match.heading or ""))
        if caption := " · ".join(part for part in where if part):
            looks.append((len(text), len(text) + len(caption), "caption"))
            text += caption + "\n"
        read = _as_read(match, hit)
        marked = [(start + len(text), end + len(text)) for start, end in marks.merged(read.marks) if start < end]
        looks += [(*piece, "mark") for piece in marked]
        stops += marked
        text += read.text
    return _as_qt_counts(text, looks, stops, 0)


def _as_read(match: Match, hit: Hit) -> Match:
    text, marked = marks.without_heading(match.text, match.marks, match.heading)
    text = formatting.several_lines(text)
    if not file_icons.is_code(hit.member or hit.path):
        text = formatting.flowing(text)
    kept = tuple((max(start, 0), min(end, len(text))) for start, end in marked)
    return replace(match, text=text, marks=kept)


def _as_qt_counts(text: str, looks: list[Piece], stops: list[tuple[int, int]], start: int) -> Written:
    wide = [] if text.isascii() else [offset for offset, character in enumerate(text) if character > "\uffff"]

    def in_qt(offset: int) -> int:
        # Qt counts an emoji as two.
        offset = max(0, min(offset, len(text)))
        return offset + bisect_left(wide, offset)

    pieces = sorted((in_qt(first), in_qt(last), look) for first, last, look in looks if look in ORDER)
    return Written(text, tuple(pieces), tuple((in_qt(first), in_qt(last)) for first, last in stops), in_qt(start))


def _header_names() -> dict[str, str]:
    return {
        "Subject": QCoreApplication.translate("mail", "Subject"),
        "From": QCoreApplication.translate("mail", "From"),
        "To": QCoreApplication.translate("mail", "To"),
        "Cc": QCoreApplication.translate("mail", "Cc"),
        "Date": QCoreApplication.translate("mail", "Date"),
    }

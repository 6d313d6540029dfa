"""Turns counts, dates, sizes, durations and names into words for a person. Pure: reads no clock and no disk."""

import html
import os
import re
from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from desktop_search.gui import counting
from desktop_search.records import Hit, Match
from desktop_search.searching.calibration import SURE

files, passages, documents, results = counting.files, counting.passages, counting.documents, counting.results
problems, places, connections = counting.problems, counting.places, counting.connections
questions, judgements = counting.questions, counting.judgements

_BIDI_MARKS = [0x200E, 0x200F, 0x061C]
_BIDI_OVERRIDES = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_CONTROLS = [*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029]
_SURROGATES = range(0xD800, 0xE000)

# One character for one character, so that offsets of marks stay true.
_IN_NAMES = dict.fromkeys([*_CONTROLS, *_BIDI_MARKS, *_BIDI_OVERRIDES, *_SURROGATES], "\N{REPLACEMENT CHARACTER}")
_IN_NAMES |= {ord("\n"): "↵"}
_IN_TEXTS = dict.fromkeys([*_CONTROLS, *_BIDI_OVERRIDES], "\N{ZERO WIDTH SPACE}")
_IN_TEXTS |= dict.fromkeys(_SURROGATES, "\N{REPLACEMENT CHARACTER}")
_ON_LINES = _IN_TEXTS | {ord("\t"): "\t", ord("\n"): "\n"}
_IN_ONE_LINE = _IN_TEXTS | dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")

# A long line, and then one that goes on with a small letter: nobody ended a line there on purpose.
_BROKEN_LINE = re.compile(r"(?<=[^\n]{60})\n(?=[^\W\d_A-ZÀ-ÖØ-Þ])")


def visible_name(name: str) -> str:
    """A file name in which nothing can hide: control and direction characters are shown, one for one."""
    return name.translate(_IN_NAMES)


def one_line(text: str) -> str:
    """A text for one paragraph, of the same length: line ends are spaces, and nothing overrides the direction."""
    return text.translate(_IN_ONE_LINE)


def several_lines(text: str) -> str:
    """A text of the same length that keeps its lines and in which nothing overrides the direction."""
    return text.translate(_ON_LINES)


def flowing(text: str) -> str:
    """Prose of the same length in which lines that were only broken at the margin flow into each other."""
    return _BROKEN_LINE.sub(" ", text)


def tooltip(text: str) -> str:
    """Markup that shows a text as it is: Qt would otherwise guess whether a tooltip is HTML."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>"


def home_relative(path: str, home: str) -> str:
    """A path as people say it, with ~ for their home."""
    if path == home:
        return "~"
    inside = path.removeprefix(home.rstrip(os.sep) + os.sep)
    return path if inside == path else "~" + os.sep + inside


def folder_and_name(path: str, home: str) -> tuple[str, str]:
    """The two parts of a path for the screen: where it is, and what it is called."""
    folder, name = os.path.split(path)
    return visible_name(home_relative(folder, home)), visible_name(name)


def quoted(text: str) -> str:
    """A text in the quotation marks of the window's language."""
    return QCoreApplication.translate("formatting", "“{text}”").format(text=text)


def number(count: int) -> str:
    return QLocale().toString(count)


def time_left(seconds: float) -> str:
    """A rough duration: nobody needs the seconds of an estimate."""
    if seconds < 60:
        return QCoreApplication.translate("formatting", "less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return QCoreApplication.translate("formatting", "{minutes} min left").format(minutes=minutes)
    return QCoreApplication.translate("formatting", "{hours} h left").format(hours=round(minutes / 60))


def size(count: int) -> str:
    """A number of bytes, in the units people see elsewhere on their desktop."""
    locale = QLocale()
    return locale.formattedDataSize(count, 1 if count >= 10**6 else 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def date(modified_ns: int, now: datetime) -> str:
    """When a file was changed, short: a time for today, a weekday for this week, else a date. Empty if unknown."""
    when = _moment(modified_ns)
    if when is None:
        return ""
    locale = QLocale()
    match (now.date() - when.date()).days:
        case 0:
            return locale.toString(_qt_time(when), QLocale.FormatType.ShortFormat)
        case 1:
            return QCoreApplication.translate("formatting", "yesterday")
        case days if 1 < days < 7:
            return locale.dayName(when.isoweekday())
        case _:
            return _day_and_month(when, now.year, locale)


def full_date(modified_ns: int) -> str:
    """When a file was changed, in full. Empty if unknown."""
    when = _moment(modified_ns)
    if when is None:
        return ""
    locale = QLocale()
    clock = locale.toString(_qt_time(when), QLocale.FormatType.ShortFormat)
    return f"{_day_and_month(when, None, locale)}, {clock}"


def day(when: datetime) -> str:
    """A day with its year."""
    return _day_and_month(when, None, QLocale())


def place_of(found: Hit | Match) -> str:
    """Where in its file something was found: "slide 4", "sheet Budget", "page 3", "line 120", or nothing."""
    if found.slide is not None:
        return QCoreApplication.translate("formatting", "slide {slide}").format(slide=QLocale().toString(found.slide))
    if found.sheet is not None:
        return QCoreApplication.translate("formatting", "sheet {sheet}").format(sheet=one_line(found.sheet))
    return place(found.page, found.line)


def place(page: int | None, line: int | None) -> str:
    """Where in a file: "page 3", "line 120", or nothing."""
    if page is not None:
        return QCoreApplication.translate("formatting", "page {page}").format(page=QLocale().toString(page))
    # The first line is where every file begins: saying so tells nobody anything.
    if line is not None and line > 1:
        return QCoreApplication.translate("formatting", "line {line}").format(line=QLocale().toString(line))
    return ""


def reasons(values: Mapping[str, float]) -> list[str]:
    """Why a hit is there, the strongest reason first, in words a person knows."""
    names = {
        "meaning": QCoreApplication.translate("formatting", "meaning"),
        "words": QCoreApplication.translate("formatting", "words"),
        "name": QCoreApplication.translate("formatting", "name"),
        "exact": QCoreApplication.translate("formatting", "exactly this"),
        "reranker": QCoreApplication.translate("formatting", "read again"),
        "title": QCoreApplication.translate("formatting", "title"),
        "support": QCoreApplication.translate("formatting", "neighbours"),
        "learned": QCoreApplication.translate("formatting", "your judgements"),
    }
    counted = sorted((-value, reason) for reason, value in values.items() if value > 0 and reason in names)
    return [names[reason] for _, reason in counted]


def likelihood(relevance: float) -> str:
    """How likely a hit answers, in words: a number would claim more than anybody knows."""
    words = (
        QCoreApplication.translate("formatting", "hardly an answer"),
        QCoreApplication.translate("formatting", "perhaps an answer"),
        QCoreApplication.translate("formatting", "likely an answer"),
        QCoreApplication.translate("formatting", "very likely an answer"),
    )
    return words[level(relevance)]


def level(relevance: float) -> int:
    """The same in steps from 0 to 3; from 2 on a hit is one of the sure ones."""
    return sum(relevance >= least for least in (0.15, SURE, 0.7))


def _moment(modified_ns: int) -> datetime | None:
    if modified_ns <= 0:
        return None
    try:
        return datetime.fromtimestamp(modified_ns / 1e9)
    except (OverflowError, OSError, ValueError):
        # A damaged file system can claim any year.
        return None


def _qt_date(when: datetime) -> QDate:
    return QDate(when.year, when.month, when.day)


def _qt_time(when: datetime) -> QTime:
    return QTime(when.hour, when.minute)


def _day_and_month(when: datetime, this_year: int | None, locale: QLocale) -> str:
    order = locale.dateFormat(QLocale.FormatType.ShortFormat)
    if order.startswith("y"):
        return locale.toString(_qt_date(when), QLocale.FormatType.ShortFormat)
    day_first = order.find("d") < order.find("M")
    # Some languages say "the 16th" by a point, which their short format, all in numbers, does not tell.
    day = "d." if "d." in locale.dateFormat(QLocale.FormatType.LongFormat) else "d"
    pattern = f"{day} MMM" if day_first else "MMM d"
    if when.year != this_year:
        pattern += " yyyy" if day_first else ", yyyy"
    return locale.toString(_qt_date(when), pattern)

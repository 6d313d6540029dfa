"""Understands dates as people write them: "2023", "May 2023", "1.5.2023", "last spring", "3 days ago". Pure.

Seasons are those of the north, from the first of March, June, September and December.
"""

import datetime
import re
from collections.abc import Callable
from datetime import date, timedelta

from desktop_search.words import days
from desktop_search.words.date_words import DAYS, LAST, MONTHS, NEAR, NUMBERS, SEASONS, THIS, UNITS
from desktop_search.words.days import EARLIEST_YEAR, LATEST_YEAR, Span

LONGEST = 60


def span(text: str, today: date) -> Span | None:
    """The days that a text names, as seen from today; None when it names none. A range is written 2020..2022."""
    said = " ".join(text[: LONGEST + 1].lower().split())
    if not said or len(said) > LONGEST:
        return None
    if (one := _single(said, today)) is not None:
        return one
    return _range(said, today)


def day_ago(text: str, today: date) -> Span | None:
    """The day itself that is meant by "two weeks ago" or "2 weeks" where something is before or after it."""
    found = _AGO.fullmatch(" ".join(text[:LONGEST].lower().split()))
    if found is None:
        return None
    try:
        day = days.back(today, _count(found), UNITS[found["unit"]])
    except (ValueError, OverflowError):
        return None
    return days.one(day) if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def nanoseconds(day: date) -> int:
    """The beginning of a day here, in nanoseconds since 1970."""
    return int(datetime.datetime.combine(day, datetime.time.min).timestamp()) * 1_000_000_000


def moment(text: str) -> int | None:
    """The time that a document gives as its own, in nanoseconds since 1970; None when it gives none that is usable."""
    said = text.strip()[:LONGEST]
    try:
        told = datetime.datetime.fromisoformat(said)
        if EARLIEST_YEAR <= told.year <= LATEST_YEAR:
            return int(told.timestamp()) * 1_000_000_000
    except (ValueError, OverflowError, OSError):
        pass
    # Never by words such as "today", which mean another day each time.
    found = span(said, date(EARLIEST_YEAR, 1, 1)) if any(letter.isdigit() for letter in said) else None
    return nanoseconds(found.first) if found is not None and found.first.year > EARLIEST_YEAR else None


def _range(said: str, today: date) -> Span | None:
    for separator in ("..", "–", " - ", " to ", " bis ", "-"):
        before, found, after = said.partition(separator)
        if not found or (separator == "-" and said.count("-") != 1):
            continue
        before = _with_year_of(after, before, today)
        # "May-2023" is one date, and in "2020-yesterday" nobody can tell what is meant.
        if separator == "-" and _shape(before.strip(" .")) != _shape(after.strip(" .")):
            continue
        sides = [_single(side.strip(" ."), today) if side.strip(" .") else None for side in (before, after)]
        begin, end = sides
        if (begin is None) == bool(before.strip(" .")) or (end is None) == bool(after.strip(" .")):
            continue
        if begin is not None and end is not None:
            return Span(min(begin.first, end.first), max(begin.beyond, end.beyond))
        if separator == ".." and begin is not None:
            return Span(begin.first, date(LATEST_YEAR + 1, 1, 1))
        if separator == ".." and end is not None:
            return Span(date(EARLIEST_YEAR, 1, 1), end.beyond)
    return None


def _with_year_of(after: str, before: str, today: date) -> str:
    """What stands before the sign of a range, with the year behind it where it has none."""
    side, year = before.strip(" ."), _YEAR_AT_END.search(after.strip(" ."))
    if year is None or not side or _YEAR.search(side) or side in NEAR:
        return before
    with_year = f"{side} {year[1]}"
    begin, end = _single(with_year, today), _single(after.strip(" ."), today)
    if begin is None or end is None:
        return before
    return with_year if begin.first < end.beyond else f"{side} {int(year[1]) - 1}"


def _shape(said: str) -> tuple[object, ...] | None:
    """How a date is written: by which form, and which of its parts are there."""
    for pattern, make in _FORMS:
        if found := pattern.fullmatch(said):
            return (make, *(name for name, part in found.groupdict().items() if part is not None and name != "last"))
    return None


def _single(said: str, today: date) -> Span | None:
    for pattern, make in _FORMS:
        if found := pattern.fullmatch(said):
            try:
                made = make(found, today)
            except (ValueError, OverflowError):
                return None
            is_usable = made.first.year >= EARLIEST_YEAR and made.beyond <= date(LATEST_YEAR + 1, 1, 1)
            return made if is_usable else None
    return None


def _named(found: re.Match[str], today: date) -> Span:
    """Yesterday and its like."""
    return days.one(today - timedelta(days=NEAR[found[0]]))


def _relative(found: re.Match[str], today: date) -> Span:
    """This or last week, month, year, season, month by its name, or day of the week."""
    is_last, name = found["last"] is not None, found["unit"]
    if unit := UNITS.get(name):
        return days.around(days.back(today, 1, unit) if is_last else today, unit)
    if name in {"weekend", "wochenende"}:
        saturday = today - timedelta(days=today.weekday()) + timedelta(days=-2 if is_last else 5)
        return Span(saturday, saturday + timedelta(days=2))
    if (number := DAYS.get(name)) is not None:
        day = today - timedelta(days=(today.weekday() - number) % 7)
        return days.one(day - timedelta(days=7) if is_last and day == today else day)
    month, count = (MONTHS[name], 1) if name in MONTHS else (SEASONS[name], 3)
    return days.latest(today, month, count, ended=is_last)


def _recent(found: re.Match[str], today: date) -> Span:
    """The last 3 days, up to today."""
    tomorrow = today + timedelta(days=1)
    return Span(days.back(tomorrow, _count(found), UNITS[found["unit"]]), tomorrow)


def _ago(found: re.Match[str], today: date) -> Span:
    unit = UNITS[found["unit"]]
    return days.around(days.back(today, _count(found), unit), unit)


def _count(found: re.Match[str]) -> int:
    return NUMBERS.get(found["n"]) or int(found["n"])


def _numbers(found: re.Match[str], today: date) -> Span:
    parts = found.groupdict()
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    if parts.get("d"):
        return days.one(date(year, int(parts["m"]), int(parts["d"])))
    return days.months(year, int(parts["m"])) if parts.get("m") else days.months(year, 1, 12)


def _slashed(found: re.Match[str], today: date) -> Span:
    """1/5/2023 is the fifth of January, as in most programs in English, unless that cannot be."""
    one, two, year = int(found[1]), int(found[2]), int(found[3])
    return days.one(date(year, two, one) if one > 12 else date(year, one, two))


def _worded(found: re.Match[str], today: date) -> Span:
    """A month or season by its name, with a year, or the latest one; or one day in it."""
    parts = found.groupdict()
    name, year = parts["name"], parts.get("y")
    month, count = (MONTHS[name], 1) if name in MONTHS else (SEASONS[name], 3)
    whole = days.months(int(year), month, count) if year else days.latest(today, month, count, ended=False)
    return days.one(whole.first.replace(day=int(parts["d"]))) if parts.get("d") else whole


def _form(pattern: str, make: Callable[[re.Match[str], date], Span]) -> tuple[re.Pattern[str], Callable[..., Span]]:
    return re.compile(pattern), make


_NUMBER = rf"(?P<n>\d{{1,4}}|{'|'.join(NUMBERS)})"
_MONTH = rf"(?P<name>{'|'.join(MONTHS)})\.?"
_PERIOD = rf"(?P<name>{'|'.join((*MONTHS, *SEASONS))})\.?"
_ANY_UNIT = "|".join((*UNITS, *SEASONS, *MONTHS, *DAYS, "weekend", "wochenende"))
_AGO = re.compile(rf"(?:vor )?{_NUMBER} ?(?P<unit>{'|'.join(UNITS)})(?: ago| old)?")
_YEAR, _YEAR_AT_END = re.compile(r"\d{4}"), re.compile(r"(?<!\d)(\d{4})$")
_FORMS = (
    _form("|".join(NEAR), _named),
    _form(rf"(?:on )?(?P<last>(?!))?(?P<unit>{'|'.join(DAYS)})", _relative),
    _form("(?:the )?day before yesterday", lambda _, today: days.one(today - timedelta(days=2))),
    _form(rf"(?:the )?(?:(?P<last>{LAST})|{THIS}) (?P<unit>{_ANY_UNIT})", _relative),
    _form(rf"(?:in )?(?:the |den )?(?:{LAST}) {_NUMBER} ?(?P<unit>{'|'.join(UNITS)})", _recent),
    _form(rf"{_NUMBER} ?(?P<unit>{'|'.join(UNITS)})", _recent),
    (_AGO, _ago),
    _form(r"(?P<y>\d{4})", _numbers),
    _form(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})", _numbers),
    _form(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[t ].*)?", _numbers),
    _form(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", _numbers),
    _form(r"(?P<m>\d{1,2})[/.](?P<y>\d{4})", _numbers),
    _form(r"(?P<d>\d{1,2})[.-] ?(?P<m>\d{1,2})[.-] ?(?P<y>\d{4}|\d\d)", _numbers),
    _form(r"(\d{1,2})/(\d{1,2})/(\d{4})", _slashed),
    _form(r"(?P<decade>\d{3})0'?s", lambda found, _: days.months(int(found["decade"]) * 10, 1, 120)),
    _form(r"q(?P<q>[1-4])[ -]?(?P<y>\d{4})", lambda found, _: days.months(int(found["y"]), int(found["q"]) * 3 - 2, 3)),
    _form(r"(?P<y>\d{4})[ -]?q(?P<q>[1-4])", lambda found, _: days.months(int(found["y"]), int(found["q"]) * 3 - 2, 3)),
    _form(rf"{_PERIOD}(?:(?:,? (?:of )?|[-/])(?P<y>\d{{4}}))?", _worded),
    _form(rf"(?P<y>\d{{4}})[-/ ]{_PERIOD}", _worded),
    _form(rf"(?P<d>\d{{1,2}})[-/]{_MONTH}[-/](?P<y>\d{{4}})", _worded),
    _form(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?{_MONTH}(?:,? (?P<y>\d{{4}}))?", _worded),
    _form(rf"{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:,? (?P<y>\d{{4}}))?", _worded),
)

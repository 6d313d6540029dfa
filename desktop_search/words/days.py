"""Spans of days, reckoned by the calendar and said in words; weeks begin on Monday. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 1700, 2199
_NAMES = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Span:
    """The days from first to just before beyond."""

    first: date
    beyond: date

    def __str__(self) -> str:
        """The span for people: "2023", "May 2023", "1 May 2023", "1 March – 31 May 2026"."""
        last = self.beyond - timedelta(days=1)
        if self.first == last:
            return day_said(last)
        if self.first.day == 1 and self.beyond.day == 1:
            if (self.first.month, self.beyond.month, self.beyond.year - self.first.year) == (1, 1, 1):
                return str(self.first.year)
            if _plus_months(self.first, 1) == self.beyond:
                return f"{_NAMES[self.first.month - 1]} {self.first.year}"
        if self.first.year == last.year:
            return f"{self.first.day} {_NAMES[self.first.month - 1]} – {day_said(last)}"
        return f"{day_said(self.first)} – {day_said(last)}"


def day_said(day: date) -> str:
    """A day for people: "1 May 2023"."""
    return f"{day.day} {_NAMES[day.month - 1]} {day.year}"


def _plus_months(day: date, count: int) -> date:
    """The first of the month so many months after a day's."""
    number = day.year * 12 + day.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def months(year: int, month: int, count: int = 1) -> Span:
    """So many whole months from this one on. Raises ValueError for a month or a year there is not."""
    first = date(year, month, 1)
    return Span(first, _plus_months(first, count))


def one(day: date) -> Span:
    """A day alone."""
    return Span(day, day + timedelta(days=1))


def around(day: date, unit: str) -> Span:
    """The day, week, month, quarter or year in which a day lies."""
    if unit == "day":
        return one(day)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=7))
    if unit == "month":
        return months(day.year, day.month)
    if unit == "quarter":
        return months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    return months(day.year, 1, 12)


def back(today: date, number: int, unit: str) -> date:
    """The day so many days, weeks, months … ago; the last of its month where that has no such day."""
    if unit in ("day", "week"):
        return today - timedelta(days=number * (7 if unit == "week" else 1))
    first = _plus_months(today, -number * {"month": 1, "quarter": 3, "year": 12}[unit])
    last_day = (_plus_months(first, 1) - timedelta(days=1)).day
    return first.replace(day=min(today.day, last_day))


def latest(today: date, month: int, count: int, *, ended: bool) -> Span:
    """The latest such month or season that has ended, or that has at least begun."""
    year = today.year
    while True:
        found = months(year, month, count)
        if (found.beyond if ended else found.first) <= today:
            return found
        year -= 1

"""Understands what follows a filter's colon: kinds, folders, names, languages, dates and sizes. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from desktop_search.records import Filter, FilterKind
from desktop_search.searching.filter_keys import KEYS
from desktop_search.words import dates, days, kinds, languages

_SIDE = re.compile(r"(>=|<=|>|<|=)?\s*(.*)", re.DOTALL)
_SIZE = re.compile(r"(\d{1,12}(?:[.,]\d{1,3})?) ?(b|bytes?|[kmgt]i?b?|)", re.IGNORECASE)
_UNIT = re.compile(r"[kmgt]i?b?$", re.IGNORECASE)
_SIZES = {"": 1, "b": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000, "t": 1_000_000_000_000}
_LARGEST = 2**62
_ENDS = (date(days.EARLIEST_YEAR, 1, 1), date(days.LATEST_YEAR + 1, 1, 1))


@dataclass(frozen=True, slots=True)
class Typed:
    """A filter as it stands in a query: text is its [start, end), value what follows the colon."""

    key: str
    value: str
    text: str
    start: int
    end: int
    negated: bool = False


def _valid(
    typed: Typed,
    kind: FilterKind,
    understood: str,
    values: tuple[str, ...] = (),
    *,
    least: int | None = None,
    below: int | None = None,
) -> Filter:
    shown = f"not {understood}" if typed.negated else understood
    return Filter(kind, typed.text, typed.start, typed.end, shown, values, least, below, typed.negated)


def _type(typed: Typed, value: str, today: date) -> Filter | None:
    parts = [unquoted(part) for part in re.split(r"[,;|]", value)]
    read = kinds.suffix if KEYS[typed.key.lower()] == "ext" else kinds.meant
    meant = {part: found for part in parts if (found := read(part))}
    if not meant:
        return None
    said = _either([kinds.said(found, part) for part, found in meant.items()])
    unknown = [f"“{part}”" for part in parts if part and part not in meant]
    told = f"{said} ({_either(unknown)} is not known)" if unknown else said
    return _valid(typed, FilterKind.TYPE, told, tuple(dict.fromkeys(one for found in meant.values() for one in found)))


def _language(typed: Typed, value: str, today: date) -> Filter | None:
    codes = [languages.code_of(unquoted(part)) for part in value.split(",")]
    known = tuple(dict.fromkeys(code for code in codes if code))
    if not known:
        return None
    return _valid(typed, FilterKind.LANGUAGE, f"in {_either([languages.name_of(code) for code in known])}", known)


def _folder(typed: Typed, value: str, today: date) -> Filter | None:
    # "." and ".." depend on where somebody is, and a window is nowhere.
    read = (part.removeprefix("./").removeprefix(".\\") for part in _several(value))
    parts = tuple(dict.fromkeys(part for part in read if part and not re.fullmatch(r"\.\.?([/\\].*)?", part)))
    named = [_place_said(part) for part in parts]
    return _valid(typed, FilterKind.FOLDER, _either(named), parts) if parts else None


def _place_said(part: str) -> str:
    if part.startswith(("/", "~")):
        return f"in {part}"
    what = "folder or file" if kinds.suffixes_of(re.split(r"[/\\]", part)[-1]) else "folder"
    return f"in a {what} “{part}”"


def _name(typed: Typed, value: str, today: date) -> Filter | None:
    parts = _several(value)
    if not parts:
        return None
    return _valid(typed, FilterKind.NAME, f"with {_either([f'“{part}”' for part in parts])} in the name", parts)


def _author(typed: Typed, value: str, today: date) -> Filter | None:
    if KEYS[typed.key.lower()] == "from" and any(map(str.isdigit, value)) and "@" not in value:
        # "from:2023" is no person.
        return _dated(Typed("since", typed.value, typed.text, typed.start, typed.end, typed.negated), value, today)
    parts = tuple(part for part in _several(value) if any(map(str.isalnum, part)))
    if not parts:
        return None
    return _valid(typed, FilterKind.AUTHOR, f"by {_either([f'“{part}”' for part in parts])}", parts)


def _dated(typed: Typed, value: str, today: date) -> Filter | None:
    """before: and after: by a document's own date; modified: by its file's. "after:2023" has 2023 in it."""
    key = KEYS[typed.key.lower()]
    kind = FilterKind.CHANGED if key == "modified" else FilterKind.DATE
    sign, text = _sides(value)
    if key in {"before", "until", "after"}:
        sign = {"before": "<", "until": "<=", "after": ">="}[key]
    # Before and after something a day is meant, also where "two weeks ago" by itself is the week around it.
    found = (dates.day_ago(text, today) if sign not in {"", "="} else None) or dates.span(text, today)
    if found is None:
        return None
    first, beyond = found.first, found.beyond
    least = {">": beyond, ">=": first}.get(sign, first if sign in {"", "="} else None)
    below = {"<": first, "<=": beyond}.get(sign, beyond if sign in {"", "="} else None)
    least = None if least == _ENDS[0] else least
    below = None if below == _ENDS[1] else below
    verb = "changed" if kind is FilterKind.CHANGED else "dated"
    return _valid(
        typed,
        kind,
        f"{verb} {_period(least, below)}",
        least=None if least is None else dates.nanoseconds(least),
        below=None if below is None else dates.nanoseconds(below),
    )


def _size(typed: Typed, value: str, today: date) -> Filter | None:
    sign, text = _sides(value)
    begin, separator, end = text.partition("..") if ".." in text else (text, "", "")
    if separator and (unit := _UNIT.search(end)) and begin.strip().isdigit():
        begin += unit[0]
    sizes = [_bytes(side.strip()) for side in ((begin, end) if separator else (text,)) if side.strip()]
    if not sizes or None in sizes:
        return None
    known = [size for size in sizes if size is not None]
    if separator:
        least = min(known) if begin.strip() else None
        below = max(known) + 1 if end.strip() else None
    elif sign in {">", ">=", ""}:
        # Nobody knows a size to the byte: "size:1MB" asks for a megabyte or more.
        least, below = known[0] + (sign == ">"), None
    else:
        least, below = (known[0], known[0] + 1) if sign == "=" else (None, known[0] + (sign == "<="))
    told = [f"from {_readable(least)}" if least is not None else "", f"up to {_readable(below)}" if below else ""]
    return _valid(typed, FilterKind.SIZE, " ".join(filter(None, told)) or "of any size", least=least, below=below)


READERS = {
    FilterKind.TYPE: _type,
    FilterKind.FOLDER: _folder,
    FilterKind.NAME: _name,
    FilterKind.AUTHOR: _author,
    FilterKind.LANGUAGE: _language,
    FilterKind.DATE: _dated,
    FilterKind.CHANGED: _dated,
    FilterKind.SIZE: _size,
}


def unquoted(text: str) -> str:
    return " ".join(text.replace('"', " ").split())


def _several(value: str) -> tuple[str, ...]:
    """The values that are separated by commas outside quotation marks."""
    parts = re.findall(r'(?:"[^"]*"?|[^",])+', value)
    return tuple(dict.fromkeys(part for part in map(unquoted, parts) if part))


def _either(parts: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _sides(value: str) -> tuple[str, str]:
    found = _SIDE.fullmatch(unquoted(value))
    return (found[1] or "", found[2]) if found else ("", value)


def _period(least: date | None, below: date | None) -> str:
    if least is not None and below is not None:
        return str(days.Span(least, below))
    if below is not None:
        return f"before {days.day_said(below)}"
    return f"since {days.day_said(least)}" if least is not None else "at any time"


def _bytes(text: str) -> int | None:
    found = _SIZE.fullmatch(text)
    if found is None:
        return None
    return min(int(float(found[1].replace(",", ".")) * _SIZES[found[2][:1].lower()]), _LARGEST)


def _readable(size: int) -> str:
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{size / factor:.4g} {unit}"
    return f"{size} bytes"

"""Understands OR and AND between the parts of a query. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

from desktop_search.records import Filter


class PartKind(Enum):
    """What a part of a query is."""

    WORD = auto()
    PHRASE = auto()
    EXCLUDED = auto()
    FILTER = auto()
    OR = auto()
    AND = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query, at its [start, end). Of parts with the same number in `either` one is enough."""

    kind: PartKind
    text: str
    start: int
    end: int
    filter: Filter | None = None
    either: int | None = None


_CONNECTORS = {PartKind.OR, PartKind.AND}
_SEARCHED = {PartKind.WORD, PartKind.PHRASE}


def joined(parts: Sequence[Part], typed: str) -> list[Part]:
    """The parts, with those that OR joins numbered, and without AND, which says nothing.

    An OR or AND before or behind everything joins nothing and is a word. Of words one is always enough, so only groups
    with a phrase are numbered; between filters any are.
    """
    found = _with_single_ors(_without_ands(parts, typed))
    groups: list[list[int]] = []
    for at, part in enumerate(found):
        if part.kind is not PartKind.OR:
            continue
        if _are_alike(found[at - 1], found[at + 1]):
            found[at] = replace(part, text="or" if found[at - 1].filter is None else "")
            if groups and groups[-1][-1] == at - 1:
                groups[-1].append(at + 1)
            else:
                groups.append([at - 1, at + 1])
        else:
            found[at] = replace(part, text="")
    for number, group in enumerate(groups, start=1):
        if any(found[at].kind is not PartKind.WORD for at in group):
            for at in group:
                found[at] = replace(found[at], either=number)
    return [_with_its_or(at, found, typed) for at in range(len(found))]


def _without_ands(parts: Sequence[Part], typed: str) -> list[Part]:
    """The parts with an AND beside an OR in that, and any other in the filters beside it, or gone."""
    if not any(part.kind is PartKind.AND for part in parts):
        return list(parts)
    others = [at for at, part in enumerate(parts) if part.kind not in _CONNECTORS]
    found: list[Part] = []
    reaches_back: int | None = None
    for is_connector, run in groupby(enumerate(parts), key=lambda one: one[1].kind in _CONNECTORS):
        numbered = list(run)
        group = [part for _, part in numbered]
        if is_connector and not (others and others[0] < numbered[0][0] < others[-1]):
            found += [replace(one, kind=PartKind.WORD) if one.kind is PartKind.AND else one for one in group]
        elif is_connector and (known := next((one for one in group if one.kind is PartKind.OR), None)) is not None:
            found.append(replace(known, start=group[0].start, end=group[-1].end))
        elif is_connector:
            if found and (last := found[-1]).filter is not None:
                found[-1] = _reaching(last, last.start, group[-1].end, typed)
            reaches_back = group[0].start
        else:
            if reaches_back is not None and group[0].filter is not None:
                group[0] = _reaching(group[0], reaches_back, group[0].end, typed)
            reaches_back = None
            found += group
    return found


def _reaching(part: Part, start: int, end: int, typed: str) -> Part:
    """A filter's part that goes from start to end."""
    assert part.filter is not None
    told = replace(part.filter, start=start, end=end, text=typed[start:end])
    return replace(part, start=start, end=end, filter=told)


def _with_single_ors(parts: Sequence[Part]) -> list[Part]:
    """The parts with one OR for several in a row, and with words for those at either end.

    Each of the latter is a word of its own: "OR type:pdf OR" has two of them, and so must "OR OR".
    """
    others = [at for at, part in enumerate(parts) if part.kind is not PartKind.OR]
    found: list[Part] = []
    for at, part in enumerate(parts):
        if part.kind is PartKind.OR and not (others and others[0] < at < others[-1]):
            found.append(replace(part, kind=PartKind.WORD))
        elif part.kind is PartKind.OR and found and found[-1].kind is PartKind.OR:
            found[-1] = replace(found[-1], end=part.end)
        else:
            found.append(part)
    return found


def _are_alike(one: Part, two: Part) -> bool:
    return one.kind is two.kind is PartKind.FILTER or {one.kind, two.kind} <= _SEARCHED


def _with_its_or(at: int, parts: Sequence[Part], typed: str) -> Part:
    """A filter reaches over an OR beside it, which without it would join something else or nothing."""
    part = parts[at]
    if part.filter is None:
        return part
    start, end = part.start, part.end
    before = parts[at - 1] if at and parts[at - 1].kind is PartKind.OR else None
    after = parts[at + 1] if at + 1 < len(parts) and parts[at + 1].kind is PartKind.OR else None
    # One of several filters takes one OR with it; between words it takes both.
    joins_after = after is not None and parts[at + 2].kind is PartKind.FILTER
    joins_before = before is not None and parts[at - 2].kind is PartKind.FILTER
    if before is not None:
        start = before.start
    if after is not None and not (joins_before and joins_after):
        end = after.end
    told = replace(part.filter, start=start, end=end, text=typed[start:end], either=part.either)
    return replace(part, filter=told)

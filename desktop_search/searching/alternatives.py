"""Understands OR between the parts of a query. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from desktop_search.records import Filter


class PartKind(Enum):
    """What a part of a query is."""

    WORD = auto()
    PHRASE = auto()
    EXCLUDED = auto()
    FILTER = auto()
    OR = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query, at its [start, end). Of parts with the same number in `either` one is enough."""

    kind: PartKind
    text: str
    start: int
    end: int
    filter: Filter | None = None
    either: int | None = None


_SEARCHED = {PartKind.WORD, PartKind.PHRASE}


def joined(parts: Sequence[Part], typed: str) -> list[Part]:
    """The parts, with those that OR joins numbered. An OR before or behind everything joins nothing and is a word.

    Of words one is always enough, so only groups with a phrase are numbered; between filters any are.
    """
    found = _with_single_ors(parts)
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

"""Puts hits into the order a person wants to read them in, and says where the doubtful ones begin. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePath

from desktop_search.gui.quick.one_line import from_first_mark
from desktop_search.records import Hit
from desktop_search.searching.calibration import SURE


class Sort(StrEnum):
    """What comes first."""

    BEST = "best"
    NEWEST = "newest"
    NAME = "name"
    SIZE = "size"


def is_doubtful(hit: Hit) -> bool:
    """Whether a hit only may be an answer. One that was not asked for by words or meaning is no guess."""
    return hit.relevance is not None and hit.relevance < SURE


def arranged(hits: Sequence[Hit], sort: Sort) -> tuple[Hit, ...]:
    """The hits in an order; the best ones begin with those of which hardly a doubt is left."""
    match sort:
        case Sort.NEWEST:
            return tuple(sorted(hits, key=lambda hit: -hit.modified_ns))
        case Sort.NAME:
            return tuple(sorted(hits, key=lambda hit: PurePath(hit.member or hit.path).name.casefold()))
        case Sort.SIZE:
            return tuple(sorted(hits, key=lambda hit: -hit.size))
    return tuple(sorted(hits, key=is_doubtful))


def doubtful_from(hits: Sequence[Hit]) -> int | None:
    """The row from which on there are doubtful hits only; None where there is no such row."""
    row = len(hits)
    while row and is_doubtful(hits[row - 1]):
        row -= 1
    return row if row < len(hits) else None


def one_row_a_passage(hits: Sequence[Hit]) -> list[Hit]:
    """A hit for each passage, so that every one has its own row; a hit by its name alone keeps the one it has."""
    rows: list[Hit] = []
    for hit in hits:
        # Equal passages of one place look the same, and would be one row more to no use.
        for number, match in enumerate(dict.fromkeys(hit.matches)):
            if number == 0:
                text, marked = hit.snippet, list(hit.snippet_marks)
            else:
                text, marked = from_first_mark(match.text, match.marks)
            rows.append(
                replace(
                    hit,
                    page=match.page,
                    line=match.line,
                    heading=match.heading,
                    sheet=match.sheet,
                    slide=match.slide,
                    snippet=text,
                    snippet_marks=tuple(marked),
                    matches=(match,),
                )
            )
        if not hit.matches:
            rows.append(hit)
    return rows

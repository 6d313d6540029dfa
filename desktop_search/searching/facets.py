"""Counts what the documents of an answer have in common, each value with the filter that leaves only those. Pure."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import PurePath

from desktop_search.records import Facet, FacetValue, Filter, FilterKind
from desktop_search.searching import query as queries
from desktop_search.storage.found_documents import FoundDocument

KINDS = (FilterKind.TYPE, FilterKind.FOLDER, FilterKind.CHANGED, FilterKind.LANGUAGE, FilterKind.AUTHOR)
MOST_VALUES = 8
_TIMES = ("today", "yesterday", "this week", "this month", "this year")


def counted(kind: FilterKind, documents: Sequence[FoundDocument], today: date) -> Facet:
    """One facet of these documents. Values whose filter would not be understood are left out."""
    if kind is FilterKind.CHANGED:
        return Facet(kind, tuple(_times(documents, today)))
    filters = Counter(text for one in documents for text in _FILTERS[kind](one, documents))
    if kind is FilterKind.FOLDER:
        filters = Counter(_folders(documents))
    values: list[FacetValue] = []
    for text, count in sorted(filters.items(), key=lambda one: (-one[1], one[0])):
        if len(values) < MOST_VALUES and (found := understood(text, today)) is not None:
            values.append(FacetValue(_label(found), text, count))
    return Facet(kind, tuple(values))


def understood(text: str, today: date) -> Filter | None:
    """The filter that a text is, and nothing else."""
    filters = queries.parse(text, today=today).filters
    return filters[0] if len(filters) == 1 and filters[0].is_valid and filters[0].text == text else None


def _label(found: Filter) -> str:
    if found.kind is FilterKind.FOLDER:
        return PurePath(found.values[0]).name or found.values[0]
    return found.values[0] if found.kind is FilterKind.AUTHOR else found.understood


def _type(document: FoundDocument, _: object) -> Iterable[str]:
    suffix = PurePath(document.member or document.path).suffix.lower()
    if suffix:
        # "type:doc" means ".docx" as well; "ext:doc" means what was counted.
        name = suffix.removeprefix(".")
        whole = understood(f"type:{name}", date.min)
        yield f"type:{name}" if whole is not None and whole.values == (suffix,) else f"ext:{name}"


def _language(document: FoundDocument, _: object) -> Iterable[str]:
    if document.language:
        yield f"lang:{document.language}"


def _author(document: FoundDocument, _: object) -> Iterable[str]:
    name = " ".join(document.author.split())
    if name and '"' not in name:
        yield f'author:"{name}"'


_FILTERS: dict[FilterKind, Callable[[FoundDocument, object], Iterable[str]]] = {
    FilterKind.TYPE: _type,
    FilterKind.LANGUAGE: _language,
    FilterKind.AUTHOR: _author,
    FilterKind.FOLDER: lambda document, _: (),
}


def _folders(documents: Sequence[FoundDocument]) -> Iterable[str]:
    """For each document the folder just below that in which all of them lie, as far as it is in one."""
    parents = [os.path.dirname(one.path) for one in documents]
    try:
        common = os.path.commonpath(parents) if parents else ""
    except ValueError:  # On several drives of Windows.
        common = ""
    for parent in parents:
        below = os.path.relpath(parent, common).split(os.sep)[0] if common else parent
        path = os.path.join(common, below)
        if below != os.curdir and path.isprintable() and '"' not in path:
            yield f'in:"{path}"'


def _times(documents: Sequence[FoundDocument], today: date) -> Iterable[FacetValue]:
    """From today back: the times that reach further only where they hold more, then whole years."""
    years = sorted({date.fromtimestamp(one.modified_ns / 1e9).year for one in documents if one.modified_ns > 0})
    earlier = [str(year) for year in reversed(years) if year < today.year]
    before = 0
    shown = 0
    for name in (*_TIMES, *earlier):
        text = f'modified:"{name}"' if " " in name else f"modified:{name}"
        found = understood(text, today)
        if found is None or shown == MOST_VALUES:
            continue
        least, below = found.least or 0, found.below
        count = sum(least <= one.modified_ns and (below is None or one.modified_ns < below) for one in documents)
        if count and (name in earlier or count > before):
            shown += 1
            before = max(before, count)
            yield FacetValue(name, text, count)

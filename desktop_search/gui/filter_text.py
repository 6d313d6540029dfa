"""Puts filters into the text of a query and takes them out again. Pure."""

from collections.abc import Sequence

from desktop_search.records import Filter, FilterKind


def without(query: str, one: Filter) -> str:
    """The query without a filter of it. The filter may have moved since it was understood."""
    start = one.start if query[one.start : one.end] == one.text else query.find(one.text)
    if start < 0:
        return query
    before, after = query[:start].rstrip(), query[start + len(one.text) :].strip()
    return f"{before} {after}".strip()


def without_all(query: str, filters: Sequence[Filter]) -> str:
    """The query without any of its filters."""
    for one in sorted(filters, key=lambda one: -one.start):
        query = without(query, one)
    return query


def toggled(query: str, filters: Sequence[Filter], kind: FilterKind, text: str) -> str:
    """The query with a filter, in place of others of its kind; without it where it is there already."""
    present = next((one for one in filters if one.text == text), None)
    if present is not None:
        return without(query, present)
    query = without_all(query, [one for one in filters if one.kind is kind and not one.negated and one.either is None])
    # Behind a quotation mark that is not closed it would be a part of the phrase.
    parts = (text, query) if query.count('"') % 2 else (query, text)
    return " ".join(part for part in parts if part)

"""Leaves out whole documents for a word that the person does not want: it may stand in any passage of them."""

from collections.abc import Collection, Mapping

from desktop_search.records import SearchQuery
from desktop_search.storage.index_queries import IndexQueries
from desktop_search.words.index import WordIndex


def excluded(db: IndexQueries, words: WordIndex, query: SearchQuery, document_ids: Collection[int]) -> set[int]:
    """The ids of those documents that hold something the query excludes."""
    return _holding(words, query, db.passages_in(set(document_ids))) if query.excluded else set()


def excluded_files(db: IndexQueries, words: WordIndex, query: SearchQuery, file_ids: Collection[int]) -> set[int]:
    """The ids of those files that hold something the query excludes."""
    return _holding(words, query, db.passages_of(set(file_ids))) if query.excluded else set()


def _holding(words: WordIndex, query: SearchQuery, passages_of: Mapping[int, Collection[int]]) -> set[int]:
    holding = words.excluded_among(query, [id for ids in passages_of.values() for id in ids])
    return {owner for owner, ids in passages_of.items() if not holding.isdisjoint(ids)}

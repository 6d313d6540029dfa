"""Entries with only what a test is about."""

from desktop_search.records import SearchQuery
from desktop_search.words.index import WordEntry, WordIndex


def passage(
    entry_id: int, text: str, *, title: str = "", folder: str = "/home/a", language: str | None = None
) -> WordEntry:
    return WordEntry(entry_id, text, title, "file.txt", folder, ".txt", entry_id, language)


def file(entry_id: int, name: str, *, folder: str = "/home/a", modified_ns: int = 0) -> WordEntry:
    dot = name.rfind(".")
    return WordEntry(entry_id, "", "", name, folder, name[dot:] if dot > 0 else "", modified_ns)


def words(*typed: str, folder: str | None = None) -> SearchQuery:
    return SearchQuery(" ".join(typed), words=typed, folder=folder)


def found(index: WordIndex, query: SearchQuery) -> list[int]:
    return [neighbour.passage_id for neighbour in index.search(query, 10)]


def named(index: WordIndex, typed: str, *, folder: str | None = None) -> list[int]:
    return [neighbour.passage_id for neighbour in index.names(words(*typed.split(), folder=folder), 10)]

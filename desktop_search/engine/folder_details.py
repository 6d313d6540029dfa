"""Tells all about each folder: its files by state, how much of it is found by meaning, when it was looked at."""

import os
from collections.abc import Iterator, Sequence

from desktop_search.indexing.indexer import Indexer
from desktop_search.records import Folder, FolderDetails
from desktop_search.storage.index_queries import IndexQueries


def details(
    folders: Sequence[Folder],
    db: IndexQueries,
    indexer: Indexer,
    *,
    embedding_number: int | None,
    watched: frozenset[str],
    first: str,
) -> Iterator[FolderDetails]:
    """One after the other. Counts passages, which takes a while in a large index: ask only when somebody looks."""
    for folder in folders:
        path = folder.path
        yield FolderDetails(
            folder,
            db.counts(path),
            db.count_passages(folder=path),
            0 if embedding_number is None else db.count_passages(embedding_number, folder=path),
            os.path.lexists(path) and not indexer.is_away(path),
            path in watched,
            indexer.scanned_at(path),
            bool(first) and path == first,
            indexer.vanished(path),
        )

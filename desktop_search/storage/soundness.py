"""Compares what stands in index.db with its digests, some thousand rows at a time: SQLite itself has none.

Every function may be called from any thread. They raise sqlalchemy.exc.DatabaseError where the file cannot be read.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop_search.storage import digests
from desktop_search.storage.connection import Database

ROWS_AT_ONCE = 2_000

# As bytes: damaged text need not be text any more.
_PASSAGES = sa.text(
    """SELECT p.id, CAST(p.text AS BLOB) AS text, p.text_hash, CAST(d.title AS BLOB) AS title, f.path
    FROM passages AS p LEFT JOIN documents AS d ON d.id = p.document_id LEFT JOIN files AS f ON f.id = d.file_id
    WHERE p.id > :after ORDER BY p.id LIMIT :limit"""
)
_VECTORS = sa.text(
    """SELECT embedding_id, text_hash, vector, digest FROM vectors
    WHERE (embedding_id, text_hash) > (:number, :text_hash) ORDER BY embedding_id, text_hash LIMIT :limit"""
)
_STRAY = (
    "SELECT count(*) FROM documents WHERE file_id NOT IN (SELECT id FROM files)",
    "SELECT count(*) FROM files WHERE state NOT IN ('indexed', 'partial', 'skipped', 'failed', 'pending')",
)


@dataclass(frozen=True, slots=True)
class WrongPassage:
    """A passage that is not as it was read. path is that of its file; None where it belongs to none."""

    id: int
    path: str | None


@dataclass(frozen=True, slots=True)
class WrongVector:
    """A vector that is not as it was computed, by its key."""

    embedding_number: int
    text_hash: bytes


def passages(
    database: Database, name_of: Callable[[str | None, str], bytes]
) -> Iterator[tuple[int, list[WrongPassage]]]:
    """How many passages were looked at, and those that are wrong, chunk by chunk.

    name_of gives the hash by which the text of a passage is known, from the title of its document and its text.
    """
    after = 0
    while rows := _rows(database, _PASSAGES, after=after, limit=ROWS_AT_ONCE):
        wrong = [row for row in rows if row.path is None or not _is_as_read(row, name_of)]
        yield len(rows), [WrongPassage(row.id, None if row.path is None else _path(row.path)) for row in wrong]
        # A damaged id must not lead back.
        after = max(after + 1, *(row.id for row in rows))


def vectors(database: Database) -> Iterator[tuple[int, list[WrongVector]]]:
    """How many vectors of all models were looked at, and those that are wrong, chunk by chunk."""
    key = (-1, b"")
    while rows := _rows(database, _VECTORS, number=key[0], text_hash=key[1], limit=ROWS_AT_ONCE):
        wrong = [row for row in rows if not _is_as_computed(row)]
        yield len(rows), [WrongVector(row.embedding_id, row.text_hash) for row in wrong]
        last = (rows[-1].embedding_id, rows[-1].text_hash)
        if last <= key:
            return
        key = last


def strays(database: Database) -> int:
    """How many documents belong to no file, and how many files are in no state there is."""
    with database.reading() as connection:
        return sum(connection.exec_driver_sql(query).scalar_one() for query in _STRAY)


def _rows(database: Database, query: sa.TextClause, **values: object) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(query, values))


def _is_as_read(row: Any, name_of: Callable[[str | None, str], bytes]) -> bool:
    try:
        title = None if row.title is None else row.title.decode("utf-8")
        return bool(name_of(title, row.text.decode("utf-8")) == row.text_hash)
    except (UnicodeDecodeError, AttributeError):
        return False


def _is_as_computed(row: Any) -> bool:
    # A flipped bit makes text of bytes.
    if not isinstance(row.vector, bytes) or not isinstance(row.text_hash, bytes):
        return False
    return bool(row.digest == digests.of_vector(*row[:3]))


def _path(path: Any) -> str:
    return os.fsdecode(path)

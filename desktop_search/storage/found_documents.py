"""Reads what is counted of the documents of an answer: where they lie, how old they are, and who wrote them."""

import os
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_search.storage.among import among, rows
from desktop_search.storage.connection import Database
from desktop_search.storage.index_tables import documents, files, passages


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document, or a file that has none (id 0). author is "" where nobody is named."""

    id: int
    file_id: int
    path: str
    member: str | None
    modified_ns: int
    language: str | None
    author: str


def of_passages(database: Database, ids: Collection[int]) -> dict[int, FoundDocument]:
    """The document of each passage that is still there, by the passage's id. No texts are read."""
    query = (
        sa.select(
            passages.c.id.label("key"),
            documents.c.id.label("document_id"),
            files.c.id.label("file_id"),
            files.c.path,
            documents.c.member,
            files.c.modified_ns,
            documents.c.language,
            documents.c.properties,
        )
        .select_from(passages.join(documents).join(files))
        .where(among(passages.c.id))
    )
    known: dict[int, FoundDocument] = {}
    found: dict[int, FoundDocument] = {}
    for row in rows(database, query, ids):
        if row.document_id not in known:
            known[row.document_id] = FoundDocument(
                row.document_id,
                row.file_id,
                os.fsdecode(row.path),
                row.member,
                row.modified_ns,
                row.language,
                str((row.properties or {}).get("author") or ""),
            )
        found[row.key] = known[row.document_id]
    return found


def of_files(database: Database, ids: Collection[int]) -> dict[int, FoundDocument]:
    """Files as they are found by their name alone, by their id."""
    query = sa.select(files.c.id, files.c.path, files.c.modified_ns).where(among(files.c.id))
    return {
        row.id: FoundDocument(0, row.id, os.fsdecode(row.path), None, row.modified_ns, None, "")
        for row in rows(database, query, ids)
    }

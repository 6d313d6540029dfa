"""Reads what documents say about themselves, for the filters: author, date, language, and what format read them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_search.storage.among import among, rows
from desktop_search.storage.connection import Database
from desktop_search.storage.index_tables import documents, files


@dataclass(frozen=True, slots=True)
class Description:
    """A document's own words about itself; read_as is the name of the format that read its file."""

    language: str | None = None
    properties: Mapping[str, str] | None = None
    read_as: str | None = None

    def told(self, name: str) -> str:
        """A property, "" where there is none."""
        return str((self.properties or {}).get(name) or "")


def of_documents(database: Database, document_ids: Collection[int]) -> dict[int, Description]:
    """Descriptions by the document's id."""
    return _read(database, documents.c.id, among(documents.c.id), document_ids)


def of_files(database: Database, file_ids: Collection[int]) -> dict[int, Description]:
    """What the files themselves say, without their members, by the file's id."""
    return _read(database, files.c.id, sa.and_(among(files.c.id), documents.c.member.is_(None)), file_ids)


def _read(
    database: Database, key: sa.ColumnElement[int], condition: sa.ColumnElement[bool], ids: Collection[int]
) -> dict[int, Description]:
    query = (
        sa.select(key.label("key"), documents.c.language, documents.c.properties, files.c.format)
        .select_from(documents.join(files))
        .where(condition)
    )
    return {row.key: Description(row.language, row.properties, row.format) for row in rows(database, query, ids)}

"""Keeps the searches a person has saved, and which of their hits they have seen; a row of user.db each."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_search.storage.connection import Database
from desktop_search.storage.user_tables import saved_searches


@dataclass(frozen=True, slots=True)
class StoredSearch:
    """A saved search. seen holds digests of hits; at is when it was last looked at, in seconds since 1970."""

    id: int
    name: str
    query: str
    seen: frozenset[str]
    at: float


class StoredSearches:
    """The saved searches in user.db. Any thread may call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[StoredSearch]:
        """All that are kept, in the order in which they were saved."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(saved_searches).order_by(saved_searches.c.id))
            return [StoredSearch(row.id, row.name, row.query, frozenset(row.seen), row.at) for row in rows]

    def add(self, name: str, query: str, seen: Sequence[str], at: float) -> int:
        """Keeps a search, and returns its number. A query that is kept already only gets the new name."""
        with self._database.writing() as connection:
            known = connection.scalar(sa.select(saved_searches.c.id).where(saved_searches.c.query == query))
            if known is not None:
                connection.execute(sa.update(saved_searches).where(saved_searches.c.id == known).values(name=name))
                return int(known)
            made = connection.execute(
                sa.insert(saved_searches).values(name=name, query=query, seen=sorted(seen), at=at)
            )
            number = made.inserted_primary_key
            assert number is not None
            return int(number[0])

    def note_seen(self, id: int, seen: Sequence[str], at: float) -> None:
        """Notes what the person has seen now; does nothing for a search that is gone."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(saved_searches).where(saved_searches.c.id == id).values(seen=sorted(seen), at=at)
            )

    def remove(self, id: int) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.delete(saved_searches).where(saved_searches.c.id == id))

"""Keeps which files the person opened, for which question and when; a row of user.db each, until they are erased."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_search.storage.connection import Database
from desktop_search.storage.user_tables import openings

LONGEST_MEMORY = 5000
"""Openings. Older ones weigh nothing any more, and nobody expects a diary."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A file that was opened. query is what had been asked, or empty; at is seconds since 1970."""

    path: str
    query: str
    at: float


class StoredOpenings:
    """The openings in user.db. Any thread may call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, opening: Opening) -> None:
        with self._database.writing() as connection:
            connection.execute(
                sa.insert(openings).values(path=os.fsencode(opening.path), query=opening.query, at=opening.at)
            )
            newest = sa.select(sa.func.max(openings.c.id)).scalar_subquery()
            connection.execute(sa.delete(openings).where(openings.c.id <= newest - LONGEST_MEMORY))

    def all(self) -> list[Opening]:
        """All that are kept, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(openings).order_by(openings.c.id.desc()))
            return [Opening(os.fsdecode(row.path), row.query, row.at) for row in rows]

    def forget(self, paths: Sequence[str]) -> None:
        """Erases the openings of files, and of everything below folders."""
        with self._database.writing() as connection:
            for path in map(os.fsencode, paths):
                below = path.rstrip(os.sep.encode()) + os.sep.encode()
                inside = sa.func.substr(openings.c.path, 1, len(below)) == below
                connection.execute(sa.delete(openings).where((openings.c.path == path) | inside))

    def questions(self) -> list[tuple[float, str]]:
        """The questions after which something was opened, each with its last time in seconds since 1970."""
        query = sa.select(sa.func.max(openings.c.at), openings.c.query).where(openings.c.query != "")
        with self._database.reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(query.group_by(openings.c.query))]

    def forget_all(self) -> None:
        with self._database.writing() as connection:
            connection.execute(sa.delete(openings))

"""Keeps what the person decided: folders and labels. Losing these would be losing data."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import sqlalchemy as sa

from desktop_search.records import Folder, Label
from desktop_search.storage import digests
from desktop_search.storage import user_tables as tables
from desktop_search.storage.connection import Database
from desktop_search.storage.migrations import user as migrations

APPLICATION_ID = 0x44535542


class UserDb:
    """user.db, with every commit on the disk before it returns."""

    def __init__(self, path: Path, *, before_migrating: Callable[[], object] = lambda: None) -> None:
        self.database = Database(
            path, migrations, application_id=APPLICATION_ID, synchronous="FULL", before_migrating=before_migrating
        )

    def folders(self) -> list[Folder]:
        """The folders the person asked us to index, by path."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(tables.folders).order_by(tables.folders.c.path))
            return [
                Folder(
                    os.fsdecode(row.path),
                    tuple(row.ignore_rules),
                    tuple(os.fsdecode(bytes.fromhex(path)) for path in row.excluded),
                )
                for row in rows
            ]

    def add_folders(self, folders: Iterable[Folder]) -> None:
        """Adds folders; one that is there already is left as it is."""
        with self.database.writing() as connection:
            for folder in folders:
                connection.execute(
                    sa.insert(tables.folders)
                    .prefix_with("OR IGNORE")
                    .values(path=os.fsencode(folder.path), **_rules(folder))
                )
            digests.note(digests.driver(connection), "folders")

    def replace_folder(self, folder: Folder) -> None:
        """Changes what is kept about a folder."""
        with self.database.writing() as connection:
            connection.execute(
                sa.update(tables.folders)
                .where(tables.folders.c.path == os.fsencode(folder.path))
                .values(**_rules(folder), digest=None)
            )
            digests.note(digests.driver(connection), "folders")

    def remove_folder(self, path: str) -> None:
        with self.database.writing() as connection:
            connection.execute(sa.delete(tables.folders).where(tables.folders.c.path == os.fsencode(path)))

    def add_label(self, label: Label) -> None:
        with self.database.writing() as connection:
            _insert(connection, label)

    def replace_label(self, label: Label) -> None:
        """Keeps a judgement instead of all earlier ones of the same passage for the same query."""
        with self.database.writing() as connection:
            same = _labels_of(label.query, label.path).where(tables.labels.c.passage == label.passage)
            connection.execute(same)
            _insert(connection, label)

    def remove_labels(self, query: str, path: str, passage: str) -> None:
        """Takes judgements back; with an empty passage those of all passages of the file."""
        with self.database.writing() as connection:
            of_file = _labels_of(query, path)
            connection.execute(of_file.where(tables.labels.c.passage == passage) if passage else of_file)

    def remove_quotes(self, paths: Iterable[str]) -> None:
        """Judgements of files, and of all below folders, no longer quote the passage that they are about."""
        table = tables.labels
        with self.database.writing() as connection:
            for path in map(os.fsencode, paths):
                below = path.rstrip(os.sep.encode()) + os.sep.encode()
                inside = (table.c.path == path) | (sa.func.substr(table.c.path, 1, len(below)) == below)
                connection.execute(
                    sa.update(table).where(inside, table.c.passage != "").values(passage="", digest=None)
                )
            digests.note(digests.driver(connection), "labels")

    def labels(self, query: str | None = None) -> list[Label]:
        """All judgements, or those for one query, oldest first."""
        wanted = sa.select(tables.labels).order_by(tables.labels.c.id)
        if query is not None:
            wanted = wanted.where(tables.labels.c.query == query)
        with self.database.reading() as connection:
            rows = connection.execute(wanted)
            return [
                Label(row.query, os.fsdecode(row.path), row.passage, row.relevant, row.origin, row.at) for row in rows
            ]

    def count_labels(self) -> int:
        with self.database.reading() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(tables.labels)).scalar_one()

    def close(self) -> None:
        self.database.close()


def _rules(folder: Folder) -> dict[str, list[str]]:
    return {
        "ignore_rules": list(folder.ignore_rules),
        "excluded": [os.fsencode(path).hex() for path in folder.excluded],
    }


def _insert(connection: sa.Connection, label: Label) -> None:
    done = connection.execute(
        sa.insert(tables.labels).values(
            query=label.query,
            path=os.fsencode(label.path),
            passage=label.passage,
            relevant=label.relevant,
            origin=label.origin,
            at=label.at,
        )
    )
    digests.note(digests.driver(connection), "labels", rowid=done.lastrowid)


def _labels_of(query: str, path: str) -> sa.Delete:
    table = tables.labels
    return sa.delete(table).where(table.c.query == query, table.c.path == os.fsencode(path))

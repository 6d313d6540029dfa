"""Opens SQLite databases the way we need them: WAL, explicit transactions, private files, newer versions refused."""

import logging
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from desktop_search import plugins
from desktop_search.errors import DesktopSearchError

logger = logging.getLogger(__name__)

BUSY_MILLISECONDS = 10_000


class DatabaseDamaged(Exception):
    """The file is not a database of ours, or its structure is broken."""


class Database:
    """One SQLite file: one writing connection, and reading ones that never wait for it."""

    def __init__(self, path: Path, migrations: ModuleType, *, application_id: int, synchronous: str) -> None:
        self.path = path
        self._pragmas = (
            f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
            "PRAGMA journal_mode=WAL",
            f"PRAGMA synchronous={synchronous}",
            "PRAGMA foreign_keys=ON",
            "PRAGMA secure_delete=ON",
            "PRAGMA trusted_schema=OFF",
            "PRAGMA journal_size_limit=67108864",
            "PRAGMA cache_size=-32768",
        )
        _create_private(path)
        self.engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True, pool_size=8, max_overflow=32)
        sa.event.listen(self.engine, "connect", self._on_connect)
        sa.event.listen(self.engine, "begin", _begin)
        try:
            self._migrate(list(plugins.modules_in(migrations)), application_id)
        except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
            self.close()
            if _is_damage(error):
                raise DatabaseDamaged(f"{path.name}: {_sqlite_message(error)}") from error
            raise DesktopSearchError(
                f"The database {path} cannot be opened: {_sqlite_message(error)}.",
                "Check that the disk is writable and not full.",
            ) from error
        except DesktopSearchError:
            self.close()
            raise

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes; commits at the end, or leaves nothing behind."""
        with self.engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A snapshot to read from."""
        with self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def _migrate(self, migrations: Sequence[ModuleType], application_id: int) -> None:
        """Brings the schema up to date in one transaction. user_version counts the migrations that have run."""
        with self.reading() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if version and owner != application_id:
            raise DatabaseDamaged(f"{self.path.name} belongs to another program")
        if version > len(migrations):
            raise DesktopSearchError(
                f"{self.path} was written by a newer version of this program.",
                "Install that version again, or the newest.",
            )
        if version == len(migrations):
            return
        with self.writing() as connection:
            # Another process may have migrated while we waited for the lock.
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            for migration in migrations[version:]:
                logger.info("migrating %s: %s", self.path.name, migration.__name__)
                migration.upgrade(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={application_id}")
            connection.exec_driver_sql(f"PRAGMA user_version={len(migrations)}")

    def _on_connect(self, driver_connection: Any, _record: Any) -> None:
        driver_connection.isolation_level = None
        for pragma in self._pragmas:
            driver_connection.execute(pragma)


def _begin(connection: sa.Connection) -> None:
    # The driver would begin by itself, but not before DDL: a failing migration would leave half a table behind.
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _create_private(path: Path) -> None:
    """Makes the file before SQLite does, which would let the umask decide who can read it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DesktopSearchError(
            f"The database {path} cannot be opened: {error.strerror}.", "Check the data directory's permissions."
        ) from error


def _sqlite_message(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error)


def _is_damage(error: BaseException) -> bool:
    # Only these two mean damage. Busy, full, read-only or I/O errors must never throw an index away.
    code = getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

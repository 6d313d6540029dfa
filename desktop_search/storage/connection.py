"""Opens SQLite databases the way we need them: WAL, explicit transactions, private files, newer versions refused."""

import contextlib
import functools
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from desktop_search import plugins
from desktop_search.errors import DesktopSearchError
from desktop_search.storage import room

logger = logging.getLogger(__name__)

BUSY_MILLISECONDS = 10_000
ALWAYS_CHECKED_BYTES = 64_000_000
"""A database up to this size is looked through whenever it is opened, in a fifth of a second at most."""
READ_BYTES = 1_000_000
CACHE_KILOBYTES = 8_192
"""Of pages for each connection. The system keeps them as well, and what is spared here is memory of the engine."""
PLAUSIBLE_VERSIONS = 10_000
HEADER_BYTES, WRITE_FORMAT, SCHEMA_FORMAT = 100, 18, 47
NEWEST_FILE_FORMAT, NEWEST_SCHEMA_FORMAT = 2, 4
DOUBTFUL = "-doubtful"
"""Ends the name of a file that says: damage was met while the database beside it was used."""


class DatabaseDamaged(Exception):
    """The file is not a database of ours, or its structure is broken."""


class Database:
    """One SQLite file: one writing connection, and reading ones that never wait for it."""

    def __init__(
        self,
        path: Path,
        migrations: ModuleType,
        *,
        application_id: int,
        synchronous: str,
        before_migrating: Callable[[], object] = lambda: None,
    ) -> None:
        """before_migrating is called when the tables of an older version are about to be changed.

        Raises DatabaseDamaged, and DesktopSearchError for what says nothing about the file: a full disk, a lock.
        """
        self.path = path
        self._doubtful = path.with_name(path.name + DOUBTFUL)
        # Whoever closes last removes the log, so one that is there was left by an end that nobody expected.
        was_left_open = _size_of(path.with_name(path.name + "-wal")) > 0
        self._pragmas = (
            f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
            "PRAGMA journal_mode=WAL",
            f"PRAGMA synchronous={synchronous}",
            "PRAGMA foreign_keys=ON",
            "PRAGMA secure_delete=ON",
            "PRAGMA trusted_schema=OFF",
            "PRAGMA journal_size_limit=67108864",
            f"PRAGMA cache_size=-{CACHE_KILOBYTES}",
        )
        _create_private(path)
        known = list(plugins.modules_in(migrations))
        if was_left_open:
            # Once it was opened for writing, closing it moves the log into the file: a newer version's stays as it is.
            self._refuse_newer(_version_read_only(path, application_id), len(known))
        self.engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True, pool_size=8, max_overflow=32)
        sa.event.listen(self.engine, "connect", self._on_connect)
        sa.event.listen(self.engine, "begin", _begin)
        sa.event.listen(self.engine, "handle_error", self._note_damage)

        def prepare() -> None:
            if has_wrong_header(path):
                raise DatabaseDamaged(f"{path.name} is of a format that there is not")
            if self._doubtful.exists():
                self._refuse_damage(thorough=True)
            elif was_left_open or _size_of(path) <= ALWAYS_CHECKED_BYTES:
                self._refuse_damage(thorough=False)
            self._migrate(known, application_id, before_migrating)

        try:
            self._tried(prepare)
        except DatabaseDamaged:
            # SQLite says so of a disk, too, that refuses to be read, and that may have been for a moment.
            _refuse_unreadable(path)
            self._tried(prepare)
        self._doubtful.unlink(missing_ok=True)

    def _tried(self, prepare: Callable[[], None]) -> None:
        try:
            prepare()
        except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
            self.close()
            if is_damage(error):
                raise DatabaseDamaged(f"{self.path.name}: {_sqlite_message(error)}") from error
            if room.is_full(error):
                raise DesktopSearchError(*room.NO_ROOM) from error
            raise DesktopSearchError(
                f"The database {self.path} cannot be opened: {_sqlite_message(error)}.",
                "Check that the disk is writable and not full.",
            ) from error
        except (DesktopSearchError, DatabaseDamaged):
            self.close()
            raise

    def faults(self, *, thorough: bool) -> list[str]:
        """What SQLite finds wrong with the file's structure, at most a hundred lines; none when it is sound.

        thorough also compares every index with its table, which takes several times as long. Neither sees damage to
        what is stored. Raises sqlalchemy.exc.DatabaseError or DesktopSearchError for what says nothing about the file.
        """
        try:
            with self.reading() as connection:
                check = "integrity_check" if thorough else "quick_check"
                lines = [str(line) for line in connection.exec_driver_sql(f"PRAGMA {check}").scalars()]
        except sa.exc.DatabaseError as error:
            if not is_damage(error):
                raise
            lines = [_sqlite_message(error)]
        found = [line for line in lines if line != "ok"]
        if found:
            _refuse_unreadable(self.path)
        return found

    def doubt(self) -> None:
        """Has the file looked through when it is opened the next time."""
        with contextlib.suppress(OSError):
            self._doubtful.touch(mode=0o600)

    def shorten_log(self) -> None:
        """Writes the log into the file and gives its room back to the disk, as far as nobody reads from it."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT", begin="SELECT 1") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

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

    def empty_log(self) -> bool:
        """Moves all that was written into the file itself: what was removed still stands in the log until then.

        False where somebody has been reading what was there before for longer than it waits. Raises
        sqlalchemy.exc.DatabaseError.
        """
        with contextlib.closing(self.engine.raw_connection()) as connection:
            # Not within a transaction, which SQLAlchemy would begin.
            (is_busy, *_) = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not is_busy

    def close(self) -> None:
        self.engine.dispose()

    def _refuse_damage(self, *, thorough: bool) -> None:
        if faults := self.faults(thorough=thorough):
            raise DatabaseDamaged(f"{self.path.name}: {faults[0]}")

    def _note_damage(self, context: sa.engine.ExceptionContext) -> None:
        if is_damage(context.original_exception):
            self.doubt()

    def _migrate(
        self, migrations: Sequence[ModuleType], application_id: int, before_migrating: Callable[[], object]
    ) -> None:
        """Brings the schema up to date in one transaction. user_version counts the migrations that have run."""
        with self.reading() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
            is_empty = not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if (version or not is_empty) and owner != application_id:
            raise DatabaseDamaged(f"{self.path.name} belongs to another program")
        # A header that lost its version would else be taken for that of a new file, in which no table can be made.
        if bool(version) == is_empty or version not in range(PLAUSIBLE_VERSIONS):
            raise DatabaseDamaged(f"{self.path.name} does not hold what its header says")
        self._refuse_newer(version, len(migrations))
        if version == len(migrations):
            return
        if version:
            before_migrating()
        with self.writing() as connection:
            # Another process may have migrated while we waited for the lock.
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            for migration in migrations[version:]:
                logger.info("migrating %s: %s", self.path.name, migration.__name__)
                migration.upgrade(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={application_id}")
            connection.exec_driver_sql(f"PRAGMA user_version={len(migrations)}")

    def _refuse_newer(self, version: int, newest: int) -> None:
        if newest < version < PLAUSIBLE_VERSIONS:
            raise DesktopSearchError(
                f"{self.path} was written by a newer version of this program.",
                "Install that version again, or the newest.",
            )

    def _on_connect(self, driver_connection: Any, _record: Any) -> None:
        driver_connection.isolation_level = None
        # A damaged letter must not keep everything else from being found.
        driver_connection.text_factory = functools.partial(str, encoding="utf-8", errors="replace")
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


def has_wrong_header(path: Path) -> bool:
    """Whether SQLite takes a file for one of a newer format: it would read it only, or not at all, for ever.

    What a log or a journal beside it holds comes first, so that nothing is known of the file until that is in it. The
    fields are those of https://www.sqlite.org/fileformat.html. An OSError says nothing about the file.
    """
    if any(_size_of(path.with_name(path.name + end)) for end in ("-wal", "-journal")):
        return False
    with contextlib.suppress(OSError), open(path, "rb") as file:
        header = file.read(HEADER_BYTES)
        if len(header) == HEADER_BYTES:
            return header[WRITE_FORMAT] > NEWEST_FILE_FORMAT or header[SCHEMA_FORMAT] > NEWEST_SCHEMA_FORMAT
    return False


def _version_read_only(path: Path, application_id: int) -> int:
    """The version of a schema of ours, as of the end of the log; 0 where it cannot be read. Leaves both as they are."""
    with contextlib.suppress(sqlite3.Error):
        uri = path.absolute().as_uri() + "?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=BUSY_MILLISECONDS / 1000)) as connection:
            (owner,) = connection.execute("PRAGMA application_id").fetchone()
            return int(connection.execute("PRAGMA user_version").fetchone()[0]) if owner == application_id else 0
    return 0


def _refuse_unreadable(path: Path) -> None:
    """Raises DesktopSearchError where the disk does not let all of a file be read."""
    # SQLite makes SQLITE_CORRUPT of an EIO (SQLITE_IOERR_CORRUPTFS), and an index must survive a loose plug.
    try:
        with open(path, "rb") as file:
            while file.read(READ_BYTES):
                pass
    except OSError as error:
        raise DesktopSearchError(
            f"The database {path} cannot be read: {error.strerror}.", "Check the disk and its connection."
        ) from error


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _sqlite_message(error: BaseException) -> str:
    return str(getattr(error, "orig", None) or error)


def is_damage(error: BaseException) -> bool:
    """Whether an error of SQLite's, as it is or as SQLAlchemy passes it on, means that a file is damaged."""
    # Only these two mean damage. Busy, full, read-only or I/O errors must never throw an index away.
    code = getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

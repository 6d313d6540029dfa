"""Keeps copies of user.db beside it, only of a sound one, so that the newest can take the place of a damaged one."""

import contextlib
import logging
import sqlite3
import threading
import time
from pathlib import Path

from desktop_search import durable
from desktop_search.storage import digests, user_copies
from desktop_search.storage.connection import DatabaseDamaged, has_wrong_header, is_damage
from desktop_search.storage.user_db import UserDb

logger = logging.getLogger(__name__)

KEPT = 3
EVERY_SECONDS, TRY_SECONDS = 86_400.0, 3_600.0
LEFT_OUT = ("openings",)
"""What a person may erase at any time, and can do without."""


class Copies:
    """The copies of one user.db, in a folder of their own, named by when they were made. Any thread may use it."""

    def __init__(self, database: Path, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._lock = threading.RLock()
        self._tried_at = float("-inf")

    def all(self) -> list[Path]:
        """Those there are, the newest first."""
        return sorted(self._folder.glob("user-*.db"), reverse=True)

    def sound(self) -> list[Path]:
        """Those that are as they were made, the newest first. Raises sqlite3.Error and OSError."""
        return [copy for copy in self.all() if _is_sound(copy)]

    def keep_if_due(self, *, every_seconds: float = EVERY_SECONDS) -> None:
        """Makes a copy if something has changed since the newest one, and that is old enough."""
        with self._lock:
            if time.monotonic() - self._tried_at < min(TRY_SECONDS, every_seconds):
                return
            self._tried_at = time.monotonic()
            newest, before, *_ = (*self.all(), None, None)
            instead_of = None
            if newest is not None:
                made = newest.stat().st_mtime
                age = time.time() - made
                # One from the future was made under a wrong clock, and says nothing about what has changed since.
                if age >= 0 and (age < every_seconds or _changed_at(self._database) <= made):
                    return
                # Every command that ends makes a copy: else a few of them would drive out those of the days before.
                if before is not None and made - before.stat().st_mtime < EVERY_SECONDS:
                    instead_of = newest
            self.keep(instead_of=instead_of)

    def keep(self, *, instead_of: Path | None = None) -> Path | None:
        """Makes a copy and removes the oldest, or a certain one.

        None, making and removing none, where user.db is damaged or the disk refuses.
        """
        with self._lock:
            try:
                if not _is_sound(self._database):
                    logger.warning("user.db is damaged, so no copy is made of it")
                    return None
                copy = self._made()
            except (OSError, sqlite3.Error, DatabaseDamaged) as error:
                logger.warning("no copy of user.db could be made: %s", type(error).__name__)
                return None
            if instead_of is not None:
                instead_of.unlink(missing_ok=True)
            for old in self.all()[KEPT:]:
                old.unlink(missing_ok=True)
            return copy

    def renew(self) -> None:
        """Has one copy instead of all: what was removed from user.db is then in none of them."""
        with self._lock:
            copy = self.keep()
            for old in self.all() if copy is not None else ():
                if old != copy:
                    old.unlink(missing_ok=True)

    def put_back(self) -> Path | None:
        """Puts the newest sound copy in the place of a damaged user.db, which is kept beside it.

        None, changing nothing, where there is none. Raises OSError where the disk refuses.
        """
        newest = next(iter(self.sound()), None)
        if newest is None:
            return None
        new = self._database.with_name(self._database.name + ".new")
        durable.write(new, newest.read_bytes())
        user_copies.take_the_place(new, self._database)
        return newest

    def _made(self) -> Path:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for rest in self._folder.glob("*.new*"):
            rest.unlink()
        new = self._folder / "user.db.new"
        durable.write(new, user_copies.snapshot(self._database, leaving_out=LEFT_OUT))
        target = self._folder / f"user-{self._next_number():020d}.db"
        new.replace(target)
        durable.flush_folder(self._folder)
        return target

    def _next_number(self) -> int:
        """The time, but always later than the newest one's: also after the clock went back, the newest is the last."""
        newest = next((copy.stem.removeprefix("user-") for copy in self.all()), "")
        return max(time.time_ns(), int(newest) + 1 if newest.isdecimal() else 0)


def wrong_rows(user_db: UserDb) -> dict[str, list[int]]:
    """By table, the rowids of what is not as it was written; empty when all of it is. Raises sqlite3.DatabaseError."""
    with user_db.database.reading() as connection:
        return _wrong_in(digests.driver(connection))


def put_back_rows(user_db: UserDb, copy: Path, wrong: dict[str, list[int]]) -> None:
    """Takes damaged rows over from a sound copy, as far as they are in it: it may be one from before a restoring."""
    with _opened(copy) as source, user_db.database.writing() as connection:
        own = digests.driver(connection)
        for table, rowids in wrong.items():
            names = ("rowid", *(name for name in digests.BESIDE_ROWS[table] if name != "id"), "digest")
            row_of = f"SELECT {', '.join(names)} FROM {table} WHERE"
            same = " AND ".join(f"{name} IS ?" for name in names[:-1])
            marks = ", ".join("?" * len(names))
            for rowid in rowids:
                *values, digest = own.execute(f"{row_of} rowid = ?", (rowid,)).fetchone()
                # Either what it says is damaged, or its digest; hardly both.
                row = source.execute(f"{row_of} digest = ?", (digest,)).fetchone()
                row = row or source.execute(f"{row_of} {same}", values).fetchone()
                if row is not None:
                    own.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
                    own.execute(f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})", row)


def _opened(database: Path) -> "contextlib.closing[sqlite3.Connection]":
    """A database of which nothing is to be changed."""
    connection = sqlite3.connect(database.absolute().as_uri() + "?mode=rw", uri=True, isolation_level=None)
    return contextlib.closing(connection)


def _wrong_in(connection: sqlite3.Connection) -> dict[str, list[int]]:
    found = {table: digests.wrong(connection, table) for table in digests.BESIDE_ROWS}
    return {table: rows for table, rows in found.items() if rows}


def _is_sound(database: Path) -> bool:
    """Whether all of it is as it was written. Raises sqlite3.Error and OSError for what says nothing about the file."""
    if has_wrong_header(database):
        return False
    try:
        with _opened(database) as connection:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return False
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            # One made before rows had digests says less of itself.
            return version < digests.FIRST_VERSION or not _wrong_in(connection)
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def _changed_at(database: Path) -> float:
    files = (database, database.with_name(database.name + "-wal"))
    return max((file.stat().st_mtime for file in files if file.exists()), default=0.0)

"""Copies of user.db: made of one that is in use, checked when they come from elsewhere, and put in its place whole.

storage/copies.py keeps some of them beside it; a backup holds one.
"""

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Collection
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from desktop_search import durable, plugins
from desktop_search.storage import digests, user_tables
from desktop_search.storage.connection import DatabaseDamaged, is_damage
from desktop_search.storage.migrations import user as migrations
from desktop_search.storage.user_db import APPLICATION_ID, UserDb

_OF_SQLITE = ("sqlite_sequence", "sqlite_autoindex_")
_LEGACY = b"\x01\x01"
"""At byte 18 of a database file: not in WAL mode. A copy that says otherwise cannot be opened in memory."""


class CopyRefused(Exception):
    """A database that is not taken for user.db. The reason has no full stop."""


class CopyIsNewer(CopyRefused):
    """A database of a newer version of the program."""


def snapshot(path: Path, *, leaving_out: Collection[str] = ()) -> bytes:
    """All of user.db as it is at one moment, also while others write; without what was deleted from it.

    Of the tables in leaving_out no rows are in it. Raises DatabaseDamaged when the file is damaged, and sqlite3.Error
    for what says nothing about it: a lock, a full disk.
    """
    try:
        with closing(_reading(path)) as source, closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            source.backup(copy)
            there = {name for (name,) in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            for table in there.intersection(leaving_out):
                copy.execute(f"DELETE FROM {table}")
            # Else what is vacuumed would pass through a file in a folder for everybody.
            copy.execute("PRAGMA temp_store=MEMORY")
            copy.execute("VACUUM")
            made = copy.serialize()
    except sqlite3.Error as error:
        if is_damage(error):
            raise DatabaseDamaged(f"{path.name}: {error}") from error
        raise
    return made[:18] + _LEGACY + made[20:]


def damaged_rows(content: bytes) -> int:
    """How many folders and judgements in a snapshot are not as they were written."""
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(content)
        if copy.execute("PRAGMA user_version").fetchone()[0] < digests.FIRST_VERSION:
            return 0
        return sum(len(digests.wrong(copy, table)) for table in digests.BESIDE_ROWS)


def version_of(path: Path) -> int:
    """How many migrations a user.db has seen. Raises CopyRefused for what is none, and for one that is newer."""
    try:
        with closing(_reading(path, leaving_no_trace=True)) as source:
            owner = source.execute("PRAGMA application_id").fetchone()[0]
            version = int(source.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise CopyRefused(f"its labels cannot be read ({error})") from error
    if owner != APPLICATION_ID or not version:
        raise CopyRefused("its labels were written by another program")
    if version > len(list(plugins.modules_in(migrations))):
        raise CopyIsNewer("it was made by a newer version of this program")
    return version


def rewritten(source: Path, target: Path, place_of: Callable[[str], str]) -> int:
    """Writes a new user.db with the rows of one that may be a stranger's; nothing else of that is taken over.

    place_of gives the folder of a model for the one that is named there. Returns how many rows were left out because
    they are not as they were written. Raises CopyRefused with the reason.
    """
    version_of(source)
    try:
        with closing(_reading(source)) as read:
            _refuse_strange(read)
            UserDb(target).close()
            with closing(sqlite3.connect(target, isolation_level=None)) as made:
                made.execute("BEGIN")
                for table in user_tables.metadata.sorted_tables:
                    _copy_rows(read, made, table)
                for id, folder in made.execute("SELECT id, folder FROM model_uses").fetchall():
                    made.execute("UPDATE model_uses SET folder = ? WHERE id = ?", (place_of(folder), id))
                left_out = _drop_damaged(made)
                made.execute("COMMIT")
                # One file, and nothing beside it that would have to come along.
                made.execute("PRAGMA journal_mode=DELETE")
        return left_out
    except sqlite3.Error as error:
        raise CopyRefused(f"its labels cannot be read ({error})") from error


def put_in_place(copy: Path, target: Path) -> None:
    """Gives user.db the content of a copy, in one transaction: whatever happens, it is the old or the new one.

    Nobody else may have it open. A damaged one is kept beside it. Raises OSError and sqlite3.Error.
    """
    try:
        version_of(target)
        snapshot(target)
    except CopyIsNewer:
        raise
    except (CopyRefused, DatabaseDamaged):
        take_the_place(copy, target)
        return
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target)) as live:
        live.execute("PRAGMA synchronous=FULL")
        source.backup(live)
        # It is the new one now, whatever becomes of the log.
        with contextlib.suppress(sqlite3.Error):
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def take_the_place(new: Path, damaged: Path) -> None:
    """Puts a whole database in the place of a damaged one, which is kept beside it. Raises OSError.

    Whenever it is interrupted, the damaged file still stands in its place, or the new one does.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S")
    # Beside another file, the log would be taken for that one's.
    for suffix in ("-wal", "-shm"):
        log = damaged.with_name(damaged.name + suffix)
        with contextlib.suppress(FileNotFoundError):
            log.replace(log.with_name(f"damaged-{stamp}-{log.name}"))
    if damaged.exists():
        aside = damaged.with_name(f"damaged-{stamp}-{damaged.name}")
        aside.unlink(missing_ok=True)
        try:
            os.link(damaged, aside)
        except OSError:
            # Some file systems, such as those of USB sticks, know no links.
            durable.write(aside, damaged.read_bytes())
    new.replace(damaged)
    with contextlib.suppress(OSError):
        durable.flush_folder(damaged.parent)


def _reading(path: Path, *, leaving_no_trace: bool = False) -> sqlite3.Connection:
    """Reads a database, whatever it holds. leaving_no_trace suits a short look, during which nobody begins to write."""
    # In WAL mode even a reader makes files beside the database, unless it is told that nobody writes.
    is_still = leaving_no_trace and not path.with_name(f"{path.name}-wal").exists()
    opened = sqlite3.connect(f"file:{quote(os.fspath(path))}?mode=ro{'&immutable=1' * is_still}", uri=True)
    for pragma in ("busy_timeout=10000", "trusted_schema=OFF", "cell_size_check=ON"):
        opened.execute(f"PRAGMA {pragma}")
    return opened


def _refuse_strange(read: sqlite3.Connection) -> None:
    """Triggers, views and anything else that is no table or index of ours."""
    known = {*user_tables.metadata.tables}
    known |= {str(index.name) for table in user_tables.metadata.sorted_tables for index in table.indexes}
    for kind, name, text in read.execute("SELECT type, name, sql FROM sqlite_schema").fetchall():
        is_plain = kind == "index" or (kind == "table" and not str(text).upper().startswith("CREATE VIRTUAL"))
        if not is_plain or (name not in known and not str(name).startswith(_OF_SQLITE)):
            raise CopyRefused(f"its labels come with a {kind} that is not ours ({ascii(name)[1:-1][:60]})")
    if read.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise CopyRefused("its labels are damaged")


def _copy_rows(read: sqlite3.Connection, made: sqlite3.Connection, table: sa.Table) -> None:
    there = {row[1] for row in read.execute(f"PRAGMA table_info({table.name})").fetchall()}
    if not there:
        # An older version of the program did not have it yet.
        return
    columns = [column for column in table.columns if column.name in there]
    names = ", ".join(f'"{column.name}"' for column in columns)
    places = ", ".join("?" for _ in columns)
    for row in read.execute(f"SELECT {names} FROM {table.name}"):
        for column, value in zip(columns, row, strict=True):
            if not _fits(column, value):
                raise CopyRefused(f"its labels are damaged ({table.name})")
        made.execute(f"INSERT INTO {table.name} ({names}) VALUES ({places})", row)


def _drop_damaged(made: sqlite3.Connection) -> int:
    """Removes the rows that are not what their digests say, and gives one to those of a version that had none."""
    dropped = 0
    for table in digests.BESIDE_ROWS:
        digests.note(made, table)
        for rowid in digests.wrong(made, table):
            made.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
            dropped += 1
    return dropped


def _fits(column: "sa.Column[object]", value: object) -> bool:
    kind = column.type
    if value is None:
        return bool(column.nullable)
    if isinstance(kind, sa.JSON):
        return isinstance(value, str) and _is_list_or_report(value, is_report=column.name == "report")
    if isinstance(kind, sa.LargeBinary):
        return isinstance(value, bytes)
    if isinstance(kind, sa.Boolean):
        return value in (0, 1)
    if isinstance(kind, sa.Float):
        return isinstance(value, int | float)
    return isinstance(value, int if isinstance(kind, sa.Integer) else str)


def _is_list_or_report(text: str, *, is_report: bool) -> bool:
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if is_report:
        return isinstance(plain, dict)
    return isinstance(plain, list) and all(isinstance(one, str) for one in plain)

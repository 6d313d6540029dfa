"""Short digests beside rows: SQLite notices damage to its structure, but never to what stands in it."""

import hashlib
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from typing import Any, cast

import sqlalchemy as sa

BYTES = 8
BESIDE_ROWS = {
    "labels": ("id", "query", "path", "passage", "relevant", "origin", "at"),
    "folders": ("path", "ignore_rules", "excluded"),
}
"""The tables of user.db that have a digest in each row, and the columns it is made of."""


FIRST_VERSION = 5
"""The first user.db whose rows have digests."""


def of_vector(embedding_number: int, text_hash: bytes, vector: bytes) -> bytes:
    """8 bytes for a stored vector, which also tie it to its model and its text."""
    return hashlib.blake2b(b"%d " % embedding_number + text_hash + vector, digest_size=BYTES).digest()


def of_values(values: Iterable[Any]) -> bytes:
    """8 bytes for the values of a row, each with its kind and its length, so that nothing can move between them."""
    digest = hashlib.blake2b(digest_size=BYTES)
    for value in values:
        kind, plain = _plain(value)
        digest.update(kind + struct.pack("<q", len(plain)) + plain)
    return digest.digest()


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """SQLite's own connection under SQLAlchemy's, in the same transaction."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def note(connection: sqlite3.Connection, table: str, rowid: int | None = None) -> None:
    """Gives a digest to each row of a table that has none, or to one row, which need not be looked for."""
    for row in _rows(connection, table, "WHERE digest IS NULL" if rowid is None else f"WHERE rowid = {rowid}"):
        connection.execute(f"UPDATE {table} SET digest = ? WHERE rowid = ?", (of_values(row[2:]), row[0]))


def wrong(connection: sqlite3.Connection, table: str) -> list[int]:
    """The rowids of the rows that are not what they were when they were written. Raises sqlite3.DatabaseError."""
    return [row[0] for row in _rows(connection, table, "") if row[1] != of_values(row[2:])]


def _rows(connection: sqlite3.Connection, table: str, where: str) -> Sequence[Any]:
    # As bytes: damaged text need not be text any more.
    columns = ", ".join(f"CASE typeof({name}) WHEN 'text' THEN CAST({name} AS BLOB) ELSE {name} END"
                        for name in BESIDE_ROWS[table])  # fmt: skip
    return connection.execute(f"SELECT rowid, digest, {columns} FROM {table} {where}").fetchall()


def _plain(value: Any) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"n", b""
        case int():
            return b"i", b"%d" % value
        case float():
            return b"f", struct.pack("<d", value)
        case _:
            return b"b", bytes(value)

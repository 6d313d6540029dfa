"""The first tables of user.db. Written out, because a migration must stay what it was when the tables go on."""

import sqlalchemy as sa

STATEMENTS = (
    "CREATE TABLE folders (path BLOB NOT NULL PRIMARY KEY, ignore_rules JSON NOT NULL, excluded JSON NOT NULL)",
    """CREATE TABLE labels (
        id INTEGER PRIMARY KEY AUTOINCREMENT, query TEXT NOT NULL, path BLOB NOT NULL, passage TEXT NOT NULL,
        relevant BOOLEAN NOT NULL, origin TEXT NOT NULL, at FLOAT NOT NULL)""",
)


def upgrade(connection: sa.Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)

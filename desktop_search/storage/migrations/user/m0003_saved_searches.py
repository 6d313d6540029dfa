"""Searches that are kept, each with the hits that the person has seen."""

import sqlalchemy as sa

STATEMENTS = (
    """CREATE TABLE saved_searches (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, query TEXT NOT NULL, seen JSON NOT NULL,
        at FLOAT NOT NULL)""",
)


def upgrade(connection: sa.Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)

"""What the person opened from a search: for the empty quick search now, and to learn from later."""

import sqlalchemy as sa

STATEMENTS = (
    """CREATE TABLE openings (
        id INTEGER PRIMARY KEY AUTOINCREMENT, path BLOB NOT NULL, query TEXT NOT NULL, at FLOAT NOT NULL)""",
    "CREATE INDEX ix_openings_path ON openings (path)",
)


def upgrade(connection: sa.Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)

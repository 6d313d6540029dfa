"""Which models the person has used, and what was measured of those that were tuned for them."""

import sqlalchemy as sa

STATEMENTS = (
    "CREATE TABLE model_uses (id INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL, at FLOAT NOT NULL)",
    """CREATE TABLE model_reports (
        id INTEGER PRIMARY KEY AUTOINCREMENT, revision TEXT NOT NULL, report JSON NOT NULL, learned JSON NOT NULL,
        at FLOAT NOT NULL)""",
)


def upgrade(connection: sa.Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)

"""A digest beside each judgement and each folder, so that damage to them is noticed."""

import sqlalchemy as sa

from desktop_search.storage import digests

TABLES = ("labels", "folders")


def upgrade(connection: sa.Connection) -> None:
    for table in TABLES:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN digest BLOB")
        digests.note(digests.driver(connection), table)

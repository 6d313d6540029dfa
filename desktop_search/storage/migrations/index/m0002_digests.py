"""A digest beside each vector. Those that are there get theirs little by little: there may be hundreds of megabytes."""

import sqlalchemy as sa

STATEMENTS = (
    "ALTER TABLE vectors ADD COLUMN digest BLOB",
    "CREATE INDEX ix_vectors_without_digest ON vectors (embedding_id) WHERE digest IS NULL",
)


def upgrade(connection: sa.Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)

"""The first tables of index.db. Written out, because a migration must stay what it was when the tables go on."""

import sqlalchemy as sa

STATEMENTS = (
    "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE files (
        id INTEGER PRIMARY KEY AUTOINCREMENT, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL, changed_ns INTEGER NOT NULL, device INTEGER NOT NULL, inode INTEGER NOT NULL,
        state TEXT NOT NULL, reason TEXT, format TEXT, format_version INTEGER NOT NULL,
        read_at FLOAT NOT NULL)""",
    """CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
        member TEXT, title TEXT, language TEXT, properties JSON NOT NULL)""",
    "CREATE INDEX ix_documents_file_id ON documents (file_id)",
    """CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL, text TEXT NOT NULL, text_hash BLOB NOT NULL,
        heading TEXT, page INTEGER, line INTEGER, sheet TEXT, slide INTEGER)""",
    "CREATE INDEX ix_passages_document_id ON passages (document_id)",
    "CREATE INDEX ix_passages_text_hash ON passages (text_hash)",
    """CREATE TABLE embeddings (
        id INTEGER PRIMARY KEY AUTOINCREMENT, fingerprint TEXT NOT NULL UNIQUE, dimensions INTEGER NOT NULL)""",
    """CREATE TABLE vectors (
        embedding_id INTEGER NOT NULL REFERENCES embeddings (id) ON DELETE CASCADE,
        text_hash BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (embedding_id, text_hash)) WITHOUT ROWID""",
)


def upgrade(connection: sa.Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)

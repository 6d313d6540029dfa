"""The tables of index.db: files, their documents, their passages, and the vectors of equal texts."""

import sqlalchemy as sa

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

# Ids are never used again (AUTOINCREMENT): a cache that holds an old id can then never mean a new row.
files = sa.Table(
    "files",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # Paths are bytes, because a file's name need not be valid UTF-8.
    sa.Column("path", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("modified_ns", sa.Integer, nullable=False),
    sa.Column("changed_ns", sa.Integer, nullable=False),
    sa.Column("device", sa.Integer, nullable=False),
    sa.Column("inode", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("format", sa.Text),
    sa.Column("format_version", sa.Integer, nullable=False),
    sa.Column("read_at", sa.Float, nullable=False),
    sqlite_autoincrement=True,
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("file_id", sa.ForeignKey("files.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("member", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("properties", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)

passages = sa.Table(
    "passages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document_id", sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("text_hash", sa.LargeBinary, nullable=False, index=True),
    sa.Column("heading", sa.Text),
    sa.Column("page", sa.Integer),
    sa.Column("line", sa.Integer),
    sa.Column("sheet", sa.Text),
    sa.Column("slide", sa.Integer),
    sqlite_autoincrement=True,
)

embeddings = sa.Table(
    "embeddings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False, unique=True),
    sa.Column("dimensions", sa.Integer, nullable=False),
    sqlite_autoincrement=True,
)

# Keyed by the text, not by the passage: equal text is embedded once, wherever it stands and whenever it moves.
vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("embedding_id", sa.ForeignKey("embeddings.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("text_hash", sa.LargeBinary, primary_key=True),
    # Little-endian float16, normalised.
    sa.Column("vector", sa.LargeBinary, nullable=False),
    # digests.of_vector(); NULL in a row of an older version that nobody has come to yet.
    sa.Column("digest", sa.LargeBinary),
    sqlite_with_rowid=False,
)

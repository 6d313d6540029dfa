"""The tables of user.db: what cannot be rebuilt. Nothing here points at a row of index.db."""

import sqlalchemy as sa

metadata = sa.MetaData()

folders = sa.Table(
    "folders",
    metadata,
    sa.Column("path", sa.LargeBinary, primary_key=True),
    sa.Column("ignore_rules", sa.JSON, nullable=False),
    # Paths as hexadecimal bytes, since JSON holds text only and a name need not be text.
    sa.Column("excluded", sa.JSON, nullable=False),
    # digests.of_values()
    sa.Column("digest", sa.LargeBinary),
)

openings = sa.Table(
    "openings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("path", sa.LargeBinary, nullable=False, index=True),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sqlite_autoincrement=True,
)

labels = sa.Table(
    "labels",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("path", sa.LargeBinary, nullable=False),
    sa.Column("passage", sa.Text, nullable=False),
    sa.Column("relevant", sa.Boolean, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    # digests.of_values()
    sa.Column("digest", sa.LargeBinary),
    sqlite_autoincrement=True,
)

saved_searches = sa.Table(
    "saved_searches",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("query", sa.Text, nullable=False),
    # Digests of the hits that were there when the person last looked; JSON.
    sa.Column("seen", sa.JSON, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sqlite_autoincrement=True,
)

model_uses = sa.Table(
    "model_uses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    # "" is the shipped model.
    sa.Column("folder", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sqlite_autoincrement=True,
)

model_reports = sa.Table(
    "model_reports",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("report", sa.JSON, nullable=False),
    # The questions that the model learned from: it must never be measured by them.
    sa.Column("learned", sa.JSON, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sqlite_autoincrement=True,
)

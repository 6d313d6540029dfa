"""Reads index.db: what the planner, the caches, the searcher and the status page want to know."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop_search.records import Array, Counts, Failure, FileStat, FileState
from desktop_search.storage import index_tables as tables
from desktop_search.storage.among import among, chunks, in_batches, rows
from desktop_search.storage.connection import Database

files, documents, passages, vectors = tables.files, tables.documents, tables.passages, tables.vectors

VECTORS_AT_ONCE = 1_000
"""Of 384 dimensions these are 1.5 MB as float32, which stay in a processor's cache: 10,000 take half as long again."""


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the index knows about a file, for the planner."""

    stat: FileStat
    state: FileState
    format: str | None
    format_version: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with all that a hit shows."""

    id: int
    document_id: int
    file_id: int
    path: str
    member: str | None
    title: str | None
    language: str | None
    text: str
    text_hash: bytes
    heading: str | None
    page: int | None
    line: int | None
    sheet: str | None
    slide: int | None
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage belongs, and what stands for its text."""

    document_id: int
    file_id: int
    text_hash: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as its own entry, found by its name."""

    id: int
    path: str
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Unembedded:
    """A passage whose text has no vector yet."""

    passage_id: int
    text_hash: bytes
    title: str | None
    text: str


# A flipped bit makes bytes of a text, which nothing above expects.
_TEXT = sa.cast(passages.c.text, sa.Text).label("text")
# Made once: making a query takes longer than running it.
_STORED_PASSAGES = (
    sa.select(
        passages.c.id,
        passages.c.document_id,
        documents.c.file_id,
        files.c.path,
        documents.c.member,
        sa.cast(documents.c.title, sa.Text).label("title"),
        documents.c.language,
        _TEXT,
        passages.c.text_hash,
        sa.cast(passages.c.heading, sa.Text).label("heading"),
        passages.c.page,
        passages.c.line,
        passages.c.sheet,
        passages.c.slide,
        files.c.size,
        files.c.modified_ns,
    )
    .select_from(passages.join(documents).join(files))
    .where(among(passages.c.id))
)
_PLACES = (
    sa.select(passages.c.id, passages.c.document_id, documents.c.file_id, passages.c.text_hash)
    .select_from(passages.join(documents))
    .where(among(passages.c.id))
)
_DIMENSIONS = sa.select(tables.embeddings.c.dimensions).where(tables.embeddings.c.id == sa.bindparam("number"))


class IndexQueries:
    """The reading half of index.db; every method takes its own snapshot and may be called from any thread."""

    database: Database

    def known_files(self, folder: str) -> Iterator[KnownFile]:
        """The files at and below a path, in the order of their paths' bytes, as walk() yields them."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(files).where(within(folder)).order_by(files.c.path))
            for row in rows:
                yield _known(row)

    def last_file_id(self) -> int:
        """The highest id of a file; what is stored from now on has a higher one, whatever the clock says."""
        with self.database.reading() as connection:
            return connection.execute(sa.select(sa.func.max(files.c.id))).scalar_one() or 0

    def last_passage_id(self) -> int:
        """The highest id of a passage; what is stored from now on has a higher one."""
        with self.database.reading() as connection:
            return connection.execute(sa.select(sa.func.max(passages.c.id))).scalar_one() or 0

    def read_since(self, last_id: int) -> set[FileStat]:
        """The files, as they were then, that were stored after the one with an id."""
        query = sa.select(files).where(files.c.id > last_id, files.c.state != FileState.PENDING.value)
        with self.database.reading() as connection:
            return {_known(row).stat for row in connection.execute(query)}

    def files_read_as(self, prefix: str) -> list[KnownFile]:
        """The files whose format begins so, but for those that are to be read again anyway."""
        query = sa.select(files).where(
            files.c.format.startswith(prefix, autoescape=True), files.c.state != FileState.PENDING.value
        )
        with self.database.reading() as connection:
            return [_known(row) for row in connection.execute(query)]

    def newest_files(self, limit: int) -> list[FileStat]:
        """The files with text that changed last, newest first."""
        has_text = files.c.state.in_([FileState.INDEXED.value, FileState.PARTIAL.value])
        query = sa.select(files).where(has_text).order_by(files.c.modified_ns.desc()).limit(limit)
        with self.database.reading() as connection:
            return [_known(row).stat for row in connection.execute(query)]

    def all_ids(self) -> set[int]:
        """Every id the word index must hold: passages as they are, files negative."""
        with self.database.reading() as connection:
            ids = set(connection.scalars(sa.select(passages.c.id)).all())
            ids.update(-id for id in connection.scalars(sa.select(files.c.id)).all())
        return ids

    def id_summary(self) -> str:
        """The newest ids and the numbers of rows: ids only grow, so this differs whenever the sets of ids do.

        It cannot tell two different removals of equal size apart; who keeps it must drop it before changing anything.
        """
        query = sa.select(
            *(
                sa.select(part).scalar_subquery()
                for table in (passages, files)
                for part in (sa.func.coalesce(sa.func.max(table.c.id), 0), sa.func.count(table.c.id))
            )
        )
        with self.database.reading() as connection:
            return " ".join(str(number) for number in connection.execute(query).one())

    def passages_with(self, hashes: Collection[bytes]) -> list[tuple[int, bytes]]:
        """(passage id, text hash) of every passage with one of these texts."""
        query = sa.select(passages.c.id, passages.c.text_hash).where(
            passages.c.text_hash.in_(sa.bindparam("hashes", expanding=True))
        )
        wanted = list(hashes)
        with self.database.reading() as connection:
            return [
                (row.id, row.text_hash)
                for some in in_batches(wanted)
                for row in connection.execute(query, {"hashes": some})
            ]

    def embedded_ids(self, embedding_number: int) -> set[int]:
        """The ids of the passages whose text has a vector in a set."""
        query = sa.select(passages.c.id).join(vectors, vectors.c.text_hash == passages.c.text_hash)
        with self.database.reading() as connection:
            return set(connection.scalars(query.where(vectors.c.embedding_id == embedding_number)).all())

    def passage_ids(self, folder: str | None = None) -> set[int]:
        """The ids of all passages, or of those below a folder."""
        query = sa.select(passages.c.id)
        if folder is not None:
            query = query.select_from(passages.join(documents).join(files)).where(within(folder))
        with self.database.reading() as connection:
            return set(connection.scalars(query).all())

    def stored_passages(self, ids: Collection[int]) -> dict[int, StoredPassage]:
        """Passages by id; ids that are gone are left out."""
        return {row.id: StoredPassage(*_decoded(row, path_at=3)) for row in rows(self.database, _STORED_PASSAGES, ids)}

    def places(self, ids: Collection[int]) -> dict[int, Place]:
        """Where passages belong, by id; ids that are gone are left out. Much quicker than what they say."""
        return {id: Place(*place) for id, *place in rows(self.database, _PLACES, ids)}

    def passage_counts(self, document_ids: Collection[int]) -> dict[int, int]:
        """How many passages documents have."""
        query = (
            sa.select(passages.c.document_id, sa.func.count())
            .where(among(passages.c.document_id))
            .group_by(passages.c.document_id)
        )
        return dict(rows(self.database, query, document_ids))

    def stored_files(self, ids: Collection[int]) -> dict[int, StoredFile]:
        """Files by id; ids that are gone are left out."""
        query = sa.select(files.c.id, files.c.path, files.c.size, files.c.modified_ns).where(among(files.c.id))
        return {row.id: StoredFile(*_decoded(row, path_at=1)) for row in rows(self.database, query, ids)}

    def first_passages(self, file_ids: Collection[int]) -> dict[int, int]:
        """For each file that has text, the id of its first passage."""
        query = (
            sa.select(documents.c.file_id, sa.func.min(passages.c.id).label("first"))
            .join(passages)
            .where(among(documents.c.file_id))
            .group_by(documents.c.file_id)
        )
        return {row.file_id: row.first for row in rows(self.database, query, file_ids)}

    def passages_of(self, file_ids: Collection[int]) -> dict[int, list[int]]:
        """For each file that has text, the ids of its passages."""
        query = sa.select(documents.c.file_id, passages.c.id).join(passages).where(among(documents.c.file_id))
        return _collected(rows(self.database, query, file_ids))

    def passages_in(self, document_ids: Collection[int]) -> dict[int, list[int]]:
        """For each document that has text, the ids of its passages."""
        query = sa.select(passages.c.document_id, passages.c.id).where(among(passages.c.document_id))
        return _collected(rows(self.database, query, document_ids))

    def document_texts(self, document_ids: Collection[int]) -> dict[int, bytes]:
        """For each document the hash of each of its passages, one after the other: equal means equal text."""
        query = (
            sa.select(passages.c.document_id, passages.c.text_hash)
            .where(among(passages.c.document_id))
            .order_by(passages.c.document_id, passages.c.ordinal)
        )
        texts: dict[int, bytes] = {}
        for row in rows(self.database, query, document_ids):
            texts[row.document_id] = texts.get(row.document_id, b"") + row.text_hash
        return texts

    def unembedded(self, embedding_number: int, *, after: int, limit: int) -> list[Unembedded]:
        """Passages with an id above `after` whose text has no vector in this set, in the order of their ids."""
        query = (
            sa.select(passages.c.id, passages.c.text_hash, sa.cast(documents.c.title, sa.Text), _TEXT)
            .select_from(passages.join(documents))
            .where(passages.c.id > after, ~_has_vector(embedding_number))
            .order_by(passages.c.id)
            .limit(limit)
        )
        with self.database.reading() as connection:
            return [Unembedded(*row) for row in connection.execute(query)]

    def vectors(self, embedding_number: int, ids: Collection[int] | None = None) -> Iterator[tuple[list[int], Array]]:
        """Passage ids with their vectors, float32 [n, dimensions], in chunks; all, or those of the given ids.

        What is damaged and no vector any more is left out.
        """
        import numpy as np

        with self.database.reading() as connection:
            size = 2 * connection.execute(_DIMENSIONS, {"number": embedding_number}).scalar_one()
        for chunk in self._rows_with_vectors(embedding_number, ids):
            whole = [(id, blob) for id, blob in chunk if isinstance(blob, bytes) and len(blob) == size]
            matrix = np.frombuffer(b"".join([blob for _, blob in whole]), dtype="<f2")
            matrix = matrix.reshape(len(whole), size // 2).astype(np.float32)
            is_finite = np.isfinite(matrix).all(axis=1)
            yield [id for (id, _), is_good in zip(whole, is_finite, strict=True) if is_good], matrix[is_finite]

    def _rows_with_vectors(self, number: int, ids: Collection[int] | None) -> Iterator[Sequence[Any]]:
        if ids is not None:
            # As a join, SQLite reads all vectors of the set once for each chunk of ids.
            vector = (
                sa.select(vectors.c.vector)
                .where(vectors.c.embedding_id == number, vectors.c.text_hash == passages.c.text_hash)
                .scalar_subquery()
            )
            query = sa.select(passages.c.id, vector).where(_has_vector(number), among(passages.c.id))
            yield from chunks(self.database, query, ids)
            return
        # As they lie on the disk: their passages follow in the same order in an index, whose entries are small.
        query = sa.select(passages.c.id, vectors.c.vector).where(vectors.c.embedding_id == number)
        query = query.join_from(vectors, passages, passages.c.text_hash == vectors.c.text_hash)
        with self.database.reading() as connection:
            yield from connection.execute(query).partitions(VECTORS_AT_ONCE)

    def count_passages(self, embedding_number: int | None = None, folder: str | None = None) -> int:
        """How many passages there are, or how many of them have a vector in a set; all or below a folder."""
        query = sa.select(sa.func.count()).select_from(passages)
        if folder is not None:
            query = query.join(documents, documents.c.id == passages.c.document_id).join(
                files, files.c.id == documents.c.file_id
            )
            query = query.where(within(folder))
        if embedding_number is not None:
            query = query.where(_has_vector(embedding_number))
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def has_vectors(self, embedding_number: int) -> bool:
        """Whether any passage has a vector in a set."""
        query = sa.select(passages.c.id).where(_has_vector(embedding_number)).limit(1)
        with self.database.reading() as connection:
            return connection.execute(query).first() is not None

    def count_vectors(self) -> int:
        """How many vectors there are, of all models."""
        with self.database.reading() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(vectors)).scalar_one()

    def counts(self, folder: str | None = None) -> Counts:
        """Files by state, all or below a folder."""
        # What a damaged row says is no state; such a file is read again.
        state = sa.case((files.c.state.in_(FileState), files.c.state), else_=FileState.PENDING.value)
        query = sa.select(state, sa.func.count()).group_by(state)
        if folder is not None:
            query = query.where(within(folder))
        with self.database.reading() as connection:
            return Counts(**{state: int(number) for state, number in connection.execute(query)})

    def count_doubtful_states(self) -> int:
        """Of how many files a damaged row says what became of them."""
        query = sa.select(sa.func.count()).select_from(files).where(files.c.state.not_in(FileState))
        with self.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def failures(self) -> list[Failure]:
        """Files that could not be read, or only in part, by path."""
        query = (
            sa.select(files.c.path, files.c.state, files.c.reason, files.c.read_at)
            .where(files.c.state.in_([FileState.FAILED.value, FileState.PARTIAL.value]))
            .order_by(files.c.path)
        )
        with self.database.reading() as connection:
            return [
                Failure(os.fsdecode(row.path), FileState(row.state), row.reason or "", row.read_at)
                for row in connection.execute(query)
            ]

    def meta(self, key: str) -> str | None:
        with self.database.reading() as connection:
            return connection.scalar(sa.select(tables.meta.c.value).where(tables.meta.c.key == key))


def _collected(pairs: Iterable[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for owner, id in pairs:
        found.setdefault(owner, []).append(id)
    return found


def within(folder: str) -> sa.ColumnElement[bool]:
    """The files at a path and below it. Paths are compared as bytes, so it is one range of the path's index."""
    path = os.fsencode(folder)
    separator = os.fsencode(os.sep)
    below = path if path.endswith(separator) else path + separator
    beyond = below[:-1] + bytes([below[-1] + 1])
    return sa.or_(files.c.path == path, sa.and_(files.c.path >= below, files.c.path < beyond))


def _has_vector(embedding_number: int) -> sa.ColumnElement[bool]:
    return (
        sa.select(vectors.c.text_hash)
        .where(vectors.c.embedding_id == embedding_number, vectors.c.text_hash == passages.c.text_hash)
        .exists()
    )


def _known(row: Any) -> KnownFile:
    return KnownFile(_stat(row), FileState(row.state), row.format, row.format_version, row.reason)


def _stat(row: Any) -> FileStat:
    return FileStat(os.fsdecode(row.path), row.size, row.modified_ns, row.changed_ns, row.device, row.inode)


def _decoded(row: Any, *, path_at: int) -> list[Any]:
    values = list(row)
    values[path_at] = os.fsdecode(values[path_at])
    return values

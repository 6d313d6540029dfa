"""Writes index.db: files are replaced whole, in one transaction, and every change is told to the caches by id."""

import itertools
import os
import secrets
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from desktop_search.records import Array, EmbeddingId, FileStat, FileState, ReadOutcome
from desktop_search.storage import index_tables as tables
from desktop_search.storage.connection import Database
from desktop_search.storage.index_queries import IndexQueries, within
from desktop_search.storage.migrations import index as migrations

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

APPLICATION_ID = 0x44535849
GARBAGE_SINCE = "garbage since"
REMOVED_AT_ONCE = 5_000
GARBAGE_SECONDS = 86_400
STORED_PRECISION = "<f2"
"""Vectors are kept as little-endian float16: half the size, and the order of neighbours stays."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction did, for the caches: ids of passages and files that came and went."""

    passages_added: tuple[int, ...] = ()
    passages_removed: tuple[int, ...] = ()
    files_added: tuple[int, ...] = ()
    files_removed: tuple[int, ...] = ()


class IndexDb(IndexQueries):
    """index.db. Writing methods are for one thread only; reading ones (IndexQueries) for any."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path, migrations, application_id=APPLICATION_ID, synchronous="NORMAL")

    def mark_pending(self, stats: Sequence[FileStat]) -> Change:
        """Notes files that are to be read. A file known already keeps its passages until it is read again."""
        with self.database.writing() as connection:
            known = _ids_of(connection, [os.fsencode(stat.path) for stat in stats])
            new = [stat for stat in stats if os.fsencode(stat.path) not in known]
            first = _next_id(connection, "files")
            rows = [
                _file_row(id, stat, FileState.PENDING, at=time.time())
                for id, stat in zip(itertools.count(first), new, strict=False)
            ]
            _insert(connection, tables.files, rows)
            for some in _batches(list(known.values())):
                connection.execute(
                    sa.update(tables.files).where(tables.files.c.id.in_(some)).values(state=FileState.PENDING.value)
                )
        return Change(files_added=tuple(row["id"] for row in rows))

    def replace(self, outcomes: Sequence[ReadOutcome]) -> Change:
        """Puts what was read in the place of what was known about these files, in one transaction."""
        with self.database.writing() as connection:
            # Of two outcomes for one path the later is the truth.
            by_path = {os.fsencode(outcome.stat.path): outcome for outcome in outcomes}
            files_removed, passages_removed = _delete(connection, list(_ids_of(connection, list(by_path)).values()))
            file_id, document_id, passage_id = (
                itertools.count(_next_id(connection, name)) for name in ("files", "documents", "passages")
            )
            files: list[dict[str, Any]] = []
            documents: list[dict[str, Any]] = []
            passages: list[dict[str, Any]] = []
            for outcome in by_path.values():
                files.append(
                    _file_row(
                        next(file_id),
                        outcome.stat,
                        outcome.state,
                        at=time.time(),
                        reason=outcome.reason,
                        format=outcome.format,
                        format_version=outcome.format_version,
                    )
                )
                for document in outcome.documents:
                    row = {
                        "id": next(document_id),
                        "file_id": files[-1]["id"],
                        "member": document.member,
                        "title": document.title,
                        "language": document.language,
                        "properties": dict(document.properties),
                    }
                    documents.append(row)
                    passages.extend(
                        {
                            "id": next(passage_id),
                            "document_id": row["id"],
                            "ordinal": ordinal,
                            "text": passage.text,
                            "text_hash": passage.text_hash,
                            "heading": passage.heading,
                            "page": passage.location.page,
                            "line": passage.location.line,
                            "sheet": passage.location.sheet,
                            "slide": passage.location.slide,
                        }
                        for ordinal, passage in enumerate(document.passages)
                    )
            _insert(connection, tables.files, files)
            _insert(connection, tables.documents, documents)
            _insert(connection, tables.passages, passages)
        return Change(
            tuple(row["id"] for row in passages),
            passages_removed,
            tuple(row["id"] for row in files),
            files_removed,
        )

    def note_attempt(self, outcome: ReadOutcome) -> None:
        """Notes that a second reading of a file, by outcome.format, gave nothing: what the first gave stays.

        The reason is kept with a file that has no text; one that has some is partial if the second reading failed.
        """
        here = tables.files.c.path == os.fsencode(outcome.stat.path)
        has_text = tables.files.c.state.in_([FileState.INDEXED.value, FileState.PARTIAL.value])
        note = sa.update(tables.files).where(here)
        with self.database.writing() as connection:
            connection.execute(note.values(format=outcome.format, format_version=outcome.format_version))
            connection.execute(note.where(~has_text).values(reason=outcome.reason))
            if outcome.state is FileState.FAILED:
                connection.execute(note.where(has_text).values(state=FileState.PARTIAL.value, reason=outcome.reason))

    def keep_texts(self, stats: Sequence[FileStat]) -> set[FileStat]:
        """Notes that files lie elsewhere, and keeps what was read of them. Returns which have a text that is theirs.

        That is one of a file of the same size and time of modification. If it was to be read again, it no longer is.
        """
        table = tables.files
        by_path = {os.fsencode(stat.path): stat for stat in stats}
        has_text = table.c.state.in_([FileState.INDEXED.value, FileState.PARTIAL.value])
        documents, passages = tables.documents.c, tables.passages.c
        of_it = sa.exists().where(documents.file_id == table.c.id, passages.document_id == documents.id)
        had_text = (table.c.state == FileState.PENDING.value) & of_it
        kept: set[FileStat] = set()
        with self.database.writing() as connection:
            for some in _batches(list(by_path)):
                rows = connection.execute(sa.select(table).where(table.c.path.in_(some) & (has_text | had_text)))
                for row in rows.all():
                    stat = by_path[row.path]
                    if (row.size, row.modified_ns) != (stat.size, stat.modified_ns):
                        continue
                    values = {"device": stat.device, "inode": stat.inode}
                    if row.changed_ns != 0:  # That mark says that it is to be read again when it is here.
                        values["changed_ns"] = stat.changed_ns
                    was = FileState.PARTIAL if row.reason else FileState.INDEXED
                    state = was.value if row.state == FileState.PENDING.value else row.state
                    connection.execute(sa.update(table).where(table.c.id == row.id).values(state=state, **values))
                    kept.add(stat)
        return kept

    def forget(self, paths: Iterable[str]) -> Change:
        """Removes files and everything below folders. Their vectors go with remove_unused_vectors()."""
        with self.database.writing() as connection:
            ids: list[int] = []
            for path in paths:
                ids.extend(connection.scalars(sa.select(tables.files.c.id).where(within(path))))
            files_removed, passages_removed = _delete(connection, ids)
        return Change(passages_removed=passages_removed, files_removed=files_removed)

    def forget_files(self, paths: Sequence[str]) -> Change:
        """Removes exactly these files."""
        with self.database.writing() as connection:
            ids = list(_ids_of(connection, [os.fsencode(path) for path in paths]).values())
            files_removed, passages_removed = _delete(connection, ids)
        return Change(passages_removed=passages_removed, files_removed=files_removed)

    def embedding_number(self, embedding: EmbeddingId) -> int:
        """The id of the vector set that belongs to an embedding; made if it is new."""
        values = {"fingerprint": embedding.fingerprint, "dimensions": embedding.dimensions}
        with self.database.writing() as connection:
            connection.execute(sa.insert(tables.embeddings).prefix_with("OR IGNORE").values(values))
            number: int = connection.execute(
                sa.select(tables.embeddings.c.id).where(tables.embeddings.c.fingerprint == embedding.fingerprint)
            ).scalar_one()
            return number

    def add_vectors(self, embedding_number: int, hashes: Sequence[bytes], vectors: Array) -> None:
        """Stores the vectors of texts, float32 [n, dimensions]. Raises ValueError for one that is not finite."""
        import numpy as np

        if not np.isfinite(vectors).all():
            raise ValueError("a vector is not finite")
        stored = vectors.astype(STORED_PRECISION)
        rows = [
            {"embedding_id": embedding_number, "text_hash": text_hash, "vector": vector.tobytes()}
            for text_hash, vector in zip(hashes, stored, strict=True)
        ]
        with self.database.writing() as connection:
            if rows:
                connection.execute(sa.insert(tables.vectors).prefix_with("OR IGNORE"), rows)

    def answer_with(self, embedding_number: int, model_key: str, device: str) -> None:
        """Notes in one transaction whose vectors answer from now on."""
        values = {"embedding": str(embedding_number), "model_key": model_key, "device": device}
        with self.database.writing() as connection:
            connection.execute(
                sa.insert(tables.meta).prefix_with("OR REPLACE"),
                [{"key": key, "value": value} for key, value in values.items()],
            )

    def remove_embeddings(self, *, keep: Collection[int]) -> None:
        """Removes the vectors of all other embeddings, some thousand at a time."""
        with self.database.reading() as connection:
            numbers = set(connection.scalars(sa.select(tables.embeddings.c.id))) - set(keep)
        for number in numbers:
            of_it = tables.vectors.c.embedding_id == number
            some = sa.select(tables.vectors.c.text_hash).where(of_it).limit(REMOVED_AT_ONCE)
            removed = 1
            while removed:
                with self.database.writing() as connection:
                    removed = connection.execute(
                        sa.delete(tables.vectors).where(of_it, tables.vectors.c.text_hash.in_(some))
                    ).rowcount
            with self.database.writing() as connection:
                connection.execute(sa.delete(tables.embeddings).where(tables.embeddings.c.id == number))

    def remove_unused_vectors(self) -> int:
        """Removes vectors of texts that stand in no passage any more, and returns how many there were."""
        used = sa.select(tables.passages.c.id).where(tables.passages.c.text_hash == tables.vectors.c.text_hash)
        with self.database.writing() as connection:
            return connection.execute(sa.delete(tables.vectors).where(~used.exists())).rowcount

    def remove_old_garbage(self) -> None:
        """Removes unused vectors once the oldest of them has been unused for a day.

        A file that is moved is forgotten at one place before it is read at the other, by another command perhaps.
        """
        now = time.time()
        since = self.meta(GARBAGE_SINCE)
        if since is None:
            self.set_meta(GARBAGE_SINCE, repr(now))
        elif not 0 <= now - float(since) < GARBAGE_SECONDS:
            self.remove_unused_vectors()
            self.set_meta(GARBAGE_SINCE, repr(now))

    def identity(self) -> str:
        """A random name of this very database: a cache of another one knows other passages by the same ids."""
        known = self.meta("identity")
        if known is None:
            known = secrets.token_hex(16)
            self.set_meta("identity", known)
        return known

    def set_meta(self, key: str, value: str) -> None:
        with self.database.writing() as connection:
            connection.execute(sa.insert(tables.meta).prefix_with("OR REPLACE").values(key=key, value=value))

    def close(self) -> None:
        self.database.close()


def _file_row(
    id: int,
    stat: FileStat,
    state: FileState,
    *,
    at: float,
    reason: str | None = None,
    format: str | None = None,
    format_version: int = 0,
) -> dict[str, Any]:
    return {
        "id": id,
        "path": os.fsencode(stat.path),
        "size": stat.size,
        "modified_ns": stat.modified_ns,
        "changed_ns": stat.changed_ns,
        "device": stat.device,
        "inode": stat.inode,
        "state": state.value,
        "reason": reason,
        "format": format,
        "format_version": format_version,
        "read_at": at,
    }


def _insert(connection: "Connection", table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _next_id(connection: "Connection", table: str) -> int:
    """The first id that was never used, so that rows can be written in bulk and still be known by id."""
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    return (last or 0) + 1


def _ids_of(connection: "Connection", paths: list[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for some in _batches(paths):
        rows = connection.execute(
            sa.select(tables.files.c.path, tables.files.c.id).where(tables.files.c.path.in_(some))
        )
        found.update((row.path, row.id) for row in rows)
    return found


def _delete(connection: "Connection", file_ids: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Deletes files with their documents and passages; returns the ids of the files and of the passages."""
    passages: list[int] = []
    for some in _batches(file_ids):
        passages.extend(
            connection.scalars(
                sa.select(tables.passages.c.id)
                .join(tables.documents, tables.documents.c.id == tables.passages.c.document_id)
                .where(tables.documents.c.file_id.in_(some))
            )
        )
        connection.execute(sa.delete(tables.files).where(tables.files.c.id.in_(some)))
    return tuple(file_ids), tuple(passages)


def _batches(items: list[Any]) -> Iterable[list[Any]]:
    # SQLite before 3.32 takes 999 parameters in a statement.
    return (items[start : start + 900] for start in range(0, len(items), 900))

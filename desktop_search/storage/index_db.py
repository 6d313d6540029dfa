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

from desktop_search.records import FileStat, FileState, ReadOutcome
from desktop_search.storage import index_tables as tables
from desktop_search.storage.among import in_batches
from desktop_search.storage.connection import Database
from desktop_search.storage.index_queries import within
from desktop_search.storage.index_vectors import IndexVectors
from desktop_search.storage.migrations import index as migrations

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

APPLICATION_ID = 0x44535849


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction did, for the caches: ids of passages and files that came and went."""

    passages_added: tuple[int, ...] = ()
    passages_removed: tuple[int, ...] = ()
    files_added: tuple[int, ...] = ()
    files_removed: tuple[int, ...] = ()


class IndexDb(IndexVectors):
    """index.db. Methods that write are for one thread only, those that read (IndexQueries) for any."""

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
            for some in in_batches(list(known.values())):
                connection.execute(
                    sa.update(tables.files).where(tables.files.c.id.in_(some)).values(state=FileState.PENDING.value)
                )
        return Change(files_added=tuple(row["id"] for row in rows))

    def doubt_states(self) -> int:
        """Has the files read again of which a damaged row says what became of them; returns how many these are."""
        with self.database.writing() as connection:
            doubted = sa.update(tables.files).where(tables.files.c.state.not_in(FileState))
            return connection.execute(doubted.values(state=FileState.PENDING.value)).rowcount

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
            for some in in_batches(list(by_path)):
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

    def forget(self, paths: Iterable[str], *, limit: int | None = None) -> Change:
        """Removes files and everything below folders, at most limit files. Their vectors go with
        remove_unused_vectors().
        """
        with self.database.writing() as connection:
            ids: list[int] = []
            for path in paths:
                ids.extend(connection.scalars(sa.select(tables.files.c.id).where(within(path)).limit(limit)))
            ids = ids[:limit]
            files_removed, passages_removed = _delete(connection, ids)
        return Change(passages_removed=passages_removed, files_removed=files_removed)

    def forget_files(self, paths: Sequence[str]) -> Change:
        """Removes exactly these files."""
        with self.database.writing() as connection:
            ids = list(_ids_of(connection, [os.fsencode(path) for path in paths]).values())
            files_removed, passages_removed = _delete(connection, ids)
        return Change(passages_removed=passages_removed, files_removed=files_removed)

    def remove_passages(self, ids: Collection[int]) -> Change:
        """Removes passages that belong to no file any more. Raises ValueError for one that has a file."""
        if self.places(ids):
            raise ValueError("a passage belongs to a file")
        with self.database.writing() as connection:
            for some in in_batches(list(ids)):
                connection.execute(sa.delete(tables.passages).where(tables.passages.c.id.in_(some)))
        return Change(passages_removed=tuple(ids))

    def rebuild_indexes(self) -> None:
        """Makes SQLite's own indexes anew from the tables. Raises sqlalchemy.exc.DatabaseError."""
        with self.database.writing() as connection:
            connection.exec_driver_sql("REINDEX")

    def identity(self) -> str:
        """A random name of this very database: a cache of another one knows other passages by the same ids."""
        known = self.meta("identity")
        if known is None:
            known = secrets.token_hex(16)
            self.set_meta("identity", known)
        return known

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
    for some in in_batches(paths):
        rows = connection.execute(
            sa.select(tables.files.c.path, tables.files.c.id).where(tables.files.c.path.in_(some))
        )
        found.update((row.path, row.id) for row in rows)
    return found


def _delete(connection: "Connection", file_ids: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Deletes files with their documents and passages; returns the ids of the files and of the passages."""
    passages: list[int] = []
    for some in in_batches(file_ids):
        passages.extend(
            connection.scalars(
                sa.select(tables.passages.c.id)
                .join(tables.documents, tables.documents.c.id == tables.passages.c.document_id)
                .where(tables.documents.c.file_id.in_(some))
            )
        )
        connection.execute(sa.delete(tables.files).where(tables.files.c.id.in_(some)))
    return tuple(file_ids), tuple(passages)

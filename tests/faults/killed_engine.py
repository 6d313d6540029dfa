"""An engine that is going to be killed: says what it has promised, looks at what it found, and does its work."""

import os
import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from desktop_search import plugins, settings
from desktop_search.embedding.backends.hashing import HashingEmbedder
from desktop_search.embedding.embedder import Options
from desktop_search.engine import parts
from desktop_search.engine.engine import Engine
from desktop_search.engine.lock import lock_of
from desktop_search.paths import DataDirectory
from desktop_search.records import Array, EmbeddingId, Label, ReadOutcome
from desktop_search.storage.index_db import Change, IndexDb
from desktop_search.storage.migrations import index, user
from tests.faults.nursery import Teller

SENTENCES = 24
MARK = re.compile(r"\bf(\d+)v(\d+)s(\d+)\b")
Stored = dict[str, int | None]
"""By the path of a file the version of its text that the index holds whole; None where it holds no text of it."""
CHUNK = 5_000


def text_of(file: int, version: int) -> str:
    """A text of a few passages, each sentence of which says whose it is, and of which version."""
    return "\n".join(
        f"The sentence f{file}v{version}s{number} tells of lighthouses, ferries and their timetables in the "
        f"{'winter' if number % 2 else 'summer'} of year {number}."
        for number in range(SENTENCES)
    )


def version_in(texts: list[str]) -> tuple[int | None, str | None]:
    """The version that passages are of, and what is wrong with them where they are not one whole text."""
    marks = {match.groups() for text in texts for match in MARK.finditer(text)}
    versions = {int(version) for _, version, _ in marks}
    if not marks:
        return None, "its text is not that of its file" if texts else None
    if len(versions) > 1:
        return None, f"versions {sorted(versions)} are mixed"
    if len(marks) != SENTENCES:
        return None, f"{len(marks)} of {SENTENCES} sentences"
    return versions.pop(), None


def stored(database: Path) -> tuple[Stored, list[str]]:
    """What an index holds, and what should be in none: parts of documents, the same twice, and what belongs nowhere."""
    misses: list[str] = []
    with sqlite3.connect(database.absolute().as_uri() + "?mode=ro", uri=True) as connection:
        orphans = {
            "documents": "SELECT count(*) FROM documents WHERE file_id NOT IN (SELECT id FROM files)",
            "passages": "SELECT count(*) FROM passages WHERE document_id NOT IN (SELECT id FROM documents)",
            "vectors": "SELECT count(*) FROM vectors WHERE embedding_id NOT IN (SELECT id FROM embeddings)",
        }
        for what, query in orphans.items():
            if count := connection.execute(query).fetchone()[0]:
                misses.append(f"{count} {what} belong to nothing")
        files = connection.execute("SELECT id, path FROM files").fetchall()
        rows = connection.execute(
            "SELECT file_id, document_id, ordinal, text FROM passages JOIN documents d ON d.id = document_id "
            "ORDER BY document_id, ordinal"
        ).fetchall()
    connection.close()
    texts: dict[int, list[str]] = {}
    documents: dict[int, set[int]] = {}
    for file_id, document_id, ordinal, text in rows:
        if ordinal != len(texts.setdefault(file_id, [])):
            misses.append(f"passage {ordinal} of file {file_id} comes {len(texts[file_id])}th")
        texts[file_id].append(text)
        documents.setdefault(file_id, set()).add(document_id)
    found: Stored = {}
    for file_id, path in files:
        name = os.fsdecode(path)
        found[name], flaw = version_in(texts.get(file_id, []))
        if flaw:
            misses.append(f"{Path(name).name}: {flaw}")
        if len(documents.get(file_id, ())) > 1:
            misses.append(f"{Path(name).name} is there {len(documents[file_id])} times")
    if len(found) != len(files):
        misses.append(f"{len(files) - len(found)} files are there twice")
    return found, misses


class OtherHashing(HashingEmbedder):
    """As if it were the vectors of another model: no number stands where the first model has it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.id = EmbeddingId("hashing", name or "hashing", "1", "float32", self.id.dimensions)
        self._turn = len(name)

    def embed_passages(self, texts: Any) -> Array:
        return np.roll(super().embed_passages(texts), self._turn, axis=1)


@dataclass(frozen=True, slots=True)
class Errand:
    """What one engine is to do: the work of a phase, a judgement with a number, a question, a check to the depth."""

    root: str
    phase: str
    number: int
    question: str
    deep: bool


def life(teller: Teller, errand: Errand) -> None:
    """Opens the index, answers a question, has everything verified, and then does the work of a phase.

    What is said: ("opening",), ("opened",), ("answered", seconds, paths), ("found", versions, misses),
    ("begins",) when the work does, ("storing",) with each transaction, ("stored", {path: version}) and
    ("labelled", number) when something has been promised, and ("done",).
    """
    began = time.monotonic()
    # A reader whose engine is killed while it starts complains.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    data, phase, number = DataDirectory(Path(errand.root)), errand.phase, errand.number
    _announce(teller)
    with lock_of(data):
        teller.tell("opening")
        engine = Engine(data, settings.load(data.settings_file))
        teller.tell("opened")
        engine.search(errand.question)
        seconds = time.monotonic() - began
        # Vectors by hashing may put others before it; by words only one file can be meant.
        paths = [hit.path for hit in engine.search(errand.question, mode="words").hits]
        teller.tell("answered", seconds, paths)
        versions, misses = stored(data.index_database)
        teller.tell("found", versions, [*misses, *_verified(engine, deep=errand.deep)])
        teller.tell("labels", [one.query for one in engine.judging.labels()])
        if phase == "reembedding":
            teller.tell("begins")
        engine.judging.import_labels([Label(f"label {number}", "/a", "passage", True, "window", 1.0)])
        teller.tell("labelled", number)
        if phase in ("reading", "storing"):
            teller.tell("begins")
        engine.rescan()
        engine.wait_until_idle()
        status = engine.status()
        if status.embedded != status.passages:
            teller.tell("missed", f"{status.embedded} of {status.passages} passages have a vector when all is done")
        if phase == "snapshot":
            _wait_for_the_graph(engine)
            teller.tell("begins")
        engine.close()
        teller.tell("done")


def _verified(engine: Engine, *, deep: bool) -> list[str]:
    engine.checking.verify(deep=deep)
    while (found := engine.checking.verification()).is_under_way:
        time.sleep(0.005)
    if found.phase != "done":
        return [f"the check {found.phase}: {found.reason}"]
    return [f"{one.where}: {one.what}: {one.count}" for one in found.problems]


def _wait_for_the_graph(engine: Engine) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        cache = engine._embedding.now.cache
        if cache is None or not cache.is_growing:
            return
        time.sleep(0.01)


def _announce(teller: Teller) -> None:
    """Has the engine say what it is about to write, and what it has promised: nothing else of it is changed."""
    replace, forget = IndexDb.replace, IndexDb.forget_files

    def said(self: IndexDb, outcomes: list[ReadOutcome]) -> Change:
        teller.tell("storing")
        change = replace(self, outcomes)
        teller.tell("stored", {one.stat.path: version_in([p.text for p in one.passages])[0] for one in outcomes})
        return change

    def said_gone(self: IndexDb, paths: list[str]) -> Change:
        change = forget(self, paths)
        teller.tell("stored", dict.fromkeys(paths))
        return change

    IndexDb.replace, IndexDb.forget_files = said, said_gone  # type: ignore[method-assign,assignment]
    vars(parts)["embedder_of"] = _other_hashing
    for package in (index, user):
        for migration in plugins.modules_in(package):
            vars(migration)["upgrade"] = partial(_said_upgrade, teller, migration, migration.upgrade)


def _other_hashing(_backend: str, name: str, _device: str, _options: Options | None = None) -> OtherHashing:
    return OtherHashing(name)


def _said_upgrade(teller: Teller, migration: ModuleType, upgrade: Callable[[Any], None], connection: Any) -> None:
    teller.tell("migrating", migration.__name__)
    upgrade(connection)


def make_older(data: DataDirectory) -> None:
    """Takes both databases back by their last migration, as if an older version had written them."""
    changes = {
        data.index_database: ["DROP INDEX ix_vectors_without_digest", "ALTER TABLE vectors DROP COLUMN digest"],
        data.user_database: ["ALTER TABLE labels DROP COLUMN digest", "ALTER TABLE folders DROP COLUMN digest"],
    }
    for database, statements in changes.items():
        connection = sqlite3.connect(database, isolation_level=None)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("BEGIN")
        for statement in (*statements, f"PRAGMA user_version = {version - 1}"):
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.close()

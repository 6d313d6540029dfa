"""What writes to the disk: what is there before, how it is done, and how one sees what is there then (F-2)."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search import settings
from desktop_search.embedding import publishing
from desktop_search.engine import forgetting as forgetting_parts
from desktop_search.engine.engine import Engine
from desktop_search.engine.opening import open_databases
from desktop_search.paths import DataDirectory
from desktop_search.records import EmbeddingId, Label
from desktop_search.storage import adapter_files
from desktop_search.storage.adapter_files import StoredAdapter
from desktop_search.storage.copies import Copies
from desktop_search.storage.index_db import IndexDb
from desktop_search.vectors import snapshots
from desktop_search.vectors.stores.hnsw import HnswStore
from tests.fakes import HASHING, engine_at, wait_until, write_tree
from tests.faults.crash_points import Job
from tests.faults.killed_engine import make_older

FILES, LABELS = 6, 20


@dataclass(frozen=True, slots=True)
class Operation:
    """prepare makes what is there before; job does it, in a process of its own; state says what is there then.

    again brings it to its end after it was interrupted, in this process. is_plain says that all it writes are files.
    """

    name: str
    prepare: Callable[[Path], None]
    job: Job
    state: Callable[[Path], Any]
    again: Callable[[Path], None]
    is_plain: bool = False


def simple(name: str, do: Callable[[Path, int], None], state: Callable[[Path], Any]) -> Operation:
    """An operation that is done with 1 to prepare, and with 2 in earnest."""
    return Operation(name, _With(do, 1), _With(do, 2).later, state, _With(do, 2), is_plain=True)


@dataclass(frozen=True, slots=True)
class _With:
    do: Callable[[Path, int], None]
    number: int

    def __call__(self, place: Path) -> None:
        self.do(place, self.number)

    def later(self, place: Path) -> Callable[[], None]:
        return _Later(self, place)


@dataclass(frozen=True, slots=True)
class _Later:
    do: Callable[[Path], None]
    place: Path

    def __call__(self) -> None:
        self.do(self.place)


# Files of our own.


def save_graph(place: Path, number: int) -> None:
    store = HnswStore(8)
    vectors = np.random.default_rng(number).normal(size=(20 * number, 8)).astype(np.float32)
    store.add(list(range(20 * number)), vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    snapshots.save(store, place / "vectors", fingerprint="of a model", generation=number)


def graph(place: Path) -> list[int] | None:
    store = snapshots.load(place / "vectors", fingerprint="of a model")
    return None if store is None else sorted(store.ids())


def save_settings(place: Path, number: int) -> None:
    settings.save(replace(HASHING, readers=number), place / "settings.toml")


def saved_settings(place: Path) -> int:
    return settings.load(place / "settings.toml").readers


def save_adapter(place: Path, number: int) -> None:
    arrays = np.full((number, 8), number, dtype=np.float32)
    adapter_files.write(StoredAdapter(arrays, arrays, arrays, {"number": number}), place / "learning" / "adapter.npz")


def saved_adapter(place: Path) -> Any:
    found = adapter_files.read(place / "learning" / "adapter.npz")
    return None if found is None else found.about


def install_model(place: Path, number: int) -> None:
    """As a model that is added or was trained appears: the first time there is none yet."""
    models = place / "models"
    models.mkdir(exist_ok=True)
    if number == 2 and not (models / "mine").exists():
        with publishing.unfinished(models) as unfinished:
            write_tree(unfinished / "model", {f"{n}.json": "weights " * 500 for n in range(3)})
            write_tree(unfinished / "model" / "1_Pooling", {"config.json": "{}"})
            publishing.publish(unfinished / "model", models / "mine")


def installed_model(place: Path) -> dict[str, str] | None:
    folder = place / "models" / "mine"
    if not folder.exists():
        return None
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


# Databases.


def label(number: int) -> Label:
    return Label(f"question {number}", "/a", f"passage {number}", True, "window", 1.0)


def indexed(place: Path) -> None:
    """An index of two folders, made once for all operations; the folders stay where they are."""
    base, documents = place.parent / "indexed", place.parent / "documents"
    if not base.exists():
        for name in ("kept", "forgotten"):
            write_tree(documents / name, {f"{n}.txt": f"The {name} rent number {n}." for n in range(FILES)})
        with engine_at(base) as engine:
            engine.index([str(documents / "kept"), str(documents / "forgotten")])
            engine.judging.import_labels([label(number) for number in range(LABELS)])
    shutil.copytree(base, place / "data")


def older(place: Path) -> None:
    indexed(place)
    make_older(DataDirectory(place / "data"))


def migrate(place: Path) -> None:
    opened = open_databases(DataDirectory(place / "data"))
    opened.user_db.close()
    opened.db.close()


def migrating(place: Path) -> Callable[[], None]:
    return _Later(migrate, place)


def versions(place: Path) -> Any:
    """The version of each database, and all that is in them whatever their version."""
    found = []
    wanted = {"index.db": ("files", "passages", "vectors"), "user.db": ("labels", "folders")}
    for name, tables in wanted.items():
        with sqlite3.connect(place / "data" / name) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
            digested = "digest" in str(connection.execute("SELECT sql FROM sqlite_master").fetchall())
        connection.close()
        found.append((name, version, digested, rows))
    return found


def switching(place: Path) -> Callable[[], None]:
    return _Later(switch, place)


def switch(place: Path) -> None:
    """What the switch to another model writes: its vectors, the note whose vectors answer, and those that go."""
    db = IndexDb(place / "data" / "index.db")
    try:
        number = db.embedding_number(EmbeddingId("hashing", "another", "1", "float32", 8))
        hashes = [row.text_hash for row in db.unembedded(number, after=0, limit=1000)]
        db.add_vectors(number, hashes, np.eye(len(hashes), 8, dtype=np.float32) + 1)
        db.answer_with(number, "hashing|another", "cpu")
        db.remove_embeddings(keep=[number])
    finally:
        db.close()


def answering(place: Path) -> Any:
    """Whose vectors answer, and for how many passages it has none."""
    db = IndexDb(place / "data" / "index.db")
    try:
        number = int(db.meta("embedding") or 0)
        return db.meta("model_key"), len(db.unembedded(number, after=0, limit=1000)), db.count_passages(number)
    finally:
        db.close()


def forgetting(place: Path) -> Callable[[], None]:
    # It ends with its process, as when a machine does: what closing it writes is another story.
    return _Later(_Forget(Engine(DataDirectory(place / "data"), HASHING)), place)


@dataclass(frozen=True, slots=True)
class _Forget:
    engine: Engine

    def __call__(self, place: Path) -> None:
        self.engine.forget([str(place.parent / "documents" / "forgotten")])


def forget(place: Path) -> None:
    with engine_at(place / "data") as engine:
        engine.forget([str(place.parent / "documents" / "forgotten")])


def known_files(place: Path) -> Any:
    """What an engine finds after the start that follows, and whether all is in line: rows, words and vectors."""
    with engine_at(place / "data") as engine:
        # What was begun is gone on with beside everything else.
        wait_until(lambda: not engine._db.meta(forgetting_parts.BEGUN))
        engine.rescan()
        engine.wait_until_idle()
        engine.checking.verify(deep=True)
        while (found := engine.checking.verification()).is_under_way:
            pass
        hits = {Path(hit.path).parent.name for hit in engine.search("rent", mode="words", limit=50).hits}
        folders = [Path(folder.path).name for folder in engine.folders()]
        problems = [f"{one.where}: {one.what}" for one in found.problems]
        return sorted(folders), sorted(hits), engine.status().counts.indexed, problems


def keep_copy(place: Path) -> None:
    data = DataDirectory(place / "data")
    if Copies(data.user_database, data.user_copies).keep() is None:
        raise OSError("no copy was made")


def copying(place: Path) -> Callable[[], None]:
    return _Later(keep_copy, place)


def copied(place: Path) -> None:
    indexed(place)
    keep_copy(place)
    opened = open_databases(DataDirectory(place / "data"))
    opened.user_db.add_label(label(LABELS))
    opened.user_db.close()
    opened.db.close()


def newest_copy(place: Path) -> int:
    data = DataDirectory(place / "data")
    newest = Copies(data.user_database, data.user_copies).sound()[0]
    with sqlite3.connect(newest) as connection:
        (count,) = connection.execute("SELECT count(*) FROM labels").fetchone()
    connection.close()
    return int(count)


OPERATIONS = (
    simple("graph", save_graph, graph),
    simple("settings", save_settings, saved_settings),
    simple("adapter", save_adapter, saved_adapter),
    simple("model", install_model, installed_model),
    Operation("copy", copied, copying, newest_copy, keep_copy),
    Operation("migration", older, migrating, versions, migrate),
    Operation("switch", indexed, switching, answering, switch),
    Operation("forget", indexed, forgetting, known_files, forget),
)

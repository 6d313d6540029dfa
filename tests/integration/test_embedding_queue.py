"""Every passage gets its vector, and what has one is not looked through again with each start and each new file."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.records import Mode
from desktop_search.storage import index_tables as tables
from desktop_search.storage.index_db import IndexDb
from tests.fakes import engine_at, write_tree

MEANING: Mode = "meaning"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    subjects = "tenant apples harbour violin glacier railway pepper cathedral penguin marble".split()
    texts = {
        f"{one}.txt": f"Of {one} much is told, and {one} it is, {number} times." for number, one in enumerate(subjects)
    }
    return write_tree(tmp_path / "notes", texts)


def test_after_a_start_only_new_passages_are_looked_at(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).embedded == 10
    looked: list[int] = []
    unembedded = IndexDb.unembedded

    def noted(self: IndexDb, number: int, *, after: int, limit: int) -> object:
        looked.append(after)
        return unembedded(self, number, after=after, limit=limit)

    monkeypatch.setattr(IndexDb, "unembedded", noted)
    with engine_at(tmp_path / "data") as engine:
        assert engine.search("tenant", mode=MEANING).hits
        assert engine.wait_until_idle(30)
        assert looked == []
        write_tree(folder, {"new.txt": "A lighthouse stands on the cliff."})
        assert engine.index([str(folder)]).embedded == 11
        assert looked
        assert min(looked) >= 10
        assert engine.search("lighthouse cliff", mode=MEANING).hits[0].path.endswith("new.txt")


def test_a_vector_that_is_lost_or_damaged_between_two_starts_is_computed_again(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).embedded == 10
    database = IndexDb(tmp_path / "data" / "index.db")
    number = int(database.meta("embedding") or 0)
    lost, damaged = database.places([3, 4]).values()
    database.remove_vectors(number, [lost.text_hash])
    with database.database.writing() as connection:
        its_row = sa.update(tables.vectors).where(tables.vectors.c.text_hash == damaged.text_hash)
        connection.execute(its_row.values(vector=b"no vector"))
    database.close()
    with engine_at(tmp_path / "data") as engine:
        engine.search("tenant", mode=MEANING)
        assert engine.wait_until_idle(30)
        assert engine.status().embedded == 10


def test_for_a_passage_of_no_file_no_model_is_loaded(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).embedded == 10
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "index.db")) as database, database:
        database.execute("INSERT INTO passages VALUES (999, 12345, 0, 'stray', X'00', NULL, NULL, NULL, NULL, NULL)")
    loaded: list[EmbeddingQueue] = []
    monkeypatch.setattr(EmbeddingQueue, "load_model", loaded.append)
    with engine_at(tmp_path / "data") as engine:
        write_tree(folder, {"empty.txt": ""})
        engine.index([str(folder)])
        assert engine.status().counts.seen == 11
    assert loaded == []

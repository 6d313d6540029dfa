"""Every passage gets its vector, and what has one is not looked through again with each start and each new file."""

from pathlib import Path

import pytest

from desktop_search.records import Mode
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


def test_a_vector_that_is_lost_between_two_starts_is_computed_again(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).embedded == 10
    database = IndexDb(tmp_path / "data" / "index.db")
    number = int(database.meta("embedding") or 0)
    (lost,) = database.places([3]).values()
    database.remove_vectors(number, [lost.text_hash])
    assert database.count_passages(number) == 9
    database.close()
    with engine_at(tmp_path / "data") as engine:
        engine.search("tenant", mode=MEANING)
        assert engine.wait_until_idle(30)
        assert engine.status().embedded == 10

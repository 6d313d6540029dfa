"""A graph on disk is loaded only if every byte is what was written."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_search.vectors import snapshots

hnsw = pytest.importorskip("desktop_search.vectors.stores.hnsw", exc_type=ImportError)
pytest.importorskip("hnswlib", reason="could not be built here: exact search does its work")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    store = hnsw.create(8)
    store.add(range(100), np.random.default_rng(0).normal(size=(100, 8)).astype(np.float32))
    store.remove([1, 2])
    snapshots.save(store, tmp_path / "vectors", fingerprint="model", generation=1)
    return tmp_path / "vectors"


def test_a_saved_graph_comes_back(saved: Path) -> None:
    store = snapshots.load(saved, fingerprint="model")
    assert store is not None
    assert store.ids() == set(range(100)) - {1, 2}
    assert len(store.search(np.ones(8, np.float32), 10)) == 10


def test_another_models_graph_is_not_used(saved: Path) -> None:
    assert snapshots.load(saved, fingerprint="another") is None


@pytest.mark.parametrize("name", ["graph.bin", "ids.npy"])
@pytest.mark.parametrize("damage", ["flip", "truncate", "remove"])
def test_a_damaged_graph_is_not_used(saved: Path, name: str, damage: str) -> None:
    file = saved / "generation-1" / name
    data = bytearray(file.read_bytes())
    if damage == "remove":
        file.unlink()
    else:
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data if damage == "flip" else data[: len(data) // 2])
    assert snapshots.load(saved, fingerprint="model") is None


def test_a_manifest_of_nonsense_is_not_used(saved: Path) -> None:
    for nonsense in ("", "{", "[]", '{"format": 1}', "null"):
        (saved / "manifest.json").write_text(nonsense)
        assert snapshots.load(saved, fingerprint="model") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{"', '{ "'),
        ('"count": 98', '"count": 97'),
        ('"breadth": ', '"breadth": 9'),
        ('"sum": [', '"sum": [1'),
        (": 2,", ": 1,"),
    ],
)
def test_a_manifest_that_says_something_else_is_not_used(saved: Path, old: str, new: str) -> None:
    manifest = saved / "manifest.json"
    said = manifest.read_text()
    assert old in said
    manifest.write_text(said.replace(old, new, 1))
    assert snapshots.load(saved, fingerprint="model") is None


def test_damage_is_told_from_a_graph_that_is_not_there_and_from_an_older_one(saved: Path, tmp_path: Path) -> None:
    assert not snapshots.is_damaged(saved)
    assert not snapshots.is_damaged(tmp_path / "nowhere")
    (saved / "generation-1" / "ids.npy").write_bytes(b"")
    assert snapshots.is_damaged(saved)
    (saved / "manifest.json").write_text('{"format": 1}')
    assert not snapshots.is_damaged(saved)
    (saved / "manifest.json").write_text("{")
    assert snapshots.is_damaged(saved)
    snapshots.remove(saved)
    assert not snapshots.is_damaged(saved) and list(saved.iterdir()) == []


def test_an_older_generation_is_removed_when_the_new_one_stands(saved: Path) -> None:
    store = snapshots.load(saved, fingerprint="model")
    assert store is not None
    snapshots.save(store, saved, fingerprint="model", generation=2)
    assert [path.name for path in saved.glob("generation-*")] == ["generation-2"]
    assert snapshots.load(saved, fingerprint="model") is not None


def test_a_graph_that_was_cut_short_while_it_was_saved_leaves_the_one_before(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = snapshots.load(saved, fingerprint="model")
    assert store is not None
    save = type(store).save

    def save_to_a_full_disk(self: Any, file: Path) -> object:
        written = save(self, file)
        file.write_bytes(file.read_bytes()[:-100])
        return written

    monkeypatch.setattr(type(store), "save", save_to_a_full_disk)
    with pytest.raises(OSError, match="completely"):
        snapshots.save(store, saved, fingerprint="model", generation=2)
    assert [path.name for path in saved.glob("generation-*")] == ["generation-1"]
    assert snapshots.load(saved, fingerprint="model") is not None


def test_ids_that_numpy_did_not_write_leave_the_graph_of_before(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = hnsw.create(8)
    store.add(range(5), np.eye(8, dtype=np.float32)[:5])
    # What the system refuses while numpy closes a file is not told.
    monkeypatch.setattr(snapshots.np, "save", lambda file, ids: None)
    with pytest.raises(OSError, match="not written completely"):
        snapshots.save(store, saved, fingerprint="model", generation=2)
    before = snapshots.load(saved, fingerprint="model")
    assert before is not None and len(before) == 98
    assert not (saved / "generation-2").exists()

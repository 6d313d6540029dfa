"""A graph on disk is loaded only if every byte is what was written."""

from pathlib import Path

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


def test_an_older_generation_is_removed_when_the_new_one_stands(saved: Path) -> None:
    store = snapshots.load(saved, fingerprint="model")
    assert store is not None
    snapshots.save(store, saved, fingerprint="model", generation=2)
    assert [path.name for path in saved.glob("generation-*")] == ["generation-2"]
    assert snapshots.load(saved, fingerprint="model") is not None

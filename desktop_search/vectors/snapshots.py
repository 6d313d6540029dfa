"""Keeps a graph on disk between runs. A graph whose manifest does not match byte for byte is never loaded."""

import hashlib
import json
import logging
import os
from pathlib import Path

import numpy as np

from desktop_search.vectors.stores.hnsw import SEARCH_BREADTH, HnswStore

logger = logging.getLogger(__name__)

FORMAT = 1
GRAPH, IDS, MANIFEST = "graph.bin", "ids.npy", "manifest.json"


def save(store: HnswStore, directory: Path, *, fingerprint: str, generation: int) -> None:
    """Publishes a snapshot: files first, read back and flushed, then the manifest that names them.

    Raises OSError when the disk refuses; the snapshot that was there before is then still valid.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = directory / f"generation-{generation}"
    place.mkdir(exist_ok=True, mode=0o700)
    ids, total = store.save(place / GRAPH)
    with open(place / IDS, "wb") as file:
        np.save(file, np.array(ids, dtype=np.int64))
    for name in (GRAPH, IDS):
        os.chmod(place / name, 0o600)
        _flush(place / name)
    # Loading it back is the only way to know that hnswlib wrote all of it.
    if len(HnswStore.loaded(place / GRAPH, ids, total)) != len(ids):
        raise OSError("the graph was not written completely")
    manifest = {
        "format": FORMAT,
        "generation": generation,
        "fingerprint": fingerprint,
        "dimensions": store.dimensions,
        "metric": "ip",
        "count": len(ids),
        "breadth": store.breadth,
        "checked_count": store.checked_count,
        "sha256": {name: _sha256(place / name) for name in (GRAPH, IDS)},
        "sum": total.tolist(),
    }
    new = directory / (MANIFEST + ".new")
    new.write_text(json.dumps(manifest), encoding="ascii")
    os.chmod(new, 0o600)
    _flush(new)
    new.replace(directory / MANIFEST)
    _flush(directory)
    _remove_other_generations(directory, place)


def load(directory: Path, *, fingerprint: str) -> HnswStore | None:
    """The saved graph, or None (with the reason in the log) when there is none that can be trusted."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="ascii"))
        if manifest["format"] != FORMAT or manifest["fingerprint"] != fingerprint or manifest["metric"] != "ip":
            raise ValueError("it belongs to another version or model")
        place = directory / f"generation-{int(manifest['generation'])}"
        for name in (GRAPH, IDS):
            if _sha256(place / name) != manifest["sha256"][name]:
                raise ValueError(f"{name} is damaged")
        ids = np.load(place / IDS, allow_pickle=False)
        total = np.array(manifest["sum"], dtype=np.float64)
        if len(ids) != manifest["count"] or len(total) != manifest["dimensions"]:
            raise ValueError("its counts do not fit")
        store = HnswStore.loaded(place / GRAPH, ids.tolist(), total)
        # An older manifest has neither: its graph is checked at the next chance.
        store.breadth = max(SEARCH_BREADTH, int(manifest.get("breadth", 0)))
        store.checked_count = int(manifest.get("checked_count", 0))
        return store
    except (FileNotFoundError, ImportError):
        return None
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        logger.info("the saved graph is not used: %s", error)
        return None


def _sha256(file: Path) -> str:
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_other_generations(directory: Path, keep: Path) -> None:
    for old in directory.glob("generation-*"):
        if old != keep:
            for file in old.iterdir():
                file.unlink()
            old.rmdir()

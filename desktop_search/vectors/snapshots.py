"""Keeps a graph on disk between runs. A graph whose manifest does not match byte for byte is never loaded."""

import hashlib
import json
import logging
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.vectors.stores.hnsw import SEARCH_BREADTH, HnswStore

logger = logging.getLogger(__name__)

FORMAT = 2
GRAPH, IDS, MANIFEST = "graph.bin", "ids.npy", "manifest.json"
DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)
"""What reading a file of nonsense raises."""


def save(store: HnswStore, directory: Path, *, fingerprint: str, generation: int) -> None:
    """Publishes a snapshot: files first, read back and flushed, then the manifest that names them.

    Raises OSError when the disk refuses; the snapshot that was there before is then still valid.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = directory / f"generation-{generation}"
    place.mkdir(exist_ok=True, mode=0o700)
    try:
        ids, total = _write(store, place)
    except BaseException:
        # On a full disk, what could not be finished must not lie in the way of everything else.
        shutil.rmtree(place, ignore_errors=True)
        raise
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
    manifest["digest"] = _digest(manifest)
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
        manifest, place = _checked(directory)
        if manifest["fingerprint"] != fingerprint:
            raise ValueError("it belongs to another model")
        ids = np.load(place / IDS, allow_pickle=False)
        total = np.array(manifest["sum"], dtype=np.float64)
        if len(ids) != manifest["count"] or len(total) != manifest["dimensions"]:
            raise ValueError("its counts do not fit")
        store = HnswStore.loaded(place / GRAPH, ids.tolist(), total)
        store.breadth = max(SEARCH_BREADTH, int(manifest["breadth"]))
        store.checked_count = int(manifest["checked_count"])
        return store
    except (FileNotFoundError, ImportError):
        return None
    except DAMAGE as error:
        logger.info("the saved graph is not used: %s", error)
        return None


def is_damaged(directory: Path) -> bool:
    """Whether there is a saved graph that is not as it was written. One of an older version is not damaged."""
    try:
        if not (directory / MANIFEST).exists() or _is_older(directory):
            return False
        _checked(directory)
    except DAMAGE:
        return True
    return False


def remove(directory: Path) -> None:
    """Removes the saved graph, the manifest first."""
    (directory / MANIFEST).unlink(missing_ok=True)
    _remove_other_generations(directory, keep=directory)


def _write(store: HnswStore, place: Path) -> tuple[list[int], Any]:
    """Writes the graph and its ids, and returns the ids with the sum of the vectors. Raises OSError."""
    ids, total = store.save(place / GRAPH)
    with open(place / IDS, "wb") as file:
        np.save(file, np.array(ids, dtype=np.int64))
    for name in (GRAPH, IDS):
        os.chmod(place / name, 0o600)
        _flush(place / name)
    _flush(place)
    try:
        # Loading it back is the only way to know that all was written: neither hnswlib nor numpy notices a failure.
        if np.load(place / IDS, allow_pickle=False).tolist() != ids:
            raise ValueError("other ids")
        HnswStore.loaded(place / GRAPH, ids, total).vectors(ids[-1:])
    except (ValueError, EOFError, RuntimeError) as error:
        raise OSError("the graph was not written completely") from error
    return ids, total


def _checked(directory: Path) -> tuple[dict[str, Any], Path]:
    """The manifest and the folder it speaks of, every byte of which is as it was written. Raises DAMAGE."""
    said = (directory / MANIFEST).read_text(encoding="ascii")
    manifest = json.loads(said)
    if manifest["format"] != FORMAT or manifest["metric"] != "ip":
        raise ValueError("it belongs to another version")
    # Some damage means the same to JSON, as 1E5 for 1e5, but more of it may come.
    if said != json.dumps(manifest) or manifest.pop("digest") != _digest(manifest):
        raise ValueError("its manifest is damaged")
    place = directory / f"generation-{int(manifest['generation'])}"
    for name in (GRAPH, IDS):
        if _sha256(place / name) != manifest["sha256"][name]:
            raise ValueError(f"{name} is damaged")
    return manifest, place


def _is_older(directory: Path) -> bool:
    try:
        return bool(json.loads((directory / MANIFEST).read_text(encoding="ascii"))["format"] in range(1, FORMAT))
    except DAMAGE:
        return False


def _digest(manifest: dict[str, Any]) -> str:
    """The SHA-256 of what a manifest says."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode("ascii")).hexdigest()


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

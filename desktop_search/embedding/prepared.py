"""Models prepared for a runtime without torch: made once in a child process, kept in a folder, checked by SHA-256."""

import contextlib
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from desktop_search.embedding import child_process
from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import ModelUnavailable
from desktop_search.paths import default_data_directory, resource

logger = logging.getLogger(__name__)

PLACE = "DESKTOP_SEARCH_PREPARED_MODELS"
"""An environment variable: one folder of prepared models for many data directories, as tests have them."""
VERSION = 2
"""Counts changes to how models are prepared; older ones are made anew."""
PATIENCE_SECONDS = 600.0
LONGEST_NAME = 40
MANIFEST = "manifest.json"
SAFETENSORS = "model.safetensors"
GRAPH, WEIGHTS, TOKENIZER, REFERENCE = "graph.xml", "graph.bin", "tokenizer.json", "reference.npy"
BORROWED = "borrowed.json"
KNOWN_PARTS = ("Transformer", "Pooling", "Dense", "Normalize")
ONLY_TORCH = frozenset({"xlm", "flaubert"})
"""Transformers whose code OpenVINO cannot follow (2026.4). Trying it would take ten seconds at every start."""
POOLING = frozenset({"mean", "cls", "max", "mean_sqrt_len_tokens"})


class NotPreparable(ModelUnavailable):
    """The model has parts that only torch can compute."""


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A folder with a graph, its tokenizer and what is to be known of both.

    hides_padding_alone is what attention.py says of the graph.
    """

    folder: Path
    dimensions: int
    longest_input: int
    padding: int
    query_prefix: str
    passage_prefix: str
    hides_padding_alone: bool
    checksum: str

    @property
    def borrows(self) -> bool:
        """Whether the graph's weights are the model's own file. Such a graph is small enough to ship."""
        return (self.folder / BORROWED).exists()


def place_for(directory: Path | None = None) -> Path:
    """Where prepared models are kept: as the environment says, else in this data directory, else in the usual one."""
    return Path(os.environ.get(PLACE) or (directory or default_data_directory()) / "models")


def find_or_make(model: ModelFolder, place: Path) -> PreparedModel:
    """The prepared model, made now if need be, which takes some 10 seconds and 1 GB of memory in a child process.

    Raises NotPreparable for a model with parts we do not know, and ModelUnavailable when it cannot be made.
    """
    refuse_unknown_parts(model.path)
    folder = place / fingerprint(model)
    if (found := _read(folder)) is not None:
        return found
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Two engines of two data directories may share the folder; the second one waits and uses what the first made.
        with FileLock(place / "making.lock", timeout=PATIENCE_SECONDS):
            if (found := _read(folder)) is None:
                _make(model, folder)
                found = _read(folder)
    except (OSError, Timeout) as error:
        raise ModelUnavailable(f"The model could not be prepared in {place}: {error}.") from error
    if found is None:
        raise ModelUnavailable(f"The model prepared in {folder} is damaged.")
    return found


def shipped(model: ModelFolder, precision: str) -> PreparedModel | None:
    """What ships with the program for this very model: nothing has to be prepared then. None for other models."""
    kind = "int8" if precision == "int8" else "float32"
    try:
        folder = resource(f"prepared/{model.name}-{kind}")
    except FileNotFoundError:
        return None
    if _json(folder / MANIFEST).get("revision") != model.revision:
        return None
    return _read(folder)


def discard(prepared: PreparedModel) -> None:
    """Removes a prepared model that turned out to be wrong."""
    shutil.rmtree(prepared.folder, ignore_errors=True)


def made_of(name: str, place: Path) -> list[Path]:
    """What was prepared of models of this name, and the marks that it was checked, in a folder of prepared models."""
    of_it = re.compile(re.escape(name[:LONGEST_NAME]) + r"-[0-9a-f]{16}(\..*)?")
    try:
        return [path for path in place.iterdir() if of_it.fullmatch(path.name)]
    except OSError:
        return []


def refuse_unknown_parts(path: Path) -> None:
    """Raises NotPreparable for a model that is more than a transformer, pooling, dense layers and normalisation."""
    modules = _json(path / "modules.json")
    if not isinstance(modules, list):
        raise NotPreparable(f"The model in {path} does not say what it is made of.")
    kinds = [str(module.get("type", "")).rpartition(".")[2] for module in modules]
    if not kinds or kinds[0] != "Transformer" or set(kinds) - set(KNOWN_PARTS) or "Pooling" not in kinds:
        raise NotPreparable(f"The model in {path} is made of {', '.join(kinds)}.")
    described = _json(path / str(modules[0].get("path", "")) / "config.json")
    if isinstance(described, dict) and described.get("model_type") in ONLY_TORCH:
        raise NotPreparable(f"The model in {path} is made of {described['model_type']}.")
    for module, kind in zip(modules, kinds, strict=True):
        if kind == "Pooling":
            _refuse_unknown_pooling(path, _json(path / module["path"] / "config.json"))


def fingerprint(model: ModelFolder) -> str:
    """A name that changes with the weights, any of the model's descriptions, and our way of preparing."""
    digest = hashlib.sha256(f"{VERSION}|{model.revision}".encode())
    for file in sorted(model.path.rglob("*")):
        if file.suffix in {".json", ".txt", ".model", ".safetensors"} and file != model.path / SAFETENSORS:
            digest.update(file.relative_to(model.path).as_posix().encode("utf-8", "surrogateescape"))
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return f"{model.name[:LONGEST_NAME]}-{digest.hexdigest()[:16]}"


def sums_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file but the manifest."""
    return {
        name: sha256(folder / name)
        for name in (GRAPH, WEIGHTS, BORROWED, TOKENIZER, REFERENCE)
        if (folder / name).exists()
    }


def _refuse_unknown_pooling(path: Path, plain: Any) -> None:
    named = plain.get("pooling_mode")
    modes = {named} if isinstance(named, str) else set(named or ())
    old = {"cls_token": "cls", "mean_tokens": "mean", "max_tokens": "max"}
    for key, value in plain.items():
        if key.startswith("pooling_mode_") and value:
            name = key.removeprefix("pooling_mode_")
            modes.add(old.get(name, name))
    if modes - POOLING or plain.get("include_prompt", True) is not True:
        raise NotPreparable(f"The model in {path} pools by {', '.join(sorted(modes))}.")


def _make(model: ModelFolder, folder: Path) -> None:
    """Lets a child process write the folder. A folder is there whole or not at all."""
    logger.info("preparing the model %s in %s", model.name, folder)
    temporary = Path(tempfile.mkdtemp(prefix="new-", dir=folder.parent))
    try:
        _run_child(model.path, temporary)
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _run_child(source: Path, target: Path) -> None:
    ended = child_process.run("desktop_search.embedding.preparing", str(source), str(target), seconds=PATIENCE_SECONDS)
    if ended.status is None:
        raise ModelUnavailable("Preparing the model took too long.")
    if ended.status != 0:
        logger.info("preparing the model failed: %s", "\n".join(ended.lines[-20:]))
        reason = ended.lines[-1] if ended.lines else f"status {ended.status}"
        raise ModelUnavailable(f"The model could not be prepared: {reason}.")


def _read(folder: Path) -> PreparedModel | None:
    """The prepared model in a folder; None when it is not there, or not as it was written."""
    plain = _json(folder / MANIFEST)
    with contextlib.suppress(OSError, KeyError, TypeError, ValueError):
        if plain["version"] == VERSION and plain["sha256"] == sums_of(folder):
            return PreparedModel(
                folder,
                int(plain["dimensions"]),
                int(plain["longest_input"]),
                int(plain["padding"]),
                str(plain["query_prefix"]),
                str(plain["passage_prefix"]),
                bool(plain["hides_padding_alone"]),
                hashlib.sha256(json.dumps(plain["sha256"], sort_keys=True).encode()).hexdigest(),
            )
    return None


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def sha256(file: Path) -> str:
    """The checksum of a file, in hexadecimal digits."""
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

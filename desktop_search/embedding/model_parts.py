"""What a sentence-transformers model is made of: the modules that its modules.json lists, and the files of each."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MODULES = "modules.json"
_TEXT, _BASE = "sentence_transformers.sentence_transformer.modules", "sentence_transformers.base.modules"
HOMES = {
    "Transformer": (_BASE, "transformer"),
    "Pooling": (_TEXT, "pooling"),
    "Normalize": (_BASE, "normalize"),
    "Dense": (_BASE, "dense"),
    "Dropout": (_TEXT, "dropout"),
    "LayerNorm": (_TEXT, "layer_norm"),
    "WeightedLayerPooling": (_TEXT, "weighted_layer_pooling"),
    "StaticEmbedding": (_TEXT, "static_embedding"),
    "WordEmbeddings": (_TEXT, "word_embeddings"),
    "WordWeights": (_TEXT, "word_weights"),
    "BoW": (_TEXT, "bow"),
    "LSTM": (_TEXT, "lstm"),
    "CNN": (_TEXT, "cnn"),
}
"""The kinds of modules, and where sentence-transformers 6 keeps each: there are no others in a model of ours."""
FIRST = ("Transformer", "StaticEmbedding", "WordEmbeddings", "BoW")
"""What can stand at the beginning: these take text."""
TYPES = {
    name: kind
    for kind, (home, module) in HOMES.items()
    for name in (
        f"sentence_transformers.models.{kind}",
        f"sentence_transformers.models.{kind}.{kind}",
        f"{home}.{kind}",
        f"{home}.{module}.{kind}",
        f"{_TEXT}.{kind}",
        f"{_TEXT}.{module}.{kind}",
    )
}
"""Every name that versions 1 to 6 of sentence-transformers write for these classes: it imports what stands there."""
SUFFIXES = (".json", ".txt", ".model", ".safetensors")
WEIGHTS = ".safetensors"
NOT_THE_MODEL = ("installed.json", "README", "LICENSE", "LICENCE", "NOTICE")


@dataclass(frozen=True, slots=True)
class Part:
    """One module: the name of its class, and its folder in the model's, which is empty for the model's own."""

    kind: str
    path: str


def parts_of(folder: Path) -> tuple[Part, ...]:
    """The modules as far as they can be told; none for a folder without a readable modules.json."""
    try:
        listed = json.loads((folder / MODULES).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    if not isinstance(listed, list):
        return ()
    return tuple(part_of(one) for one in listed if isinstance(one, dict))


def part_of(plain: dict[str, Any]) -> Part:
    """One entry of modules.json. A class that we do not know keeps its last name."""
    kind = str(plain.get("type", ""))
    path = str(plain.get("path") or "").strip("/")
    return Part(TYPES.get(kind, kind.rpartition(".")[2]), "" if path == "." else path)


def files_of(folder: Path, parts: tuple[Part, ...]) -> list[str]:
    """The files that the vectors depend on, sorted: those in the model's folder and in those of its modules."""
    found = []
    for place in sorted({"", *(part.path for part in parts)}):
        try:
            names = sorted(file.name for file in (folder / place).iterdir())
        except OSError:
            # Modules without anything to keep, such as Normalize, may have no folder.
            continue
        found += [f"{place}/{name}" if place else name for name in names if is_of_the_model(name)]
    return found


def is_of_the_model(name: str) -> bool:
    """Whether the vectors may depend on a file of this name, by what it is called."""
    return name.endswith(SUFFIXES) and not name.startswith((*NOT_THE_MODEL, "."))

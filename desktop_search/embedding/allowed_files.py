"""Which files of a stranger's model are taken over, which are left behind, and for which the model is refused."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Any

from desktop_search.embedding import model_parts
from desktop_search.embedding.model_parts import MODULES, TYPES, Part
from desktop_search.embedding.model_sources import Entry
from desktop_search.embedding.refusing import ModelRefused

CODE = frozenset(
    ".py .pyc .pyo .pyd .pyw .pyx .so .dll .dylib .exe .sh .bat .cmd .ps1 .js .jar .class .whl .egg .ipynb .pth".split()
)
PICKLES = frozenset(".bin .pt .pkl .pickle .ckpt .h5 .hdf5 .onnx .msgpack .joblib .dill .npy .npz .keras .ot".split())
"""Weights as others keep them: reading most of them runs code."""
COPIES = re.compile(r"(pytorch_model.*|training_args)\.bin|tf_model\.h5|flax_model\.msgpack|rust_model\.ot")
"""The same weights once more, under the names that they are published by."""
OTHER_RUNTIMES = frozenset({"onnx", "openvino"})
TEXTS = ("README.md", "LICENSE", "LICENSE.txt", "LICENSE.md")
MOST_PARTS = 20
PLAIN = "config.json"
FOLDER_NAME = re.compile(r"\w[\w .-]{0,80}")


def wanted(entries: Sequence[Entry], read: Callable[[str], bytes]) -> tuple[str, list[str]]:
    """Where in the source the model lies, "" or a folder's name with a slash, and its files, named from there.

    Raises ModelRefused for code, for weights that are no safetensors, for modules that we do not know, and where there
    is no model at all.
    """
    names = [
        entry.name for entry in entries if not any(part.startswith((".", "__MACOSX")) for part in entry.name.split("/"))
    ]
    for name in names:
        if PurePosixPath(name).suffix.lower() in CODE:
            raise ModelRefused(f"{name} is code", "Remove it if the model does without, and add the model then.")
    base = _base(names)
    inside = [name.removeprefix(base) for name in names if name.startswith(base)]
    _refuse_pickles(inside)
    if "adapter_config.json" in inside:
        raise ModelRefused("it only changes another model (adapter_config.json)", "Merge both and add the result.")
    parts = listed(read(base + MODULES)) if MODULES in inside else ()
    places = {"", *(part.path for part in parts)}
    taken = []
    for name in inside:
        place, _, own = name.rpartition("/")
        if place in places and (model_parts.is_of_the_model(own) or (not place and own in TEXTS)):
            taken.append(name)
    return base, taken


def listed(content: bytes) -> tuple[Part, ...]:
    """The modules that a modules.json names. Raises ModelRefused for any that is not one of ours."""
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ModelRefused(f"its {MODULES} cannot be read") from error
    if not isinstance(plain, list) or not 1 <= len(plain) <= MOST_PARTS:
        raise ModelRefused(f"its {MODULES} is no list of modules")
    parts = tuple(_part(one) for one in plain)
    if parts[0].kind not in model_parts.FIRST or any(part.kind in model_parts.FIRST for part in parts[1:]):
        raise ModelRefused(f"its modules do not fit together ({', '.join(part.kind for part in parts)})")
    return parts


def _part(one: Any) -> Part:
    if not isinstance(one, dict) or not isinstance(one.get("type"), str) or not isinstance(one.get("path", ""), str):
        raise ModelRefused(f"its {MODULES} is no list of modules")
    if one["type"] not in TYPES:
        raise ModelRefused(f"it is made of {one['type'][:80]}, which is none of the modules that are known here")
    part = model_parts.part_of(one)
    if one.get("path", "") not in ("", ".") and (one["path"].startswith("/") or not FOLDER_NAME.fullmatch(part.path)):
        raise ModelRefused(f"its {MODULES} leads out of the folder ({one['path'][:80]})")
    if one.get("kwargs"):
        raise ModelRefused(f"its {MODULES} hands values to a module that are not known here")
    return part


def _base(names: Sequence[str]) -> str:
    """The folder that holds the description, at the top or just below it."""
    for description in (MODULES, PLAIN):
        if description in names:
            return ""
        below = [name for name in names if name.count("/") == 1 and name.endswith(f"/{description}")]
        if len(below) == 1:
            return below[0].removesuffix(description)
    raise ModelRefused(f"there is no {MODULES} and no {PLAIN} in it")


def _refuse_pickles(names: Sequence[str]) -> None:
    """What is no safetensors may stay behind only where it is known to be the same weights once more."""
    safe = {name.rpartition("/")[0] for name in names if name.endswith(model_parts.WEIGHTS)}
    for name in names:
        place, _, own = name.rpartition("/")
        if PurePosixPath(name).suffix.lower() not in PICKLES:
            continue
        if place in OTHER_RUNTIMES and safe and PurePosixPath(name).suffix.lower() in {".onnx", ".bin"}:
            continue
        if not (COPIES.fullmatch(own) and place in safe):
            raise ModelRefused(
                f"{name} is of a kind that may hold code, and is not known as a copy of a safetensors file beside it",
                "Save the model anew with a current version of sentence-transformers, which writes model.safetensors.",
            )

"""Checks a copied model before anything loads it: what its descriptions ask for, and whether they fit its weights."""

import json
from pathlib import Path
from typing import Any

from desktop_search.embedding import model_claims, model_parts, safetensors_files
from desktop_search.embedding.allowed_files import listed
from desktop_search.embedding.model_parts import MODULES, Part
from desktop_search.embedding.refusing import ImportLimits, ModelRefused
from desktop_search.embedding.safetensors_files import Tensor

TEXTS = frozenset(
    "tokenizer.json vocab.json whitespacetokenizer_config.json added_tokens.json vocab.txt merges.txt".split()
)
"""Files that hold words rather than a description. So do those of a bag of words and of weights of words."""
OF_WORDS = ("BoW", "WordWeights")
NEEDS_CODE = (
    "auto_map",
    "custom_pipelines",
    "code_revision",
    "trust_remote_code",
    "quantization_config",
    "peft_config",
)
ACTIVATIONS = frozenset(
    "CELU ELU GELU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid Mish PReLU ReLU ReLU6 SELU SiLU "
    "Sigmoid Softplus Softshrink Softsign Tanh Tanhshrink".split()
)
ACTIVATION_TYPES = {f"torch.nn.modules.activation.{name}" for name in ACTIVATIONS} | {
    "torch.nn.modules.linear.Identity",
}
"""sentence-transformers imports what stands there, and calls it."""
TOKENIZERS = frozenset(
    f"sentence_transformers.{home}.{name}"
    for home in ("models.tokenizer", "sentence_transformer.modules.tokenizer")
    for name in (
        *("WhitespaceTokenizer", "WhitespaceTokenizer.WhitespaceTokenizer", "whitespace.WhitespaceTokenizer"),
        *("TransformersTokenizerWrapper", "word.TransformersTokenizerWrapper"),
    )
)
HARMLESS_ARGUMENTS = frozenset(
    "torch_dtype dtype do_lower_case max_length model_max_length padding_side truncation_side use_fast "
    "add_pooling_layer add_prefix_space unpad_inputs".split()
)
ARGUMENTS = ("model_args", "model_kwargs", "tokenizer_args", "processor_kwargs", "config_args", "config_kwargs")


def check(folder: Path, limits: ImportLimits) -> tuple[Part, ...]:
    """The modules of a model whose files fit together. Raises ModelRefused, and OSError."""
    parts = listed((folder / MODULES).read_bytes())
    names = model_parts.files_of(folder, parts)
    words = tuple(f"{part.path}/" for part in parts if part.kind in OF_WORDS and part.path)
    for name in names:
        file = folder / name
        if not name.endswith(model_parts.WEIGHTS):
            is_of_words = file.name in TEXTS or file.suffix == ".model" or name.startswith(words)
            if file.stat().st_size > (limits.text_bytes if is_of_words else limits.description_bytes):
                raise ModelRefused(f"{name} is too large")
            if file.suffix == ".json":
                _check_description(name, _json(file, limits), holds_words=is_of_words)
    for part in parts:
        _check_part(folder, part, limits)
    return parts


def _check_part(folder: Path, part: Part, limits: ImportLimits) -> None:
    """Holds what a module's description claims against the weights in its folder, and looks at each of these."""
    place = folder / part.path
    held: list[Tensor] = []
    for file in sorted(place.glob(f"*{model_parts.WEIGHTS}")):
        tensors = safetensors_files.tensors_of(file, limits)
        safetensors_files.refuse_what_is_no_number(file, tensors)
        held += tensors
    # The folder of the whole model may also be that of a module, whose weights these are then.
    model_claims.check(part.kind, held, lambda name: _json(place / name, limits))
    if part.kind == "Dense":
        asked = _object(place / "config.json", limits).get("activation_function", "torch.nn.modules.activation.Tanh")
        if asked not in ACTIVATION_TYPES:
            raise ModelRefused(f"a layer is followed by {str(asked)[:80]}, which is not known here")
    if part.kind == "WordEmbeddings":
        tokenizer = _object(place / "wordembedding_config.json", limits).get("tokenizer_class")
        if tokenizer not in TOKENIZERS:
            raise ModelRefused(f"it cuts text by {str(tokenizer)[:80]}, which is not known here")


def _check_description(name: str, plain: Any, *, holds_words: bool) -> None:
    """Refuses what asks for code of the model's own, or for arguments that may change how it is loaded."""
    if holds_words or not isinstance(plain, dict):
        return
    waiting: list[Any] = [plain]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for key in NEEDS_CODE:
                if value.get(key):
                    raise ModelRefused(f"{name} asks for code or data of its own ({key})")
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    for key in ARGUMENTS:
        asked = plain.get(key) or {}
        if not isinstance(asked, dict) or set(asked) - HARMLESS_ARGUMENTS:
            raise ModelRefused(f"{name} asks to be loaded in a way of its own ({key})")
    ways = plain.get("modality_config") or {}
    for way in ways.values() if isinstance(ways, dict) else [ways]:
        if not isinstance(way, dict) or way.get("method", "forward") != "forward":
            raise ModelRefused(f"{name} asks to be called in a way of its own (modality_config)")
    if "/" in str(plain.get("_attn_implementation") or plain.get("attn_implementation") or ""):
        raise ModelRefused(f"{name} asks for code or data of its own (attn_implementation)")


def _object(file: Path, limits: ImportLimits) -> dict[str, Any]:
    plain = _json(file, limits)
    if not isinstance(plain, dict):
        raise ModelRefused(f"{file.name} does not describe anything")
    return plain


def _json(file: Path, limits: ImportLimits) -> Any:
    """A file's values. Raises ModelRefused when there are none, or when they are nested too deeply."""
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelRefused(f"{file.name} is missing") from error
    except (ValueError, RecursionError) as error:
        raise ModelRefused(f"{file.name} cannot be read") from error
    level = [plain]
    for _ in range(limits.deep):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return plain
    raise ModelRefused(f"{file.name} is nested too deeply")

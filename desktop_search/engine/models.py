"""Writes a model for other programs, and compares what can compute it on this machine: two commands, no engine."""

from pathlib import Path
from typing import Any

from desktop_search.embedding import comparing, models
from desktop_search.embedding.check_texts import CHECK_TEXTS
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings

FILES = {"onnx": "model.onnx", "torchscript": "model.pt", "openvino": "model.xml"}
LEAST_COSINE = 0.9999


def compare(data: DataDirectory, settings: Settings) -> dict[str, Any]:
    """The fields of `desktop-search bench`: what each backend does with the model that the settings name.

    Raises ModelUnavailable when sentence-transformers cannot load it.
    """
    model = models.find(settings.model)
    return {"model": model.name, **comparing.compare(model, data.root)}


def export(settings: Settings, kind: str, directory: Path) -> dict[str, Any]:
    """Writes the model with its tokenizer, and says how near its vectors are to torch's.

    The cosine is None where the format cannot be run here. Raises DesktopSearchError when something is missing, and
    when the vectors are wrong; the files are removed then.
    """
    from desktop_search.embedding import exporting
    from desktop_search.embedding.backends import torch as torch_backend

    model = models.find(settings.model)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DesktopSearchError(f"{directory} cannot be made: {error.strerror}.") from error
    encoder = torch_backend.encoder_from(model.path, "cpu")
    file = directory / FILES[kind]
    if kind == "onnx":
        exporting.to_onnx(encoder, file)
    elif kind == "torchscript":
        exporting.to_torchscript(encoder, file)
    else:
        exporting.to_openvino(encoder, file, half=False)
    encoder.tokenizer.backend_tokenizer.save(str(directory / "tokenizer.json"))
    cosine = exporting.least_cosine(encoder, kind, file, list(CHECK_TEXTS))
    if cosine is not None and cosine < LEAST_COSINE:
        file.unlink()
        raise DesktopSearchError(f"The exported model gives other vectors than torch (cosine {cosine:.4f}).")
    written = [name for name in (file, file.with_suffix(".bin"), directory / "tokenizer.json") if name.exists()]
    return {
        "model": model.name,
        "format": kind,
        "files": [str(name) for name in written],
        "cosine": None if cosine is None else round(cosine, 6),
    }

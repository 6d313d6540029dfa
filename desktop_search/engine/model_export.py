"""Writes a model for other programs: in formats that other runtimes read, or as the folder that it is."""

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop_search.embedding import importing, model_sources, models
from desktop_search.embedding.check_texts import CHECK_TEXTS
from desktop_search.embedding.refusing import ImportLimits
from desktop_search.errors import DesktopSearchError
from desktop_search.settings import Settings

FILES = {"onnx": "model.onnx", "torchscript": "model.pt", "openvino": "model.xml"}
FOLDER = "folder"
LEAST_COSINE = 0.9999


def export(settings: Settings, kind: str, directory: Path) -> dict[str, Any]:
    """Writes the model with its tokenizer, and says how near its vectors are to torch's; or its folder as it is.

    The cosine is None where the format cannot be run here, and for a folder. Raises DesktopSearchError when something
    is missing, and when the vectors are wrong; the files are removed then.
    """
    from desktop_search.embedding import exporting
    from desktop_search.embedding.backends import torch as torch_backend

    model = models.find(settings.model)
    if directory.resolve().is_relative_to(model.path.resolve()):
        raise DesktopSearchError(f"{directory} is inside the model itself.", "Name another folder.")
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DesktopSearchError(f"{directory} cannot be made: {error.strerror}.") from error
    if kind == FOLDER:
        written = _copied(model.path, directory)
        return {"model": model.name, "format": kind, "files": [str(name) for name in written], "cosine": None}
    encoder = torch_backend.encoder_from(model.path, "cpu")
    if not hasattr(encoder.tokenizer, "backend_tokenizer"):
        raise DesktopSearchError(
            f"The model {model.name} is none that can be written for other programs.",
            "Only transformers with a fast tokenizer can; as a folder, which sentence-transformers reads, it can be.",
        )
    file = directory / FILES[kind]
    files = file, file.with_suffix(".bin"), directory / "tokenizer.json"
    with _all_or_nothing(lambda: files):
        if kind == "onnx":
            exporting.to_onnx(encoder, file)
        elif kind == "torchscript":
            exporting.to_torchscript(encoder, file)
        else:
            exporting.to_openvino(encoder, file, half=False)
        encoder.tokenizer.backend_tokenizer.save(str(files[-1]))
        cosine = exporting.least_cosine(encoder, kind, file, list(CHECK_TEXTS))
        if cosine is not None and cosine < LEAST_COSINE:
            raise DesktopSearchError(f"The exported model gives other vectors than torch (cosine {cosine:.4f}).")
    written = [name for name in files if name.exists()]
    return {
        "model": model.name,
        "format": kind,
        "files": [str(name) for name in written],
        "cosine": None if cosine is None else round(cosine, 6),
    }


@contextlib.contextmanager
def _all_or_nothing(written: Callable[[], Sequence[Path]]) -> Iterator[None]:
    """Removes what was written where it did not come to its end, also when somebody has cancelled it."""
    try:
        yield
    except BaseException:
        for one in written():
            shutil.rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)
        raise


def _copied(source: Path, directory: Path) -> list[Path]:
    """The model's own files, in an empty folder, which sentence-transformers reads and `models add` takes elsewhere.

    Raises DesktopSearchError where something is there already, for a folder with code or pickles in it, and when the
    disk does not take the files: what was written is removed then.
    """
    try:
        if any(directory.iterdir()):
            raise DesktopSearchError(
                f"{directory} is not empty.", "Name an empty folder, or one that is yet to be made."
            )
        with model_sources.opened(source, ImportLimits()) as files, _all_or_nothing(lambda: tuple(directory.iterdir())):
            importing.copy(files, directory)
    except OSError as error:
        raise DesktopSearchError(f"The model could not be written: {error.strerror or error}.") from error
    return [file for file in sorted(directory.rglob("*")) if file.is_file()]

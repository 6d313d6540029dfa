"""Writes a model for other programs: in formats that other runtimes read, or as the folder that it is."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from desktop_search.embedding import importing, model_sources, models
from desktop_search.embedding.check_texts import CHECK_TEXTS
from desktop_search.embedding.refusing import ImportLimits
from desktop_search.errors import DesktopSearchError
from desktop_search.settings import Settings

FILES = {"onnx": "model.onnx", "torchscript": "model.pt", "openvino": "model.xml"}
FOLDER, TOKENIZER = "folder", "tokenizer.json"
UNFINISHED, UNFINISHED_SECONDS = ".desktop-search-unfinished-", 3600.0
LEAST_COSINE = 0.9999


def export(settings: Settings, kind: str, directory: Path) -> dict[str, Any]:
    """Writes the model with its tokenizer, and says how near its vectors are to torch's; or its folder as it is.

    The cosine is None for a folder. Raises DesktopSearchError where something of that name is there already, when the
    vectors are wrong, and when the files cannot be written; nothing is changed then.
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
    with _whole(directory) as unfinished:
        _refuse_taken(directory, (FILES[kind], TOKENIZER))
        file = unfinished / FILES[kind]
        if kind == "onnx":
            exporting.to_onnx(encoder, file)
        elif kind == "torchscript":
            exporting.to_torchscript(encoder, file)
        else:
            exporting.to_openvino(encoder, file, half=False)
        # Its own save() says nothing of a full disk that could be told from a mistake.
        (unfinished / TOKENIZER).write_text(encoder.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
        cosine = exporting.least_cosine(encoder, kind, file, list(CHECK_TEXTS))
        if cosine < LEAST_COSINE:
            raise DesktopSearchError(f"The exported model gives other vectors than torch (cosine {cosine:.4f}).")
        written = [directory / one.name for one in sorted(unfinished.iterdir())]
    return {
        "model": model.name,
        "format": kind,
        "files": [str(name) for name in written],
        "cosine": round(cosine, 6),
    }


@contextlib.contextmanager
def _whole(directory: Path) -> Iterator[Path]:
    """A folder for what is written, which goes to its place at the end: what breaks off, or is cancelled, leaves
    nothing and takes nothing away. Raises DesktopSearchError where a name is taken, and when the disk refuses."""
    try:
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=directory) as place:
            unfinished = Path(place)
            yield unfinished
            written = [one.name for one in unfinished.iterdir()]
            _refuse_taken(directory, written)
            for name in written:
                (unfinished / name).replace(directory / name)
        _remove_forgotten(directory)
    except OSError as error:
        raise DesktopSearchError(f"The model could not be written: {error.strerror or error}.") from error


def _refuse_taken(directory: Path, names: Iterable[str]) -> None:
    for name in names:
        if (directory / name).exists():
            raise DesktopSearchError(f"There is a file {name} in {directory} already.", "Name another folder.")


def _remove_forgotten(directory: Path) -> None:
    """Takes away what an export that was killed has left; one that is under way is younger."""
    for left in directory.glob(f"{UNFINISHED}*"):
        with contextlib.suppress(OSError):
            if left.is_dir() and time.time() - left.stat().st_mtime > UNFINISHED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _copied(source: Path, directory: Path) -> list[Path]:
    """The model's own files, in an empty folder, which sentence-transformers reads and `models add` takes elsewhere.

    Raises DesktopSearchError where something is there already, and for a folder with code or pickles in it.
    """
    with _whole(directory) as unfinished:
        if any(not one.name.startswith(UNFINISHED) for one in directory.iterdir()):
            raise DesktopSearchError(
                f"{directory} is not empty.", "Name an empty folder, or one that is yet to be made."
            )
        with model_sources.opened(source, ImportLimits()) as files:
            importing.copy(files, unfinished)
    own = (file for file in sorted(directory.rglob("*")) if file.is_file())
    return [file for file in own if not file.relative_to(directory).parts[0].startswith(UNFINISHED)]

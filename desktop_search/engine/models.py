"""What is done with models as a whole, with or without an engine: list, add, download, remove, compare."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from desktop_search.embedding import comparing, models, speeds
from desktop_search.embedding.library import KNOWN, SHIPPED, Library
from desktop_search.embedding.offers import Offer
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import InstalledModel, ModelSpeed
from desktop_search.settings import Settings


def compare(data: DataDirectory, settings: Settings) -> dict[str, Any]:
    """The fields of `desktop-search bench`: what each backend does with the model that the settings name.

    Raises ModelUnavailable when sentence-transformers cannot load it.
    """
    model = models.find(settings.model)
    found = comparing.compare(model, data.root)
    fastest = max(found["backends"], key=lambda one: float(one["passages_per_second"]))
    speed = ModelSpeed(fastest["passages_per_second"], fastest["backend"], fastest["precision"])
    speeds.keep(data.models, model.revision, speed)
    return {"model": model.name, **found}


def list_models(data: DataDirectory, settings: Settings) -> dict[str, Any]:
    """The fields of `models list`: the shipped model and the installed ones, and those known to be worth adding.

    in_use marks the one that the settings name; speed is None where neither `bench`, a training nor a comparison of
    models has measured it. A model that is used from a folder of its own is listed with the name of the folder.
    """
    used = folder_in_use(settings)
    found = [*_shipped(), *library(data).installed()]
    if used and used not in {model.folder for model in found}:
        found.append(_elsewhere(used))
    return {
        "models": [
            {
                **asdict(model),
                "in_use": model.folder == used,
                "speed": None if (speed := speeds.of(data.models, model.revision)) is None else asdict(speed),
            }
            for model in found
        ],
        "known": [asdict(model) for model in KNOWN],
    }


def add_model(data: DataDirectory, source: Path, name: str = "") -> InstalledModel:
    """Takes a folder, an archive or a file of word vectors into the library. Raises DesktopSearchError."""
    return library(data).add(source, name)


def offered_model(data: DataDirectory, name: str, revision: str = "", called: str = "") -> Offer:
    """What the hub has of a model, to be shown before it is downloaded. Raises DesktopSearchError.

    Asked by a process of its own, which ends with its answer.
    """
    return library(data).offer(name, revision, called)


def download_model(data: DataDirectory, offer: Offer, tell: Callable[[int], None], called: str = "") -> InstalledModel:
    """Downloads what a person has agreed to, and adds it. tell hears how many bytes are there.

    Raises DesktopSearchError; nothing is left behind then.
    """
    return library(data).download(offer, tell, called)


def remove_model(data: DataDirectory, settings: Settings, name: str) -> InstalledModel:
    """Removes an installed model. Raises DesktopSearchError, also for the one that is in use."""
    found, used = library(data), {folder_in_use(settings), _answering(data)}
    if any(model.name == name and model.folder in used for model in found.installed()):
        raise DesktopSearchError(f"The model {name} is in use.", "Choose another one in the settings first.")
    return found.remove(name)


def library(data: DataDirectory) -> Library:
    """The person's models."""
    return Library(data.installed_models.resolve())


def folder_in_use(settings: Settings) -> str:
    """The folder of the model that the settings name, as the library writes it; "" is the shipped one."""
    return str(Path(settings.model).expanduser().resolve()) if settings.model else ""


def _answering(data: DataDirectory) -> str:
    """The folder of the model whose vectors answer: another than the one in use while that is being prepared."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(data.index_database))}?mode=ro", uri=True)) as index:
            row = index.execute("SELECT value FROM meta WHERE key = 'model_key'").fetchone()
    except sqlite3.Error:
        return ""
    folder = str(row[0]).partition("|")[2] if row else ""
    return str(Path(folder).resolve()) if folder else ""


def _shipped() -> list[InstalledModel]:
    kinds, languages = ("Transformer", "Pooling", "Normalize"), ("en",)
    try:
        model = models.find("")
    except DesktopSearchError:
        return []
    size = sum(file.stat().st_size for file in model.path.rglob("*") if file.is_file())
    return [InstalledModel(model.name, "", model.revision, kinds, size, 384, languages, "apache-2.0", SHIPPED)]


def _elsewhere(folder: str) -> InstalledModel:
    """A model that the settings name, in a folder that is none of ours: what can be told of it without loading it."""
    try:
        revision = models.find(folder).revision
    except DesktopSearchError:
        revision = ""
    return InstalledModel(Path(folder).name, folder, revision, (), 0, 0, origin="folder")

"""A small home of the program: an indexed folder, a label, a saved search, a tuned model in use, and its report."""

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from desktop_search import settings as settings_file
from desktop_search.embedding import importing
from desktop_search.paths import DataDirectory
from desktop_search.records import Label
from desktop_search.settings import Settings
from desktop_search.storage.model_history import ModelHistory
from desktop_search.storage.saved_searches import StoredSearches
from desktop_search.storage.user_db import UserDb
from tests.fakes import engine_at, write_tree
from tests.model_samples import bare_static

QUERY, MODEL = "when does the rent rise", "tuned-here"
DIMENSIONS = 8


@dataclass(frozen=True, slots=True)
class Home:
    """Where the data is, and the person's own files."""

    data: DataDirectory
    documents: Path


def home_at(place: Path) -> Home:
    """A home as a person has it after a while. Vectors are computed by hashing; the model is there, but not loaded."""
    documents = write_tree(
        place / "documents", {"rent.txt": "The rent may rise once a year.", "soup.txt": "Leek soup."}
    )
    data = DataDirectory(place / "data")
    data.create()
    model = importing.import_model(
        bare_static(place / "source"), data.installed_models.resolve(), MODEL, origin="tuned", try_out=tried
    )
    kept = Settings(backend="hashing", readers=1, model=str(model.path), rescan_minutes=77)
    settings_file.save(kept, data.settings_file)
    with engine_at(data.root, settings=kept) as engine:
        engine.index([str(documents)])
        engine.saved.save_search(QUERY, "rent")
        engine.judging.import_labels([Label(QUERY, str(documents / "rent.txt"), "The rent", True, "window", 1.0)])
    user_db = UserDb(data.user_database)
    history = ModelHistory(user_db.database)
    history.note_use(str(model.path), time.time())
    history.add_report(model.revision, {"model": MODEL}, [QUERY], 2.0)
    user_db.close()
    return Home(data, documents)


def tried(_: Path) -> int:
    """Stands for the process that tries a model out, which takes some seconds."""
    return DIMENSIONS


def kept_in(data: DataDirectory) -> dict[str, object]:
    """What cannot be made anew, in a form that can be compared between two data directories."""
    user_db = UserDb(data.user_database)
    try:
        history = ModelHistory(user_db.database)
        model = settings_file.load(data.settings_file).model
        revision = importing.models.find(model).revision if model else ""
        report = history.report(revision)
        return {
            "labels": user_db.labels(),
            "folders": user_db.folders(),
            "searches": [(one.name, one.query, one.seen) for one in StoredSearches(user_db.database).all()],
            "rescan": settings_file.load(data.settings_file).rescan_minutes,
            "model": os.path.relpath(model, data.root.resolve()),
            "used": [os.path.relpath(folder, data.root.resolve()) for folder in history.chosen()],
            "report": report and (report.report, report.learned),
        }
    finally:
        user_db.close()


def tree(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, and its links as they are."""
    return {
        str(path.relative_to(folder)): os.readlink(path)
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }

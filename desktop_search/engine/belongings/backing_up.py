"""Backs up what cannot be made anew: labels, saved searches, folders, settings, and the person's models."""

import os
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from desktop_search import __version__, settings
from desktop_search.embedding import manifest
from desktop_search.embedding.library import Library
from desktop_search.engine.belongings import archive
from desktop_search.errors import DesktopSearchError, ModelUnavailable
from desktop_search.files.changes import is_below
from desktop_search.paths import DataDirectory
from desktop_search.storage import user_copies
from desktop_search.storage.connection import DatabaseDamaged
from desktop_search.storage.copies import LEFT_OUT


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made."""

    file: str
    bytes: int
    models: tuple[str, ...]
    notices: tuple[str, ...] = field(default=())


def back_up(data: DataDirectory, target: Path, *, force: bool = False) -> BackedUp:
    """Writes a backup, also while an engine runs. Raises DesktopSearchError; there is then no file of that name."""
    if is_below(os.path.realpath(target), os.path.realpath(data.root)):
        raise DesktopSearchError(
            f"{target} is inside the data directory, and would be lost with it.", "Choose a place elsewhere."
        )
    if not data.user_database.exists():
        raise DesktopSearchError(f"There is nothing to back up in {data.root} yet.", "Add a folder first.")
    try:
        return write(data, target, force=force)
    except DatabaseDamaged as error:
        raise DesktopSearchError(
            f"{data.user_database}, which holds your folders and labels, is damaged.",
            "Run desktop-search doctor, which puts its newest copy in its place; without one, restore a backup.",
        ) from error


def write(data: DataDirectory, target: Path, *, force: bool = False, put_aside: bool = False) -> BackedUp:
    """The same for any target. What is put aside is without models, which stay, and without what was opened.

    Raises DatabaseDamaged, too.
    """
    notices: list[str] = []
    members: dict[str, bytes | Path] = {}
    names: list[str] = []
    try:
        # What was opened can be erased at any time, and nobody would look for it in what was put aside.
        decided = user_copies.snapshot(data.user_database, leaving_out=LEFT_OUT if put_aside else ())
        members[archive.USER_DATABASE] = decided
        if damaged := user_copies.damaged_rows(decided):
            notices.append(
                f"Damaged folders and judgements, which will not be restored from this backup: {damaged:,}."
                " Run desktop-search verify --repair, and back up again."
            )
        if data.settings_file.exists():
            settings.load(data.settings_file)
            members[archive.SETTINGS] = data.settings_file.read_bytes()
        for model in Library(data.installed_models.resolve()).installed() if not put_aside else []:
            try:
                sums = manifest.check(Path(model.folder))
            except ModelUnavailable as error:
                notices.append(f"{error.title} It is not in the backup.")
                continue
            names.append(model.name)
            for name in (*sums, manifest.MANIFEST):
                members[f"{archive.MODELS}{model.name}/{name}"] = Path(model.folder) / name
        about = {
            "made_at": time.strftime("%Y-%m-%dT%H:%M:%S"),
            "version": __version__,
            "root": os.path.realpath(data.root),
        }
        if not put_aside and any((data.models / "rerankers").glob("*/config.json")):
            notices.append("Trained cross-encoders are not in a backup: train them anew.")
        size = archive.write(target, members, about, force=force)
    except sqlite3.Error as error:
        raise DesktopSearchError(
            f"{data.user_database} cannot be read: {error}.", "End other programs that use it, and try again."
        ) from error
    except OSError as error:
        raise DesktopSearchError(f"{target} cannot be written: {error.strerror or error}.") from error
    return BackedUp(str(target), size, tuple(names), tuple(notices))

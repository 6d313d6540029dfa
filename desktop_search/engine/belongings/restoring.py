"""Puts a backup in the place of what is there: checked as a whole before, and with a way back."""

import dataclasses
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_search import durable
from desktop_search import settings as settings_file
from desktop_search.embedding import canary, importing, manifest, publishing
from desktop_search.embedding.refusing import ModelRefused
from desktop_search.engine.belongings import archive, backing_up, places
from desktop_search.engine.belongings.alone import alone
from desktop_search.engine.belongings.archive import Archive, BackupRefused
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings
from desktop_search.storage import user_copies
from desktop_search.storage.connection import DatabaseDamaged
from desktop_search.storage.copies import Copies
from desktop_search.storage.user_copies import CopyIsNewer, CopyRefused
from desktop_search.storage.user_db import UserDb

STAGE, KEPT = ".restoring-", 3
"""Where a backup is unpacked and checked; and how many copies of what was replaced are kept."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there now. put_aside is the backup of what was there before; "" where there was nothing."""

    made_at: str
    labels: int
    folders: int
    models: tuple[str, ...]
    put_aside: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """A backup that was unpacked and is sound: models by the names they get here, to be moved from their folders."""

    user_database: Path
    settings: Settings
    models: dict[str, Path]
    notices: tuple[str, ...]


def restore(data: DataDirectory, file: Path, *, try_out: Callable[[Path], int] = canary.run) -> Restored:
    """Replaces labels, saved searches, folders and settings by those of a backup, and adds its models.

    An engine that runs is ended. Raises DesktopSearchError with the reason, and leaves everything as it was.
    """
    _refuse_to_replace_newer(data)
    try:
        with archive.opened(file) as packed:
            data.create()
            with _stage(data) as stage:
                checked = _checked(data, packed, stage, try_out)
                with alone(data, window=False):
                    put_aside = _put_aside(data)
                    _replace(data, checked)
                    # The others are of what was there before: they must not take its place when it is damaged.
                    with suppress(OSError):
                        Copies(data.user_database, data.user_copies).keep()
                made_at = packed.contents.made_at
    except (OSError, sqlite3.Error) as error:
        said = error.strerror or error if isinstance(error, OSError) else error
        raise DesktopSearchError(f"The backup could not be restored: {said}.", "Nothing was changed.") from error
    user_db = UserDb(data.user_database)
    try:
        labels, folders = len(user_db.labels()), len(user_db.folders())
    finally:
        user_db.close()
    return Restored(made_at, labels, folders, tuple(checked.models), put_aside, checked.notices)


def _refuse_to_replace_newer(data: DataDirectory) -> None:
    try:
        if data.user_database.exists():
            user_copies.version_of(data.user_database)
    except CopyIsNewer:
        raise DesktopSearchError(
            f"{data.user_database} was written by a newer version of this program.",
            "Install that version again, or the newest.",
        ) from None
    except CopyRefused:
        # A damaged one is what backups are for.
        return


def _checked(data: DataDirectory, packed: Archive, stage: Path, try_out: Callable[[Path], int]) -> _Checked:
    contents, root = packed.contents, Path(os.path.realpath(data.root))
    if archive.USER_DATABASE not in contents.files:
        raise BackupRefused("it holds no labels")
    free, needed = shutil.disk_usage(data.root).free, 2 * sum(size for size, _ in contents.files.values())
    if free < needed:
        raise DesktopSearchError(
            f"The disk is too full: {needed // 1_000_000:,} MB are needed.", "Make room, and try again."
        )
    for name in contents.files:
        packed.extract(name, stage / name)
    models, renamed = _models(data, stage, try_out)

    def place_of(folder: str) -> str:
        new = places.moved(folder, contents.root, root)
        return renamed.get(new, new)

    kept, notices = _settings(data, stage / archive.SETTINGS, place_of, models)
    made = stage / "new.db"
    try:
        left_out = user_copies.rewritten(stage / archive.USER_DATABASE, made, place_of)
    except CopyRefused as error:
        raise BackupRefused(str(error)) from error
    if left_out:
        notices = (*notices, f"Damaged folders and judgements in it, which are not restored: {left_out:,}.")
    return _Checked(made, kept, models, notices)


def _models(data: DataDirectory, stage: Path, try_out: Callable[[Path], int]) -> tuple[dict[str, Path], dict[str, str]]:
    """The models that are not here yet, checked and tried out as any stranger's; and folders that get other names."""
    found: dict[str, Path] = {}
    renamed: dict[str, str] = {}
    installed = Path(os.path.realpath(data.installed_models))
    for source in sorted((stage / archive.MODELS).iterdir()) if (stage / archive.MODELS).is_dir() else ():
        said = manifest.read(source)
        if said is None:
            raise BackupRefused(f"the model {source.name} in it says nothing of itself")
        name, number = importing.name_for(source, source.name), 1
        is_whole = manifest.sums_of(source) == said.files
        while (installed / name).exists() and not (is_whole and manifest.read(installed / name) == said):
            number += 1
            name = importing.name_for(source, f"{source.name[:60]}-{number}")
        renamed[str(installed / source.name)] = str(installed / name)
        if not (installed / name).exists():
            # What it says of itself is not believed: it is found out again.
            (source / manifest.MANIFEST).unlink()
            try:
                importing.import_model(source, stage / "checked", name, origin=said.origin[:40], try_out=try_out)
            except ModelRefused as error:
                raise BackupRefused(
                    f"the model {source.name} in it is not safe or not whole: {error.reason}"
                ) from error
            found[name] = stage / "checked" / name
    return found, renamed


def _settings(
    data: DataDirectory, file: Path, place_of: Callable[[str], str], models: dict[str, Path]
) -> tuple[Settings, tuple[str, ...]]:
    """The settings of a backup, without what would have this program load what is not its own."""
    notices = []
    named: dict[str, Any] = {}
    try:
        here = settings_file.load(data.settings_file)
    except DesktopSearchError:
        here = Settings()
    try:
        kept = settings_file.load(file)
    except DesktopSearchError as error:
        raise BackupRefused(
            f"its settings do not fit ({error.title.rstrip('.').replace(str(file), file.name)})"
        ) from error
    if kept.extra_formats and kept.extra_formats != here.extra_formats:
        notices.append(f"Further formats are not restored, as they are programs: {kept.extra_formats}.")
        kept = dataclasses.replace(kept, extra_formats=here.extra_formats)
    installed = os.path.realpath(data.installed_models)
    for name in places.FOLDERS_OF_SETTINGS:
        folder = place_of(getattr(kept, name))
        will_be = os.path.dirname(folder) == installed and os.path.basename(folder) in models
        if folder and not will_be and not os.path.isdir(folder):
            notices.append(f"The setting “{name}” is not restored, as {folder} is not there.")
            folder = ""
        named[name] = folder
    return dataclasses.replace(kept, **named), tuple(notices)


@contextmanager
def _stage(data: DataDirectory) -> Iterator[Path]:
    """An empty folder in the data directory; what an interrupted attempt left there is removed."""
    for left in data.root.glob(f"{STAGE}*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=data.root))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _put_aside(data: DataDirectory) -> str:
    """Backs up what is there. A damaged user.db is put aside as it is, later."""
    target = data.backups / f"before-restoring-{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(2).hex()}.zip"
    try:
        user_copies.version_of(data.user_database)
        data.backups.mkdir(mode=0o700, exist_ok=True)
        made = backing_up.write(data, target, put_aside=True)
    except (CopyRefused, DatabaseDamaged):
        return ""
    for old in sorted(data.backups.glob("before-restoring-*.zip"))[:-KEPT]:
        old.unlink()
    return made.file


def _replace(data: DataDirectory, checked: _Checked) -> None:
    """All of it, or nothing: what was done is undone when a later step fails."""
    place = Path(os.path.realpath(data.installed_models))
    with ExitStack() as undo:
        for name, folder in checked.models.items():
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            publishing.publish(folder, place / name)
            undo.callback(publishing.remove, place / name)
        before = data.settings_file.read_bytes() if data.settings_file.exists() else None
        undo.callback(_put_back, data.settings_file, before)
        settings_file.save(checked.settings, data.settings_file)
        # Last, as it is one transaction and needs no way back.
        user_copies.put_in_place(checked.user_database, data.user_database)
        undo.pop_all()


def _put_back(file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink(missing_ok=True)
    else:
        durable.replace(file, content)

"""Makes a folder appear under its name in one step, whole and on the disk or not at all, and for its owner only."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from desktop_search import durable

UNFINISHED = ".new-"
UNFINISHED_SECONDS = 3600


@contextlib.contextmanager
def unfinished(place: Path) -> Iterator[Path]:
    """An empty folder beside those that are there; whatever is left of it at the end is removed. Raises OSError."""
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_forgotten(place)
    temporary = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=place))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def publish(temporary: Path, target: Path) -> None:
    """Gives a folder its name, after all of it is on the disk. Raises OSError, also when the name is taken."""
    for folder in (temporary, *(inside for inside in temporary.rglob("*") if inside.is_dir())):
        folder.chmod(0o700)
        for file in folder.iterdir():
            if file.is_file():
                file.chmod(0o600)
                with open(file, "rb+") as stream:
                    os.fsync(stream.fileno())
        durable.flush_folder(folder)
    temporary.rename(target)
    durable.flush_folder(target.parent)


def remove(folder: Path) -> None:
    """Takes a folder away in one step, then its files. Raises OSError."""
    aside = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
    folder.rename(aside / folder.name)
    shutil.rmtree(aside, ignore_errors=True)


def _remove_forgotten(place: Path) -> None:
    """Removes what others have left here when they were killed."""
    for folder in place.glob(f"{UNFINISHED}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > UNFINISHED_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)

"""Moves a data directory: copied, compared, switched in one step, and only then removed from its old place."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_search import moved
from desktop_search.engine.belongings import erasing, inventory, places
from desktop_search.engine.belongings.alone import alone
from desktop_search.errors import DesktopSearchError
from desktop_search.files.changes import is_below
from desktop_search.paths import DataDirectory

AT_ONCE = 1 << 20
STAY = frozenset({"engine.lock", moved.SIGN, f"{moved.SIGN}.new", moved.NOTE, f"{moved.NOTE}.new"})


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the data is now. left are things in the old place that are not the program's."""

    old: str
    new: str
    files: int
    bytes: int
    left: tuple[str, ...]


def move(data: DataDirectory, target: Path, *, asked: Path | None = None) -> Moved:
    """Moves everything to another directory, which is empty or not there yet. Window and engine are ended.

    asked is the place where the person's commands look, which may have led to data by an earlier move. Whenever this
    is interrupted, one complete directory is found there. Raises DesktopSearchError.
    """
    old, new = Path(os.path.realpath(data.root)), Path(os.path.realpath(target))
    _refuse(old, new)
    with alone(data, window=True):
        try:
            _make_room(old, new)
            copied = _copied(old, new)
            places.rename_within(DataDirectory(new), old)
            _flush(new)
            moved.note_arrival(new, old, complete=True)
            # From here on the new one is in charge.
            moved.put_sign(old, new)
        except (OSError, sqlite3.Error) as error:
            said = error.strerror or error if isinstance(error, OSError) else error
            raise DesktopSearchError(
                f"The data could not be moved to {new}: {said}.", f"It is all in {old}, as before."
            ) from error
        if asked is not None and Path(os.path.realpath(asked)) not in (old, new) and moved.sign_in(asked) is not None:
            moved.put_sign(asked, new)
    finish(new)
    left = tuple(str(path) for path in inventory.others(old))
    return Moved(str(old), str(new), len(copied), sum(copied.values()), left)


def finish(new: Path) -> None:
    """Removes what is left in the old place of a data directory that has moved, if there is anything. Never raises."""
    arrival = moved.arrival_at(new)
    if arrival is None or not moved.has_moved(arrival.old, new):
        return
    with suppress(OSError):
        (new / moved.SIGN).unlink(missing_ok=True)
        for one in inventory.belongings(arrival.old):
            if one.path.name != moved.SIGN:
                erasing.remove(one.path)
        erasing.remove_empty_folders(arrival.old)
        (new / moved.NOTE).unlink()


def _refuse(old: Path, new: Path) -> None:
    if is_below(str(new), str(old)) or is_below(str(old), str(new)):
        raise DesktopSearchError(f"{new} and {old} lie in each other.", "Choose another place.")
    if not inventory.is_data_directory(old):
        raise DesktopSearchError(f"There is no data of this program in {old}.", "Name its place with --data-dir.")
    if new.exists() and not new.is_dir():
        raise DesktopSearchError(f"{new} is no folder.", "Choose another place.")
    if new.is_dir():
        arrival = moved.arrival_at(new)
        # A copy that did not come to its end may be begun again; the old place is still in charge.
        begun = _begun(old, new) if arrival is not None and arrival.old == old else set()
        if any(path.name not in STAY and not _is_in(path, begun) for path in new.rglob("*") if not path.is_dir()):
            raise DesktopSearchError(f"{new} is not empty.", "Choose an empty folder, or one that is not there yet.")


def _begun(old: Path, new: Path) -> set[Path]:
    """What an earlier attempt may have copied: half a model cannot be told from a folder of the person's by itself."""
    known = {new / one.path.relative_to(old) for one in inventory.belongings(old)}
    return known | {one.path for one in inventory.belongings(new)}


def _is_in(path: Path, folders: set[Path]) -> bool:
    return not folders.isdisjoint((path, *path.parents))


def _make_room(old: Path, new: Path) -> None:
    new.mkdir(parents=True, exist_ok=True, mode=0o700)
    new.chmod(0o700)
    moved.note_arrival(new, old, complete=False)
    for path in _begun(old, new):
        if path.name not in STAY:
            erasing.remove(path)
    needed = sum(file.lstat().st_size for file in _files(old))
    if shutil.disk_usage(new).free < needed:
        raise DesktopSearchError(
            f"The disk is too full: {needed // 1_000_000:,} MB are needed.", "Make room, and try again."
        )


def _files(root: Path) -> Iterator[Path]:
    """What is to be copied. Without the databases' shared memory, which is made anew from the log beside it."""
    for one in inventory.belongings(root):
        if one.path.name not in STAY and not one.path.name.endswith("-shm"):
            yield from one.files()


def _copied(old: Path, new: Path) -> dict[Path, int]:
    """Copies every file, compares it with what can be read in the new place, and gives their sizes."""
    sizes = {}
    for file in _files(old):
        name = file.relative_to(old)
        _make_folders(new, name.parent)
        target = new / name
        if file.is_symlink():
            target.symlink_to(os.readlink(file))
            continue
        digest = hashlib.sha256()
        with file.open("rb") as read, open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as write:
            while some := read.read(AT_ONCE):
                digest.update(some)
                write.write(some)
            write.flush()
            os.fsync(write.fileno())
        shutil.copystat(file, target)
        target.chmod(0o600)
        with target.open("rb") as again:
            if hashlib.file_digest(again, "sha256").digest() != digest.digest():
                raise OSError(f"{name} was not written as it is")
        sizes[name] = target.stat().st_size
    return sizes


def _make_folders(root: Path, name: Path) -> None:
    # mkdir(parents=True) would give the folders in between what the umask allows.
    for folder in (*reversed(name.parents), name):
        (root / folder).mkdir(exist_ok=True, mode=0o700)


def _flush(root: Path) -> None:
    """Has the disk know every folder's files, and those that were changed after they were copied."""
    for folder, _, names in os.walk(root):
        places_to_flush = [folder, *(os.path.join(folder, name) for name in names)]
        for place in places_to_flush:
            if os.name == "posix" and not os.path.islink(place):
                descriptor = os.open(place, os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)

"""Removes everything of the program's from this machine but the program itself; nothing that is the person's."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_search import autostart, desktop_entry, moved
from desktop_search.engine.belongings import inventory
from desktop_search.engine.belongings.alone import alone
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory

DESKTOP = "start at login and menu entry"


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes: so many files of a kind with so many bytes."""

    kind: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What erasing removes, and what it leaves in the data directory because it is not the program's."""

    root: str
    removals: tuple[Removal, ...]
    left: tuple[str, ...]

    @property
    def files(self) -> int:
        return sum(one.files for one in self.removals)

    @property
    def bytes(self) -> int:
        return sum(one.bytes for one in self.removals)


def plan(data: DataDirectory, *, asked: Path | None = None) -> Plan:
    """What erase() would remove. Raises DesktopSearchError for a directory that is none of this program."""
    if not inventory.is_data_directory(data.root):
        raise DesktopSearchError(
            f"{data.root} is no data directory of this program, and nothing was removed.",
            "Name the right one with --data-dir.",
        )
    counts: dict[str, list[int]] = {}
    for one in inventory.belongings(data.root):
        for file in one.files():
            with contextlib.suppress(OSError):
                count = counts.setdefault(one.kind, [0, 0])
                count[1] += file.lstat().st_size
                count[0] += 1
    for file in _entries(_names(data, asked)):
        count = counts.setdefault(DESKTOP, [0, 0])
        count[0] += 1
        count[1] += file.stat().st_size if file.exists() else 0
    removals = tuple(Removal(kind, *count) for kind, count in counts.items())
    return Plan(str(data.root), removals, tuple(str(path) for path in inventory.others(data.root)))


def erase(data: DataDirectory, *, asked: Path | None = None) -> Plan:
    """Ends window and engine, and removes everything. Says what was removed.

    asked is the place that led to the data, if it was moved: the sign there goes, too. Interrupted, it can be run
    again. Raises DesktopSearchError, also when something cannot be removed.
    """
    plan(data)
    names = _names(data, asked)
    with alone(data, window=True):
        done = plan(data, asked=asked)
        try:
            for file in _entries(names):
                file.unlink(missing_ok=True)
            way = autostart.of_this_system()
            if any(way.is_of(name) for name in names):
                way.switch_off()
            for one in inventory.belongings(data.root):
                # Windows removes no file that is locked.
                if one.path != data.lock_file:
                    remove(one.path)
            remove_empty_folders(data.root)
            for socket in (data.socket, data.window_socket):
                if os.name == "posix":
                    Path(socket).unlink(missing_ok=True)
            for name in names[1:]:
                (name.root / moved.SIGN).unlink(missing_ok=True)
        except OSError as error:
            raise DesktopSearchError(
                f"Not everything could be removed: {error.filename}: {error.strerror}.",
                "Look at its permissions, and erase again.",
            ) from error
    with contextlib.suppress(OSError):
        data.lock_file.unlink(missing_ok=True)
    for name in names:
        with contextlib.suppress(OSError):
            # Only where nothing of the person's is in it.
            name.root.rmdir()
    return done


def remove(path: Path) -> None:
    """Takes a file, a link or a whole folder away; what links lead to stays. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        # Half a model looks like a folder of the person's; under this name it is known when this is interrupted.
        gone = path.with_name(f"{inventory.GOING}{secrets.token_hex(4)}")
        path.rename(gone)
        shutil.rmtree(gone)
    else:
        path.unlink(missing_ok=True)


def remove_empty_folders(root: Path) -> None:
    """Removes the folders in a data directory that are empty now."""
    for name in inventory.FOLDERS:
        with contextlib.suppress(OSError):
            (root / name).rmdir()


def _names(data: DataDirectory, asked: Path | None) -> list[DataDirectory]:
    """The data directory, and the places that lead to it since it was moved: what starts the program may name any."""
    places = [] if asked is None else list(moved.way_from(asked))
    return [data, *(DataDirectory(place) for place in places if place != data.root)]


def _entries(names: Sequence[DataDirectory]) -> Iterable[Path]:
    """The files outside of the data directory that start this very window."""
    way = autostart.of_this_system()
    login = getattr(way, "path", None)
    for file in (login, desktop_entry.own_entry()):
        if (
            isinstance(file, Path)
            and file.exists()
            and any(way.is_of(name) if file == login else desktop_entry.is_of(file, name) for name in names)
        ):
            yield file

"""What in a data directory is the program's: everything else in there is the person's, and is left alone."""

import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from desktop_search import moved
from desktop_search.embedding import manifest, publishing
from desktop_search.storage import index_db, room, user_db

INDEX, LABELS, SETTINGS = "index", "labels, saved searches and folders", "settings"
MODELS, LEARNED, BACKUPS, LOGS, REST = "models", "what was learned", "backups", "logs", "notes of the program"
FOLDERS = ("vectors", "models/installed", "models/rerankers", "models", "learning", "backups", "copies", "logs")
"""Where it keeps what it makes, what lies in another before that one."""
GOING = ".going-"
"""How the name of a folder begins that is being removed."""
_LAST = ("user.db", "CACHEDIR.TAG", "engine.lock", moved.SIGN)
"""What tells a data directory from others goes last, so that an interrupted removal can be gone on with."""
_SQLITE, _OWNER_AT = b"SQLite format 3\0", 68


@dataclass(frozen=True, slots=True)
class Belonging:
    """A file or a whole folder of the program's, and what it is in a person's words."""

    path: Path
    kind: str

    def files(self) -> Iterator[Path]:
        """Every file of it; links are files, and are not followed."""
        if not self.path.is_dir() or self.path.is_symlink():
            yield self.path
            return
        for folder, names, files in os.walk(self.path):
            # os.walk counts links to folders among the folders.
            yield from (Path(folder) / name for name in files)
            yield from (Path(folder) / name for name in names if os.path.islink(os.path.join(folder, name)))


def _always(_: Path) -> bool:
    return True


def _is_a_model(folder: Path) -> bool:
    return folder.name.startswith(publishing.UNFINISHED) or manifest.read(folder) is not None


def _is_words(folder: Path) -> bool:
    return (folder / "desktop-search-version").is_file()


_PATTERNS: tuple[tuple[str, str, Callable[[Path], bool]], ...] = (
    ("index.db*", INDEX, _always),
    ("damaged-*-index.db*", INDEX, _always),
    ("words", INDEX, _is_words),
    ("vectors/manifest.json*", INDEX, _always),
    ("vectors/generation-*", INDEX, _always),
    ("user.db*", LABELS, _always),
    ("damaged-*-user.db*", LABELS, _always),
    ("settings.toml*", SETTINGS, _always),
    ("settings.new", SETTINGS, _always),
    ("window.ini*", SETTINGS, _always),
    ("models/installed/*", MODELS, _is_a_model),
    ("models/rerankers/*", MODELS, lambda folder: (folder / "config.json").is_file()),
    ("models/speeds.json", MODELS, _always),
    ("models/making.lock", MODELS, _always),
    ("models/new-*", MODELS, Path.is_dir),
    ("models/*.checked", MODELS, _always),
    ("models/*-" + 16 * "[0-9a-f]" + "*", MODELS, _always),
    ("learning/adapter.*", LEARNED, _always),
    ("learning/run", LEARNED, Path.is_dir),
    ("backups/before-restoring-*.zip", BACKUPS, _always),
    ("backups/*user*.db*", BACKUPS, _always),
    ("copies/user*.db*", BACKUPS, _always),
    (".restoring-*", REST, Path.is_dir),
    ("logs/*.log", LOGS, _always),
    ("logs/*.log.[0-9]", LOGS, _always),
    (room.RESERVE, REST, _always),
    ("engine.lock", REST, _always),
    ("CACHEDIR.TAG", REST, _always),
    (f"{moved.SIGN}*", REST, _always),
    (f"{moved.NOTE}*", REST, _always),
)


def belongings(root: Path) -> list[Belonging]:
    """All that is the program's in a data directory, in the order in which it is to be removed."""
    found = []
    for path in _candidates(root):
        name = path.relative_to(root).as_posix()
        if path.name.startswith(GOING):
            found.append(Belonging(path, REST))
            continue
        for pattern, kind, is_ours in _PATTERNS:
            if pattern.count("/") == name.count("/") and fnmatchcase(name, pattern) and is_ours(path):
                found.append(Belonging(path, kind))
                break
    return sorted(found, key=lambda one: _LAST.index(one.path.name) if one.path.name in _LAST else -1)


def set_aside(root: Path) -> list[Path]:
    """What was put aside before something else took its place: backups, and databases that were damaged."""
    return [
        one.path
        for one in belongings(root)
        if one.path.parent.name == "backups" or one.path.name.startswith("damaged-")
    ]


def others(root: Path) -> list[Path]:
    """What lies in a data directory and is not the program's, as high up as can be said."""
    ours = [one.path for one in belongings(root)]
    inside = {parent for path in ours for parent in path.parents}
    folders = {root / name for name in FOLDERS}
    found = []
    for path in _candidates(root):
        is_shell = path in folders and (path in inside or not any(path.iterdir())) if path.is_dir() else False
        covered = any(parent in found for parent in path.parents)
        if path not in ours and not is_shell and not covered:
            found.append(path)
    return found


def is_data_directory(root: Path) -> bool:
    """Whether the program has kept its data here. Looks into no database, so a damaged one counts as well."""
    owners = {"user.db": user_db.APPLICATION_ID, "index.db": index_db.APPLICATION_ID}
    if any(_owner(root / name) == owner for name, owner in owners.items()):
        return True
    known = {one.path.name for one in belongings(root)}
    return bool(known & set(_LAST)) and not others(root)


def _owner(file: Path) -> int | None:
    """The number by which a program marks its SQLite databases; None for what is none."""
    try:
        with open(file, "rb") as stream:
            head = stream.read(_OWNER_AT + 4)
    except OSError:
        return None
    return struct.unpack_from(">I", head, _OWNER_AT)[0] if head.startswith(_SQLITE) and len(head) > _OWNER_AT else None


def _candidates(root: Path) -> Iterator[Path]:
    """What may be the program's: three storeys deep, following no links."""
    try:
        first = sorted(root.iterdir())
    except OSError:
        return
    for path in first:
        yield path
        if path.name in FOLDERS and path.is_dir() and not path.is_symlink():
            for below in sorted(path.iterdir()):
                yield below
                if f"{path.name}/{below.name}" in FOLDERS and below.is_dir() and not below.is_symlink():
                    yield from sorted(below.iterdir())

"""What was installed: a file beside a model that says what it is, with the SHA-256 of every other file."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from desktop_search.errors import ModelUnavailable

MANIFEST = "installed.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of an installed model. files are its files' SHA-256 by their names in the folder.

    published_as and commit say which model of a hub this is, and at which commit of it, where it was downloaded.
    """

    origin: str
    kinds: tuple[str, ...]
    dimensions: int
    size: int
    files: dict[str, str]
    languages: tuple[str, ...] = ()
    licence: str = ""
    revision: str = ""
    version: int = field(default=VERSION)
    published_as: str = ""
    commit: str = ""


def write(folder: Path, manifest: Manifest) -> None:
    """Keeps it in the folder. Raises OSError."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def read(folder: Path) -> Manifest | None:
    """What the folder's file says; None where there is none, or none that can be read."""
    try:
        plain: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(
            str(plain["origin"]),
            tuple(map(str, plain["kinds"])),
            int(plain["dimensions"]),
            int(plain["size"]),
            {str(name): str(value) for name, value in plain["files"].items()},
            tuple(map(str, plain["languages"])),
            str(plain["licence"]),
            str(plain["revision"]),
            int(plain["version"]),
            # Those before did not say it.
            str(plain.get("published_as", "")),
            str(plain.get("commit", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def check(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file, when all are as they were installed and no other has come.

    Raises ModelUnavailable when that is not so.
    """
    known = read(folder)
    if known is None:
        raise _damaged(folder, MANIFEST)
    try:
        found = sums_of(folder)
    except OSError as error:
        raise _damaged(folder, Path(str(error.filename)).name) from error
    for name in sorted(known.files.keys() | found.keys()):
        if known.files.get(name) != found.get(name):
            raise _damaged(folder, name)
    return found


def sums_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder but the manifest, by their names in it. Raises OSError."""
    return {
        file.relative_to(folder).as_posix(): sha256(file)
        for file in sorted(folder.rglob("*"))
        if not file.is_dir() and file != folder / MANIFEST
    }


def sha256(file: Path) -> str:
    """The checksum of a file, in hexadecimal digits. Raises OSError."""
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _damaged(folder: Path, name: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"The model {folder.name} is damaged: {name} is not as it was installed.",
        "Search by words goes on; remove the model and add it again.",
    )

"""What the pages beside the search show. Frozen and pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_search.records.disk import Folder
from desktop_search.records.work import Counts


@dataclass(frozen=True, slots=True)
class SettingsState:
    """All settings by name, as they are kept. waiting are those that the engine takes over only when it starts anew."""

    values: Mapping[str, Any]
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderDetails:
    """A folder with all that its page shows: passages and how many of them can be found by meaning.

    scanned_at is when it was last compared with the disk as a whole, in seconds since 1970; None if that is not known.
    vanished is how many files are gone at once and kept until the person says that they may be forgotten.
    """

    folder: Folder
    counts: Counts
    passages: int
    embedded: int
    available: bool = True
    watched: bool = False
    scanned_at: float | None = None
    is_first: bool = False
    vanished: int = 0


@dataclass(frozen=True, slots=True)
class RuledPath:
    """A file or folder that a rule speaks of. files is how many files the index knows there."""

    path: str
    rule: str
    is_folder: bool
    files: int


@dataclass(frozen=True, slots=True)
class RulesPreview:
    """What rules of the person's do in a folder: what they hide, and what they take back that is usually hidden.

    hidden_files counts those that are known to the index. is_complete is False where the folder is too large to be
    looked through; looked_at is how many files and folders were. idle rules speak of nothing that was seen, broken
    ones are no rules.
    """

    hidden: tuple[RuledPath, ...] = ()
    taken_back: tuple[RuledPath, ...] = ()
    hidden_count: int = 0
    hidden_files: int = 0
    looked_at: int = 0
    is_complete: bool = True
    idle: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """A library that the program uses, as it is installed."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class About:
    """What runs here, and where its data is. connections are those to other machines that it holds at this moment."""

    version: str
    python: str
    data: str
    libraries: tuple[Library, ...]
    connections: int

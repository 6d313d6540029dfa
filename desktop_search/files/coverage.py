"""Finds the folders that nobody tells us of: the system gives so many watches, and is silent where they run out."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_search.files import ignore, walk
from desktop_search.records import Folder

OWN_FILES = Path("/proc/self/fdinfo")
LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")
POLL_SECONDS = 30.0
"""How often what is not watched is compared with the disk."""
LOOK_SECONDS, REST = 3_600.0, 50
"""How often everything is looked through unasked; and how many times longer than a look nobody looks again."""

AGAIN_SECONDS = 86_400.0
"""After so long what the system refused to watch is tried again; at once, where it allows more."""
SETTLE_SECONDS, SETTLE_TIMES = 0.5, 4
"""How long a new folder may take until it is watched."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How many folders there are inside those that are watched, and which of them are not live."""

    folders: int = 0
    unwatched: tuple[str, ...] = ()


class Coverage:
    """Compares the watches that the system holds with the folders that there are, now and then, on a thread of its own.

    A watch gets lost where folders come and go at once: all are made anew then. What is not watched even so, the system
    does not allow; it is hinted at each time, so that its changes are found, if later.
    """

    def __init__(self, hint: Callable[[str], None], watch_anew: Callable[[], None], *, never: Iterable[str]) -> None:
        self.now = Covered()
        self._hint = hint
        self._watch_anew = watch_anew
        self._never = tuple(never)
        self._next = 0.0
        self._took = 0.0
        self._has_changed = True
        self._thread: threading.Thread | None = None
        self._looking = threading.Lock()
        self._closing = threading.Event()
        self._refused: tuple[str, float] | None = None
        """How many watches the system allowed when it allowed no more, and until when that is taken for granted."""

    def changed(self) -> None:
        """There are other folders, or other watches, than there were: they are looked through soon."""
        self._has_changed = True

    def look_if_due(self, folders: Sequence[Folder]) -> None:
        """Begins to look, if it is time. Called every few seconds."""
        is_wanted = self._has_changed or self.now.unwatched or time.monotonic() >= self._next + LOOK_SECONDS
        is_looking = self._thread is not None and self._thread.is_alive()
        if not is_wanted or is_looking or time.monotonic() < self._next:
            return
        self._has_changed = False
        self._thread = threading.Thread(target=self._look, args=(tuple(folders),), name="looking", daemon=True)
        self._thread.start()

    def look(self, folders: Sequence[Folder]) -> Covered:
        """Looks at once. Takes as long as listing all folders; some seconds more where some are not watched."""
        with self._looking:
            found = self._look_through(folders)
            if self._closing.is_set():
                return self.now
            if found.unwatched and not self._is_refused():
                self._watch_anew()
                found = self._look_through(folders)
                self._refused = (allowed_watches(), time.monotonic() + AGAIN_SECONDS)
            if not found.unwatched:
                self._refused = None
            self.now = found
            return found

    def close(self) -> None:
        """Ends a look that is under way."""
        self._closing.set()

    def _look(self, folders: Sequence[Folder]) -> None:
        self.look(folders)
        for path in self.now.unwatched:
            self._hint(path)
        self._next = time.monotonic() + max(POLL_SECONDS, REST * self._took)

    def _look_through(self, folders: Sequence[Folder]) -> Covered:
        began = time.monotonic()
        found = covered(folders, never=self._never)
        self._took = time.monotonic() - began
        for _ in range(0 if self._is_refused() else SETTLE_TIMES):
            if not found.unwatched:
                break
            # A new folder is watched a moment after it was made.
            if self._closing.wait(SETTLE_SECONDS):
                break
            gone_or_watched = watched_inodes() | {None}
            unwatched = tuple(path for path in found.unwatched if _inode(path) not in gone_or_watched)
            found = Covered(found.folders, unwatched)
        return found

    def _is_refused(self) -> bool:
        if self._refused is None:
            return False
        allowed, until = self._refused
        return allowed == allowed_watches() and time.monotonic() < until


def allowed_watches() -> str:
    """How many watches the system allows a person, as it writes the number; empty where it does not say."""
    try:
        return LIMIT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _inode(path: str) -> int | None:
    try:
        return os.lstat(path).st_ino
    except OSError:
        return None


def covered(folders: Sequence[Folder], *, never: Sequence[str] = (), own_files: Path = OWN_FILES) -> Covered:
    """Which folders inside these are not watched; none where the system does not say what it watches."""
    watched = watched_inodes(own_files)
    total, unwatched = 0, list[str]()
    for folder in folders:
        rules = ignore.rules_for(folder.path, folder.path, folder.ignore_rules, never=(*never, *folder.excluded))
        if rules is None or not os.path.isdir(folder.path):
            continue
        for path, inode in walk.folders(folder.path, rules):
            total += 1
            # What may not be read is none of ours.
            if watched and inode not in watched and os.access(path, os.R_OK):
                unwatched.append(path)
    return Covered(total, tuple(unwatched))


def watched_inodes(own_files: Path = OWN_FILES) -> frozenset[int]:
    """The numbers of the files and folders that the system watches for this process; none where it does not say."""
    found: set[int] = set()
    for name in os.listdir(own_files) if own_files.is_dir() else ():
        try:
            lines = (own_files / name).read_text(encoding="ascii").splitlines()
        except OSError:  # It was closed meanwhile.
            continue
        # "inotify wd:1 ino:a1b2 sdev:fd00000 mask:…", see man 5 proc.
        found.update(
            int(line.split(" ")[2].removeprefix("ino:"), 16) for line in lines if line.startswith("inotify wd:")
        )
    return frozenset(found)

"""Says whether a folder, and whatever is mounted inside it, is on the disk it was on: without it, nothing is gone."""

import json
import logging
import os
import re
import stat
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from desktop_search.files.changes import is_below
from desktop_search.records import FileStat
from desktop_search.storage.index_db import IndexDb

logger = logging.getLogger(__name__)

MOUNTS = Path("/proc/self/mountinfo")
COMPARED_FILES = 100
LEAST_SAME = 0.5
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MOUNT_FIELD = 4


class Disks:
    """Used by the indexing thread only. What is away is kept, with a sentence for the person."""

    def __init__(self, db: IndexDb) -> None:
        self._db = db
        self._away: dict[str, str] = {}

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(self._away.values())

    def is_away(self, folder: str) -> bool:
        """Whether a folder was not there when it was last looked at."""
        return folder in self._away

    def is_there(self, folder: str) -> bool:
        """Whether a folder is what it was. One whose disk is away keeps its files, with a notice."""
        key = "root " + os.fsencode(folder).hex()
        before = self._db.meta(key)
        try:
            identity = _identity(folder)
            reason = self._absence(folder, before, identity)
        except FileNotFoundError:
            # A single file that is gone is gone. A folder may come back with its disk; forgetting it is for the person.
            if before is not None and before.startswith("file ") and os.path.isdir(os.path.dirname(folder)):
                return True
            identity, reason = "", _not_there(folder)
        except OSError as error:
            logger.info("a folder cannot be looked at: %s", error.strerror)
            identity, reason = "", _not_there(folder)
        if reason:
            self._away[folder] = reason
            return False
        self._away.pop(folder, None)
        if before != identity:
            self._db.set_meta(key, identity)
        return True

    def away_inside(self, folder: str, mounts: Path = MOUNTS) -> list[str]:
        """The places in a folder where a disk was mounted that is not there now, or another one is."""
        key = "mounts " + os.fsencode(folder).hex()
        noted = self._db.meta(key) or "{}"
        before: dict[str, str] = json.loads(noted)
        now = {place: _identity(place) for place in mounted_below(folder, mounts) if os.path.isdir(place)}
        away = {place: reason for place, was in before.items() if (reason := self._gone(place, was, now.get(place)))}
        for place in before.keys() | now.keys():
            self._away.pop(place, None)
        self._away |= away
        kept = {place: was for place, was in before.items() if place in away}
        if (text := json.dumps({**now, **kept}, sort_keys=True)) != noted:
            self._db.set_meta(key, text)
        return list(away)

    def _gone(self, place: str, before: str, now: str | None) -> str:
        if now is not None:
            return self._absence(place, before, now)
        return _not_there(place) if any(self._db.known_files(place)) else ""

    def _absence(self, folder: str, before: str | None, now: str) -> str:
        """Why a folder is not the one it was; "" when it is, or nothing speaks against it."""
        if before is None or now == before or not now.startswith("folder "):
            return ""
        # An unmounted disk leaves an empty folder behind, which is another one than the disk's own.
        if not os.listdir(folder):
            return _not_there(folder)
        if _disk_of(now) != _disk_of(before) and not self._holds_the_same(folder):
            return f"Another disk is where {folder} was. What is known of it is kept, and nothing of the other is read."
        return ""

    def _holds_the_same(self, folder: str) -> bool:
        """Whether most of the known files are there: a disk has another number each time that it is connected."""
        known = [file.stat for file in islice(self._db.known_files(folder), COMPARED_FILES)]
        return sum(map(_is_there_unchanged, known)) >= LEAST_SAME * len(known)


def mounted_below(folder: str, mounts: Path = MOUNTS) -> Iterable[str]:
    """The places inside a folder where something is mounted, as far as the system says so."""
    if sys.platform != "linux":
        return []
    try:
        lines = mounts.read_bytes().decode("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []
    places = (fields[_MOUNT_FIELD] for line in lines if len(fields := line.split(" ")) > _MOUNT_FIELD)
    named = (_ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), place) for place in places)
    return sorted({place for place in named if place != folder and is_below(place, folder)})


def _identity(path: str) -> str:
    """What tells a folder from another one in its place: its disk, by number and by name, and its number there."""
    status = os.lstat(path)
    kind = "folder" if stat.S_ISDIR(status.st_mode) else "file"
    name = os.statvfs(path).f_fsid if hasattr(os, "statvfs") else 0
    return f"{kind} {status.st_dev}:{status.st_ino}:{name}"


def _disk_of(identity: str) -> tuple[str, str]:
    device, _, *name = identity.partition(" ")[2].split(":")
    return device, name[0] if name else ""


def _is_there_unchanged(stat: FileStat) -> bool:
    try:
        now = os.lstat(stat.path)
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) == (stat.size, stat.modified_ns)


def _not_there(folder: str) -> str:
    return f"{folder} is not there at the moment. What is known of it is kept."

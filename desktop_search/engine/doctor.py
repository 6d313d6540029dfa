"""One page that says what is right and what is wrong: with the disk, the databases, the model, and what watches."""

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from desktop_search.engine import abilities, watching
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.parts import limits_of
from desktop_search.files.coverage import Covered
from desktop_search.records import Condition, EngineStatus, Finding, SearchQuery
from desktop_search.storage import copies as copied
from desktop_search.storage import room
from desktop_search.storage.connection import ALWAYS_CHECKED_BYTES, Database
from desktop_search.storage.copies import Copies
from desktop_search.words.index import WordIndex

RIGHT, WARNING, WRONG = Condition.RIGHT, Condition.WARNING, Condition.WRONG
LEAST_SQLITE = (3, 38, 0)
"""The first that always has json_each()."""


class Doctor:
    """Looks at everything anew whenever it is asked. Any thread may ask; it may take as long as loading the model."""

    def __init__(
        self,
        sources: Sources,
        copies: Copies,
        status: Callable[[], EngineStatus],
        *,
        words: WordIndex,
        covered: Callable[[], Covered | None],
    ) -> None:
        """covered says which folders are watched; None where this engine follows no changes on the disk."""
        self._sources = sources
        self._data = sources.data
        self._db = sources.db
        self._user_db = sources.user_db
        self._copies = copies
        self._status = status
        self._words = words
        self._covered = covered

    def doctor(self) -> list[Finding]:
        """What the program needs, one by one."""
        model = abilities.model(self._sources.embedding.now.service)
        status = self._status()
        return [
            self._disk(),
            self._private(),
            _sqlite(),
            self._index(),
            self._word_index(status),
            self._decided(),
            model,
            abilities.backend(status),
            abilities.reading(self._data.root, limits_of(self._sources.settings)),
            *self._folders(status),
            _files(status),
        ]

    def _disk(self) -> Finding:
        usage = shutil.disk_usage(self._data.root)
        least = room.least_free(usage.total)
        said = f"{usage.free / 1e9:,.1f} GB are free where the index is."
        if usage.free < least:
            hint = (
                f"Free {(least - usage.free) / 1e9:,.1f} GB on the disk of {self._data.root}, or choose another place."
            )
            return Finding("disk", WRONG, said, hint)
        return Finding("disk", RIGHT if usage.free > 2 * least else WARNING, said)

    def _private(self) -> Finding:
        open_ones = [place for place in (self._data.root, *self._data.root.glob("*.db")) if _is_open_to_others(place)]
        if open_ones:
            hint = f"Take the right away: chmod -R go= {self._data.root}"
            return Finding("privacy", WARNING, "Other people on this computer may read the index.", hint)
        return Finding("privacy", RIGHT, "Only you can read the index.")

    def _index(self) -> Finding:
        size = self._data.index_database.stat().st_size
        if size > ALWAYS_CHECKED_BYTES:
            said = "The index can be read; it is too large to be looked through here."
            hint = "desktop-search verify looks through it."
            return Finding("index", RIGHT, said, hint) if self._db.count_passages() >= 0 else _damaged("index")
        return _structure("index", self._db.database, "The index is sound in its structure.")

    def _word_index(self, status: EngineStatus) -> Finding:
        try:
            found = self._words.passages
            self._words.newest(SearchQuery(""), 1)
        except (ValueError, OSError):
            hint = "desktop-search verify --repair makes it anew."
            return Finding("words", WRONG, "The word index cannot be read.", hint)
        if status.state == "idle" and found != status.passages:
            said = f"{found:,} of {status.passages:,} passages can be found by their words."
            return Finding("words", WARNING, said, "desktop-search verify --repair adds the others.")
        return Finding("words", RIGHT, f"{found:,} passages can be found by their words.")

    def _decided(self) -> Finding:
        found = _structure("judgements", self._user_db.database, "")
        if found.state is not RIGHT:
            return found
        if copied.wrong_rows(self._user_db):
            return _damaged("judgements")
        copies = self._copies.sound()
        if not copies:
            said = "Folders and judgements are sound; there is no copy of them yet."
            return Finding("judgements", RIGHT, said, "One is made when the program ends.")
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(copies[0].stat().st_mtime))
        return Finding("judgements", RIGHT, f"Folders and judgements are sound; the newest copy is of {when}.")

    def _folders(self, status: EngineStatus) -> Iterator[Finding]:
        if not status.folders:
            hint = "Add one: desktop-search index PATH"
            yield Finding("folders", WARNING, "There are no folders to search.", hint)
            return
        if away := [folder.path for folder in status.folders if not folder.available]:
            said = f"{len(away)} of {len(status.folders)} folders are not there: {', '.join(away)}."
            yield Finding("folders", WARNING, said, "Connect their disk; what is in them is kept until then.")
        else:
            yield Finding("folders", RIGHT, f"All folders are there: {len(status.folders)}.")
        yield watching.finding(status.folders, self._covered())


def _sqlite() -> Finding:
    said = f"SQLite {sqlite3.sqlite_version}."
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        return Finding("sqlite", WRONG, said, "Install a Python with SQLite 3.38 or newer.")
    return Finding("sqlite", RIGHT, said)


def _structure(name: str, database: Database, said: str) -> Finding:
    try:
        faults = database.faults(thorough=False)
    except sa.exc.DatabaseError as error:
        hint = "Free space on the disk and end other programs that use the file."
        return Finding(name, WRONG, f"{database.path.name} cannot be looked through: {error.orig}.", hint)
    return _damaged(name) if faults else Finding(name, RIGHT, said)


def _damaged(name: str) -> Finding:
    said = "The index is damaged." if name == "index" else "Your folders or judgements are damaged."
    return Finding(name, WRONG, said, "desktop-search verify --deep --repair mends what can be mended.")


def _files(status: EngineStatus) -> Finding:
    counts = status.counts
    said = f"{counts.indexed + counts.partial:,} of {counts.seen:,} files can be searched by their text."
    if counts.failed:
        hint = "desktop-search failures says which, and why."
        return Finding("files", WARNING, f"{said} {counts.failed:,} could not be read.", hint)
    return Finding("files", RIGHT, said)


def _is_open_to_others(place: Path) -> bool:
    try:
        mode = place.lstat().st_mode
    except OSError:
        # A log that SQLite has just put away, or a place that is being taken.
        return False
    return os.name == "posix" and not stat.S_ISLNK(mode) and bool(stat.S_IMODE(mode) & 0o077)

"""Opens both databases: an index that is damaged is begun anew, and what a person decided comes from its copy."""

import contextlib
import logging
import shutil
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import Problem
from desktop_search.storage import copies as copied
from desktop_search.storage.connection import DOUBTFUL, DatabaseDamaged
from desktop_search.storage.copies import Copies
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.user_db import UserDb

logger = logging.getLogger(__name__)

DOUBTFUL_STATES = "files of which it is not known what became of them"


@dataclass(slots=True)
class Opened:
    """The databases, open, and what was wrong with them: as notices for the person, and as a check reports it."""

    user_db: UserDb
    db: IndexDb
    copies: Copies
    notices: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def open_databases(data: DataDirectory) -> Opened:
    """Opens both. A damaged index is moved aside and built again; of user.db the newest sound copy takes the place.

    Raises DesktopSearchError where there is no such copy, and for what says nothing about the files: a full disk, a
    lock.
    """
    copies = Copies(data.user_database, data.user_copies)
    user_db, put_back = _opened_user_db(data, copies)
    try:
        db, is_anew = _opened_index_db(data)
        opened = Opened(user_db, db, copies)
        # Only where there are any: a disk may be too full even for nothing to be written.
        if doubtful := db.count_doubtful_states() and db.doubt_states():
            opened.problems.append(Problem(data.index_database.name, DOUBTFUL_STATES, doubtful, repaired=True))
        if put_back is None:
            put_back = _rows_put_back(user_db, copies)
    except (DesktopSearchError, OSError, sqlite3.Error):
        user_db.close()
        raise
    if put_back is not None:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(put_back.stat().st_mtime))
        opened.notices.append(f"Your folders or judgements were damaged; their copy of {when} has taken their place.")
        opened.problems.append(Problem(data.user_database.name, "damage found when it was opened", 1, repaired=True))
    if is_anew:
        opened.notices.append("The index was damaged and is being built again.")
        opened.problems.append(Problem(data.index_database.name, "damage found when it was opened", 1))
    copies.keep_if_due()
    return opened


def _opened_user_db(data: DataDirectory, copies: Copies) -> tuple[UserDb, Path | None]:
    """The database, and the copy that took the place of a damaged one."""
    try:
        if copies.all() and data.user_database.exists() and not data.user_database.stat().st_size:
            raise DatabaseDamaged("user.db is empty")
        return UserDb(data.user_database, before_migrating=copies.keep), None
    except DatabaseDamaged as error:
        copy = copies.put_back()
        if copy is None:
            raise DesktopSearchError(
                f"{data.user_database}, which holds your folders and labels, is damaged.",
                "Restore a backup with desktop-search restore, or move it away to begin with none.",
            ) from error
        logger.warning("user.db is damaged, and a copy takes its place: %s", error)
        return UserDb(data.user_database, before_migrating=copies.keep), copy


def _rows_put_back(user_db: UserDb, copies: Copies) -> Path | None:
    """Puts back folders and judgements that are damaged. Returns the copy they came from, if there were any."""
    wrong = copied.wrong_rows(user_db)
    copy = next(iter(copies.sound()), None) if wrong else None
    if copy is not None:
        logger.warning("rows of user.db are damaged, and those of a copy take their place")
        copied.put_back_rows(user_db, copy, wrong)
    return copy


def _opened_index_db(data: DataDirectory) -> tuple[IndexDb, bool]:
    """The database, and whether it is a new one in the place of a damaged one."""
    try:
        return IndexDb(data.index_database), False
    except DatabaseDamaged as error:
        logger.warning("the index is damaged and will be built again: %s", error)
        _move_aside(data)
        return IndexDb(data.index_database), True


def _move_aside(data: DataDirectory) -> None:
    # Ids begin anew in a new database: caches of the old one would mean other passages by them.
    for cache in (data.words, data.vectors):
        shutil.rmtree(cache, ignore_errors=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for suffix in ("", "-wal", "-shm", DOUBTFUL):
        damaged = data.index_database.with_name(data.index_database.name + suffix)
        with contextlib.suppress(FileNotFoundError):
            damaged.rename(damaged.with_name(f"damaged-{stamp}-{damaged.name}"))

"""Says when the disk has too little room for more work, and holds some back, so that forgetting works on a full one."""

import errno
import logging
import os
import shutil
import sqlite3
import threading
import time
from pathlib import Path

logger = logging.getLogger(__name__)

LEAST_FREE_BYTES, LEAST_FREE_PART = 500_000_000, 0.01
SMALL_DISK_PART = 0.1
"""Of a small disk, no more than this has to be free."""
RESERVE = "reserve"
MOST_RESERVED_BYTES, FIRST_RESERVED_BYTES, MOST_RESERVED_PART = 32_000_000, 2_000_000, 0.25
"""To remove rows, SQLite first writes their pages once more into its log; a small index needs less."""
ASKED_EVERY_SECONDS = 1.0
FULL = "The disk is full or nearly so. Indexing waits until there is room; what is indexed can be searched."
NO_ROOM = ("The disk is full.", "Make room on it and try again.")
"""What happened and what to do, where something that a person asked for could not be written."""
_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def least_free(total_bytes: int) -> float:
    """How much of a disk is left to others: half a gigabyte, or a hundredth of a large one."""
    return min(max(LEAST_FREE_BYTES, LEAST_FREE_PART * total_bytes), SMALL_DISK_PART * total_bytes)


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what it came from, says that a disk is full."""
    while error is not None:
        code = getattr(getattr(error, "orig", None) or error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL or getattr(error, "errno", None) in _FULL_ERRNOS:
            return True
        # The word index's library says it in words only.
        if isinstance(error, ValueError) and "No space left" in str(error):
            return True
        error = error.__cause__
    return False


class Room:
    """The room on the disk of a data directory. Any thread may ask."""

    def __init__(self, root: Path, database: Path) -> None:
        """The reserve lies in root, and is as large as the database may need it."""
        self._root = root
        self._database = database
        self._reserve = root / RESERVE
        self._lock = threading.Lock()
        self._asked_at = float("-inf")
        self._waits_for = ""

    def waits_for(self) -> str:
        """What work waits for, as a sentence; "" when there is room. The system is asked once a second."""
        with self._lock:
            now = time.monotonic()
            if now - self._asked_at >= ASKED_EVERY_SECONDS:
                self._asked_at = now
                disk = shutil.disk_usage(self._root)
                self._waits_for = FULL if disk.free < least_free(disk.total) else ""
                self._keep_reserve(disk.free, disk.total)
            return self._waits_for

    def make_way(self) -> None:
        """Gives up the reserve if the disk is full, so that what has to be written can be. It is taken again later."""
        with self._lock:
            disk = shutil.disk_usage(self._root)
            if self._reserve.exists() and disk.free < 2 * self._wanted(disk.total):
                logger.info("the disk is full: the reserve is given up")
                self._reserve.unlink(missing_ok=True)

    def _keep_reserve(self, free: int, total: int) -> None:
        wanted = self._wanted(total)
        there = self._reserve.stat().st_size if self._reserve.exists() else 0
        # It grows by doubling, so that it is not written anew with every file.
        if there >= wanted // 2 or free < 2 * wanted:
            return
        try:
            descriptor = os.open(self._reserve, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                _allocate(descriptor, wanted)
            finally:
                os.close(descriptor)
        except OSError as error:
            logger.info("no room can be held back: %s", error.strerror)
            self._reserve.unlink(missing_ok=True)

    def _wanted(self, total: int) -> int:
        stored = self._database.stat().st_size if self._database.exists() else 0
        return min(MOST_RESERVED_BYTES, FIRST_RESERVED_BYTES + stored, int(MOST_RESERVED_PART * total))


def _allocate(descriptor: int, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    else:
        # A file of holes would hold nothing back.
        os.write(descriptor, bytes(size))

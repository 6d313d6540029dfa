"""Opens files for readers, which may open nothing themselves: regular ones that are here, and nothing else."""

import contextlib
import dataclasses
import errno
import os
import stat as stat_flags
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from desktop_search.extraction import registry
from desktop_search.files.online_only import ONLINE_ONLY_NS
from desktop_search.files.walk import file_stat
from desktop_search.records import FileStat, FileState, ReadOutcome

SAME_TICK_NS = 50_000_000
"""A file changed so shortly before it was opened may change again without its time of change moving."""
AHEAD_NS = 2_000_000_000
"""As far as the clock of another machine's disk may be ahead. What is from a later time has met a wrong clock: taken
for just changed, it would be read again and again for as long."""
MACHINE_ERRORS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EINTR, errno.ESTALE})
"""What says nothing about the file: it is tried again later."""
ONLINE_ONLY = "The file lies online only: it is read once it is on this computer."
NO_ANSWER = "The disk does not answer."
PATH_TOO_LONG = "Its path is longer than any that this system can open."


class OnlineOnly(OSError):
    """A file that opening would fetch from the network. stat is what is known of it."""

    def __init__(self, stat: FileStat) -> None:
        super().__init__(0, ONLINE_ONLY)
        self.stat = stat


def opened(stat: FileStat) -> tuple[int, FileStat]:
    """An open descriptor of a regular file, and its stat as it is now. Links and devices are refused.

    Raises OSError, which is OnlineOnly before anything is opened.
    """
    now = file_stat(stat.path, os.lstat(stat.path))
    if now.changed_ns == ONLINE_ONLY_NS:
        raise OnlineOnly(now)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(stat.path, flags | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as error:
        # One that is still listed is not gone, and may never open: nobody must look at it again and again at once.
        os.lstat(stat.path)
        raise OSError(errno.ESTALE, error.strerror) from error
    status = os.fstat(descriptor)
    if not stat_flags.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise OSError(0, "it is no longer a regular file")
    now = file_stat(stat.path, status)
    if -AHEAD_NS < time.time_ns() - now.changed_ns < SAME_TICK_NS:
        # Remembered as older than it is, so that the next scan looks at it once more.
        now = dataclasses.replace(now, changed_ns=0)
    return descriptor, now


def has_changed(before: FileStat, after: FileStat) -> bool:
    """Whether a file changed while it was being read; one whose time of change we do not trust is looked at anyway."""
    return before.changed_ns != 0 and before != after


def unopened(stat: FileStat, error: OSError) -> ReadOutcome:
    """What becomes of a file that cannot be opened; pending, where that may pass by itself."""
    if isinstance(error, OnlineOnly):
        return unread(error.stat, FileState.SKIPPED, ONLINE_ONLY)
    if error.errno == errno.ENAMETOOLONG:
        return unread(stat, FileState.SKIPPED, PATH_TOO_LONG)
    state = FileState.PENDING if error.errno in MACHINE_ERRORS else FileState.FAILED
    return ReadOutcome(stat, state, reason=f"The file cannot be opened: {error.strerror or error}.")


def unread(stat: FileStat, state: FileState, sentence: str) -> ReadOutcome:
    """What becomes of a file that no reader has read."""
    # With the formats' revision, so that it is tried again when one of them has become better.
    return ReadOutcome(stat, state, reason=sentence, format_version=registry.revision())


def send_descriptor(connection: Connection, descriptor: int, process: BaseProcess | None) -> None:
    """Sends an open file to a process after what has been said of it."""
    if sys.platform == "win32" or process is None or process.pid is None:
        return
    from multiprocessing.reduction import send_handle

    with contextlib.suppress(BrokenPipeError):
        send_handle(connection, descriptor, process.pid)

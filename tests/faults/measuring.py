"""How long each file was in its reader's hands, how often readers died, and how much memory processes take."""

import ctypes
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from desktop_search.embedding.backends import hashing
from desktop_search.indexing import reader as readers
from desktop_search.records import FileStat, ReadOutcome


@dataclass
class Watched:
    """What was seen of the readers. seconds holds the longest attempt at each file, without the reader's start."""

    seconds: dict[str, float] = field(default_factory=dict)
    deaths: int = 0
    starts: int = 0


@contextmanager
def watched_readers() -> Iterator[Watched]:
    """Watches all readers of this process."""
    seen = Watched()
    read, greet = readers.Reader._read, readers.Reader._greet

    def timed(reader: readers.Reader, stat: FileStat) -> ReadOutcome:
        reader._ready()
        started = time.monotonic()
        try:
            return read(reader, stat)
        finally:
            seen.seconds[stat.path] = max(seen.seconds.get(stat.path, 0.0), time.monotonic() - started)

    def counted(reader: readers.Reader, connection: Connection) -> None:
        seen.starts += 1
        greet(reader, connection)

    class Deaths(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.deaths += record.msg == readers.READER_DIED

    logger, listener = logging.getLogger(readers.__name__), Deaths(logging.INFO)
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(listener)
    readers.Reader._read, readers.Reader._greet = timed, counted  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        readers.Reader._read, readers.Reader._greet = read, greet  # type: ignore[method-assign]
        logger.removeHandler(listener)
        logger.setLevel(level)


def memory_megabytes() -> float:
    """What this process takes for itself: pages of files, as those of the word index, the system may take back."""
    taken = psutil.Process().memory_info()
    return float((taken.rss - getattr(taken, "shared", 0)) / 1e6)


def vector_megabytes(passages: int) -> float:
    """What the vectors of so many passages take of an engine's memory, where all of them lie."""
    return 4 * hashing.DIMENSIONS * passages / 1e6


def hand_back() -> None:
    """Has the allocator give back to the system what nobody holds, where it can."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # Only glibc has it.
            ctypes.CDLL(None).malloc_trim(0)


def peak_megabytes(process: int | str = "self") -> float:
    """The most memory a process has taken so far; 0 where nobody can tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)

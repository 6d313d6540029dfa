"""One reader process as the engine sees it: given one file after the other, and killed when it deserves it."""

import contextlib
import dataclasses
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import psutil

from desktop_search import wire
from desktop_search.files.walk import file_stat
from desktop_search.indexing import opening, untrusted
from desktop_search.indexing.limits import ReadingLimits
from desktop_search.indexing.reading import PAGE_BEGINS, serve
from desktop_search.indexing.sandbox import Level
from desktop_search.indexing.turns import Turn
from desktop_search.records import FileStat, FileState, ReadOutcome

logger = logging.getLogger(__name__)

START_SECONDS = 120.0
"""A reader imports many libraries, which takes a second on a quiet machine and far longer on a busy one."""
REST_SECONDS = 20.0
"""How long nobody tries to start a reader after two that did not."""
DISK_SECONDS = 20.0
"""How long a disk may take to open a file: one that had been switched off needs up to 15 seconds."""
FILES_PER_READER = 2_000
"""A reader is replaced after so many files, so that what its libraries leak stays bounded.

A start costs as much as reading 500 small files: with 500, half of the time went into starting readers.
"""
LARGEST_READER_BYTES = 400_000_000
"""One that holds on to more is replaced at once: the next file must find room below the limit."""
LARGE_FILE_BYTES, MEASURED_EVERY = 100_000, 10
"""Asking for a reader's memory takes as long as reading a note, so it is not asked after each of those."""
READER_DIED = "a reader died of a file"


class _NotStarted(Exception):
    """A reader died or stayed silent before it was given any file."""


class Reader:
    """One reader process, started when needed and replaced when it dies."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.path: str | None = None
        self.level: Level | None = None
        self.is_abandoned = False
        self._limits = limits
        self._closed = False
        self._resting_until = 0.0
        self._guard = threading.Lock()
        self._turn: Turn | None = None
        self._overdue = False
        self._asked: tuple[float, FileStat] | None = None
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._files = 0

    def start(self) -> None:
        """Starts the process before there is a file for it. Where it does not start, the first file will tell."""
        try:
            self._ready()
        except Exception:  # Whatever it is: the thread that reads files must live on.
            logger.info("a reader does not start yet", exc_info=True)
            self.kill()

    def outcome(self, stat: FileStat) -> ReadOutcome:
        """What became of a file, tried twice when its reader dies; pending if it may be read another time."""
        self.path = stat.path
        self._overdue = False
        try:
            return self._in_two_attempts(stat)
        except FileNotFoundError:
            return ReadOutcome(stat, FileState.PENDING)
        except OSError as error:
            return opening.unopened(stat, error)
        except Exception as error:  # A mistake of ours must cost this file, not the thread that every file needs.
            logger.exception("a file could not be read")
            return opening.unread(stat, FileState.FAILED, f"Reading failed: {type(error).__name__}.")
        finally:
            self.path = None

    def _in_two_attempts(self, stat: FileStat) -> ReadOutcome:
        for attempt in range(2):
            try:
                return self._read(stat)
            except _NotStarted as error:
                self.kill()
                if self._closed or attempt:
                    return self._pending_without_reader(stat, error)
            except (EOFError, wire.WireError):
                self.kill()
                if self._closed:
                    return ReadOutcome(stat, FileState.PENDING)
                logger.info(READER_DIED)
                if self._overdue:
                    seconds = self._limits.deadline_for(stat.size)
                    sentence = f"Reading took longer than {seconds:g} seconds and was given up."
                    return opening.unread(stat, FileState.FAILED, sentence)
        return opening.unread(stat, FileState.FAILED, "The reader crashed on this file, twice.")

    def _pending_without_reader(self, stat: FileStat, error: "_NotStarted") -> ReadOutcome:
        # This says nothing about the file: every other one would fail in the same way, so they wait for a while.
        now = time.monotonic()
        if not self._closed and now >= self._resting_until:
            logger.warning("a reader does not start: %s", error)
            self._resting_until = now + REST_SECONDS
        return ReadOutcome(stat, FileState.PENDING, reason="No reader could be started.")

    def _read(self, stat: FileStat) -> ReadOutcome:
        with self._asking_the_disk(stat):
            descriptor, now = opening.opened(stat)
        try:
            connection = self._ready()
            with self._guard:
                self._overdue = False
                self._turn = Turn(self._process, self._limits.deadline_for(stat.size))
            try:
                connection.send_bytes(wire.dumps(now))
                opening.send_descriptor(connection, descriptor, self._process)
                outcome = untrusted.checked(self._answer(connection, stat))
            except OSError as error:  # A broken pipe is the reader's death, not a fault of the file system.
                raise EOFError(str(error)) from error
            finally:
                with self._guard:
                    self._turn = None
            self._files += 1
            # A reader that was killed the moment it had answered must not cost the next file one of its two attempts.
            is_measured = stat.size >= LARGE_FILE_BYTES or self._files % MEASURED_EVERY == 0
            if self._files >= FILES_PER_READER or self._overdue or (is_measured and self._is_swollen()):
                self.kill()
            with self._asking_the_disk(stat):
                after = file_stat(stat.path, os.fstat(descriptor))
            if opening.has_changed(now, after):
                now = dataclasses.replace(now, changed_ns=0)
            # What the reader says about the file's stat is not to be trusted; we know what we opened.
            return dataclasses.replace(outcome, stat=now)
        finally:
            with self._asking_the_disk(stat):
                os.close(descriptor)

    @contextlib.contextmanager
    def _asking_the_disk(self, stat: FileStat) -> Iterator[None]:
        """Around every call that a disk may never answer."""
        with self._guard:
            self._asked = (time.monotonic(), stat)
        try:
            yield
        finally:
            with self._guard:
                self._asked = None

    def _answer(self, connection: Connection, stat: FileStat) -> object:
        """What the reader says; each page that it says it begins has a turn of its own, as long as there is time."""
        ends = time.monotonic() + self._limits.recognition_seconds
        characters = self._limits.largest_text_characters
        while True:
            data = connection.recv_bytes(untrusted.largest_answer(characters))
            answer = untrusted.loads(data, characters)
            if answer != PAGE_BEGINS or time.monotonic() >= ends:
                return answer
            with self._guard:
                self._turn = Turn(self._process, self._limits.deadline_for(stat.size))

    def _ready(self) -> Connection:
        if self._closed:
            raise _NotStarted("it is closed")
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self.kill()
            if time.monotonic() < self._resting_until:
                raise _NotStarted("not now")
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=(theirs, dataclasses.asdict(self._limits)), name="desktop-search reader", daemon=True
            )
            try:
                process.start()
            except OSError as error:  # There is no memory, or there are too many processes.
                ours.close()
                raise _NotStarted(str(error)) from error
            finally:
                theirs.close()
            self._process, self._connection = process, ours
            self._files = 0
            try:
                self._greet(ours)
            except (EOFError, OSError, wire.WireError) as error:
                raise _NotStarted(str(error) or "it died while it was starting") from error
        return self._connection

    def _greet(self, connection: Connection) -> None:
        """Waits until the reader has imported what it needs and locked itself in."""
        if not connection.poll(START_SECONDS):
            raise EOFError("the reader did not start")
        greeting = wire.loads(connection.recv_bytes(1000))
        if not isinstance(greeting, dict) or greeting.get("sandbox") not in set(Level):
            raise wire.WireError("not a greeting")
        self.level = Level(greeting["sandbox"])

    def _is_swollen(self) -> bool:
        # The libraries that recognise text take as much from the beginning.
        if self._process is None or self._limits.recognises:
            return False
        try:
            return bool(psutil.Process(self._process.pid).memory_info().rss > LARGEST_READER_BYTES)
        except psutil.Error:
            return False

    def kill_if_overdue(self) -> None:
        # Guarded, so that a reader is never killed for the file before the one that it reads now.
        with self._guard:
            turn, process = self._turn, self._process
            if turn is not None and process is not None and turn.is_over():
                self._overdue = True
                kill(process)

    def abandon_if_stalled(self) -> FileStat | None:
        """Gives the reader up when its disk does not answer, and returns the file; what becomes of it is void then.

        Its process is still to be closed. Its thread goes on once the disk answers, and closes what it had opened.
        """
        with self._guard:
            if self._asked is None or time.monotonic() - self._asked[0] < DISK_SECONDS:
                return None
            self._closed = self.is_abandoned = True
            return self._asked[1]

    def close(self) -> None:
        """Kills the reader for good."""
        self._closed = True
        self.kill()

    def kill(self) -> None:
        # Taken under guard, so that no two threads close the same pipe: its number may be another's by then.
        with self._guard:
            process, connection = self._process, self._connection
            self._process = self._connection = None
        if process is not None:
            kill(process)
            process.join(timeout=5)
        if connection is not None:
            connection.close()


def kill(process: BaseProcess) -> None:
    """Kills a reader, and whatever it may have started where no sandbox keeps it from that."""
    if sys.platform != "win32" and process.pid is not None and process.is_alive():
        # As long as it has not been waited for its id is nobody else's; before its setsid() its group is our own.
        with contextlib.suppress(OSError):
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
    process.kill()

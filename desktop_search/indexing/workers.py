"""A pool of reader processes that may be killed: each file ends in an outcome, whatever it does to its reader."""

import contextlib
import dataclasses
import errno
import logging
import multiprocessing
import os
import queue
import signal
import stat as stat_flags
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import psutil

from desktop_search import wire
from desktop_search.extraction import registry
from desktop_search.files.walk import file_stat
from desktop_search.indexing import untrusted
from desktop_search.indexing.reading import PAGE_BEGINS, ReadingLimits, serve
from desktop_search.indexing.sandbox import Level, lowest
from desktop_search.records import FileStat, FileState, ReadOutcome

logger = logging.getLogger(__name__)

START_SECONDS = 120.0
"""A reader imports many libraries, which takes a second on a quiet machine and far longer on a busy one."""
REST_SECONDS = 20.0
"""How long nobody tries to start a reader after two that did not."""
FILES_PER_READER = 2_000
"""A reader is replaced after so many files, so that what its libraries leak stays bounded.

A start costs as much as reading 500 small files: with 500, half of the time went into starting readers.
"""
LARGEST_READER_BYTES = 400_000_000
"""One that holds on to more is replaced at once: the next file must find room below the limit."""
SAME_TICK_NS = 50_000_000
"""A file changed so shortly before it was opened may change again without its time of change moving."""


LONGEST_WAIT = 4
"""So many times its deadline a file may take on the clock, however busy the machine is."""
ALMOST = 0.9
"""The share of the deadline that is taken for all of it: a quiet machine is never quite quiet."""
LARGE_FILE_BYTES = 5_000_000
LARGE_FILE_PATIENCE = 4
"""A large file may take so many times as long."""
READER_DIED = "a reader died of a file"
MACHINE_ERRORS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EINTR, errno.ESTALE})
"""What says nothing about the file: it is tried again later."""


class Readers:
    """Threads with one reader process each. Results go to `deliver`, which must be safe to call from any thread."""

    def __init__(
        self,
        count: int,
        limits: ReadingLimits,
        deliver: Callable[[ReadOutcome], None],
        *,
        idle_seconds: float | None = None,
    ) -> None:
        """idle_seconds is for how long a reader is kept with nothing to do; None means for ever."""
        self._limits = limits
        self._idle_seconds = idle_seconds
        self._deliver = deliver
        self._work: queue.SimpleQueue[FileStat | None] = queue.SimpleQueue()
        self._readers = [_Reader(limits) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._run, args=(reader,), name=f"reader {number}", daemon=True)
            for number, reader in enumerate(self._readers, start=1)
        ]
        self._closing = threading.Event()
        self._deadlines = threading.Thread(target=self._kill_overdue, name="reader deadlines", daemon=True)
        for thread in (*self._threads, self._deadlines):
            thread.start()

    @property
    def count(self) -> int:
        return len(self._readers)

    def give(self, stat: FileStat) -> None:
        """Queues a file. Every file given comes back as an outcome, or not at all after close()."""
        self._work.put(stat)

    def current(self) -> str | None:
        """A file that is being read now."""
        return next((reader.path for reader in self._readers if reader.path), None)

    def levels(self) -> set[Level]:
        """How far the readers are locked in, of those that have run."""
        return {reader.level for reader in self._readers if reader.level is not None}

    def sandbox(self) -> str:
        """The lowest of these levels, or "unknown" while no reader has run."""
        return lowest(self.levels())

    def close(self) -> None:
        """Kills the readers: what they had in hand is read again at the next start."""
        self._closing.set()
        for _ in self._threads:
            self._work.put(None)
        for reader in self._readers:
            reader.close()
        for thread in (*self._threads, self._deadlines):
            thread.join(timeout=5)

    def _run(self, reader: "_Reader") -> None:
        while not self._closing.is_set():
            try:
                stat = self._work.get(timeout=self._idle_seconds)
            except queue.Empty:
                reader.kill()
                continue
            if stat is None:
                break
            outcome = reader.outcome(stat)
            if not self._closing.is_set():
                self._deliver(outcome)
        reader.close()

    def _kill_overdue(self) -> None:
        while not self._closing.wait(0.2):
            for reader in self._readers:
                reader.kill_if_overdue()


class _NotStarted(Exception):
    """A reader died or stayed silent before it was given any file."""


class Turn:
    """The time one file has in a reader.

    On a busy machine a reader of low priority gets little of the processor: a file must not fail for that. So the
    deadline counts the time it computes, and a reader that only waits has no right to more.
    """

    def __init__(self, process: BaseProcess | None, seconds: float) -> None:
        self._process: psutil.Process | None = None
        # One that has died already needs no deadline: its pipe is closed.
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(process.pid) if process is not None else None
        self._seconds = seconds
        self._computed_before = self._computed()
        self._started = time.monotonic()

    def is_over(self) -> bool:
        passed = time.monotonic() - self._started
        if passed <= self._seconds or self._process is None:
            return False
        if passed > self._seconds * LONGEST_WAIT:
            return True
        try:
            is_waiting = self._process.status() != psutil.STATUS_RUNNING
        except psutil.Error:
            return True
        return is_waiting or self._computed() - self._computed_before > ALMOST * self._seconds

    def _computed(self) -> float:
        """Seconds the process has computed so far."""
        if self._process is None:
            return 0.0
        try:
            times = self._process.cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)


class _Reader:
    """One reader process, started when needed and replaced when it dies."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.path: str | None = None
        self.level: Level | None = None
        self._limits = limits
        self._closed = False
        self._resting_until = 0.0
        self._guard = threading.Lock()
        self._turn: Turn | None = None
        self._overdue = False
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._files = 0

    def outcome(self, stat: FileStat) -> ReadOutcome:
        """What became of a file, tried twice when its reader dies; pending if it may be read another time."""
        self.path = stat.path
        self._overdue = False
        try:
            return self._in_two_attempts(stat)
        except FileNotFoundError:
            return ReadOutcome(stat, FileState.PENDING)
        except OSError as error:
            state = FileState.PENDING if error.errno in MACHINE_ERRORS else FileState.FAILED
            return ReadOutcome(stat, state, reason=f"The file cannot be opened: {error.strerror or error}.")
        except Exception as error:  # A mistake of ours must cost this file, not the thread that every file needs.
            logger.exception("a file could not be read")
            return _failed(stat, f"Reading failed: {type(error).__name__}.")
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
                    seconds = self._deadline_for(stat)
                    return _failed(stat, f"Reading took longer than {seconds:g} seconds and was given up.")
        return _failed(stat, "The reader crashed on this file, twice.")

    def _pending_without_reader(self, stat: FileStat, error: "_NotStarted") -> ReadOutcome:
        # This says nothing about the file: every other one would fail in the same way, so they wait for a while.
        now = time.monotonic()
        if not self._closed and now >= self._resting_until:
            logger.warning("a reader does not start: %s", error)
            self._resting_until = now + REST_SECONDS
        return ReadOutcome(stat, FileState.PENDING, reason="No reader could be started.")

    def _deadline_for(self, stat: FileStat) -> float:
        patience = LARGE_FILE_PATIENCE if stat.size > LARGE_FILE_BYTES else 1
        return self._limits.deadline_seconds * patience

    def _read(self, stat: FileStat) -> ReadOutcome:
        descriptor, now = _opened(stat)
        try:
            connection = self._ready()
            with self._guard:
                self._overdue = False
                self._turn = Turn(self._process, self._deadline_for(stat))
            try:
                connection.send_bytes(wire.dumps(now))
                send_descriptor(connection, descriptor, self._process)
                outcome = untrusted.checked(self._answer(connection, stat))
            except OSError as error:  # A broken pipe is the reader's death, not a fault of the file system.
                raise EOFError(str(error)) from error
            finally:
                with self._guard:
                    self._turn = None
            self._files += 1
            # A reader that was killed the moment it had answered must not cost the next file one of its two attempts.
            if self._files >= FILES_PER_READER or self._overdue or self._is_swollen():
                self.kill()
            if _has_changed(now, file_stat(stat.path, os.fstat(descriptor))):
                now = dataclasses.replace(now, changed_ns=0)
            # What the reader says about the file's stat is not to be trusted; we know what we opened.
            return dataclasses.replace(outcome, stat=now)
        finally:
            os.close(descriptor)

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
                self._turn = Turn(self._process, self._deadline_for(stat))

    def _ready(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self.kill()
            if self._closed or time.monotonic() < self._resting_until:
                raise _NotStarted("not now")
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            self._process = context.Process(
                target=serve, args=(theirs, dataclasses.asdict(self._limits)), name="desktop-search reader", daemon=True
            )
            self._process.start()
            theirs.close()
            self._connection = ours
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

    def close(self) -> None:
        """Kills the reader for good."""
        self._closed = True
        self.kill()

    def kill(self) -> None:
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


def _opened(stat: FileStat) -> tuple[int, FileStat]:
    """An open descriptor of a regular file, and its stat as it is now. Links and devices are refused."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(stat.path, flags | getattr(os, "O_BINARY", 0))
    status = os.fstat(descriptor)
    if not stat_flags.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise OSError(0, "it is no longer a regular file")
    now = file_stat(stat.path, status)
    if time.time_ns() - now.changed_ns < SAME_TICK_NS:
        # Remembered as older than it is, so that the next scan looks at it once more.
        now = dataclasses.replace(now, changed_ns=0)
    return descriptor, now


def _has_changed(before: FileStat, after: FileStat) -> bool:
    """Whether a file changed while it was being read; one whose time of change we do not trust is looked at anyway."""
    return before.changed_ns != 0 and before != after


def send_descriptor(connection: Connection, descriptor: int, process: BaseProcess | None) -> None:
    if sys.platform == "win32" or process is None or process.pid is None:
        return
    from multiprocessing.reduction import send_handle

    with contextlib.suppress(BrokenPipeError):
        send_handle(connection, descriptor, process.pid)


def _failed(stat: FileStat, sentence: str) -> ReadOutcome:
    # With the formats' revision, so that it is tried again when one of them has become better.
    return ReadOutcome(stat, FileState.FAILED, reason=sentence, format_version=registry.revision())

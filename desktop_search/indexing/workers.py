"""A pool of reader processes that may be killed: each file ends in an outcome, whatever it does to its reader."""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable

from desktop_search.indexing import opening
from desktop_search.indexing.limits import ReadingLimits
from desktop_search.indexing.reader import Reader
from desktop_search.indexing.sandbox import Level, lowest
from desktop_search.records import FileStat, FileState, ReadOutcome

logger = logging.getLogger(__name__)

CLOSING_SECONDS = 5.0
MOST_UNTAKEN = 5_000_000
"""Characters of text that nobody has taken yet: small files may hold large texts, and the readers wait above that."""


class Readers:
    """Threads with one reader process each. Results go to `deliver`, which must be safe to call from any thread.

    A thread whose disk does not answer is left to itself, and another takes its place: nobody else waits for that disk.
    """

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
        self._work: deque[FileStat] = deque()
        self._active = count
        self._to_start: set[int] = set()
        self._untaken = 0
        self._in_hand = 0
        self._stalled: dict[Reader, FileStat] = {}
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._work_comes = threading.Condition(self._lock)
        self._more_may_work = threading.Condition(self._lock)
        self._one_begins = threading.Condition(self._lock)
        self._readers = [Reader(limits) for _ in range(count)]
        self._threads = [self._started(number) for number in range(count)]
        self._watching = threading.Thread(target=self._watch, name="reader deadlines", daemon=True)
        self._watching.start()

    @property
    def count(self) -> int:
        return len(self._readers)

    @property
    def active(self) -> int:
        """How many of the readers take files; the others finish what they have in hand."""
        return self._active

    @active.setter
    def active(self, count: int) -> None:
        with self._lock:
            if count != self._active:
                self._active = count
                self._work_comes.notify_all()
                self._more_may_work.notify_all()

    @property
    def notice(self) -> str | None:
        """What the person should know: a disk that does not answer."""
        with self._lock:
            stalled = next(iter(self._stalled.values()), None)
        if stalled is None:
            return None
        return f"The disk with {os.path.dirname(stalled.path)} does not answer. Its files are read once it does."

    def prepare(self) -> None:
        """Has the readers started that may work: files will come in a moment."""
        with self._lock:
            self._to_start = set(range(max(1, self._active)))
            self._work_comes.notify_all()

    def give(self, stat: FileStat) -> None:
        """Queues a file. Every file given comes back as an outcome, or not at all after close()."""
        with self._lock:
            self._work.append(stat)
            self._work_comes.notify()

    def taken(self, outcome: ReadOutcome) -> None:
        """Is told of every outcome that was delivered, once it is in good hands."""
        with self._lock:
            was_full = self._untaken > MOST_UNTAKEN
            self._untaken -= outcome.characters
            if was_full and self._untaken <= MOST_UNTAKEN:
                self._work_comes.notify_all()

    def refuse(self, stat: FileStat, sentence: str) -> None:
        """Has a file fail without its being read, as if it had been given."""
        self._deliver(opening.unread(stat, FileState.FAILED, sentence))

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
        with self._lock:
            self._closing.set()
            self._work_comes.notify_all()
            self._more_may_work.notify_all()
            self._one_begins.notify_all()
        for reader in self._readers:
            reader.close()
        # Together, as every one of them may be waiting for a disk.
        ends = time.monotonic() + CLOSING_SECONDS
        for thread in (*self._threads, self._watching):
            thread.join(timeout=max(0.0, ends - time.monotonic()))

    def _started(self, number: int) -> threading.Thread:
        name = f"reader {number + 1}"
        thread = threading.Thread(target=self._run, args=(number, self._readers[number]), name=name, daemon=True)
        thread.start()
        return thread

    def _run(self, number: int, reader: Reader) -> None:
        while (stat := self._next(number, reader)) is not None:
            outcome = self._unanswered(stat) if self._is_on_stalled_disk(stat) else reader.outcome(stat)
            with self._lock:
                self._in_hand -= 1
            if reader.is_abandoned:
                with self._lock:
                    self._stalled.pop(reader, None)
                return
            if not self._closing.is_set():
                with self._lock:
                    self._untaken += outcome.characters
                self._deliver(outcome)
        reader.close()

    def _next(self, number: int, reader: Reader) -> FileStat | None:
        """The next file, once there is one and this reader may take it; None when there will be none."""
        while True:
            with self._lock:
                may_work = number < self._active
                if self._closing.is_set():
                    return None
                if may_work and self._work and self._untaken <= MOST_UNTAKEN:
                    self._to_start.discard(number)
                    self._in_hand += 1
                    self._one_begins.notify_all()
                    return self._work.popleft()
                is_to_start = number in self._to_start
                self._to_start.discard(number)
                # Those that may not work wait elsewhere, so that a file never wakes one of them alone.
                waits_for = self._work_comes if may_work else self._more_may_work
                is_called = is_to_start or waits_for.wait(self._idle_seconds)
            if is_to_start:
                reader.start()
            elif not is_called:
                reader.kill()

    def _is_on_stalled_disk(self, stat: FileStat) -> bool:
        with self._lock:
            return any(stalled.device == stat.device for stalled in self._stalled.values())

    def _unanswered(self, stat: FileStat) -> ReadOutcome:
        return ReadOutcome(stat, FileState.PENDING, reason=opening.NO_ANSWER)

    def _watch(self) -> None:
        while not self._closing.wait(0.2):
            with self._lock:
                # A machine on which nothing is read is not woken for it.
                while not self._in_hand and not self._closing.is_set():
                    self._one_begins.wait()
            for number, reader in enumerate(tuple(self._readers)):
                reader.kill_if_overdue()
                self._replace_if_stalled(number, reader)

    def _replace_if_stalled(self, number: int, reader: Reader) -> None:
        # Locked, so that its thread cannot come back before it is known as stalled.
        with self._lock:
            stat = None if self._closing.is_set() else reader.abandon_if_stalled()
            if stat is None:
                return
            self._stalled[reader] = stat
            self._readers[number] = Reader(self._limits)
            self._threads[number] = self._started(number)
        logger.info("a disk does not answer")
        self._deliver(self._unanswered(stat))
        reader.close()

"""A pool of reader processes that may be killed: each file ends in an outcome, whatever it does to its reader."""

import queue
import threading
from collections.abc import Callable

from desktop_search.indexing import opening
from desktop_search.indexing.limits import ReadingLimits
from desktop_search.indexing.reader import Reader
from desktop_search.indexing.sandbox import Level, lowest
from desktop_search.records import FileStat, FileState, ReadOutcome


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
        self._readers = [Reader(limits) for _ in range(count)]
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
        self._closing.set()
        for _ in self._threads:
            self._work.put(None)
        for reader in self._readers:
            reader.close()
        for thread in (*self._threads, self._deadlines):
            thread.join(timeout=5)

    def _run(self, reader: "Reader") -> None:
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

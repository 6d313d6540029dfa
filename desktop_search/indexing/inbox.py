"""What the indexing thread is asked to do, and whether all of it is done. Any thread asks, one answers."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Outcome = TypeVar("Outcome")


class Inbox:
    """Actions wait here in the order in which they came. became_busy is told when there is work, by any thread."""

    def __init__(self) -> None:
        self.became_busy: Callable[[], None] = lambda: None
        self._actions: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._idle = threading.Event()
        self._idle_lock = threading.Lock()
        self._not_begun = 0

    def post(self, action: Callable[[], None]) -> None:
        """Has the indexing thread do something."""
        self._actions.put(action)

    def begin(self, work: Callable[[], None]) -> None:
        """Posts work that wait_until_idle() has to wait for, from now on."""

        def begin() -> None:
            with self._idle_lock:
                self._not_begun -= 1
            work()

        with self._idle_lock:
            self._not_begun += 1
            self._idle.clear()
        self.became_busy()
        self.post(begin)

    def perform(self, action: Callable[[], Outcome]) -> Outcome:
        """Has the indexing thread do something, and waits for its result or what it raises.

        What follows from it is waited for by wait_until_idle().
        """
        done: Future[Outcome] = Future()

        def perform() -> None:
            try:
                done.set_result(action())
            except Exception as error:
                done.set_exception(error)

        self.begin(perform)
        return done.result()

    def wait_until_idle(self, timeout: float | None = None) -> bool:
        """Waits until there is nothing left to do."""
        return self._idle.wait(timeout)

    @property
    def is_idle(self) -> bool:
        return self._idle.is_set()

    # For the thread.

    def work_is_left(self) -> None:
        if self._idle.is_set():
            self._idle.clear()
            self.became_busy()

    def nothing_is_left(self) -> None:
        """Lets those go on who wait, unless more was asked for meanwhile."""
        with self._idle_lock:
            if not self._not_begun:
                self._idle.set()

    def next(self, patience_seconds: float = 0.0) -> Callable[[], None] | None:
        """What waits longest, or what comes in this time; None where there is nothing."""
        try:
            return self._actions.get(block=patience_seconds > 0, timeout=patience_seconds or None)
        except queue.Empty:
            return None

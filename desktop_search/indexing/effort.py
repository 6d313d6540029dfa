"""How hard the machine is worked while indexing: gently, in balance, or at full speed. The person chooses."""

import contextlib
import os
import sys
import threading
import time
from enum import StrEnum
from pathlib import Path

from desktop_search.indexing import presence

ASKED_EVERY_SECONDS = 1.0
QUIET_SECONDS = 3.0
"""After the last key or movement of the mouse gentle work goes on."""


THREAD_NICENESS = 10


class EffortLevel(StrEnum):
    """gentle: one core, and none on battery or while the person types; balanced: a core is left; full: all there is."""

    GENTLE = "gentle"
    BALANCED = "balanced"
    FULL = "full"


def yield_thread() -> None:
    """Low priority for the thread that calls this, and those it starts, from now on and for good."""
    if sys.platform == "linux":
        # Elsewhere a process has one priority, and this one answers questions as well.
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, max(THREAD_NICENESS, os.getpriority(os.PRIO_PROCESS, thread)))


def yield_session() -> None:
    """Low priority for all that this process has started, and itself, where it is the first of its session.

    Linux may weigh sessions first, and threads only within theirs; a person's own session is not touched.
    """
    if sys.platform == "linux" and os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(THREAD_NICENESS), encoding="ascii")


class Effort:
    """Says how much may be done now. Any thread may ask; level may be changed at any time."""

    def __init__(self, level: EffortLevel = EffortLevel.BALANCED, *, cores: int | None = None) -> None:
        self.level = level
        self._cores = cores or os.cpu_count() or 1
        self._asked_at = float("-inf")
        self._waits_for = ""
        self._yields = False

    def waits_for(self) -> str:
        """What work waits for, as a sentence; "" when it may go on. The system is asked once a second."""
        if self.level is not EffortLevel.GENTLE:
            return ""
        now = time.monotonic()
        if now - self._asked_at >= ASKED_EVERY_SECONDS:
            self._asked_at = now
            self._waits_for = self._found_out()
        return self._waits_for

    def yield_if_gentle(self) -> None:
        """For the thread that works: gently, every other program goes first, and a model that this thread starts, too.

        The system takes that back from nobody, so that full speed is reached only after a new start.
        """
        if self.level is EffortLevel.GENTLE and not self._yields:
            self._yields = True
            yield_thread()
            yield_session()

    def readers(self, most: int) -> int:
        """How many of the reader processes are given work."""
        if self.level is EffortLevel.GENTLE:
            return 1
        # A model waits for the readers, so that with two cores they may have both.
        return most if self.level is EffortLevel.FULL or self._cores <= 2 else max(1, min(most, self._cores - 1))

    def rest_seconds(self, worked_seconds: float) -> float:
        """How long the model rests after it has worked on all cores for so long: gently it has one of them."""
        return worked_seconds * (self._cores - 1) if self.level is EffortLevel.GENTLE else 0.0

    def _found_out(self) -> str:
        if presence.is_on_battery():
            return "Indexing waits while the computer runs on battery."
        if presence.seconds_since_input() < QUIET_SECONDS:
            return "Indexing waits until you pause."
        return ""

"""Lets a machine sleep on which nothing happens: tantivy looks twice a second whether somebody else wrote to an index.

Nobody else does, and it cannot be told so. But its threads can be told that they may be woken late.
"""

import contextlib
import os
import sys
import time
from pathlib import Path

WATCHER = "thread-tantivy-"
"""As the system, which keeps fifteen letters of a name, calls the threads that look."""
LATE_NANOSECONDS = 30 * 10**9
NAMED_SECONDS = 1.0


def let_watchers_sleep(expected: int = 0) -> None:
    """Has the system wake these threads of this process half a minute late, or together with others. Linux only.

    expected is how many were started since: one that has just been started has no name for a moment, and is waited for.
    """
    if sys.platform != "linux":
        return
    until = time.monotonic() + NAMED_SECONDS
    told = _told()
    while told < expected and time.monotonic() < until:
        time.sleep(0.001)
        told += _told()


def _told() -> int:
    """How many were told that had not been."""
    told = 0
    for thread in _watchers():
        with contextlib.suppress(OSError):
            slack = Path(f"/proc/{thread}/timerslack_ns")
            if int(slack.read_text(encoding="ascii")) != LATE_NANOSECONDS:
                slack.write_text(str(LATE_NANOSECONDS), encoding="ascii")
                told += 1
    return told


def _watchers() -> list[str]:
    found = []
    for thread in os.listdir("/proc/self/task"):
        with contextlib.suppress(OSError):
            if Path(f"/proc/self/task/{thread}/comm").read_text(encoding="utf-8").startswith(WATCHER):
                found.append(thread)
    return found

"""The time one file has in a reader: what it computes counts, however busy the machine is."""

import contextlib
import time
from multiprocessing.process import BaseProcess

import psutil

LONGEST_WAIT = 4
"""So many times its deadline a file may take on the clock, however busy the machine is."""
ALMOST = 0.9
"""The share of the deadline that is taken for all of it: a quiet machine is never quite quiet."""


class Turn:
    """The time one file has in a reader.

    On a busy machine a reader of low priority gets little of the processor: a file must not fail for that. So the
    deadline counts the time it computes, and a reader that only waits has no right to more.
    """

    def __init__(self, process: BaseProcess | None, seconds: float) -> None:
        """is_over() is to be asked a few times a second: what the process computes is counted from the first time on.

        Most files are read before that, and cost nothing to measure.
        """
        self._pid = process.pid if process is not None else None
        self._process: psutil.Process | None = None
        self._seconds = seconds
        self._computed_before = 0.0
        self._started = time.monotonic()

    def is_over(self) -> bool:
        if self._pid is None:
            return False
        if self._process is None:
            self._measure()
            return False
        passed = time.monotonic() - self._started
        if passed <= self._seconds:
            return False
        if passed > self._seconds * LONGEST_WAIT:
            return True
        try:
            is_waiting = self._process.status() != psutil.STATUS_RUNNING
        except psutil.Error:
            return True
        return is_waiting or self._computed() - self._computed_before > ALMOST * self._seconds

    def _measure(self) -> None:
        # One that has died already needs no deadline: its pipe is closed.
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(self._pid)
            self._computed_before = self._computed()

    def _computed(self) -> float:
        """Seconds the process has computed so far."""
        if self._process is None:
            return 0.0
        try:
            times = self._process.cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

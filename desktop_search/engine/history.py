"""Remembers how far the work was, moment by moment, so that its speed can be shown over hours in few numbers."""

import dataclasses
import threading

from desktop_search.records import WorkSample

SHORTEST_SECONDS = 2.0
MOST_SAMPLES = 360
"""With two seconds between them they last for 12 minutes; then every second one goes, and the gaps are doubled."""


class WorkHistory:
    """Samples since the engine started, oldest first. May be used from any thread."""

    def __init__(self, *, most: int = MOST_SAMPLES, seconds: float = SHORTEST_SECONDS) -> None:
        self._most = most
        self._seconds = seconds
        self._samples: list[WorkSample] = []
        self._lock = threading.Lock()

    def note(self, sample: WorkSample) -> None:
        """Keeps a sample, unless the last one is too young; a time in which nothing happens needs only its two ends."""
        with self._lock:
            samples = self._samples
            if samples and sample.at - samples[-1].at < self._seconds:
                return
            if len(samples) > 1 and _is_still(samples[-2], samples[-1]) and _is_still(samples[-1], sample):
                samples.pop()
            samples.append(sample)
            if len(samples) > self._most:
                # The newest has to stay: it says how far the work is.
                self._samples = [*samples[:-1:2], samples[-1]]
                self._seconds *= 2

    def samples(self) -> list[WorkSample]:
        with self._lock:
            return list(self._samples)


def _is_still(before: WorkSample, after: WorkSample) -> bool:
    return dataclasses.replace(after, at=before.at) == before

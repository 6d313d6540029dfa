"""Ends a training in time: fewer steps on a slow machine, with the learning rate falling to zero all the same. Pure."""

LOOKED_AT = 3
"""Steps. The first are slower, as memory is reserved and the libraries warm up."""
WARM_UP = 0.1


class Budget:
    """The time a training may take, and what it has spent of it. Moments are seconds of one clock, as now is."""

    def __init__(self, seconds: float, *, spent: float, now: float) -> None:
        """spent is what the training has used up before it was interrupted."""
        self._seconds = seconds
        self._spent_before = spent
        self._began = now
        self._paused = 0.0
        self._first: tuple[int, float] | None = None
        self._end: int | None = None

    def pause(self, seconds: float) -> None:
        """Leaves out a time in which nothing was done."""
        self._paused += seconds

    def spent(self, now: float) -> float:
        """Seconds, before it was interrupted and since, without pauses."""
        return self._spent_before + self._worked(now)

    def end(self, step: int, steps: int, now: float) -> int:
        """After which step the training ends, of as many as are planned; told after each step.

        That is decided once, when some steps have shown how long one takes.
        """
        if self._first is None:
            self._first = step, self._worked(now)
        done = step - self._first[0]
        if self._end is None and done >= LOOKED_AT:
            each = (self._worked(now) - self._first[1]) / done
            left = (self._seconds - self.spent(now)) / each if each > 0 else steps
            self._end = min(steps, step + max(1, int(left)))
        return steps if self._end is None else self._end

    def _worked(self, now: float) -> float:
        return now - self._began - self._paused


def rate(step: int, end: int) -> float:
    """The part of the full learning rate: a linear warm-up, and a linear fall to zero at the last step."""
    rise = max(1, round(WARM_UP * end))
    return step / rise if step < rise else max(0.0, (end - step) / max(1, end - rise))

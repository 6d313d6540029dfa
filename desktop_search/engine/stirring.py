"""Wakes those who wait for something to happen, so that nobody has to look ever again whether it has."""

import threading


class Stirring:
    """Something happened, again and again. Any thread may say so, and any number may wait."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def stir(self) -> None:
        """Wakes all who wait."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait(self, seconds: float, seen: int) -> int:
        """Waits at most so long for more to happen than was seen, and returns what is to be handed in the next time."""
        with self._changed:
            self._changed.wait_for(lambda: self._count != seen, seconds)
            return self._count

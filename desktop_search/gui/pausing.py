"""Pauses the reading of files for an hour, or until the program is started anew, whatever happens to the engine."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_search.gui.engine_link import EngineLink
from desktop_search.records import EngineStatus

HOUR_SECONDS = 3600.0
LOOK_MS = 15_000


class Pausing(QObject):
    """What the person asked for. The engine itself forgets a pause when it is started again; here it is kept."""

    changed = Signal()

    def __init__(self, link: EngineLink, parent: QObject | None = None, clock: Callable[[], float] = time.time) -> None:
        """clock gives seconds since 1970: an hour passes also while the machine sleeps."""
        super().__init__(parent)
        self.until: float | None = None
        """When a pause for a time ends, in seconds since 1970."""
        self._is_wanted = False
        self._was_heard = False
        self._link = link
        self._clock = clock
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look_at_the_clock)
        link.connected.connect(self._on_connected)
        link.status_changed.connect(self._on_status)

    @property
    def is_paused(self) -> bool:
        """Whether nothing is to be read, by our wish or somebody else's."""
        status = self._link.status
        return self._is_wanted or (status is not None and status.state == "paused")

    def pause_for(self, seconds: float) -> None:
        self._want(self._clock() + seconds)

    def pause_until_restart(self) -> None:
        self._want(None)

    def resume(self) -> None:
        self._forget()
        self._link.request("resume")

    def look_at_the_clock(self) -> None:
        """Resumes when the time is over."""
        if self.until is not None and self._clock() >= self.until:
            self.resume()

    def _want(self, until: float | None) -> None:
        self.until, self._is_wanted, self._was_heard = until, True, False
        if until is None:
            self._look.stop()
        else:
            self._look.start()
        self._link.request("pause")
        self.changed.emit()

    def _forget(self) -> None:
        self.until, self._is_wanted = None, False
        self._look.stop()
        self.changed.emit()

    def _on_connected(self) -> None:
        if self._is_wanted:
            self._was_heard = False
            self._link.request("pause")

    def _on_status(self, status: EngineStatus) -> None:
        if status.state == "paused":
            self._was_heard = True
        elif self._is_wanted and self._was_heard:
            # Somebody resumed elsewhere: in the window, or with a command.
            self._forget()

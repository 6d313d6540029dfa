"""What an empty field offers: the engine's suggestions, asked for ahead of time so that they are there at once."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_search.gui.engine_link import EngineLink
from desktop_search.records import Hit

LIMIT = 9


class Offers(QObject):
    """Files for when nothing is typed. `changed` says that others are to be shown."""

    changed = Signal()

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: tuple[Hit, ...] = ()
        self._link = link
        self._is_asked = False
        link.connected.connect(self._ask)
        link.lost.connect(self._forget_request)

    def renew(self) -> None:
        """Asks again, without hurry: what is there stays until the answer comes."""
        if self._link.is_connected and not self._is_asked:
            self._ask()

    def _ask(self) -> None:
        self._is_asked = True
        self._link.request("suggestions", self._take, limit=LIMIT)

    def _take(self, hits: Any) -> None:
        self._is_asked = False
        if tuple(hits) != self.hits:
            self.hits = tuple(hits)
            self.changed.emit()

    def _forget_request(self) -> None:
        self._is_asked = False

"""Saved searches in the window: kept by the engine, shown in the side bar, looked at again when files have changed."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.side_bar import SideBar
from desktop_search.records import SavedSearch

SETTLE_MS = 5_000
"""Each look searches for every saved search: not while one file after the other is read."""


class Saving(QObject):
    """Wires the side bar's saved searches to the engine."""

    asked = Signal(str)
    """A query that is to be run."""
    told = Signal(str)

    def __init__(self, link: EngineLink, side_bar: SideBar, window: QWidget) -> None:
        super().__init__(window)
        self._link = link
        self._side_bar = side_bar
        self._window = window
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        link.connected.connect(self.refresh)
        side_bar.saved_asked.connect(self.run)
        side_bar.removal_asked.connect(self.remove)

    def refresh(self) -> None:
        """Asks what the saved searches find now."""
        self._link.request("saved_searches", self._side_bar.show_saved)

    def refresh_soon(self) -> None:
        """Files have changed: looks again when it is quiet, if there is anything to look for."""
        if self._side_bar.saved and not self._settle.isActive():
            self._settle.start()

    def ask_name(self, query: str) -> QInputDialog | None:
        """Asks what a search is to be called, and saves it then."""
        if not query.strip():
            self.told.emit(self.tr("Type what you want to save first."))
            return None
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Save this search"))
        dialog.setLabelText(self.tr("It is kept in the side bar, and says when it finds something new.\n\nName:"))
        dialog.setTextValue(query.strip())
        dialog.setOkButtonText(self.tr("Save"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        dialog.textValueSelected.connect(lambda name: self.save(query, name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def save(self, query: str, name: str) -> None:
        """Keeps a query under a name."""
        self._link.request("save_search", lambda _: self.refresh(), query=query, name=name)
        self.told.emit(self.tr("The search is saved in the side bar."))

    def run(self, saved: SavedSearch) -> None:
        """Searches for it; what is found now is not new any more."""
        self._link.request("note_search_seen", lambda _: self.refresh(), id=saved.id)
        self.asked.emit(saved.query)

    def remove(self, saved: SavedSearch) -> None:
        self._link.request("remove_search", lambda _: self.refresh(), id=saved.id)
        self.told.emit(self.tr("The search is not saved any more. Your files are untouched."))

"""The files that could not be read, each with its reason, and a way to try them again."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.opening import Opening
from desktop_search.gui.theme import GRID
from desktop_search.records import Failure, FileState

_PATH = Qt.ItemDataRole.UserRole


class FailuresDialog(QDialog):
    """A list that is asked for anew each time the dialog opens."""

    def __init__(self, link: EngineLink, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Files with problems"))
        self.resize(680, 400)
        self._link = link
        self._home = home
        self._opening = Opening(self)
        self._about = plain_label(self, text=self.tr("Asking…"))
        self._about.setProperty("muted", True)
        self._about.setWordWrap(True)
        self._list = QTreeWidget(self)
        self._list.setAccessibleName(self.tr("Files with problems"))
        self._list.setHeaderLabels([self.tr("File"), self.tr("Reason")])
        self._list.setRootIsDecorated(False)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._list.itemActivated.connect(lambda item: self._opening.show_in_folder(item.data(0, _PATH)))
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._link.request("failures", self.show_failures, retry=False)

    def show_failures(self, failures: tuple[Failure, ...]) -> None:
        """Fills the list: what failed first, then what was read only in part."""
        self._about.setText(
            self.tr(
                "These files could not be read, or only in part; all can be found by their names."
                " Double-click shows one in its folder."
            )
            if failures
            else self.tr("All files could be read.")
        )
        self._again.setEnabled(bool(failures))
        self._list.clear()
        for failure in sorted(failures, key=lambda failed: (failed.state != FileState.FAILED, failed.path)):
            folder, name = formatting.folder_and_name(failure.path, self._home)
            reason = formatting.one_line(failure.reason)
            item = QTreeWidgetItem(self._list, [name, reason])
            item.setData(0, _PATH, failure.path)
            item.setToolTip(0, formatting.tooltip(str(Path(folder) / name)))
            item.setToolTip(1, formatting.tooltip(reason))

    def _lay_out(self) -> None:
        self._again = self._button(self.tr("Try again"), self._try_again)
        self._again.setEnabled(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self._again)
        buttons.addStretch()
        buttons.addWidget(self._button(self.tr("Close"), self.close))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._about)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)

    def _button(self, text: str, then: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(then)
        return button

    def _try_again(self) -> None:
        self._link.request("failures", retry=True)
        self.close()

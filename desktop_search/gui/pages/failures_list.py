"""The files that could not be read, each with its reason, and ways to try again or to look at one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.sentences import translated
from desktop_search.gui.theme import GRID
from desktop_search.records import Failure, FileState

_PATH = Qt.ItemDataRole.UserRole
MOST_ROWS = 12
NARROW = 60
"""Below so many letters beside each other, folders stand in the tool tips only."""


class FailuresList(QWidget):
    """What failed comes first, then what was read only in part."""

    retry_asked = Signal(list)
    """Paths that are to be read again; none means all."""
    folder_asked = Signal(str)

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._shown: Sequence[Failure] = ()
        self._about = muted(self, self.tr("Asking…"))
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Files with problems"))
        self.list.setHeaderLabels([self.tr("File"), self.tr("Folder"), self.tr("Reason")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setTabKeyNavigation(False)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.list.header().setStretchLastSection(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda item: self.folder_asked.emit(item.data(0, _PATH)))
        self.list.itemSelectionChanged.connect(self._update)
        self.again = button(self, self.tr("Try all again"), lambda: self.retry_asked.emit([]))
        self.again_chosen = button(self, self.tr("Try selected again"), lambda: self.retry_asked.emit(self._chosen()))
        self.show_folder = button(self, self.tr("Show in folder"), lambda: self.folder_asked.emit(self._chosen()[0]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._about)
        layout.addWidget(self.list)
        layout.addWidget(side_by_side(self, self.again, self.again_chosen, self.show_folder))
        self._update()

    @property
    def text(self) -> str:
        return self._about.text()

    def show_failures(self, failures: Sequence[Failure]) -> None:
        """Fills the list; what was selected and is still there stays selected."""
        ordered = sorted(failures, key=lambda failed: (failed.state != FileState.FAILED, failed.path))
        if ordered != self._shown or not ordered:
            chosen = set(self._chosen())
            self._shown = ordered
            self.list.clear()
            for failure in ordered:
                folder, name = formatting.folder_and_name(failure.path, self._home)
                reason = formatting.one_line(translated(failure.reason))
                item = QTreeWidgetItem(self.list, [name, folder, reason])
                item.setData(0, _PATH, failure.path)
                for column, said in enumerate((f"{folder}/{name}", folder, reason)):
                    item.setToolTip(column, formatting.tooltip(said))
                item.setSelected(failure.path in chosen)
        self._about.setText(
            self.tr("These files could not be read, or only in part. All of them can be found by their names.")
            if ordered
            else self.tr("All files could be read.")
        )
        self._update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW * self.fontMetrics().averageCharWidth()
        self.list.setColumnHidden(1, is_narrow)
        self.list.setColumnWidth(0, self.width() * (45 if is_narrow else 28) // 100)
        self.list.setColumnWidth(1, self.width() * 28 // 100)

    def _chosen(self) -> list[str]:
        return [str(item.data(0, _PATH)) for item in self.list.selectedItems()]

    def _update(self) -> None:
        chosen = len(self._chosen())
        for control in (self.list, self.again, self.again_chosen, self.show_folder):
            control.setVisible(bool(self._shown))
        self.again_chosen.setEnabled(chosen > 0)
        self.show_folder.setEnabled(chosen == 1)
        row = self.list.sizeHintForRow(0) if self._shown else 0
        rows = min(len(self._shown), MOST_ROWS)
        self.list.setFixedHeight(self.list.header().sizeHint().height() + rows * max(row, 1) + GRID)

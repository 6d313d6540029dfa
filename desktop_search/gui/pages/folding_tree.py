"""A tree of groups that takes as much room as is unfolded of it, up to some rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from desktop_search.gui.theme import GRID

MOST_ROWS = 12


class FoldingTree(QTreeWidget):
    """One stop for Tab; the arrow keys go through it, fold and unfold."""

    removal_asked = Signal()
    """Delete was pressed; whether that removes anything is up to others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformRowHeights(True)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemExpanded.connect(self.fit)
        self.itemCollapsed.connect(self.fit)

    @property
    def groups(self) -> list[QTreeWidgetItem]:
        rows = (self.topLevelItem(row) for row in range(self.topLevelItemCount()))
        return [item for item in rows if item is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Takes the height of what is to be seen."""
        rows = 0
        for group in self.groups:
            if not group.isHidden():
                rows += 1 + (sum(not one.isHidden() for one in inside(group)) if group.isExpanded() else 0)
        row = self.sizeHintForRow(0) if self.topLevelItemCount() else 0
        header = 0 if self.isHeaderHidden() else self.header().sizeHint().height()
        self.setFixedHeight(header + min(rows, MOST_ROWS) * max(row, 1) + GRID)


def inside(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """The rows of a group."""
    rows = (group.child(row) for row in range(group.childCount()))
    return [item for item in rows if item is not None]

"""The list of the quick search: the same behaviour as the main window's, with rows of two lines."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_search.gui.quick.delegate import QuickDelegate, row_height
from desktop_search.gui.results_list import ResultsList


class QuickRows(ResultsList):
    """Hits, or files that are offered while nothing is asked."""

    can_judge = False

    dragged_out = Signal()
    """A row was dragged, and dropped somewhere or nowhere."""

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(home, parent)
        self.is_dragging = False
        self.setObjectName("quickRows")
        self.setItemDelegate(QuickDelegate(home, self))

    @property
    def is_on_first_row(self) -> bool:
        return self.currentIndex().row() <= 0

    @property
    def row_height(self) -> int:
        return row_height(self.font())

    def startDrag(self, actions: Qt.DropAction) -> None:
        self.is_dragging = True
        try:
            super().startDrag(actions)
        finally:
            self.is_dragging = False
        self.dragged_out.emit()

"""Shows some rows of a table, with those of the passage tinted and the cells with the words marked."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.previews.zooming import LetterZoom
from desktop_search.gui.theme import GRID, Tokens, tokens_for
from desktop_search.records import ShownTable

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NARROWEST_COLUMN, WIDEST_COLUMN = 40, 260
MEASURED_ROWS, LONGEST_MEASURED = 100, 60


class TableModel(QAbstractTableModel):
    """The rows as Qt wants them. Cells are plain text."""

    def __init__(self, shown: ShownTable, tokens: Tokens) -> None:
        super().__init__()
        self.tokens = tokens
        self._shown = shown
        self._columns = max((len(row) for row in shown.rows), default=0)
        self._words = frozenset(shown.words)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            cells = self._shown.rows[row]
            return formatting.one_line(cells[column]) if column < len(cells) else ""
        is_word = (row, column) in self._words
        if role == Qt.ItemDataRole.BackgroundRole:
            is_passage = any(start <= row < end for start, end in self._shown.passages)
            return QColor(self.tokens.mark if is_word else self.tokens.hover) if is_word or is_passage else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(section + self._shown.first_row) if orientation == Qt.Orientation.Vertical else _letters(section)


class TableView(QTableView):
    """A read-only table. The matches are its cells with words, or the rows of its passages where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._zoom = LetterZoom(self, self._measure)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._cells: list[tuple[int, int]] = []
        self._start = 0

    @property
    def stops(self) -> int:
        """How many matches there are."""
        return len(self._cells)

    @property
    def first_stop(self) -> int:
        """The match to begin with: the first in the passage."""
        return next((number for number, (row, _) in enumerate(self._cells) if row >= self._start), 0)

    def show_table(self, shown: ShownTable) -> None:
        """Shows a table, with the passage in sight."""
        self._rows = shown.rows
        self._cells = sorted(shown.words) or [(start, 0) for start, _ in shown.passages]
        self._start = shown.passages[0][0] if shown.passages else 0
        self.setModel(TableModel(shown, tokens_for(QGuiApplication.palette())))
        self._measure()
        self.scrollTo(self.model().index(self._start, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def go_to(self, number: int) -> None:
        """Makes a match the current cell, and scrolls to it."""
        if 0 <= number < self.stops:
            self.setCurrentIndex(self.model().index(*self._cells[number]))

    def zoom_by(self, steps: float) -> None:
        """Makes the letters larger, or smaller."""
        self._zoom.by(steps)

    def reset_zoom(self) -> None:
        self._zoom.reset()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        model = self.model() if event.type() == QEvent.Type.PaletteChange else None
        if isinstance(model, TableModel):
            model.tokens = tokens_for(QGuiApplication.palette())
            self.viewport().update()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + GRID)
        for column in range(self.model().columnCount() if self.model() else 0):
            # Qt would measure every cell, which takes longer than a frame on the screen lasts.
            cells = (row[column] for row in self._rows[:MEASURED_ROWS] if column < len(row))
            longest = max(cells, key=len, default="")[:LONGEST_MEASURED]
            width = self.fontMetrics().horizontalAdvance(longest) + 2 * GRID
            self.setColumnWidth(column, max(NARROWEST_COLUMN, min(width, WIDEST_COLUMN)))


def _letters(column: int) -> str:
    """A, B … Z, AA, AB …"""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters

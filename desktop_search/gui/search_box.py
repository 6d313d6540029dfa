"""The field a person types in: it keeps the cursor, and sends the keys that mean the list to the list."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_search.gui.theme import tokens_for

LONGEST_HISTORY = 50


class SearchBox(QLineEdit):
    """A line of text with signals for the keys of a result list."""

    row_asked = Signal(int)
    """Go this many rows down; negative is up."""
    page_asked = Signal(int)
    """Go this many pages down."""
    open_asked = Signal()
    folder_asked = Signal()
    left = Signal()
    """Esc in an empty field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setPlaceholderText(self.tr("Search your files by words or by meaning"))
        self.setAccessibleName(self.tr("Search"))
        self.setAccessibleDescription(
            self.tr("Up and Down choose a result, Enter opens it, Control and Enter shows it in its folder.")
        )
        self.setClearButtonEnabled(True)
        self.setMinimumHeight(44)
        self.setMaxLength(1000)
        font = self.font()
        font.setPixelSize(16)
        self.setFont(font)
        self._magnifier = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._draw_magnifier()
        self._history: list[str] = []
        self._recalled = 0
        self.textEdited.connect(self._forget_recalled)

    def remember(self, query: str) -> None:
        """Adds a query that led somewhere to those that Up brings back. Kept for this run only."""
        query = query.strip()
        if query:
            others = [old for old in self._history if old != query]
            self._history = [*others[1 - LONGEST_HISTORY :], query]
        self._recalled = 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_magnifier"):
            self._draw_magnifier()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Up and self._recalls():
            self._recall()
        elif key in _ROWS:
            self.row_asked.emit(_ROWS[Qt.Key(key)])
        elif key in _PAGES:
            self.page_asked.emit(_PAGES[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.folder_asked if control else self.open_asked).emit()
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self._recalled = 0
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def _recalls(self) -> bool:
        return bool(self._history) and (not self.text() or self._recalled > 0)

    def _recall(self) -> None:
        self._recalled = min(self._recalled + 1, len(self._history))
        self.setText(self._history[-self._recalled])

    def _forget_recalled(self) -> None:
        self._recalled = 0

    def _draw_magnifier(self) -> None:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(20, 20) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens_for(self.palette()).muted), 1.8, c=Qt.PenCapStyle.RoundCap))
        painter.drawEllipse(QRectF(3, 3, 10.5, 10.5))
        painter.drawLine(QPointF(12.2, 12.2), QPointF(17, 17))
        painter.end()
        self._magnifier.setIcon(QIcon(pixmap))


_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}

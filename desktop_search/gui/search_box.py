"""The field a person types in: it keeps the cursor, and sends the keys that mean the list to the list."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_search.gui.history import History
from desktop_search.gui.past_queries import PastQueries
from desktop_search.gui.theme import GRID, tokens_for

Four = tuple[float, float, float, float]


def offer_to_clear(field: QLineEdit) -> None:
    """Gives a field Qt's button that clears it, and the button a name for those who hear it."""
    field.setClearButtonEnabled(True)
    action = field.findChild(QAction, "_q_qlineeditclearaction")
    if action is not None:
        action.setText(QApplication.translate("SearchBox", "Clear"))


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
    chips_asked = Signal()
    """Shift+Tab: to the last filter."""
    offers_history = True
    room = 2 * GRID
    factor = 1.2
    """How large its text is, relative to the rest of the window's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBox")
        self.setPlaceholderText(self.tr("Search your files by words or by meaning"))
        self.setAccessibleName(self.tr("Search"))
        self.setAccessibleDescription(
            self.tr("Up and Down choose a result, Enter opens it, Control and Enter shows it in its folder.")
        )
        offer_to_clear(self)
        self.setMaxLength(1000)
        self.take_size()
        self._magnifier = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._magnifier.setText(self.tr("Search"))
        self._magnifier.triggered.connect(self.selectAll)
        self._clock: QAction | None = None
        self._draw_signs()
        self.history = History(parent=self)
        self.has_chips: Callable[[], bool] = lambda: False
        self._recalled = 0
        self._past: PastQueries | None = None
        self.textEdited.connect(self._forget_recalled)

    def use_history(self, history: History) -> None:
        """Takes another memory of queries than one for this run."""
        self.history = history
        if self.offers_history:
            self._past = PastQueries(self, history)
            self._clock = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
            self._clock.setText(self.tr("Earlier queries"))
            self._clock.setToolTip(self.tr("Earlier queries (Ctrl+H)"))
            self._clock.triggered.connect(self._past.show_menu)
            self._draw_signs()

    def remember(self, query: str) -> None:
        """Adds a query that led somewhere to those that Up brings back."""
        self.history.add(query)
        self._recalled = 0

    def show_history(self) -> None:
        """Shows earlier queries, and how to erase them."""
        if self._past is not None:
            self._past.show_menu()

    def take_size(self) -> None:
        """Grows and shrinks with the text of the program."""
        wanted = QApplication.font().pointSizeF() * self.factor
        font = self.font()
        if abs(font.pointSizeF() - wanted) > 0.01:
            font.setPointSizeF(wanted)
            self.setFont(font)
        self.setMinimumHeight(max(44, QFontMetrics(font).height() + self.room))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A new size of the text comes with a style sheet that is put on again (see Theme.use).
        if event.type() == QEvent.Type.StyleChange:
            self.take_size()
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_magnifier"):
            self._draw_signs()

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not forward and self.has_chips():
            self.chips_asked.emit()
            return True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if self._past is not None and key == Qt.Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier:
            self._past.offer()
        elif key == Qt.Key.Key_Up and self._recalls():
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
        return bool(self.history.queries) and (not self.text() or self._recalled > 0)

    def _recall(self) -> None:
        queries = self.history.queries
        self._recalled = min(self._recalled + 1, len(queries))
        self.setText(queries[-self._recalled])

    def _forget_recalled(self) -> None:
        self._recalled = 0

    def _draw_signs(self) -> None:
        self._magnifier.setIcon(self._sign([(3, 3, 10.5, 10.5)], [(12.2, 12.2, 17, 17)]))
        if self._clock is not None:
            self._clock.setIcon(self._sign([(3, 3, 14, 14)], [(10, 6, 10, 10.5), (10, 10.5, 13, 12)]))

    def _sign(self, circles: Sequence[Four], lines: Sequence[Four]) -> QIcon:
        """An icon of 20 × 20 points: circles by their boxes, lines by their ends."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(20, 20) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens_for(self.palette()).muted), 1.8, c=Qt.PenCapStyle.RoundCap))
        for circle in circles:
            painter.drawEllipse(QRectF(*circle))
        for x, y, to_x, to_y in lines:
            painter.drawLine(QPointF(x, y), QPointF(to_x, to_y))
        painter.end()
        return QIcon(pixmap)


_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}

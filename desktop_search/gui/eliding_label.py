"""One line of plain text that ends in an ellipsis where there is no room for all of it."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_search.gui.formatting import tooltip

LEAST_CHARACTERS = 6


class ElidingLabel(QLabel):
    """Wants room for all of its text and makes do with less; what is cut off stands in its tooltip."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        self.setText(text)

    def text(self) -> str:
        """All of the text, whatever is seen of it."""
        return self._whole

    @property
    def shown(self) -> str:
        """What is seen of the text."""
        return super().text()

    def setText(self, text: str) -> None:
        self._whole = text
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        # One more than the text takes: widths are rounded.
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        least = LEAST_CHARACTERS * self.fontMetrics().averageCharWidth()
        return QSize(min(least, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != super().text():
            super().setText(shown)
        self.setToolTip(tooltip(self._whole) if shown != self._whole else "")

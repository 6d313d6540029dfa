"""Shows a drawn page or a picture with the passage boxed and the words marked; it fits the width, and can be zoomed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop_search.gui.theme import LIGHT, tokens_for
from desktop_search.records import Box, Drawing

STEP = 1.25
LEAST, MOST = 0.25, 6.0
_LINE_HEIGHT = 48


class PictureView(QAbstractScrollArea):
    """A picture on the window's ground. The matches are its marked words, or its passages where no word is marked."""

    page_asked = Signal(int)
    """Scrolled past the end (1) or the beginning (-1)."""
    wants_more = Signal()
    """It is shown at another size than it was drawn for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self._image = QImage()
        self._drawing = Drawing(1, 1, b"")
        self._fills_width = True
        self._zoom = 1.0
        self._current = -1

    @property
    def stops(self) -> int:
        """How many matches there are."""
        return len(self._boxes)

    @property
    def first_stop(self) -> int:
        """The match to begin with: the first that lies in the best passage."""
        best = QRect(*self._drawing.passages[0]) if self._drawing.passages else QRect()
        return next((number for number, box in enumerate(self._boxes) if best.contains(QRect(*box).center())), 0)

    @property
    def zoom(self) -> float:
        """How much larger than fitting the width."""
        return self._zoom

    def show_drawing(self, image: QImage, drawing: Drawing, *, is_page: bool, is_same: bool) -> None:
        """Shows a picture; pages fill the width, pictures never more than their size. The same one keeps its place."""
        place = self._place() if is_same else None
        self._image, self._drawing, self._fills_width = image, drawing, is_page
        self._measure()
        if place is not None:
            self._go_to_place(place)
        else:
            self._current = -1
            self.horizontalScrollBar().setValue(0)
            self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def go_to(self, number: int) -> None:
        """Makes a match the current one, and scrolls to it."""
        self._current = number
        if 0 <= number < self.stops:
            self._reveal(self._on_view(self._boxes[number]).toRect())
        self.viewport().update()

    def zoom_by(self, steps: float) -> None:
        """Shows it larger, or smaller, around the middle of what is seen."""
        place = self._place()
        self._zoom = max(LEAST, min(MOST, self._zoom * STEP**steps))
        self._measure()
        self._go_to_place(place)
        self.viewport().update()
        self.wants_more.emit()

    def reset_zoom(self) -> None:
        """Fits the width again."""
        self._zoom = 1.0
        self._measure()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self._origin(), self._size())
        painter.drawImage(whole, self._image)
        painter.setPen(QColor(tokens_for(QGuiApplication.palette()).border))
        painter.drawRect(whole)
        # Paper is white in every look, so what is drawn on it has the colours of the light one.
        accent = QColor(LIGHT.accent)
        for box in self._drawing.passages:
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._on_view(box), 4, 4)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        for box in self._drawing.words:
            painter.fillRect(self._on_view(box), QColor(LIGHT.mark))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if 0 <= self._current < self.stops:
            painter.setPen(QPen(QColor(LIGHT.warning), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._on_view(self._boxes[self._current]).adjusted(-2, -2, 2, 2), 3, 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(event.angleDelta().y() / 120)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        is_at_end = bar.value() == (bar.maximum() if pages > 0 else bar.minimum())
        if pages and is_at_end:
            self.page_asked.emit(pages)
        elif pages:
            bar.setValue(bar.value() + pages * bar.pageStep())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    @property
    def _boxes(self) -> Sequence[Box]:
        return self._drawing.words or self._drawing.passages

    def _size(self) -> QSizeF:
        """How large the picture is shown."""
        if self._image.isNull():
            return QSizeF(0, 0)
        room = max(self.viewport().width() - 2.0, 50.0)
        width = room if self._fills_width else min(room, float(self._image.width()))
        width *= self._zoom
        return QSizeF(width, width * self._image.height() / self._image.width())

    def _origin(self) -> QPoint:
        across = max(0, round((self.viewport().width() - self._size().width()) / 2))
        return QPoint(across - self.horizontalScrollBar().value(), 1 - self.verticalScrollBar().value())

    def _on_view(self, box: Box) -> QRectF:
        scale = self._size().width() / max(self._drawing.width, 1)
        left, top, width, height = (side * scale for side in box)
        return QRectF(left, top, width, height).translated(self._origin())

    def _measure(self) -> None:
        size, view = self._size(), self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width(), view.width()),
            (self.verticalScrollBar(), size.height() + 2, view.height()),
        ):
            bar.setRange(0, max(0, round(whole) - seen))
            bar.setPageStep(max(seen - _LINE_HEIGHT, 1))
            bar.setSingleStep(_LINE_HEIGHT)

    def _place(self) -> tuple[float, float]:
        """What is in the middle of the view, as shares of the picture."""
        size, view, origin = self._size(), self.viewport().size(), self._origin()
        across = (view.width() / 2 - origin.x()) / max(size.width(), 1)
        return across, (view.height() / 2 - origin.y()) / max(size.height(), 1)

    def _go_to_place(self, place: tuple[float, float]) -> None:
        size, view = self._size(), self.viewport().size()
        self.horizontalScrollBar().setValue(round(place[0] * size.width() - view.width() / 2))
        self.verticalScrollBar().setValue(round(place[1] * size.height() - view.height() / 2))

    def _reveal(self, box: QRect) -> None:
        view = self.viewport().rect().adjusted(0, _LINE_HEIGHT, 0, -_LINE_HEIGHT)
        if not (view.top() <= box.top() and box.bottom() <= view.bottom()):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + box.top() - self.viewport().height() // 3)
        if not (view.left() <= box.left() and box.right() <= view.right()):
            side = self.horizontalScrollBar()
            side.setValue(side.value() + box.left() - self.viewport().width() // 4)

"""Makes the letters of a view larger or smaller: by the wheel with Ctrl, and by whoever asks."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

STEP = 1.12
SMALLEST, LARGEST = 6.0, 48.0
NOTCH = 120
"""What a wheel turns by one notch, as Qt counts it."""


class LetterZoom(QObject):
    """Belongs to its view. zoomed is called after each change."""

    def __init__(self, view: QAbstractScrollArea, zoomed: Callable[[], None] = lambda: None) -> None:
        super().__init__(view)
        self._view = view
        self._zoomed = zoomed
        self._usual_points = view.font().pointSizeF()
        self.points = self._usual_points
        view.viewport().installEventFilter(self)

    def by(self, steps: float) -> None:
        """Makes the letters larger, or smaller."""
        self.points = max(SMALLEST, min(LARGEST, self.points * STEP**steps))
        font = self._view.font()
        font.setPointSizeF(self.points)
        self._view.setFont(font)
        self._zoomed()

    def reset(self) -> None:
        """Gives the letters their usual size."""
        self.points = self._usual_points
        self.by(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.by(event.angleDelta().y() / NOTCH)
            return True
        return super().eventFilter(watched, event)

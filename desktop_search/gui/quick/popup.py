"""A frameless window that is there at once, on the screen in use, and hides when something else gets the focus."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QGuiApplication, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from desktop_search.gui.theme import tokens_for

FROM_TOP = 0.16
"""Part of the screen's height that stays free above: near the eyes, and room for the results below."""
GRACE_MS = 120
"""The hotkey takes the keyboard for a moment, and some window managers give the focus twice: neither is leaving."""


class Popup(QWidget):
    """Shows and hides itself; what is inside belongs to whoever inherits it."""

    shown = Signal()
    hidden = Signal()

    def __init__(self) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._leaving = QTimer(self, singleShot=True, interval=GRACE_MS)
        self._leaving.timeout.connect(self._hide_if_left)

    def prepare(self) -> None:
        """Makes everything that the first showing would have to make, so that it takes no longer than the others."""
        self.ensurePolished()
        self.winId()
        self.grab()

    def toggle(self) -> None:
        """Hides the window if it is shown, else shows it."""
        if self.isVisible():
            self.hide()
        else:
            self.appear()

    def appear(self) -> None:
        """Shows the window on the screen in use, ready to type."""
        self._leaving.stop()
        screen = screen_in_use()
        self.setGeometry(place_on(screen.availableGeometry(), self.wanted_size(screen.availableGeometry())))
        self.about_to_appear()
        self.show()
        self.raise_()
        self.activateWindow()
        self.shown.emit()

    def about_to_appear(self) -> None:
        """What is to be done before the window is seen."""

    def stays_open(self) -> bool:
        """Whether the window must stay although another has the focus."""
        return QApplication.activePopupWidget() is not None

    def wanted_size(self, available: QRect) -> QPoint:
        """Width and height on a screen with so much room."""
        return QPoint(min(720, available.width()), min(520, available.height()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate:
            self._leaving.start()
        elif event.type() == QEvent.Type.WindowActivate:
            self._leaving.stop()
        elif event.type() == QEvent.Type.Hide:
            self._leaving.stop()
            self.hidden.emit()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.setPen(QColor(tokens.border))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _hide_if_left(self) -> None:
        if not self.isActiveWindow() and not self.stays_open():
            self.hide()


def screen_in_use() -> QScreen:
    """The screen where the pointer is: nothing else is known of other programs' windows on every system."""
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()


def place_on(available: QRect, size: QPoint) -> QRect:
    """Centre-top of the room on a screen, wholly inside it."""
    left = available.left() + (available.width() - size.x()) // 2
    top = available.top() + round(available.height() * FROM_TOP)
    top = max(available.top(), min(top, available.bottom() + 1 - size.y()))
    return QRect(left, top, size.x(), size.y())

"""What all pages are: a heading, a sentence, and cards below each other in a column that can be scrolled."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_search.gui.flow_layout import FlowLayout
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.theme import GRID

WIDEST = 860
"""Pixels at 100 %. Longer lines are hard to read, and the way from a name to its value is long."""
REFRESH_MS = 2000


class Page(QWidget):
    """Asks for what it shows when it is shown, and again every two seconds as long as it is seen."""

    page_asked = Signal(str)
    """The name of another page that the person wants to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._again = QTimer(self, interval=REFRESH_MS)
        self._again.timeout.connect(self.refresh)
        column = QWidget()
        column.setMaximumWidth(WIDEST * max(1, self.fontMetrics().height()) // 17)
        self.body = QVBoxLayout(column)
        self.body.setContentsMargins(0, 0, GRID, 2 * GRID)
        self.body.setSpacing(2 * GRID)
        self._heading = plain_label(column, factor=1.45, bold=True)
        self._heading.setWordWrap(True)
        self._about = muted(column)
        top = QVBoxLayout()
        top.setSpacing(GRID // 2)
        top.addWidget(self._heading)
        top.addWidget(self._about)
        self.body.addLayout(top)
        inside = _Inside()
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(column, 1)
        across.addStretch(0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        # Tab goes to what can be used; a focused field is brought into view by itself.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)

    def title_page(self, title: str, about: str) -> None:
        """Says what the page is called, and what it is for."""
        self.setWindowTitle(title)
        self._heading.setText(title)
        self._about.setText(about)
        self._scroll.setAccessibleName(title)

    def add_card(self, title: str = "") -> "Card":
        """A new card at the end of the page."""
        card = Card(title, self)
        self.body.addWidget(card)
        return card

    def refresh(self) -> None:
        """Asks for what is shown."""

    def judge(self, *, relevant: bool) -> None:
        """The keys that judge a result were pressed. Most pages have nothing to judge."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._again.stop()
        super().hideEvent(event)


class _Inside(QWidget):
    """As high as its texts are at the width they have: Qt would keep the room that they need in a narrow column."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Card(QFrame):
    """A framed box with a title, and room for what belongs together."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.room = QVBoxLayout(self)
        self.room.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.room.setSpacing(GRID)
        if title:
            self.room.addWidget(plain_label(self, text=title, bold=True))


def muted(parent: QWidget, text: str = "") -> QLabel:
    """A grey label that takes as many lines as it needs."""
    label = plain_label(parent, text=text)
    label.setProperty("muted", True)
    label.setWordWrap(True)
    return label


def button(parent: QWidget, text: str, then: Callable[[], object], *, quiet: bool = False) -> QPushButton:
    """A button that does one thing."""
    made = QPushButton(text, parent)
    made.setAccessibleName(text)
    made.setAutoDefault(False)
    made.setProperty("quiet", quiet)
    made.clicked.connect(lambda _: then())
    return made


def side_by_side(parent: QWidget, *controls: QWidget) -> QWidget:
    """Controls beside each other, and on a further line where there is no room."""
    row = QWidget(parent)
    flow = FlowLayout(row, GRID)
    for control in controls:
        flow.addWidget(control)
    return row


def in_a_row(*widgets: QWidget) -> QHBoxLayout:
    """Widgets beside each other, at the left."""
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row

"""What stands where results would be: a calm sentence, and what to do next."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_search.gui.theme import GRID


class MessagePage(QWidget):
    """A headline, a few lines and some buttons, in the middle."""

    acted = Signal(object)
    """What belongs to the button that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = plain_label(self, factor=1.35)
        self._advice = plain_label(self)
        self._advice.setProperty("muted", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 8 * GRID)
        layout.setSpacing(1 * GRID)
        layout.addStretch(2)
        for label in (self._headline, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GRID)
        layout.addSpacing(GRID)
        layout.addLayout(self._buttons)
        layout.addStretch(3)
        self._actions: Sequence[tuple[str, object]] = ()

    @property
    def text(self) -> str:
        """Everything the page says."""
        return f"{self._headline.text()}\n{self._advice.text()}"

    def say(self, headline: str, advice: str, actions: Sequence[tuple[str, object]] = ()) -> None:
        """Shows two texts as they are, and a button for each action: its text, and what `acted` says then."""
        self._headline.setText(headline)
        self._advice.setText(advice)
        if list(actions) == list(self._actions):
            return
        self._actions = tuple(actions)
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._buttons.addStretch()
        for number, (text, action) in enumerate(actions):
            button = QPushButton(text, self)
            button.setAccessibleName(text)
            button.setProperty("primary", number == 0)
            button.clicked.connect(lambda _=False, action=action: self.acted.emit(action))
            self._buttons.addWidget(button)
            button.show()
        self._buttons.addStretch()


def plain_label(parent: QWidget | None = None, *, text: str = "", factor: float = 1.0, bold: bool = False) -> QLabel:
    """A label that shows any text as it is. factor is its size, relative to the rest of the window."""
    label = _Label(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.factor = factor
    font = label.font()
    font.setBold(bold)
    label.setFont(font)
    label.take_size()
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


class _Label(QLabel):
    """Stays in proportion when the size of the program's text changes."""

    factor = 1.0

    def take_size(self) -> None:
        wanted = QApplication.font().pointSizeF() * self.factor
        if self.factor != 1.0 and abs(self.font().pointSizeF() - wanted) > 0.01:
            font = self.font()
            font.setPointSizeF(wanted)
            self.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A new size of the text comes with a style sheet that is put on again (see Theme.use).
        if event.type() == QEvent.Type.StyleChange:
            self.take_size()

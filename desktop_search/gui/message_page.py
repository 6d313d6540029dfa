"""What stands where results would be: a calm sentence, and what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_search.gui.theme import GRID


class MessagePage(QWidget):
    """A headline and a few lines, in the middle."""

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
        layout.addStretch(3)

    @property
    def text(self) -> str:
        """Everything the page says."""
        return f"{self._headline.text()}\n{self._advice.text()}"

    def say(self, headline: str, advice: str) -> None:
        """Shows two texts as they are."""
        self._headline.setText(headline)
        self._advice.setText(advice)


def plain_label(parent: QWidget | None = None, *, text: str = "", factor: float = 1.0, bold: bool = False) -> QLabel:
    """A label that shows any text as it is. factor is its size, relative to the rest of the window."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setBold(bold)
    label.setFont(font)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label

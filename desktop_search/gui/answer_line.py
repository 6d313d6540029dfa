"""The one sentence that answers the question, above the results. Pressing it goes to the hit it stands in."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.search_session import Key
from desktop_search.gui.theme import GRID, tokens_for
from desktop_search.records import Answer

LONGEST = 280
"""Characters. A sentence that is longer is cut: the whole stands in the preview."""


class AnswerLine(QAbstractButton):
    """A card with a sentence and where it stands."""

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hit: Key | None = None
        """The key of the hit that answers."""
        self._home = home
        self._sentence = plain_label(self, factor=1.05)
        self._sentence.setWordWrap(True)
        self._place = plain_label(self, factor=0.92)
        self._place.setProperty("muted", True)
        for label in (self._sentence, self._place):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._inside = layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID // 4)
        layout.addWidget(self._sentence)
        layout.addWidget(self._place)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setVisible(False)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    def show_answer(self, answer: Answer | None) -> None:
        """Shows the sentence of an answer, or nothing."""
        line = answer.answer if answer is not None else None
        self.hit = (line.path, line.member) if line is not None else None
        self.setVisible(line is not None)
        if line is None:
            return
        said = formatting.one_line(line.text).strip()
        self._sentence.setText(said if len(said) <= LONGEST else said[: LONGEST - 1] + "…")
        _, name = formatting.folder_and_name(line.path, self._home)
        hit = answer.hits[line.hit] if answer is not None and line.hit < len(answer.hits) else None
        place = formatting.place_of(hit) if hit is not None else formatting.place(line.page, line.line)
        self._place.setText(" · ".join(part for part in (name, place) if part))
        self.setAccessibleName(self.tr("Answer: {sentence}").format(sentence=self._sentence.text()))
        self.setAccessibleDescription(self.tr("From {place}. Enter goes there.").format(place=self._place.text()))

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._inside.minimumSize().height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._inside.heightForWidth(width)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if self.hasFocus() else tokens.border), 1))
        painter.setBrush(QColor(tokens.hover if self.underMouse() else tokens.surface))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, GRID, GRID)
        painter.setPen(QPen(QColor(tokens.accent), 3, c=Qt.PenCapStyle.RoundCap))
        x = box.left() + GRID
        painter.drawLine(round(x), round(box.top() + GRID + 2), round(x), round(box.bottom() - GRID - 2))
        painter.end()

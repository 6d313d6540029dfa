"""One result that is to be judged: the question, the file, its words, and why it is asked for."""

from PySide6.QtCore import QAbstractAnimation, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.eliding_label import ElidingLabel
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.sentences import translated
from desktop_search.gui.theme import GRID
from desktop_search.records import ToJudge

FADE_MS = 220
MOST_LETTERS = 300
"""Of a snippet: enough to judge by, and a row stays a row."""


class JudgeRow(QFrame):
    """Can be gone to with Tab; the keys of the results list judge it."""

    judged = Signal(bool)
    open_asked = Signal(str)
    gone = Signal()
    """It has faded out."""
    row_asked = Signal(int)
    """The row so many rows below is wanted."""

    def __init__(self, wanted: ToJudge, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = wanted
        self.setObjectName("judgeRow")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        hit = wanted.hit
        folder, name = formatting.folder_and_name(hit.path, home)
        query = formatting.one_line(wanted.query)
        self._query = plain_label(self, text=formatting.quoted(query), bold=True)
        self._query.setWordWrap(True)
        self._file = ElidingLabel(self, f"{name}  ·  {folder}")
        snippet = formatting.one_line(hit.snippet)
        cut = snippet if len(snippet) <= MOST_LETTERS else snippet[:MOST_LETTERS].rstrip() + "…"
        self._snippet = plain_label(self, text=cut)
        self._snippet.setWordWrap(True)
        self._why = muted(self, formatting.one_line(translated(wanted.why)))
        self.yes = button(self, self.tr("This answers"), lambda: self.judged.emit(True))
        self.yes.setToolTip(self.tr("This answers (Ctrl+↑)"))
        self.no = button(self, self.tr("This does not answer"), lambda: self.judged.emit(False))
        self.no.setToolTip(self.tr("This does not answer (Ctrl+↓)"))
        self.open = button(self, self.tr("Open"), lambda: self.open_asked.emit(hit.path), quiet=True)
        self.setAccessibleName(f"{query}: {name}")
        self.setAccessibleDescription(f"{cut} {self._why.text()}")
        for made in (self.yes, self.no, self.open):
            made.setAccessibleName(f"{made.text()}: {name}, {query}")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(round(1.5 * GRID), GRID, round(1.5 * GRID), GRID)
        inside.setSpacing(GRID // 2)
        for widget in (self._query, self._file, self._snippet, self._why):
            inside.addWidget(widget)
        inside.addWidget(side_by_side(self, self.yes, self.no, self.open))

    def fade(self) -> None:
        """Goes, and says when it has gone; nothing of it can be pressed meanwhile."""
        self.setEnabled(False)
        veil = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(veil)
        fading = QPropertyAnimation(veil, b"opacity", self)
        fading.setDuration(FADE_MS)
        fading.setStartValue(1.0)
        fading.setEndValue(0.0)
        fading.finished.connect(self.gone)
        fading.start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key())
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if steps is not None and is_plain:
            self.row_asked.emit(steps)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_asked.emit(self.wanted.hit.path)
        else:
            super().keyPressEvent(event)

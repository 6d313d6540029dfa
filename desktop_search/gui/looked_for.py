"""Asks, when the person comes back from a file: was this what you were looking for? One key answers."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.eliding_label import ElidingLabel
from desktop_search.gui.theme import GRID
from desktop_search.records import Hit


class LookedFor(QWidget):
    """A line that takes the focus from nothing, and goes when it is answered or another question is typed."""

    answered = Signal(object, bool)
    """A Hit, and whether it was looked for."""

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._hit: Hit | None = None
        self._asked = ElidingLabel(self)
        self._asked.setProperty("muted", True)
        yes_key, no_key = self.tr("Alt+Y"), self.tr("Alt+N")
        self.yes = self._button(self.tr("Yes ({key})").format(key=yes_key), lambda: self._answer(True))
        self.no = self._button(self.tr("No ({key})").format(key=no_key), lambda: self._answer(False))
        self.away = self._button("✕", self.put_away)
        self.away.setAccessibleName(self.tr("Do not answer"))
        self.away.setToolTip(self.away.accessibleName())
        for name, then in ((yes_key, self.yes.click), (no_key, self.no.click)):
            # Hidden widgets have no shortcuts, so the keys are free for others as long as nothing is asked.
            QShortcut(QKeySequence(name), self).activated.connect(then)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._asked)
        for made in (self.yes, self.no, self.away):
            layout.addWidget(made)
        layout.addStretch(1)
        self.setVisible(False)

    @property
    def text(self) -> str:
        return self._asked.text()

    def ask(self, hit: Hit) -> None:
        """Asks about a hit that was opened."""
        self._hit = hit
        name = formatting.folder_and_name(hit.path, self._home)[1]
        self._asked.setText(self.tr("Was “{file}” what you were looking for?").format(file=name))
        for made, said in ((self.yes, self.tr("Yes")), (self.no, self.tr("No"))):
            made.setAccessibleName(f"{self._asked.text()} {said}")
        self.setVisible(True)

    def put_away(self) -> None:
        """Asks no more."""
        self._hit = None
        self.setVisible(False)

    def _answer(self, was_it: bool) -> None:
        if (hit := self._hit) is not None:
            self.put_away()
            self.answered.emit(hit, was_it)

    def _button(self, text: str, then: object) -> QPushButton:
        made = QPushButton(text, self)
        made.setProperty("quiet", True)
        made.setAutoDefault(False)
        made.clicked.connect(then)
        return made

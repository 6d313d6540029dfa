"""The selected hit in full: which file it is, what can be done with it, and what it looks like where it matches."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.flow_layout import FlowLayout
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.previews.stage import Stage
from desktop_search.gui.results_model import shown_name
from desktop_search.gui.theme import GRID
from desktop_search.records import Hit

LONGEST_FACT = 24
"""Letters. A longer one may be broken, as the name of a sheet."""


class Preview(QFrame):
    """A pane beside the list. F3 goes through the matches, and Ctrl with + and - zooms, wherever the focus is."""

    open_asked = Signal()
    folder_asked = Signal()
    copy_asked = Signal()
    left = Signal()
    """Esc: back to the list."""

    def __init__(self, home: str, parent: QWidget | None = None, *, ask: Callable[..., object] | None = None) -> None:
        """ask sends a question to the engine, as EngineLink.request; without it only passages are shown."""
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Preview"))
        self._home = home
        self._hit: Hit | None = None
        self._query = ""
        self._name = plain_label(self, factor=1.15, bold=True)
        self._path = plain_label(self)
        self._details = plain_label(self)
        for label in (self._name, self._path, self._details):
            label.setWordWrap(True)
        for label in (self._path, self._details):
            label.setProperty("muted", True)
        self.stage = Stage(ask, self)
        self._lay_out()
        self._wire()

    @property
    def text(self) -> str:
        """Everything the pane says."""
        labels = (self._name, self._path, self._details)
        written = (self.stage.passages.toPlainText(), self.stage.text.toPlainText())
        return "\n".join([*(label.text() for label in labels), *written])

    def show_hit(self, hit: Hit | None, query: str = "") -> None:
        """Shows a hit of a query, or nothing. The same hit again leaves the place one has scrolled to."""
        if hit == self._hit and query == self._query:
            return
        is_same = self._hit is not None and hit is not None and _texts(hit) == _texts(self._hit)
        is_same = is_same and query == self._query
        self._hit, self._query = hit, query
        for widget in (self._name, self._path, self._details, self.stage, *self._buttons):
            widget.setVisible(hit is not None)
        if hit is not None:
            folder, name = shown_name(hit, self._home)
            self._name.setText(_breakable(name))
            self._path.setText(_breakable(folder))
            size = formatting.size(hit.size) if hit.size else ""
            details = (
                formatting.one_line(hit.title or ""),
                *map(_together, (formatting.place_of(hit), size, formatting.full_date(hit.modified_ns))),
            )
            self._details.setText("  ·  ".join(detail for detail in details if detail))
        if not is_same:
            self.stage.show_hit(hit, query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        open_file = QPushButton(self.tr("Open"), self)
        open_file.clicked.connect(self.open_asked)
        open_file.setProperty("primary", True)
        show = QPushButton(self.tr("Show in folder"), self)
        show.clicked.connect(self.folder_asked)
        copy = QPushButton(self.tr("Copy path"), self)
        copy.clicked.connect(self.copy_asked)
        self._buttons = (open_file, show, copy)
        self._row = QWidget(self)
        row = FlowLayout(self._row, GRID)
        for button in self._buttons:
            button.setAccessibleName(button.text())
            button.setVisible(False)
            row.addWidget(button)
        self.stage.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._name)
        layout.addWidget(self._path)
        layout.addWidget(self._details)
        layout.addSpacing(GRID)
        layout.addWidget(self._row)
        layout.addSpacing(GRID)
        layout.addWidget(self.stage, 1)

    def _wire(self) -> None:
        stage = self.stage
        for keys, then in (
            ("F3", lambda: stage.step(1)),
            ("Shift+F3", lambda: stage.step(-1)),
            ("Ctrl++", lambda: stage.zoom(1)),
            ("Ctrl+=", lambda: stage.zoom(1)),
            ("Ctrl+-", lambda: stage.zoom(-1)),
            ("Ctrl+0", lambda: stage.zoom(0)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(then)


def _texts(hit: Hit) -> tuple[object, ...]:
    return hit.path, hit.member, hit.matches, hit.snippet, hit.snippet_marks


def _together(fact: str) -> str:
    """Keeps a number and its unit, and the parts of a short date, on one line."""
    return fact if len(fact) > LONGEST_FACT else fact.replace(" ", "\u00a0")


def _breakable(name: str) -> str:
    """Lets a label break a long name where people see a joint, and keeps the suffix of a right-to-left name last."""
    return "\u200e" + "".join(character + "\u200b" if character in "/\\_-.," else character for character in name)

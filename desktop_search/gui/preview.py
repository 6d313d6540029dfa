"""The selected hit in full: its file, and the passages that match, as plain text with the words marked."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_search.gui import file_icons, formatting, marks
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.results_model import shown_name
from desktop_search.gui.theme import GRID, Tokens, tokens_for
from desktop_search.records import Hit, Match


class Preview(QFrame):
    """A pane beside the list."""

    open_asked = Signal()
    folder_asked = Signal()
    copy_asked = Signal()

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(self.tr("Preview"))
        self._home = home
        self._hit: Hit | None = None
        self._name = plain_label(self, factor=1.15, bold=True)
        self._path = plain_label(self)
        self._details = plain_label(self)
        for label in (self._name, self._path, self._details):
            label.setWordWrap(True)
        for label in (self._path, self._details):
            label.setProperty("muted", True)
        self._passages = QPlainTextEdit(self, readOnly=True)
        self._passages.setObjectName("passages")
        self._passages.setAccessibleName(self.tr("Matching passages"))
        self._passages.setTabChangesFocus(True)
        self._passages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._passages.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._passages.viewport().setAutoFillBackground(False)
        self._lay_out()

    @property
    def text(self) -> str:
        """Everything the pane says."""
        labels = (self._name, self._path, self._details)
        return "\n".join([*(label.text() for label in labels), self._passages.toPlainText()])

    def show_hit(self, hit: Hit | None) -> None:
        """Shows a hit, or nothing. The same hit again leaves the place one has scrolled to."""
        if hit == self._hit:
            return
        is_same_text = self._hit is not None and hit is not None and _texts(hit) == _texts(self._hit)
        self._hit = hit
        for widget in (self._name, self._path, self._details, self._passages, *self._buttons):
            widget.setVisible(hit is not None)
        if hit is None:
            self._passages.clear()
            return
        folder, name = shown_name(hit, self._home)
        self._name.setText(_breakable(name))
        self._path.setText(_breakable(folder))
        details = (
            formatting.one_line(hit.title or ""),
            formatting.place_of(hit),
            formatting.size(hit.size) if hit.size else "",
            formatting.full_date(hit.modified_ns),
        )
        self._details.setText("  ·  ".join(detail for detail in details if detail))
        if not is_same_text:
            self._write_passages(hit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Character formats keep their colours, so a new look writes the passages again.
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_hit", None) is not None:
            assert self._hit is not None
            self._write_passages(self._hit)

    def _lay_out(self) -> None:
        open_file = QPushButton(self.tr("Open"), self)
        open_file.clicked.connect(self.open_asked)
        open_file.setProperty("primary", True)
        show = QPushButton(self.tr("Show in folder"), self)
        show.clicked.connect(self.folder_asked)
        copy = QPushButton(self.tr("Copy path"), self)
        copy.clicked.connect(self.copy_asked)
        self._buttons = (open_file, show, copy)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in self._buttons:
            button.setAccessibleName(button.text())
            button.setVisible(False)
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._name)
        layout.addWidget(self._path)
        layout.addWidget(self._details)
        layout.addSpacing(GRID)
        layout.addLayout(row)
        layout.addSpacing(GRID)
        layout.addWidget(self._passages, 1)
        self._passages.document().setDocumentMargin(0)

    def _write_passages(self, hit: Hit) -> None:
        tokens = tokens_for(self.palette())
        self._passages.clear()
        cursor = QTextCursor(self._passages.document())
        cursor.beginEditBlock()
        shown = hit.matches or (Match(hit.snippet, hit.page, hit.line, hit.heading, hit.snippet_marks),)
        for number, match in enumerate(shown):
            if number > 0:
                cursor.insertText("\n\n")
            _write_passage(cursor, _as_read(match, hit), tokens)
        cursor.endEditBlock()
        self._passages.moveCursor(QTextCursor.MoveOperation.Start)


def _write_passage(cursor: QTextCursor, match: Match, tokens: Tokens) -> None:
    caption = QTextCharFormat()
    caption.setForeground(QColor(tokens.muted))
    caption.setFontWeight(QFont.Weight.DemiBold)
    plain = QTextCharFormat()
    plain.setForeground(QColor(tokens.text))
    marked = QTextCharFormat()
    marked.setForeground(QColor(tokens.on_mark))
    marked.setBackground(QColor(tokens.mark))
    where = (formatting.place_of(match), formatting.one_line(match.heading or ""))
    if any(where):
        cursor.insertText(" · ".join(part for part in where if part) + "\n", caption)
    text, done = match.text, 0
    for start, end in marks.merged(match.marks):
        cursor.insertText(text[done:start], plain)
        cursor.insertText(text[max(start, done) : end], marked)
        done = end
    cursor.insertText(text[done:], plain)


def _as_read(match: Match, hit: Hit) -> Match:
    text, marked = marks.without_heading(match.text, match.marks, match.heading)
    text = formatting.several_lines(text)
    if not file_icons.is_code(hit.member or hit.path):
        text = formatting.flowing(text)
    return replace(match, text=text, marks=tuple(marked))


def _texts(hit: Hit) -> tuple[object, ...]:
    return hit.path, hit.member, hit.matches, hit.snippet, hit.snippet_marks


def _breakable(name: str) -> str:
    """Lets a label break a long name where people see a joint, and keeps the suffix of a right-to-left name last."""
    return "\u200e" + "".join(character + "\u200b" if character in "/\\_-.," else character for character in name)

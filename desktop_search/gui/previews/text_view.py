"""Shows plain text with the passage tinted, words marked and programs in colours. Nothing in it is markup."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from desktop_search.gui.previews.looks import formats_for
from desktop_search.gui.previews.writing import ORDER, Piece, Written
from desktop_search.gui.previews.zooming import LetterZoom
from desktop_search.gui.theme import tokens_for

LONGEST_WORD = 60


class TextView(QPlainTextEdit):
    """A read-only text. Only what is seen is coloured: a long program has many thousand pieces."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, readOnly=True)
        self.setObjectName("passages")
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        # Nothing is wider than the view, but a scroll bar would come for the space at the end of a wrapped line.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self._zoom = LetterZoom(self)
        self._written = Written("")
        self._looks: dict[str, list[tuple[int, int]]] = {}
        self._current = -1
        self._is_writing = False
        self.verticalScrollBar().valueChanged.connect(self._dress_visible)

    @property
    def stops(self) -> int:
        """How many matches there are."""
        return len(self._written.stops)

    @property
    def first_stop(self) -> int:
        """The match to begin with: the first that lies in the passage."""
        starts = [start for start, _ in self._written.stops]
        return min(bisect_left(starts, self._written.start), max(len(starts) - 1, 0))

    def write(self, written: Written, *, is_code: bool = False) -> None:
        """Shows a text from where its passage begins, which is the beginning where there is none."""
        self._written = written
        self._looks = {look: [] for look in ORDER}
        for start, end, look in written.looks:
            self._looks[look].append((start, end))
        self._current = -1
        self._set_font(is_code=is_code)
        self.setExtraSelections([])
        self._is_writing = True
        self.setPlainText(written.text)
        self._is_writing = False
        self._go_to_offset(self._written.start)
        self._dress_visible()

    def go_to(self, number: int) -> None:
        """Makes a match the current one, and scrolls to it."""
        self._current = number
        if not 0 <= number < self.stops:
            self.setExtraSelections([])
            return
        start, end = self._written.stops[number]
        current = QTextEdit.ExtraSelection()
        current.cursor = QTextCursor(self.document())
        current.cursor.setPosition(start)
        self._go_to_offset(start, only_if_hidden=True)
        current.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        tokens = tokens_for(QGuiApplication.palette())
        if end - start > LONGEST_WORD:
            # A whole passage in the colour of a button would shout.
            current.format.setBackground(QColor(tokens.selection))
        else:
            current.format.setBackground(QColor(tokens.accent))
            current.format.setForeground(QColor(tokens.on_accent))
        self.setExtraSelections([current])

    def zoom_by(self, steps: float) -> None:
        """Makes the letters larger, or smaller."""
        self._zoom.by(steps)

    def reset_zoom(self) -> None:
        self._zoom.reset()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress_visible()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_looks"):
            block = self.document().begin()
            while block.isValid():
                block.setUserState(-1)
                block = block.next()
            self._dress_visible()
            self.go_to(self._current)

    def _set_font(self, *, is_code: bool) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if is_code else QFont(self._plain_font())
        font.setPointSizeF(self._zoom.points)
        self.setFont(font)
        if is_code:
            self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))

    def _plain_font(self) -> QFont:
        parent = self.parentWidget()
        return parent.font() if parent is not None else self.font()

    def _go_to_offset(self, offset: int, *, only_if_hidden: bool = False) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(offset, max(self.document().characterCount() - 1, 0)))
        line = self.cursorRect(cursor)
        if only_if_hidden and self.viewport().rect().contains(line):
            return
        self.setTextCursor(cursor)
        if offset:
            self.centerCursor()

    def _dress_visible(self) -> None:
        if self._is_writing:
            # It scrolls while it has half of the text, and what is dressed then would stay so.
            return
        looks = formats_for(tokens_for(QGuiApplication.palette()))
        block = self.firstVisibleBlock()
        seen = self.viewport().height()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top() if block.isValid() else 0
        while block.isValid() and top <= seen:
            if block.userState() != 1:
                block.setUserState(1)
                self._dress(block, looks)
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def _dress(self, block: QTextBlock, looks: dict[str, QTextCharFormat]) -> None:
        start, end = block.position(), block.position() + block.length()
        ranges: list[QTextLayout.FormatRange] = []
        for first, last, look in self._pieces(start, end):
            piece = QTextLayout.FormatRange()
            piece.start = max(first, start) - start
            piece.length = min(last, end) - start - piece.start
            piece.format = looks[look]
            ranges.append(piece)
        block.layout().setFormats(ranges)
        self.document().markContentsDirty(start, block.length())

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        for look in ORDER:
            pieces = self._looks.get(look, [])
            # Pieces of one look do not lie in each other, so that their ends are in order, too.
            for first, last in pieces[bisect_right(pieces, start, key=_end) :]:
                if first >= end:
                    break
                yield first, last, look


def _end(piece: tuple[int, int]) -> int:
    return piece[1]

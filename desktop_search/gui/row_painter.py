"""Draws the lines of a result row, each cut where there is no more room. Never as HTML."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from desktop_search.gui import marks, row_signs
from desktop_search.gui.theme import GRID, Tokens

SNIPPET_LINES = 2
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowPainter:
    """A painter with the fonts and colours of a row."""

    def __init__(self, painter: QPainter, font: QFont, tokens: Tokens) -> None:
        self.tokens = tokens
        self._painter = painter
        self._name_font, self._small = fonts_of(font)
        self._metrics = QFontMetricsF(self._small)
        self.name_height = QFontMetricsF(self._name_font).height()
        self.small_height = self._metrics.lineSpacing()

    def draw_at_end(self, line: QRectF, text: str) -> QRectF:
        """Draws a short text at the end of a line, and returns what is left of the line."""
        if not text:
            return line
        self._write(line, _RIGHT, text)
        return line.adjusted(0, 0, -self._metrics.horizontalAdvance(text) - 1.5 * GRID, 0)

    def draw_likelihood(self, line: QRectF, relevance: float | None) -> QRectF:
        return row_signs.draw_likelihood(self._painter, line, relevance, self.tokens)

    def draw_name(self, line: QRectF, name: str, query: str) -> None:
        matched = QTextCharFormat()
        matched.setFontWeight(QFont.Weight.Bold)
        widest = QFont(self._name_font)
        if marks.words_in_name(name, query):
            widest.setWeight(QFont.Weight.Bold)
        name = QFontMetricsF(widest).elidedText(name, Qt.TextElideMode.ElideMiddle, line.width())
        layout = _layout(name, self._name_font, marks.words_in_name(name, query), matched)
        option = layout.textOption()
        # A name is read from its beginning to its suffix, whatever letters it has; Qt orders the runs inside.
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        _lay_out(layout, line.width(), 1)
        self._painter.setPen(QColor(self.tokens.text))
        layout.draw(self._painter, line.topLeft())

    def draw_folder(self, line: QRectF, folder: str, place: str) -> None:
        tail = f" · {place}" if place else ""
        room = max(line.width() - self._metrics.horizontalAdvance(tail), 4.0 * GRID)
        text = self._metrics.elidedText(folder, Qt.TextElideMode.ElideMiddle, room) + tail
        self._write(line, LEFT | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextForceLeftToRight, text)

    def draw_snippet(self, area: QRectF, text: str, marked: Sequence[marks.Range], colour: str) -> None:
        style = QTextCharFormat()
        style.setBackground(QColor(self.tokens.mark))
        style.setForeground(QColor(self.tokens.on_mark))
        layout = _layout(text, self._small, marked, style)
        _lay_out(layout, area.width(), SNIPPET_LINES)
        last = layout.lineAt(layout.lineCount() - 1)
        if last.isValid() and last.textStart() + last.textLength() < marks.qt_length(text):
            rest = marks.from_qt_unit(text, last.textStart())
            ending = self._metrics.elidedText(rest, Qt.TextElideMode.ElideRight, area.width())
            text = text[: len(text) - len(rest)] + ending
            layout = _layout(text, self._small, marks.up_to(marked, len(text) - 1), style)
            _lay_out(layout, area.width(), SNIPPET_LINES)
        self._painter.setPen(QColor(colour))
        layout.draw(self._painter, QPointF(area.left(), area.top()))

    def _write(self, line: QRectF, how: int, text: str) -> None:
        self._painter.setFont(self._small)
        self._painter.setPen(QColor(self.tokens.muted))
        self._painter.drawText(line, how, text)


def fonts_of(font: QFont) -> tuple[QFont, QFont]:
    """The fonts of a name and of what stands below it."""
    name, small = QFont(font), QFont(font)
    name.setPointSizeF(font.pointSizeF() * 1.08)
    small.setPointSizeF(font.pointSizeF() * 0.94)
    return name, small


def _layout(text: str, font: QFont, marked: Sequence[marks.Range], style: QTextCharFormat) -> QTextLayout:
    layout = QTextLayout(text, font)
    ranges = []
    for start, end in marks.in_qt_units(text, marked):
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = start, end - start, style
        ranges.append(part)
    layout.setFormats(ranges)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    return layout


def _lay_out(layout: QTextLayout, width: float, lines: int) -> None:
    layout.beginLayout()
    top = 0.0
    for _ in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()

"""Draws a hit: type, name, folder, place, date, reason, and the snippet with its words marked. Never as HTML."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_search.gui import file_icons, formatting, marks
from desktop_search.gui.results_model import Role, shown_name
from desktop_search.gui.theme import GRID, Tokens, tokens_for
from desktop_search.records import Hit

SNIPPET_LINES = 2
NARROW = 300
"""Pixels. In a narrower list the folder needs the room of all but the strongest reason."""
ICON_WIDTH, ICON_HEIGHT = 28, 36
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ResultsDelegate(QStyledItemDelegate):
    """One row of the list. Every row is equally high, so that a changed neighbour moves nothing."""

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        name, small = _fonts(option.font)
        height = QFontMetricsF(name).height() + 2 + (1 + SNIPPET_LINES) * QFontMetricsF(small).lineSpacing() + 4
        return QSize(200, round(height) + 3 * GRID)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(Role.HIT)
        tokens = tokens_for(option.palette)
        box: QRect = option.rect
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_background(painter, box, option.state, tokens)
        inner = QRectF(box).adjusted(1.5 * GRID, 1.5 * GRID, -1.5 * GRID, -GRID)
        icon = QRectF(inner.left() + 3, inner.top() + 2, ICON_WIDTH, ICON_HEIGHT)
        file_icons.draw(painter, icon, hit.member or hit.path, tokens)
        row = _RowPainter(painter, option.font, tokens)
        self._draw_texts(row, inner.adjusted(ICON_WIDTH + 2.25 * GRID, 0, 0, 0), hit, index.data(Role.QUERY))
        painter.restore()

    def _draw_texts(self, row: "_RowPainter", area: QRectF, hit: Hit, query: str) -> None:
        folder, name = shown_name(hit, self._home)
        line = QRectF(area.left(), area.top(), area.width(), row.name_height)
        row.draw_name(row.draw_at_end(line, formatting.date(hit.modified_ns, datetime.now())), name, query)
        line = QRectF(area.left(), line.bottom() + 2, area.width(), row.small_height)
        reasons = formatting.reasons(hit.reasons)
        if line.width() < NARROW:
            reasons = reasons[:1]
        rest = row.draw_at_end(line, " · ".join(reasons))
        row.draw_folder(rest, folder, formatting.place_of(hit))
        below = QRectF(area.left(), line.bottom() + 4, area.width(), area.bottom() - line.bottom() - 2)
        if hit.snippet:
            snippet, marked = marks.without_heading(hit.snippet, hit.snippet_marks, hit.heading)
            row.draw_snippet(below, formatting.one_line(snippet), marked, row.tokens.text)
        else:
            row.draw_snippet(below, formatting.one_line(hit.title or ""), (), row.tokens.muted)


class _RowPainter:
    """A painter with the fonts and colours of a row."""

    def __init__(self, painter: QPainter, font: QFont, tokens: Tokens) -> None:
        self.tokens = tokens
        self._painter = painter
        self._name_font, self._small = _fonts(font)
        self._metrics = QFontMetricsF(self._small)
        self.name_height = QFontMetricsF(self._name_font).height()
        self.small_height = self._metrics.lineSpacing()

    def draw_at_end(self, line: QRectF, text: str) -> QRectF:
        """Draws a short text at the end of a line, and returns what is left of the line."""
        if not text:
            return line
        self._write(line, _RIGHT, text)
        return line.adjusted(0, 0, -self._metrics.horizontalAdvance(text) - 1.5 * GRID, 0)

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
        self._write(line, _LEFT | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextForceLeftToRight, text)

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


def _fonts(font: QFont) -> tuple[QFont, QFont]:
    name, small = QFont(font), QFont(font)
    name.setPointSizeF(font.pointSizeF() * 1.08)
    small.setPointSizeF(font.pointSizeF() * 0.94)
    return name, small


def _draw_background(painter: QPainter, box: QRect, state: QStyle.StateFlag, tokens: Tokens) -> None:
    colour = None
    if state & QStyle.StateFlag.State_Selected:
        colour = tokens.selection
    elif state & QStyle.StateFlag.State_MouseOver:
        colour = tokens.hover
    if colour is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(box).adjusted(4, 2, -4, -2), 6, 6)


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

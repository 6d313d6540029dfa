"""Draws a row of the quick search: icon, name with the match bold, folder in grey, place and date, one snippet line."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_search.gui import file_icons, formatting, marks
from desktop_search.gui.quick import one_line
from desktop_search.gui.results_model import Role, shown_name
from desktop_search.gui.theme import GRID, Tokens, tokens_for
from desktop_search.records import Hit

ICON_WIDTH, ICON_HEIGHT = 24, 31
SMALLER = 0.92
"""The size of everything but the name, relative to it."""
LONGEST_WORDS = 40
"""Characters: a longer mark is a sentence that was found by its meaning."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class QuickDelegate(QStyledItemDelegate):
    """All rows are equally high, so that nothing moves when the meaning arrives."""

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, row_height(option.font))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(Role.HIT)
        tokens = tokens_for(option.palette)
        painter.save()
        painter.setClipRect(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_background(painter, QRectF(option.rect), option.state, tokens)
        inner = QRectF(option.rect).adjusted(2 * GRID, 0, -2 * GRID, 0)
        larger = min(1.5, max(1.0, (inner.height() - 2 * GRID) / ICON_HEIGHT))
        width, height = ICON_WIDTH * larger, ICON_HEIGHT * larger
        icon = QRectF(inner.left() + 3, inner.center().y() - height / 2, width, height)
        file_icons.draw(painter, icon, hit.member or hit.path, tokens)
        texts = inner.adjusted(width + 2.5 * GRID, 0, 0, 0)
        self._draw_texts(painter, texts, option, hit, index.data(Role.QUERY))
        painter.restore()

    def _draw_texts(self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem, hit: Hit, query: str) -> None:
        font, tokens = option.font, tokens_for(option.palette)
        small = _small(font)
        above, below = QFontMetricsF(font).height(), QFontMetricsF(small).height()
        top = area.center().y() - (above + below + 2) / 2
        line = QRectF(area.left(), top, area.width(), above)
        second = QRectF(area.left(), line.bottom() + 2, area.width(), below)
        place, date = formatting.place_of(hit), formatting.date(hit.modified_ns, datetime.now())
        line = _draw_at_end(painter, line, " · ".join(part for part in (place, date) if part), small, tokens)
        folder, name = shown_name(hit, self._home)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        found = marks.words_in_name(name, query)
        snippet, marked = _snippet_of(hit)
        # The name may take all of the line but what the folder needs to say anything.
        name_line = line.adjusted(0, 0, -0.25 * line.width() if snippet else 0, 0)
        used = one_line.draw(painter, name_line, name, font, tokens.text, marked=found, style=bold)
        if not snippet:
            one_line.draw(painter, second, folder, small, tokens.muted)
            return
        rest = line.adjusted(used + 1.5 * GRID, 0, 0, 0)
        shown = QFontMetricsF(small).elidedText(folder, Qt.TextElideMode.ElideMiddle, rest.width())
        one_line.draw(painter, rest, shown, small, tokens.muted)
        style = _style_of(marked, tokens)
        one_line.draw(painter, second, snippet, small, tokens.muted, marked=marked, style=style)


def row_height(font: QFont) -> int:
    """Pixels: two lines of text and air around them, or the icon."""
    texts = QFontMetricsF(font).height() + QFontMetricsF(_small(font)).height() + 2
    return round(max(texts, ICON_HEIGHT)) + 2 * GRID


def _snippet_of(hit: Hit) -> tuple[str, list[marks.Range]]:
    text, marked = marks.without_heading(hit.snippet, hit.snippet_marks, hit.heading)
    return one_line.from_first_mark(formatting.one_line(text or hit.title or ""), marked)


def _style_of(marked: list[marks.Range], tokens: Tokens) -> QTextCharFormat:
    """Words are marked like with a pen. A whole sentence only stands out: a list of coloured bars is no calm sight."""
    style = QTextCharFormat()
    is_sentence = any(end - start > LONGEST_WORDS for start, end in marked)
    style.setForeground(QColor(tokens.text if is_sentence else tokens.on_mark))
    if not is_sentence:
        style.setBackground(QColor(tokens.mark))
    return style


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * SMALLER)
    return small


def _draw_at_end(painter: QPainter, line: QRectF, text: str, font: QFont, tokens: Tokens) -> QRectF:
    """Draws a short text at the end of a line, and returns what is left of the line."""
    if not text:
        return line
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 0.4 * line.width())
    painter.setFont(font)
    painter.setPen(QColor(tokens.muted))
    painter.drawText(line, _RIGHT | Qt.TextFlag.TextSingleLine, shown)
    return line.adjusted(0, 0, -metrics.horizontalAdvance(shown) - 2 * GRID, 0)


def _draw_background(painter: QPainter, box: QRectF, state: QStyle.StateFlag, tokens: Tokens) -> None:
    if state & QStyle.StateFlag.State_Selected:
        colour = tokens.selection
    elif state & QStyle.StateFlag.State_MouseOver:
        colour = tokens.hover
    else:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(box.adjusted(GRID, 1, -GRID, -1), 6, 6)

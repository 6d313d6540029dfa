"""Draws one line of text with some of it marked, cut where there is no more room. Never as HTML."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from desktop_search.gui import marks

LEAD = 32
"""Characters that are left standing before the first mark, so that one sees what it belongs to."""
ELLIPSIS = "…"


def from_first_mark(text: str, marked: Sequence[marks.Range]) -> tuple[str, list[marks.Range]]:
    """The part of a text that one line should show: it begins a few words before the first mark."""
    start = min((start for start, _ in marked), default=0) - LEAD
    if start <= 0:
        return text, list(marked)
    start = text.find(" ", start) + 1 or start
    first = min(begin for begin, _ in marked)
    start = min(start, first)
    moved = [(begin - start + 1, end - start + 1) for begin, end in marked]
    return ELLIPSIS + text[start:], moved


def draw(
    painter: QPainter,
    line: QRectF,
    text: str,
    font: QFont,
    colour: str,
    *,
    marked: Sequence[marks.Range] = (),
    style: QTextCharFormat | None = None,
) -> float:
    """Draws a text at the beginning of a line, its end cut, and returns how wide it came out."""
    widest = QFont(font)
    if style is not None and style.hasProperty(QTextCharFormat.Property.FontWeight) and marked:
        widest.setWeight(QFont.Weight(style.fontWeight()))
    shown = QFontMetricsF(widest).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    if shown != text:
        marked = marks.up_to(marked, max(len(shown) - 1, 0))
    layout = QTextLayout(shown, font)
    layout.setFormats([_part(start, end, style) for start, end in marks.in_qt_units(shown, marked)] if style else [])
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    # Names and paths are read from their beginning, whatever letters they have; Qt orders the runs inside.
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    laid = layout.createLine()
    if laid.isValid():
        laid.setLineWidth(line.width())
        laid.setPosition(QPointF(0, 0))
    layout.endLayout()
    painter.setPen(QColor(colour))
    top = line.top() + (line.height() - laid.height()) / 2 if laid.isValid() else line.top()
    layout.draw(painter, QPointF(line.left(), top))
    return laid.naturalTextWidth() if laid.isValid() else 0.0


def _part(start: int, end: int, style: QTextCharFormat) -> QTextLayout.FormatRange:
    part = QTextLayout.FormatRange()
    part.start, part.length, part.format = start, end - start, style
    return part

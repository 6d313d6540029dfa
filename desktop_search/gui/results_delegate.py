"""Draws a hit: type, name, folder, place, date, reason, and the snippet with its words marked. Never as HTML."""

from datetime import datetime

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop_search.gui import file_icons, formatting, marks, row_signs
from desktop_search.gui.results_model import Role, shown_name
from desktop_search.gui.row_painter import LEFT, SNIPPET_LINES, RowPainter, fonts_of
from desktop_search.gui.theme import GRID, Tokens, tokens_for
from desktop_search.records import Hit

NARROW = 300
"""Pixels. In a narrower list the folder needs the room of all but the strongest reason."""
ICON_WIDTH, ICON_HEIGHT = 28, 36


class ResultsDelegate(QStyledItemDelegate):
    """One row of the list. All are equally high, so that a changed neighbour moves nothing, but one with a heading."""

    judged = Signal(object, bool)
    """A Hit, and whether the person found it relevant."""

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        name, small = fonts_of(option.font)
        height = QFontMetricsF(name).height() + 2 + (1 + SNIPPET_LINES) * QFontMetricsF(small).lineSpacing() + 4
        return QSize(200, round(height) + 3 * GRID + heading_height(option.font, index))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = index.data(Role.HIT)
        tokens = tokens_for(option.palette)
        box: QRect = option.rect
        painter.save()
        painter.setClipRect(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if heading := index.data(Role.HEADING):
            height = heading_height(option.font, index)
            _draw_heading(painter, QRectF(box.left(), box.top(), box.width(), height), option.font, heading, tokens)
            box = box.adjusted(0, height, 0, 0)
        _draw_background(painter, box, option.state, tokens)
        inner = _inside(box)
        icon = QRectF(inner.left() + 3, inner.top() + 2, ICON_WIDTH, ICON_HEIGHT)
        file_icons.draw(painter, icon, hit.member or hit.path, tokens)
        row = RowPainter(painter, option.font, tokens)
        area = inner.adjusted(ICON_WIDTH + 2.25 * GRID, 0, 0, 0)
        judged = index.data(Role.JUDGED)
        line = QRectF(area.left(), area.top(), area.width(), row.name_height)
        if judged is not None or _is_pointed_at(option):
            boxes = row_signs.judge_boxes(line)
            row_signs.draw_judgement(painter, boxes, judged, tokens)
            line.setRight(boxes.left - GRID)
        self._draw_texts(row, area, line, hit, index.data(Role.QUERY))
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            chosen = judgement_at(option, index, event.position())
            if chosen is not None:
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self.judged.emit(index.data(Role.HIT), chosen)
                return True
        return super().editorEvent(event, model, option, index)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        chosen = judgement_at(option, index, QPointF(event.pos())) if index.isValid() else None
        if event.type() == QEvent.Type.ToolTip and chosen is not None:
            said = self.tr("This answers (Ctrl+↑)") if chosen else self.tr("This does not answer (Ctrl+↓)")
            QToolTip.showText(event.globalPos(), said, view)
            return True
        return super().helpEvent(event, view, option, index)

    def _draw_texts(self, row: "RowPainter", area: QRectF, first: QRectF, hit: Hit, query: str) -> None:
        folder, name = shown_name(hit, self._home)
        date = formatting.date(hit.modified_ns, datetime.now())
        if first.width() < area.width() < NARROW:
            # Beside the two buttons the name needs the room; the preview has the date, too.
            date = ""
        row.draw_name(row.draw_at_end(first, date), name, query)
        line = QRectF(area.left(), first.bottom() + 2, area.width(), row.small_height)
        # What the neighbours add stands in the tooltip and the details: on every row it would tell nothing.
        reasons = formatting.reasons({name: value for name, value in hit.reasons.items() if name != "support"})
        if line.width() < NARROW:
            reasons = reasons[:1]
        rest = row.draw_likelihood(line, hit.relevance)
        rest = row.draw_at_end(rest, " · ".join(reasons))
        row.draw_folder(rest, folder, formatting.place_of(hit))
        below = QRectF(area.left(), line.bottom() + 4, area.width(), area.bottom() - line.bottom() - 2)
        if hit.snippet:
            snippet, marked = marks.without_heading(hit.snippet, hit.snippet_marks, hit.heading)
            row.draw_snippet(below, formatting.one_line(snippet), marked, row.tokens.text)
        else:
            row.draw_snippet(below, formatting.one_line(hit.title or ""), (), row.tokens.muted)


def judgement_at(
    option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, point: QPointF
) -> bool | None:
    """What a click at a point of a row says of its hit, if it is on one of the two buttons."""
    box: QRect = option.rect
    inner = _inside(box.adjusted(0, heading_height(option.font, index), 0, 0))
    height = QFontMetricsF(fonts_of(option.font)[0]).height()
    boxes = row_signs.judge_boxes(QRectF(inner.left(), inner.top(), inner.width(), height))
    if boxes.relevant.contains(point):
        return True
    return False if boxes.not_relevant.contains(point) else None


def heading_height(font: QFont, index: QModelIndex | QPersistentModelIndex) -> int:
    """How much higher a row is for what stands above it."""
    if not index.data(Role.HEADING):
        return 0
    return round(QFontMetricsF(fonts_of(font)[1]).lineSpacing() + 1.5 * GRID)


def _inside(box: QRect) -> QRectF:
    return QRectF(box).adjusted(1.5 * GRID, 1.5 * GRID, -1.5 * GRID, -GRID)


def _is_pointed_at(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver))


def _draw_heading(painter: QPainter, box: QRectF, font: QFont, text: str, tokens: Tokens) -> None:
    small = fonts_of(font)[1]
    painter.setFont(small)
    painter.setPen(QColor(tokens.muted))
    line = box.adjusted(1.5 * GRID, GRID, -1.5 * GRID, 0)
    shown = QFontMetricsF(small).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, LEFT, shown)
    painter.setPen(QColor(tokens.border))
    start = line.left() + QFontMetricsF(small).horizontalAdvance(shown) + GRID
    painter.drawLine(QPointF(start, line.center().y()), QPointF(max(start, line.right()), line.center().y()))


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

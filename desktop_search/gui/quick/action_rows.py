"""Draws an action: what it does, and at the end of the row, in grey, the keys that do the same."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_search.gui.theme import GRID, tokens_for

KEYS_ROLE = Qt.ItemDataRole.UserRole + 1


class ActionDelegate(QStyledItemDelegate):
    """Rows of a list of actions."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, round(QFontMetricsF(option.font).height()) + 2 * GRID)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = tokens_for(option.palette)
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        inner = box.adjusted(GRID, 0, -GRID, 0)
        keys, text = str(index.data(KEYS_ROLE)), str(index.data(Qt.ItemDataRole.DisplayRole))
        metrics = QFontMetricsF(option.font)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.muted))
        across = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | across, keys)
        room = inner.adjusted(0, 0, -metrics.horizontalAdvance(keys) - GRID, 0)
        painter.setPen(QColor(tokens.text))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | across, shown)
        painter.restore()

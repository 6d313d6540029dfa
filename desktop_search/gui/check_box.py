"""A check box whose frame can be seen in the dark: Fusion draws it darker than the window, whatever the window is."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from desktop_search.gui.theme import tokens_for


class CheckBox(QCheckBox):
    """Draws its own frame and tick; everything else is a check box."""

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        style, tokens = self.style(), tokens_for(self.palette())
        frame = QRectF(style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
        frame.adjust(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = self.hasFocus() or self.isChecked()
        painter.setPen(QPen(QColor(tokens.accent if is_lit else tokens.muted), 1))
        painter.setBrush(QColor(tokens.accent if self.isChecked() else tokens.surface))
        painter.drawRoundedRect(frame, 3, 3)
        if self.isChecked():
            width, height = frame.width(), frame.height()
            painter.setPen(QPen(QColor(tokens.on_accent), 1.8, c=Qt.PenCapStyle.RoundCap))
            corners = [(0.25, 0.52), (0.43, 0.70), (0.76, 0.31)]
            tick = [QPointF(frame.left() + x * width, frame.top() + y * height) for x, y in corners]
            painter.drawPolyline(QPolygonF(tick))
        option.rect = style.subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        style.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option, painter, self)
        painter.end()

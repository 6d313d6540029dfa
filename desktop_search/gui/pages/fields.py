"""Fields with arrows that can be seen in the dark, where the style draws them darker than the window."""

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionSpinBox,
    QWidget,
)

from desktop_search.gui.theme import tokens_for


class ChoiceBox(QComboBox):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxArrow
        _draw_chevron(self, self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self))


class WholeBox(QSpinBox):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        _draw_both(self, option)


class DecimalBox(QDoubleSpinBox):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        _draw_both(self, option)


def _draw_both(box: QWidget, option: QStyleOptionSpinBox) -> None:
    for part, is_up in ((QStyle.SubControl.SC_SpinBoxUp, True), (QStyle.SubControl.SC_SpinBoxDown, False)):
        place = box.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, box)
        _draw_chevron(box, place, is_up=is_up)


def _draw_chevron(field: QWidget, place: QRect, *, is_up: bool = False) -> None:
    half = field.fontMetrics().height() / 5
    rise = -half / 2 if is_up else half / 2
    middle = QRect(place).center()
    corners = [
        QPointF(middle.x() - half, middle.y() - rise),
        QPointF(middle.x(), middle.y() + rise),
        QPointF(middle.x() + half, middle.y() - rise),
    ]
    painter = QPainter(field)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens_for(field.palette()).muted), 1.6))
    painter.drawPolyline(QPolygonF(corners))
    painter.end()

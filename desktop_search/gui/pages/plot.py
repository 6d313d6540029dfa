"""A line over time: drawn small and calm, and said in words for those who do not see it."""

import math

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_search.gui.pages.rates import Points
from desktop_search.gui.theme import GRID, tokens_for

LINES = 6
STEPS = (1, 2, 5, 10)


def rounded_up(value: float) -> float:
    """The next number that people like to read at the end of a scale: 1, 2 or 5 with noughts."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in STEPS if step * power >= value * 0.999)


class Plot(QWidget):
    """One line with a filled ground, a scale from nought up, and how long ago its left end is."""

    def __init__(self, title: str, *, unit: str = "", most: float | None = None, parent: QWidget | None = None) -> None:
        """most is the end of the scale; without it the highest value decides."""
        super().__init__(parent)
        self._title = title
        self._unit = unit
        self._most = most
        self._points: Points = []
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: Points) -> None:
        """Shows values over time, oldest first."""
        self._points = points
        self.setAccessibleDescription(self.description)
        self.update()

    @property
    def description(self) -> str:
        """What is to be seen, in words."""
        if not self._points:
            return QCoreApplication.translate("plot", "Nothing has been measured yet.")
        said = QCoreApplication.translate("plot", "Now {now}, at most {most}.")
        highest = max(value for _, value in self._points)
        return said.format(now=self._label(self._points[-1][1]), most=self._label(highest))

    def sizeHint(self) -> QSize:
        return QSize(30 * self.fontMetrics().averageCharWidth(), (LINES + 2) * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(16 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        top = self._most or rounded_up(max((value for _, value in self._points), default=0.0))
        scale = max(self.fontMetrics().horizontalAdvance(self._label(one)) for one in (0.0, top)) + GRID
        field = QRectF(scale, 1.5 * line + GRID / 2, self.width() - scale - 2, self.height() - 3 * line - GRID / 2)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft, self._title)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        has_line = len(self._points) > 1
        for share in (0.0, 0.5, 1.0) if has_line else (0.0, 1.0):
            y = field.bottom() - share * field.height()
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            if share != 0.5:
                painter.setPen(QColor(tokens.muted))
                painter.drawText(QRectF(0, y - line / 2, scale - GRID / 2, line), right, self._label(share * top))
        painter.setPen(QColor(tokens.muted))
        below = QRectF(field.left(), field.bottom() + GRID / 2, field.width(), line)
        if not has_line:
            painter.drawText(field, Qt.AlignmentFlag.AlignCenter, QCoreApplication.translate("plot", "Nothing yet"))
        else:
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, _ago(self._points[-1][0] - self._points[0][0]))
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, QCoreApplication.translate("plot", "now"))
            self._draw_line(painter, field, top, QColor(tokens.accent))
        painter.end()

    def _draw_line(self, painter: QPainter, field: QRectF, top: float, colour: QColor) -> None:
        first, last = self._points[0][0], self._points[-1][0]
        places = [
            QPointF(
                field.left() + (at - first) / max(last - first, 1e-9) * field.width(),
                field.bottom() - min(value / top, 1.0) * field.height(),
            )
            for at, value in self._points
        ]
        path = QPainterPath(places[0])
        for place in places[1:]:
            path.lineTo(place)
        ground = QPainterPath(path)
        ground.lineTo(field.bottomRight())
        ground.lineTo(field.bottomLeft())
        light = QColor(colour)
        light.setAlphaF(0.16)
        painter.fillPath(ground, light)
        painter.setPen(QPen(colour, 1.6, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPath(path)

    def _label(self, value: float) -> str:
        digits = 0 if value >= 10 or value == int(value) else 1
        number = QLocale().toString(value, "f", digits)
        return f"{number} {self._unit}" if self._unit else number


def _ago(seconds: float) -> str:
    if seconds < 90:
        return QCoreApplication.translate("plot", "{seconds} s ago").format(seconds=round(seconds))
    if seconds < 5400:
        return QCoreApplication.translate("plot", "{minutes} min ago").format(minutes=round(seconds / 60))
    return QCoreApplication.translate("plot", "{hours} h ago").format(hours=round(seconds / 3600))

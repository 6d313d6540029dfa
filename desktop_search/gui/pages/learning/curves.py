"""The loss while a model learns, on what it learns from and on what is kept apart: drawn, and said in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.pages.plot import rounded_up
from desktop_search.gui.theme import GRID, tokens_for
from desktop_search.records import CurvePoint

LINES = 8
Line = list[tuple[int, float]]


class Curves(QWidget):
    """Two lines over the steps of a training. The second is dashed, so that nobody needs the colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._learned: Line = []
        self._apart: Line = []
        self._steps = 1
        self.setAccessibleName(QCoreApplication.translate("learning", "Loss while learning"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_curve(self, points: Sequence[CurvePoint], steps: int = 0) -> None:
        """Shows what was measured so far of so many steps; without a number those that were made."""
        self._learned = [(one.step, one.loss) for one in points if one.loss is not None]
        self._apart = [(one.step, one.validation_loss) for one in points if one.validation_loss is not None]
        self._steps = max(steps, *(step for step, _ in [*self._learned, *self._apart]), 1)
        self.setAccessibleDescription(self.description)
        self.update()

    @property
    def description(self) -> str:
        """What is to be seen, in words."""
        translate = QCoreApplication.translate
        if not self._learned and not self._apart:
            return translate("learning", "Nothing has been measured yet.")
        said = translate("learning", "{line}: from {first} to {last}.")
        lines = zip(_names(), (self._learned, self._apart), strict=True)
        told = [said.format(line=name, first=_label(of[0][1]), last=_label(of[-1][1])) for name, of in lines if of]
        return " ".join(told)

    def sizeHint(self) -> QSize:
        return QSize(40 * self.fontMetrics().averageCharWidth(), (LINES + 3) * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        top = rounded_up(max((value for _, value in [*self._learned, *self._apart]), default=0.0))
        labels = [_label(share * top) for share in (0.0, 0.5, 1.0)]
        scale = max(self.fontMetrics().horizontalAdvance(label) for label in labels) + GRID
        top_lines = 1 + self._legend_lines()
        field = QRectF(scale, top_lines * line, self.width() - scale - 2, self.height() - (top_lines + 1.5) * line)
        pens = (QPen(QColor(tokens.accent), 1.8), QPen(QColor(tokens.warning), 1.8, Qt.PenStyle.DashLine))
        self._draw_legend(painter, pens, QColor(tokens.text))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for share, label in zip((0.0, 0.5, 1.0), labels, strict=True):
            y = field.bottom() - share * field.height()
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(QRectF(0, y - line / 2, scale - GRID / 2, line), right, label)
        below = QRectF(field.left(), field.bottom() + GRID / 2, field.width(), line)
        steps = QCoreApplication.translate("learning", "step {step}").format(step=formatting.number(self._steps))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, formatting.number(0))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, steps)
        if not self._learned and not self._apart:
            nothing = QCoreApplication.translate("learning", "Nothing has been measured yet.")
            painter.drawText(field, Qt.AlignmentFlag.AlignCenter, nothing)
        for of, pen in zip((self._learned, self._apart), pens, strict=True):
            self._draw_line(painter, field, of, top, pen)
        painter.end()

    def _draw_legend(self, painter: QPainter, pens: Sequence[QPen], colour: QColor) -> None:
        x, y, height = 0.0, 0.0, self.fontMetrics().height()
        for name, pen in zip(_names(), pens, strict=True):
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y + height / 2), QPointF(x + 3 * GRID, y + height / 2))
            painter.setPen(colour)
            width = self.fontMetrics().horizontalAdvance(name)
            painter.drawText(QRectF(x + 4 * GRID, y, width + 2, height), Qt.AlignmentFlag.AlignLeft, name)
            if self._legend_lines() > 1:
                y += height
            else:
                x += 4 * GRID + width + 3 * GRID

    def _legend_lines(self) -> int:
        wanted = sum(self.fontMetrics().horizontalAdvance(name) + 7 * GRID for name in _names())
        return 1 if wanted <= self.width() else 2

    def _draw_line(self, painter: QPainter, field: QRectF, of: Line, top: float, pen: QPen) -> None:
        places = [
            QPointF(
                field.left() + min(step / self._steps, 1.0) * field.width(),
                field.bottom() - min(max(value / top, 0.0), 1.0) * field.height(),
            )
            for step, value in of
        ]
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(places) == 1:
            painter.drawEllipse(places[0], 2, 2)
        elif places:
            path = QPainterPath(places[0])
            for place in places[1:]:
                path.lineTo(place)
            painter.drawPath(path)


def _names() -> tuple[str, str]:
    translate = QCoreApplication.translate
    return translate("learning", "Loss on what it learns from"), translate("learning", "Loss on what is kept apart")


def _label(value: float) -> str:
    return QLocale().toString(value, "g", 2)

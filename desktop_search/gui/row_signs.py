"""Draws the small signs of a result row: how likely it answers, and what the person found of it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop_search.gui import formatting
from desktop_search.gui.theme import GRID, Tokens

DOTS = 3
DOT = 5.0
BUTTON = 20.0


@dataclass(frozen=True, slots=True)
class JudgeBoxes:
    """Where a row's two buttons are."""

    relevant: QRectF
    not_relevant: QRectF

    @property
    def left(self) -> float:
        return self.relevant.left()


def judge_boxes(line: QRectF) -> JudgeBoxes:
    """The two buttons at the end of a line."""
    top = line.center().y() - BUTTON / 2
    second = QRectF(line.right() - BUTTON, top, BUTTON, BUTTON)
    return JudgeBoxes(second.translated(-BUTTON - GRID / 2, 0), second)


def draw_judgement(painter: QPainter, boxes: JudgeBoxes, judged: bool | None, tokens: Tokens) -> None:
    """Draws a tick and a cross; the one that was chosen is filled."""
    for box, is_tick in ((boxes.relevant, True), (boxes.not_relevant, False)):
        is_chosen = judged is is_tick
        full = tokens.accent if is_tick else tokens.warning
        painter.setPen(QPen(QColor(full if is_chosen else tokens.muted), 1))
        painter.setBrush(QColor(full if is_chosen else tokens.surface))
        painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
        painter.setPen(QPen(QColor(tokens.on_accent if is_chosen else tokens.muted), 1.6, c=Qt.PenCapStyle.RoundCap))
        corners = [[(0.30, 0.52), (0.44, 0.66), (0.71, 0.36)]]
        if not is_tick:
            corners = [[(0.34, 0.34), (0.66, 0.66)], [(0.34, 0.66), (0.66, 0.34)]]
        for line in corners:
            points = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in line]
            painter.drawPolyline(QPolygonF(points))


def draw_likelihood(painter: QPainter, line: QRectF, relevance: float | None, tokens: Tokens) -> QRectF:
    """Draws up to three filled dots at the end of a line, and returns what is left of it."""
    if relevance is None:
        return line
    level = formatting.level(relevance)
    step = DOT + 3
    x = line.right() - DOTS * step + 3
    painter.setPen(QPen(QColor(tokens.muted), 1))
    for number in range(DOTS):
        painter.setBrush(QColor(tokens.muted) if number < level else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(x + number * step, line.center().y() - DOT / 2, DOT, DOT))
    return line.adjusted(0, 0, -DOTS * step - GRID / 2, 0)

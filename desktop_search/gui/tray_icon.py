"""Draws the icon of the tray: the program's own, with a small sign for what the engine is doing."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

SIZES = (16, 22, 32, 48, 64)
_SIGNS = {"busy": "#2b7de9", "paused": "#7a828d", "trouble": "#d9480f"}
"""Colours that can be told from light and from dark panels; the shapes differ, too."""


def with_sign(icon: QIcon, sign: str) -> QIcon:
    """The icon with a sign in its corner: "busy", "paused", "trouble", or none for anything else."""
    if sign not in _SIGNS:
        return icon
    signed = QIcon()
    for size in SIZES:
        pixmap = icon.pixmap(QSize(size, size), 1.0)
        if pixmap.isNull():
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_sign(painter, QRectF(0.5 * size, 0.5 * size, 0.5 * size, 0.5 * size), sign)
        painter.end()
        signed.addPixmap(pixmap)
    return signed


def _draw_sign(painter: QPainter, box: QRectF, sign: str) -> None:
    painter.setPen(QPen(QColor("#ffffff"), max(1.0, box.width() / 10)))
    painter.setBrush(QColor(_SIGNS[sign]))
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(QPen(QColor("#ffffff"), max(1.0, box.width() / 7), c=Qt.PenCapStyle.RoundCap))

    def line(x1: float, y1: float, x2: float, y2: float) -> None:
        corner, width, height = box.topLeft(), box.width(), box.height()
        painter.drawLine(corner + QPointF(x1 * width, y1 * height), corner + QPointF(x2 * width, y2 * height))

    if sign == "paused":
        line(0.38, 0.32, 0.38, 0.68)
        line(0.62, 0.32, 0.62, 0.68)
    elif sign == "trouble":
        line(0.5, 0.26, 0.5, 0.54)
        line(0.5, 0.74, 0.5, 0.75)
    else:
        line(0.5, 0.28, 0.5, 0.5)
        line(0.5, 0.5, 0.66, 0.62)

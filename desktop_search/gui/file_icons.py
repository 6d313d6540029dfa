"""Draws a small sheet for each type of file: the desktop's own icons are missing on many systems."""

from functools import lru_cache
from pathlib import PurePath

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from desktop_search.gui.theme import Tokens

_CODE = "#6a47b8"
_KINDS = {
    "#c2372e": "pdf ps djvu",
    "#2b62b4": "doc docx odt rtf pages wpd",
    "#1d7a46": "xls xlsx ods csv tsv numbers",
    "#b8560f": "ppt pptx odp key",
    _CODE: "py js ts c h cpp hpp rs go java kt rb php sh sql css json xml yaml yml toml ipynb tex",
    "#0f7285": "eml msg mbox html htm mht",
    "#8a5a1f": "epub mobi fb2 azw3",
    "#a03a7a": "png jpg jpeg gif webp tif tiff bmp svg heic",
    "#7a6410": "zip tar gz 7z rar xz bz2",
}
_COLOURS = {suffix: colour for colour, suffixes in _KINDS.items() for suffix in suffixes.split()}
_OTHER = "#5b6673"


def suffix_of(path: str) -> str:
    """The letters after the last dot, in small letters; empty for none."""
    return PurePath(path).suffix.removeprefix(".").lower()


@lru_cache(maxsize=256)
def label_of(suffix: str) -> str:
    """What stands on the sheet: up to four letters or digits."""
    return suffix.upper() if suffix.isalnum() and len(suffix) <= 4 else ""


def is_code(path: str) -> bool:
    """Whether the lines of a file mean something."""
    return _COLOURS.get(suffix_of(path)) == _CODE


def draw(painter: QPainter, box: QRectF, path: str, tokens: Tokens) -> None:
    """Draws the sheet for a file into a box that is higher than wide."""
    suffix = suffix_of(path)
    fold = box.width() * 0.3
    sheet = QPolygonF(
        [
            box.topLeft(),
            QPointF(box.right() - fold, box.top()),
            QPointF(box.right(), box.top() + fold),
            box.bottomRight(),
            box.bottomLeft(),
        ]
    )
    corner = QPolygonF(
        [
            QPointF(box.right() - fold, box.top()),
            QPointF(box.right() - fold, box.top() + fold),
            QPointF(box.right(), box.top() + fold),
        ]
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.muted), 1, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(QColor(tokens.surface))
    painter.drawPolygon(sheet)
    painter.drawPolyline(corner)
    band = QRectF(box.left() - 3, box.center().y() + 1, box.width() + 6, box.height() * 0.36)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_COLOURS.get(suffix, _OTHER)))
    painter.drawRoundedRect(band, 3, 3)
    if label := label_of(suffix):
        font = QFont(painter.font())
        font.setPixelSize(10 if len(label) <= 3 else 9)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, label)
    painter.restore()

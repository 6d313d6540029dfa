"""The colours of programs and marks in a text, for both looks of the window."""

from functools import cache

from PySide6.QtGui import QColor, QFont, QTextCharFormat

from desktop_search.gui.theme import DARK, Tokens

_ON_LIGHT = {
    "keyword": "#7a2ea0",
    "string": "#22682f",
    "comment": "#5d6772",
    "number": "#8a4b00",
    "name": "#1d4fa0",
    "builtin": "#0d6070",
}
_ON_DARK = {
    "keyword": "#d3a6f2",
    "string": "#9fd6a4",
    "comment": "#a7b0bb",
    "number": "#efbd82",
    "name": "#93bdf8",
    "builtin": "#86d3df",
}
CODE = (_ON_LIGHT, _ON_DARK)


@cache
def formats_for(tokens: Tokens) -> dict[str, QTextCharFormat]:
    """How each kind of piece looks. A passage has a ground only, so that colours stay."""
    formats = {name: QTextCharFormat() for name in (*_ON_LIGHT, "passage", "mark", "caption")}
    for name, colour in (_ON_DARK if tokens is DARK else _ON_LIGHT).items():
        formats[name].setForeground(QColor(colour))
    formats["passage"].setBackground(QColor(tokens.hover))
    formats["mark"].setForeground(QColor(tokens.on_mark))
    formats["mark"].setBackground(QColor(tokens.mark))
    formats["caption"].setForeground(QColor(tokens.muted))
    formats["caption"].setFontWeight(QFont.Weight.DemiBold)
    return formats

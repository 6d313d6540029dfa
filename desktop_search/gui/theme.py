"""Gives the program its calm light and dark looks, following the desktop's own choice."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

GRID = 8
"""Pixels. Every distance in the window is a multiple of this, or half of it."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look. Every text colour has a contrast of at least 4.5 : 1 to what lies behind it."""

    window: str
    surface: str
    text: str
    muted: str
    border: str
    hover: str
    selection: str
    accent: str
    on_accent: str
    mark: str
    on_mark: str
    warning: str


LIGHT = Tokens(
    window="#f5f6f8",
    surface="#ffffff",
    text="#1b1f24",
    muted="#57606b",
    border="#d5dae1",
    hover="#eef1f5",
    selection="#dce8fa",
    accent="#2459a9",
    on_accent="#ffffff",
    mark="#ffe8a3",
    on_mark="#1b1f24",
    warning="#9a3412",
)
DARK = Tokens(
    window="#1a1c20",
    surface="#212429",
    text="#e7e9ec",
    muted="#a7afba",
    border="#3a3f48",
    hover="#2a2e35",
    selection="#2b3d59",
    accent="#86b4f7",
    on_accent="#10151d",
    mark="#5f4b10",
    on_mark="#fff3cc",
    warning="#f3a683",
)


def tokens_for(palette: QPalette) -> Tokens:
    """The look that a palette belongs to."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette_of(tokens: Tokens) -> QPalette:
    """A complete palette: what is left out would keep the colours of another look."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for colour_role, value in {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.hover,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.warning,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Accent: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.border,
        role.Dark: tokens.muted,
        role.Shadow: tokens.border,
    }.items():
        palette.setColor(colour_role, QColor(value))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, colour_role, QColor(tokens.muted))
    return palette


def style_sheet(tokens: Tokens) -> str:
    """What a palette cannot say: round corners, borders and spacing of our own controls."""
    return f"""
    QLineEdit#searchBox {{ border: 1px solid {tokens.border}; border-radius: 8px; padding: 0 8px;
        background: {tokens.surface}; selection-background-color: {tokens.accent}; }}
    QLineEdit#searchBox:focus {{ border: 2px solid {tokens.accent}; padding: 0 7px; }}
    QLineEdit[field="true"], QComboBox[field="true"], QAbstractSpinBox[field="true"], QPlainTextEdit#rules {{
        border: 1px solid {tokens.border}; border-radius: 6px; padding: 5px 8px;
        background: {tokens.surface}; selection-background-color: {tokens.accent}; }}
    QLineEdit[field="true"]:focus, QComboBox[field="true"]:focus, QAbstractSpinBox[field="true"]:focus,
        QPlainTextEdit#rules:focus {{ border-color: {tokens.accent}; }}
    QLineEdit[field="true"]:disabled {{ background: {tokens.window}; color: {tokens.muted}; }}
    QComboBox[field="true"]::drop-down {{ border: 0; width: 2em; }}
    QComboBox[field="true"]::down-arrow {{ image: none; }}
    QAbstractSpinBox[field="true"]::up-button, QAbstractSpinBox[field="true"]::down-button {{ border: 0;
        background: transparent; width: 2em; }}
    QAbstractSpinBox[field="true"]::up-arrow, QAbstractSpinBox[field="true"]::down-arrow {{ image: none; }}
    QLineEdit#quickField {{ border: 0; border-radius: 0; padding: 0 16px 0 12px; background: {tokens.surface};
        selection-background-color: {tokens.accent}; }}
    QLabel#quickLine {{ background: {tokens.border}; }}
    QListWidget#sideBar {{ border: 0; background: {tokens.window}; outline: 0; }}
    QTreeWidget#facets {{ padding: 4px 0; }}
    QTreeWidget#facets::item {{ padding: 3px 4px; }}
    QListView#quickRows {{ border: 0; background: {tokens.surface}; outline: 0; }}
    QWidget#quickPanel {{ border-left: 1px solid {tokens.border}; background: {tokens.surface}; }}
    QPushButton {{ border: 1px solid {tokens.border}; border-radius: 6px; padding: 6px 12px;
        background: {tokens.surface}; color: {tokens.text}; }}
    QPushButton:hover {{ background: {tokens.hover}; }}
    QPushButton:pressed {{ background: {tokens.selection}; }}
    QPushButton:focus {{ border-color: {tokens.accent}; }}
    QPushButton:disabled {{ color: {tokens.muted}; background: {tokens.window}; }}
    QPushButton[primary="true"] {{ background: {tokens.accent}; color: {tokens.on_accent};
        border-color: {tokens.accent}; font-weight: 600; }}
    QPushButton[primary="true"]:disabled {{ background: {tokens.hover}; color: {tokens.muted};
        border-color: {tokens.border}; }}
    QPushButton:checked {{ background: {tokens.selection}; border-color: {tokens.accent}; }}
    QPushButton[quiet="true"] {{ border-color: transparent; background: transparent; padding: 4px 8px; }}
    QPushButton[quiet="true"]:hover {{ background: {tokens.hover}; }}
    QPushButton[quiet="true"]:checked {{ background: {tokens.selection}; }}
    QPushButton[quiet="true"]:focus {{ border-color: {tokens.accent}; }}
    QPushButton[warning="true"] {{ color: {tokens.warning}; }}
    QCheckBox {{ spacing: 8px; }}
    QCheckBox::indicator {{ width: 1em; height: 1em; }}
    QLabel[muted="true"] {{ color: {tokens.muted}; }}
    QLabel[warning="true"] {{ color: {tokens.warning}; }}
    QFrame#judgeRow {{ border: 1px solid {tokens.border}; border-radius: 6px; background: {tokens.surface}; }}
    QFrame#judgeRow:focus {{ border-color: {tokens.accent}; }}
    QFrame#card, QListView#results, QTreeWidget {{ border: 1px solid {tokens.border}; border-radius: 8px;
        background: {tokens.surface}; outline: 0; }}
    QTreeWidget QHeaderView, QTreeWidget QHeaderView::section {{ background: transparent; }}
    QTreeWidget::item {{ padding: 6px 4px; }}
    QTreeWidget::item:selected {{ background: {tokens.selection}; color: {tokens.text}; }}
    QHeaderView::section {{ background: {tokens.surface}; color: {tokens.muted}; border: 0;
        border-bottom: 1px solid {tokens.border}; padding: 6px 7px; }}
    QTableView#table {{ border: 0; background: {tokens.surface}; gridline-color: {tokens.border}; outline: 0;
        selection-background-color: {tokens.accent}; selection-color: {tokens.on_accent}; }}
    QTableView#table QHeaderView {{ background: {tokens.surface}; }}
    QTableView#table QHeaderView::section {{ padding: 3px 7px; }}
    QTableView#table QTableCornerButton::section {{ background: {tokens.surface}; border: 0; }}
    QPlainTextEdit#passages {{ border: 0; background: transparent; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QProgressBar {{ border: 0; border-radius: 3px; background: {tokens.border}; max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ border-radius: 3px; background: {tokens.accent}; }}
    QScrollBar:vertical {{ width: 12px; background: transparent; margin: 4px 2px; border: 0; }}
    QScrollBar::handle:vertical {{ background: {tokens.border}; border-radius: 4px; min-height: 32px; }}
    QScrollBar::handle:vertical:hover {{ background: {tokens.muted}; }}
    QScrollBar:horizontal {{ height: 12px; background: transparent; margin: 2px 4px; border: 0; }}
    QScrollBar::handle:horizontal {{ background: {tokens.border}; border-radius: 4px; min-width: 32px; }}
    QScrollBar::handle:horizontal:hover {{ background: {tokens.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
    QSplitter::handle {{ background: transparent; }}
    """


class Theme(QObject):
    """Keeps the application in the look the desktop asks for."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._theme = "system"
        self._points = application.font().pointSizeF()
        application.setStyle("Fusion")
        hints = application.styleHints()
        self.follow(hints.colorScheme())
        hints.colorSchemeChanged.connect(self.follow)

    def use(self, theme: str, text_percent: int = 100) -> None:
        """Takes a theme of the settings, "system", "light" or "dark", and a size of the text."""
        if theme != self._theme:
            self._theme = theme
            self.follow(self._application.styleHints().colorScheme())
        font = self._application.font()
        wanted = self._points * text_percent / 100
        if self._points > 0 and abs(font.pointSizeF() - wanted) > 0.01:
            font.setPointSizeF(wanted)
            self._application.setFont(font)
            # A style sheet keeps the fonts of the widgets it has dressed, until it is put on again.
            self._application.setStyleSheet(self._application.styleSheet())

    def follow(self, scheme: Qt.ColorScheme) -> None:
        """Puts on the look for a colour scheme, unless the person chose another; an unknown one is light."""
        chosen = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self._theme, scheme)
        tokens = DARK if chosen == Qt.ColorScheme.Dark else LIGHT
        self._application.setPalette(palette_of(tokens))
        self._application.setStyleSheet(style_sheet(tokens))

"""The line under a preview: which page it is, which match, and how large."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_search.gui.message_page import plain_label
from desktop_search.gui.theme import GRID


class Bar(QWidget):
    """Buttons that say what they mean to a screen reader, and two counts."""

    page_asked = Signal(int)
    """Go this many pages on; negative is back."""
    match_asked = Signal(int)
    """Go this many matches on; negative is back."""
    zoom_asked = Signal(int)
    """1 is larger, -1 smaller, 0 fits again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = plain_label(self)
        self._match = plain_label(self)
        self._page.setAccessibleName(self.tr("Page"))
        self._match.setAccessibleName(self.tr("Match"))
        self._earlier = self._button("‹", self.tr("Previous page"))
        self._later = self._button("›", self.tr("Next page"))
        back = self._button("↑", self.tr("Previous match (Shift+F3)"))
        on = self._button("↓", self.tr("Next match (F3)"))
        smaller = self._button("−", self.tr("Smaller (Ctrl+−)"))
        fit = self._button(self.tr("Reset"), self.tr("Usual size (Ctrl+0)"))
        larger = self._button("+", self.tr("Larger (Ctrl++)"))
        self._of_pages = (self._earlier, self._page, self._later)
        self._of_matches = (back, self._match, on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        for widgets in (self._of_pages, self._of_matches, (smaller, fit, larger)):
            for widget in widgets:
                layout.addWidget(widget)
            layout.addStretch()
        layout.takeAt(layout.count() - 1)
        for button, signal, step in (
            (self._earlier, self.page_asked, -1),
            (self._later, self.page_asked, 1),
            (back, self.match_asked, -1),
            (on, self.match_asked, 1),
            (smaller, self.zoom_asked, -1),
            (fit, self.zoom_asked, 0),
            (larger, self.zoom_asked, 1),
        ):
            button.clicked.connect(lambda _=False, signal=signal, step=step: signal.emit(step))

    @property
    def text(self) -> str:
        """Everything the line says."""
        labels = (self._page, self._match)
        return "  ".join(label.text() for label in labels if not label.isHidden())

    def show_page(self, page: int | None, pages: int | None) -> None:
        """Says which page is shown; nothing where there is only one."""
        for widget in self._of_pages:
            widget.setVisible(page is not None and (pages or 0) > 1)
        if page is not None and pages is not None:
            number = QLocale().toString
            self._page.setText(self.tr("Page {page} of {pages}").format(page=number(page), pages=number(pages)))
            self._earlier.setEnabled(page > 1)
            self._later.setEnabled(page < pages)

    def show_match(self, match: int, matches: int) -> None:
        """Says which match is the current one, counted from 1; nothing where there are none."""
        for widget in self._of_matches:
            widget.setVisible(matches > 0)
        number = QLocale().toString
        self._match.setText(self.tr("{match} of {matches}").format(match=number(match), matches=number(matches)))

    def _button(self, sign: str, name: str) -> QPushButton:
        button = QPushButton(sign, self)
        button.setProperty("quiet", True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setMinimumWidth(28)
        return button

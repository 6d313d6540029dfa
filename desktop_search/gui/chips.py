"""The filters of a query as chips under the field: what each was understood as, and a way to take it out."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from desktop_search.gui import filter_words, formatting, marks
from desktop_search.gui.filter_text import without
from desktop_search.gui.flow_layout import FlowLayout
from desktop_search.gui.theme import GRID, tokens_for
from desktop_search.records import Filter

LONGEST = 60
"""Characters of a chip. What is longer is cut, and stands in its tooltip."""


class Chip(QAbstractButton):
    """One filter. Pressing it selects its text in the field; Delete or the × takes it out."""

    removed = Signal()
    neighbour_asked = Signal(int)
    left = Signal()
    """Esc, or Up: back to the field."""

    def __init__(self, one: Filter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = one
        said = formatting.one_line(filter_words.said(one))
        self._text = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name = self.tr("Filter: {filter}") if one.is_valid else self.tr("Filter that is not understood: {filter}")
        self.setAccessibleName(name.format(filter=said))
        self.setAccessibleDescription(self.tr("Delete removes it, Enter selects it in the field."))
        typed = formatting.one_line(one.text)
        tip = self.tr("{typed}\nDelete or × removes it.") if one.is_valid else self.tr("{typed} restricts nothing.")
        self.setToolTip(formatting.tooltip(f"{said}\n{tip.format(typed=typed)}"))

    @property
    def shown(self) -> str:
        """What stands on it."""
        return self._text if self.filter.is_valid else f"⚠ {self._text}"

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.shown) + self._cross + 2 * GRID, metrics.height() + GRID)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.removed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.neighbour_asked.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
            case Qt.Key.Key_Escape | Qt.Key.Key_Up:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()) and event.position().x() >= self.width() - self._cross:
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_for(self.palette())
        colour = tokens.text if self.filter.is_valid else tokens.warning
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(tokens.accent if self.hasFocus() else tokens.border), 1.6 if self.hasFocus() else 1)
        if not self.filter.is_valid:
            edge.setColor(QColor(tokens.accent if self.hasFocus() else tokens.warning))
            edge.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(edge)
        background = tokens.selection if self.filter.is_valid else tokens.surface
        painter.setBrush(QColor(tokens.hover if self.underMouse() else background))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(colour))
        inner = box.adjusted(1.25 * GRID, 0, -self._cross, 0)
        text = self.fontMetrics().elidedText(self.shown, Qt.TextElideMode.ElideRight, round(inner.width()) + 1)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        half = 0.32 * self.fontMetrics().xHeight() + 1.5
        x, y = box.right() - self._cross / 2 - 1, box.center().y()
        painter.setPen(QPen(QColor(colour), 1.4, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(round(x - half), round(y - half), round(x + half), round(y + half))
        painter.drawLine(round(x - half), round(y + half), round(x + half), round(y - half))
        painter.end()

    @property
    def _cross(self) -> int:
        return self.fontMetrics().height() + GRID // 2


class Chips(QWidget):
    """The chips of the newest answer to what is in the field."""

    def __init__(self, field: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Filters"))
        self._field = field
        self._layout = FlowLayout(self, GRID // 2)
        self._chips: list[Chip] = []
        self.setVisible(False)

    @property
    def chips(self) -> Sequence[Chip]:
        return self._chips

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """Shows these filters. Equal ones stay as they are, so that the focus does not jump."""
        if [chip.filter for chip in self._chips] == list(filters):
            return
        focused = next((row for row, chip in enumerate(self._chips) if chip.hasFocus()), None)
        for chip in self._chips:
            self._layout.removeWidget(chip)
            # Not at once: it may be the one whose key has led here.
            chip.hide()
            chip.deleteLater()
        self._chips = [self._made(one) for one in filters]
        self.setVisible(bool(filters))
        before: QWidget = self._field
        for chip in self._chips:
            self.setTabOrder(before, chip)
            before = chip
        if focused is not None:
            self._focus(min(focused, len(self._chips) - 1))
        self.updateGeometry()

    def focus_last(self) -> bool:
        """Goes to the last chip; False where there is none."""
        if self._chips:
            self._focus(len(self._chips) - 1)
        return bool(self._chips)

    def _made(self, one: Filter) -> Chip:
        chip = Chip(one, self)
        chip.clicked.connect(lambda: self._select(one))
        chip.removed.connect(lambda: self._remove(one))
        chip.neighbour_asked.connect(lambda by: self._focus(self._chips.index(chip) + by))
        chip.left.connect(self._field.setFocus)
        self._layout.addWidget(chip)
        chip.show()
        return chip

    def _focus(self, row: int) -> None:
        if 0 <= row < len(self._chips):
            self._chips[row].setFocus(Qt.FocusReason.TabFocusReason)
        elif row < 0 or not self._chips:
            self._field.setFocus()

    def _remove(self, one: Filter) -> None:
        remaining = without(self._field.text(), one)
        if len(self._chips) == 1:
            self._field.setFocus()
        self._field.setText(remaining)

    def _select(self, one: Filter) -> None:
        text = self._field.text()
        start = text.find(one.text)
        if start >= 0:
            self._field.setFocus()
            self._field.setSelection(marks.qt_length(text[:start]), marks.qt_length(one.text))

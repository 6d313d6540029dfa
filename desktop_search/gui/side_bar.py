"""The side bar: the search, the saved searches with what is new in them, and the other pages. One stop for Tab."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_search.gui import formatting
from desktop_search.gui.theme import GRID, tokens_for
from desktop_search.records import SavedSearch

SEARCH = "search"
_PAGE, _SAVED, _NEW = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2


class SideBar(QListWidget):
    """A list of places to go to. The place that is shown is selected."""

    page_asked = Signal(str)
    saved_asked = Signal(object)
    """A SavedSearch that is to be run."""
    removal_asked = Signal(object)
    """A SavedSearch that is to be removed."""

    def __init__(self, pages: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideBar")
        self.setAccessibleName(self.tr("Places"))
        self.setAccessibleDescription(self.tr("Enter goes there; Delete removes a saved search."))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Rows(self))
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self._pages = list(pages)
        self._current = SEARCH
        self._saved: Sequence[SavedSearch] = ()
        self.itemClicked.connect(self._go_to)
        self._fill()

    @property
    def saved(self) -> Sequence[SavedSearch]:
        return self._saved

    def show_saved(self, saved: Sequence[SavedSearch]) -> None:
        """Shows the saved searches; what has found something new has the number beside it."""
        self._saved = tuple(saved)
        self._fill()

    def show_current(self, page: str) -> None:
        """Selects the page that is shown."""
        self._current = page
        for row in range(self.count()):
            if self.item(row).data(_PAGE) == page:
                self.setCurrentRow(row)

    def sizeHint(self) -> QSize:
        return QSize(max(22 * self.fontMetrics().averageCharWidth(), 120), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and item is not None:
            self._go_to(item)
        elif event.key() == Qt.Key.Key_Delete and item is not None and item.data(_SAVED) is not None:
            self.removal_asked.emit(item.data(_SAVED))
        elif event.key() == Qt.Key.Key_Escape:
            self.page_asked.emit(SEARCH)
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self.clear()
        self._add(self.tr("Search")).setData(_PAGE, SEARCH)
        if self._saved:
            heading = self._add(self.tr("Saved searches"))
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
        for saved in self._saved:
            item = self._add(formatting.one_line(saved.name))
            item.setData(_SAVED, saved)
            item.setData(_NEW, saved.new)
            item.setToolTip(formatting.tooltip(saved.query))
            if saved.new:
                said = self.tr("{name}, {results} new").format(name=item.text(), results=saved.new)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        if self._pages:
            self._add("").setFlags(Qt.ItemFlag.NoItemFlags)
        titles = self._titles()
        for page in sorted(self._pages, key=lambda one: list(titles).index(one) if one in titles else len(titles)):
            self._add(titles.get(page, page)).setData(_PAGE, page)
        self.show_current(self._current)

    def _titles(self) -> dict[str, str]:
        return {
            "folders": self.tr("Folders"),
            "activity": self.tr("Activity"),
            "learning": self.tr("Learning"),
            "models": self.tr("Models"),
            "settings": self.tr("Settings"),
            "about": self.tr("About"),
        }

    def _add(self, text: str) -> QListWidgetItem:
        item = QListWidgetItem(text, self)
        return item

    def _go_to(self, item: QListWidgetItem) -> None:
        if (saved := item.data(_SAVED)) is not None:
            self.saved_asked.emit(saved)
        elif (page := item.data(_PAGE)) is not None:
            self.page_asked.emit(page)

    def _show_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        saved = item.data(_SAVED) if item is not None else None
        if saved is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Search")).triggered.connect(lambda: self.saved_asked.emit(saved))
        menu.addAction(self.tr("Remove")).triggered.connect(lambda: self.removal_asked.emit(saved))
        menu.popup(self.viewport().mapToGlobal(place))


class _Rows(QStyledItemDelegate):
    """A name, and a badge with a number where there is something new."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        is_gap = not index.data(Qt.ItemDataRole.DisplayRole)
        return QSize(60, GRID if is_gap else option.fontMetrics.height() + 2 * GRID)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = tokens_for(option.palette)
        is_heading = not index.flags() & Qt.ItemFlag.ItemIsEnabled
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = None
        if option.state & QStyle.StateFlag.State_Selected:
            colour = tokens.selection
        elif option.state & QStyle.StateFlag.State_MouseOver and not is_heading:
            colour = tokens.hover
        if colour is not None:
            painter.setPen(QColor(tokens.accent) if option.state & QStyle.StateFlag.State_HasFocus else QColor(colour))
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = option.font
        if is_heading:
            font.setPointSizeF(0.88 * font.pointSizeF())
        painter.setFont(font)
        inner = box.adjusted(GRID, 0, -GRID, 0)
        if (new := index.data(_NEW) or 0) > 0:
            inner = _draw_badge(painter, inner, formatting.number(min(new, 999)), tokens.accent, tokens.on_accent)
        painter.setPen(QColor(tokens.muted if is_heading else tokens.text))
        name = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


def _draw_badge(painter: QPainter, line: QRectF, text: str, colour: str, on_colour: str) -> QRectF:
    """Draws a number at the end of a line, and returns what is left of the line."""
    metrics = painter.fontMetrics()
    height = metrics.height() + 2
    width = max(metrics.horizontalAdvance(text) + GRID, height)
    badge = QRectF(line.right() - width, line.center().y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(badge, height / 2, height / 2)
    painter.setPen(QColor(on_colour))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
    return line.adjusted(0, 0, -width - GRID / 2, 0)

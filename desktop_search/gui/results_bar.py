"""The line above the results: how many there are, how they are shown and in which order, and what to do with all."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from desktop_search.gui.arranging import Sort
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.theme import GRID


class ResultsBar(QWidget):
    """A count, a switch and two menus."""

    sort_changed = Signal()
    passages_switched = Signal()
    facets_switched = Signal(bool)
    export_asked = Signal()
    save_asked = Signal()
    why_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sort = Sort.BEST
        self._count = plain_label(self)
        self._count.setProperty("muted", True)
        self._count.setAccessibleName(self.tr("Number of results"))
        self._count.setMinimumWidth(0)
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.facets = self._button(self.tr("Filters"), self.tr("Counts by type, folder, date and more (Ctrl+B)"))
        self.facets.setCheckable(True)
        self.facets.toggled.connect(self.facets_switched)
        self.passages = self._button(self.tr("Passages"), self.tr("A row for each matching passage (Ctrl+P)"))
        self.passages.setCheckable(True)
        self.passages.toggled.connect(self.passages_switched)
        self.order = self._button("", self.tr("What comes first"))
        self.order.setMenu(self._order_menu())
        self.more = self._button("…", self.tr("More to do with these results"))
        self.more.setMenu(self._more_menu())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 4)
        layout.addWidget(self.facets)
        layout.addSpacing(GRID)
        layout.addWidget(self._count, 1)
        for button in (self.passages, self.order, self.more):
            layout.addWidget(button)
        self._name_order()

    @property
    def sort(self) -> Sort:
        return self._sort

    @property
    def text(self) -> str:
        """What the count says."""
        return self._count.text()

    def say(self, count: str) -> None:
        self._count.setText(count)
        self._count.setToolTip(count)

    def sort_by(self, sort: Sort) -> None:
        """Chooses what comes first."""
        if sort is not self._sort:
            self._sort = sort
            self._name_order()
            self.sort_changed.emit()

    def _names(self) -> dict[Sort, str]:
        return {
            Sort.BEST: self.tr("Best first"),
            Sort.NEWEST: self.tr("Newest first"),
            Sort.NAME: self.tr("By name"),
            Sort.SIZE: self.tr("Largest first"),
        }

    def _name_order(self) -> None:
        name = self._names()[self._sort]
        self.order.setText(name)
        self.order.setAccessibleName(self.tr("Order: {order}").format(order=name))
        for action in self.order.menu().actions():
            action.setChecked(action.data() == self._sort)

    def _order_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for sort, name in self._names().items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setData(sort)
            group.addAction(action)
            action.triggered.connect(lambda _=False, sort=sort: self.sort_by(sort))
        return menu

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, keys, signal in (
            (self.tr("Save this search"), "Ctrl+D", self.save_asked),
            (self.tr("Export the results…"), "Ctrl+E", self.export_asked),
            (self.tr("Why is my file not here?"), "Ctrl+I", self.why_asked),
        ):
            # The keys are the window's: a menu's own would work only while it is open.
            menu.addAction(f"{text}\t{keys}").triggered.connect(signal)
        return menu

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("quiet", True)
        button.setAccessibleName(text.strip("… ") or tip)
        button.setAccessibleDescription(tip)
        button.setToolTip(tip)
        return button


def below(widget: QWidget) -> QPoint:
    """Where a menu of a widget opens."""
    return widget.mapToGlobal(QPoint(0, widget.height()))

"""The panel that narrows results down: how many there are of each type, folder, date, language and author."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator, QVBoxLayout, QWidget

from desktop_search.gui import filter_words, formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.theme import GRID
from desktop_search.records import Answer, Facet, Facets, Filter, FilterKind

QUIET_MS = 250
"""Counting is asked for when the results have stood still so long: it would slow the next search down."""
_KIND, _FILTER = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class FacetPanel(QWidget):
    """A tree with a group for each kind. Pressing a value puts its filter into the query, or takes it out."""

    chosen = Signal(object, str)
    """A FilterKind, and the text of the filter that is to be put in or taken out."""
    left = Signal()

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._answer: Answer | None = None
        self._asked: int | None = None
        self._shown: tuple[Facets, tuple[Filter, ...]] | None = None
        self._closed: set[FilterKind] = set()
        self._said = plain_label(self, factor=0.92)
        self._said.setProperty("muted", True)
        # As high as the line above the results beside it.
        self._said.setMinimumHeight(self.fontMetrics().height() + GRID + 2)
        self._said.setAccessibleName(self.tr("What was counted"))
        self.tree = _Tree(self)
        self.tree.left.connect(self.left)
        self.tree.itemClicked.connect(self._choose)
        self.tree.chosen.connect(self._choose)
        self.tree.itemCollapsed.connect(lambda item: self._closed.add(item.data(0, _KIND)))
        self.tree.itemExpanded.connect(lambda item: self._closed.discard(item.data(0, _KIND)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._said)
        layout.addWidget(self.tree, 1)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._ask)
        self._said.setText(self.tr("Counting…"))

    @property
    def text(self) -> str:
        """Everything the panel says."""
        rows = [self._said.text()]
        place = QTreeWidgetItemIterator(self.tree)
        while (item := place.value()) is not None:
            rows.append(f"{item.text(0)} {item.text(1)}".strip())
            place += 1
        return "\n".join(rows)

    def follow(self, answer: Answer | None) -> None:
        """Counts for a complete answer, if the panel is seen; else as soon as it is."""
        if answer is None or not answer.complete:
            return
        is_other = self._answer is None or answer.query != self._answer.query
        self._answer = answer
        if is_other or self._asked is None:
            self._asked = None
            self._quiet.start()

    def showEvent(self, event: object) -> None:
        if self._asked is None:
            self._quiet.start()

    def sizeHint(self) -> QSize:
        return QSize(max(26 * self.fontMetrics().averageCharWidth(), 160), 200)

    def show_facets(self, facets: Facets, filters: Sequence[Filter]) -> None:
        """Shows the counts of a query, with its own filters ticked."""
        if self._shown == (facets, tuple(filters)):
            return
        self._shown = (facets, tuple(filters))
        count = formatting.documents(facets.documents)
        if not facets.is_all:
            count = self.tr("{count}+ documents").format(count=formatting.number(facets.documents))
        self._said.setText(count)
        best = self.tr("Counted over the best of them.")
        self._said.setToolTip(self.tr("Results that hardly fit are not counted.") if facets.is_all else best)
        place = self.tree.verticalScrollBar().value()
        self.tree.blockSignals(True)
        self.tree.clear()
        for facet in facets.facets:
            self._add(facet, [one for one in filters if one.kind is facet.kind and one.is_valid])
        self.tree.blockSignals(False)
        self.tree.verticalScrollBar().setValue(place)

    def _add(self, facet: Facet, chosen: Sequence[Filter]) -> None:
        if not facet.values and not chosen:
            return
        group = QTreeWidgetItem(self.tree, [self._titles()[facet.kind], ""])
        group.setData(0, _KIND, facet.kind)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setForeground(0, self.palette().brush(QPalette.ColorRole.PlaceholderText))
        known = {value.filter for value in facet.values}
        for one in chosen:
            if one.text not in known:
                self._add_value(group, facet.kind, filter_words.said(one), one.text, None, is_chosen=True)
        texts = {one.text for one in chosen}
        for value in facet.values:
            label = self._times().get(value.label) or filter_words.phrase(facet.kind, value.label)
            self._add_value(group, facet.kind, label, value.filter, value.documents, is_chosen=value.filter in texts)
        group.setExpanded(facet.kind not in self._closed)

    def _add_value(
        self, group: QTreeWidgetItem, kind: FilterKind, label: str, text: str, count: int | None, *, is_chosen: bool
    ) -> None:
        number = "" if count is None else formatting.number(count)
        label = formatting.one_line(label)
        item = QTreeWidgetItem(group, [f"✓ {label}" if is_chosen else label, number])
        item.setData(0, _KIND, kind)
        item.setData(0, _FILTER, text)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, formatting.tooltip(formatting.one_line(text)))
        font = item.font(0)
        font.setBold(is_chosen)
        item.setFont(0, font)
        spoken = label if count is None else f"{label}, {formatting.documents(count)}"
        if is_chosen:
            spoken = self.tr("{value}, chosen").format(value=spoken)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _ask(self) -> None:
        if not self.isVisible() or self._answer is None or not self._answer.query:
            return
        query = self._answer.query
        self._asked = self._link.request("facets", self._take, query=query)

    def _take(self, facets: Facets) -> None:
        if self._answer is not None and facets.query == self._answer.query:
            self.show_facets(facets, self._answer.filters)

    def _choose(self, item: QTreeWidgetItem) -> None:
        if (text := item.data(0, _FILTER)) is not None:
            self.chosen.emit(FilterKind(item.data(0, _KIND)), text)
        else:
            item.setExpanded(not item.isExpanded())

    def _titles(self) -> dict[FilterKind, str]:
        return {
            FilterKind.TYPE: self.tr("Type"),
            FilterKind.FOLDER: self.tr("Folder"),
            FilterKind.CHANGED: self.tr("Changed"),
            FilterKind.LANGUAGE: self.tr("Language"),
            FilterKind.AUTHOR: self.tr("Author"),
        }

    def _times(self) -> dict[str, str]:
        return {
            "today": self.tr("Today"),
            "yesterday": self.tr("Yesterday"),
            "this week": self.tr("This week"),
            "this month": self.tr("This month"),
            "this year": self.tr("This year"),
        }


class _Tree(QTreeWidget):
    """A tree that Enter and Space choose in, and Esc leaves."""

    chosen = Signal(QTreeWidgetItem)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("facets")
        self.setAccessibleName(self.tr("Narrow down"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(GRID)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and item is not None:
            self.chosen.emit(item)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

"""Things in rows: the name of each, and facts about it in columns of their own. Several can be chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.pages.folding_tree import FoldingTree

_KEY = Qt.ItemDataRole.UserRole
LEAST_NAME = 28
"""Letters that a name has at least, before the last columns give way."""


class FactsTree(FoldingTree):
    """The name takes what room the facts leave; where there is too little, the last facts are not shown."""

    chosen_changed = Signal()

    def __init__(self, called: str, headers: Sequence[str], letters: Sequence[int], parent: QWidget) -> None:
        """headers are those of the name and of the facts, letters how wide each fact is."""
        super().__init__(parent)
        self._letters = tuple(letters)
        self.setAccessibleName(called)
        self.setHeaderLabels(list(headers))
        self.setRootIsDecorated(False)
        self.header().setStretchLastSection(False)
        self.header().setSectionsClickable(False)
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.itemSelectionChanged.connect(self.chosen_changed)

    @property
    def chosen(self) -> list[Any]:
        """The keys of the rows that are selected, from top to bottom."""
        return [item.data(0, _KEY) for item in self.groups if item.isSelected()]

    def choose(self, *keys: object) -> None:
        """Selects these rows and no others, as far as they are there."""
        found = [item for item in self.groups if item.data(0, _KEY) in keys]
        if found:
            self.setCurrentItem(found[0])
            self.scrollToItem(found[0])
        for item in self.groups:
            item.setSelected(item in found)

    def add(self, key: object, name: str, facts: Sequence[str], *, is_marked: bool = False) -> QTreeWidgetItem:
        """A row at the end. What is marked stands out."""
        item = QTreeWidgetItem(self, [formatting.one_line(one) for one in (name, *facts)])
        item.setData(0, _KEY, key)
        item.setToolTip(0, formatting.tooltip(name))
        for column in range(self.columnCount()):
            font = item.font(column)
            font.setBold(is_marked)
            item.setFont(column, font)
        return item

    def align(self, *columns: int) -> None:
        """Numbers stand below each other by their last digits."""
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column in columns:
            self.headerItem().setTextAlignment(column, end)
            for item in self.groups:
                item.setTextAlignment(column, end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        rest = self.viewport().width()
        for column, letters in enumerate(self._letters, start=1):
            is_seen = rest - letters * letter >= LEAST_NAME * letter
            self.setColumnHidden(column, not is_seen)
            if is_seen:
                self.setColumnWidth(column, letters * letter)
                rest -= letters * letter
        self.setColumnWidth(0, rest)

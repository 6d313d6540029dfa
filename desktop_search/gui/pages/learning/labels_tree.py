"""All judgements below their questions, the newest first, and which of them are chosen."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.pages.folding_tree import FoldingTree, inside
from desktop_search.gui.pages.learning import texts
from desktop_search.records import Label

_LABEL = Qt.ItemDataRole.UserRole
UNFOLDED = 24
"""Up to so many judgements nothing is folded."""
NARROW = 70
"""Below so many letters beside each other, only file and passage are shown."""


class LabelsTree(FoldingTree):
    """Groups can be folded; what is folded, chosen or looked for stays so when judgements change."""

    chosen_changed = Signal()

    def __init__(self, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._filter = ""
        self.setAccessibleName(self.tr("All judgements"))
        self.setAccessibleDescription(self.tr("Delete removes a judgement."))
        self.setHeaderLabels([self.tr("File"), self.tr("Passage"), self.tr("From"), self.tr("When")])
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.itemSelectionChanged.connect(self.chosen_changed)

    @property
    def chosen(self) -> list[Label]:
        """The judgements that are selected, by themselves or with their question."""
        found: list[Label] = []
        for item in self.selectedItems():
            for one in [item, *inside(item)]:
                label = one.data(0, _LABEL)
                if isinstance(label, Label) and label not in found and not one.isHidden():
                    found.append(label)
        return found

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Shows judgements."""
        folded = {group.data(0, _LABEL): group.isExpanded() for group in self.groups}
        chosen = set(self.chosen)
        questions: dict[str, list[Label]] = {}
        for label in sorted(labels, key=lambda one: -one.at):
            questions.setdefault(label.query, []).append(label)
        self.clear()
        for query, judged in questions.items():
            group = QTreeWidgetItem(self, [formatting.one_line(query)])
            group.setData(0, _LABEL, query)
            group.setFirstColumnSpanned(True)
            group.setToolTip(0, formatting.tooltip(query))
            for label in judged:
                self._add(group, label).setSelected(label in chosen)
            group.setExpanded(folded.get(query, len(labels) <= UNFOLDED))
        self.filter_by(self._filter)

    def filter_by(self, text: str) -> None:
        """Shows only what has all words of a text in its question, its file or its passage."""
        self._filter = text
        words = text.casefold().split()
        for group in self.groups:
            seen = 0
            for item in inside(group):
                label = item.data(0, _LABEL)
                about = f"{label.query}\n{label.path}\n{label.passage}".casefold()
                item.setHidden(not all(word in about for word in words))
                seen += not item.isHidden()
            group.setHidden(seen == 0)
            if words and seen:
                group.setExpanded(True)
        self.fit()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen."""
        return all(group.isHidden() for group in self.groups)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        is_narrow = self.width() < NARROW * letter
        for column in (2, 3):
            self.setColumnHidden(column, is_narrow)
        ends = 0 if is_narrow else 14 * letter
        rest = self.viewport().width() - 2 * ends
        for column, width in enumerate((rest * 45 // 100, rest * 55 // 100, ends, ends)):
            self.setColumnWidth(column, width)

    def _add(self, group: QTreeWidgetItem, label: Label) -> QTreeWidgetItem:
        folder, name = formatting.folder_and_name(label.path, self._home)
        passage = formatting.one_line(label.passage[:300]) or self.tr("the whole file")
        when = formatting.date(round(label.at * 1e9), datetime.now())
        sign = "✓" if label.relevant else "✗"
        item = QTreeWidgetItem(group, [f"{sign}  {name}", passage, texts.origin(label.origin), when])
        item.setData(0, _LABEL, label)
        said = self.tr("{file}: answers") if label.relevant else self.tr("{file}: does not answer")
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said.format(file=name))
        item.setToolTip(0, formatting.tooltip(f"{said.format(file=name)}\n{folder}"))
        item.setToolTip(1, formatting.tooltip(label.passage[:2000]))
        return item

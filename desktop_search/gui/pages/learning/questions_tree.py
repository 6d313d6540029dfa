"""The questions that a new model answers better and worse, by name: two lists that can be folded."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.pages.folding_tree import FoldingTree
from desktop_search.gui.pages.learning import texts
from desktop_search.records import QuestionChange


class QuestionsTree(FoldingTree):
    """Each question with its nDCG@10 before and after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Questions that changed"))
        self.setHeaderLabels([self.tr("Question"), self.tr("Before"), self.tr("After")])
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_changes(self, improved: Sequence[QuestionChange], worsened: Sequence[QuestionChange]) -> None:
        """Shows them, folded."""
        self.clear()
        for said, changes in (
            (self.tr("Better: {questions}"), improved),
            (self.tr("Worse: {questions}"), worsened),
        ):
            if not changes:
                continue
            group = QTreeWidgetItem(self, [said.format(questions=formatting.questions(len(changes)))])
            group.setFirstColumnSpanned(True)
            for change in changes:
                query = formatting.one_line(change.query)
                item = QTreeWidgetItem(group, [query, texts.figure(change.before), texts.figure(change.after)])
                item.setToolTip(0, formatting.tooltip(change.query))
                for column in (1, 2):
                    item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setVisible(self.topLevelItemCount() > 0)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = 10 * self.fontMetrics().averageCharWidth()
        for column in (1, 2):
            self.setColumnWidth(column, width)

"""How good models are on the person's own judgements, before one of them is used."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.facts_tree import FactsTree
from desktop_search.gui.pages.models import texts
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.records import ModelFigures

MEASURES = ("ndcg@10", "mrr@10", "hit@1", "hit@5", "recall@10")


class ComparisonCard(AskingCard):
    """Hidden until something is to be compared; one comparison at a time."""

    under_way = Signal(bool)
    """A comparison has begun, or has come to its end."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Comparison"), link, parent)
        self.is_under_way = False
        self._asked: QWidget | None = None
        self._about = muted(self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Models are being compared"))
        headers = (
            *(self.tr("Model"), self.tr("nDCG@10"), self.tr("MRR@10"), self.tr("First is right")),
            *(self.tr("Right in 5"), self.tr("Found in 10")),
        )
        self.tree = FactsTree(self.tr("Models and their figures"), headers, (14, 14, 17, 14, 15), self)
        self.tree.setSelectionMode(FactsTree.SelectionMode.NoSelection)
        self.cancel = button(self, self.tr("Cancel"), self._cancel)
        self.cancel.setAccessibleName(self.tr("Cancel the comparison"))
        for widget in (self._about, self._bar, self.tree, side_by_side(self, self.cancel)):
            self.room.addWidget(widget)
        self.setVisible(False)

    @property
    def text(self) -> str:
        return self._about.text()

    def compare(self, names: Sequence[str]) -> None:
        """Measures models by their names or folders; that takes a while, and nothing waits for it."""
        if self.is_under_way:
            return
        if not self.link.is_connected:
            self.setVisible(True)
            self.complain(self.tr("The search engine is not there yet. Compare them again in a moment."))
            return
        self._asked = self.window().focusWidget()
        self._about.setText(
            self.tr("Each model embeds what your judged questions may find. That takes about a minute a model.")
        )
        self._show_under_way(True)
        self.setVisible(True)
        self.ask("compare_models", self.show_figures, names=list(names))

    def show_figures(self, figures: Sequence[ModelFigures]) -> None:
        """Shows what came of it, the best model first."""
        self.complain("")
        self._show_under_way(False)
        self._about.setText(texts.compared(figures))
        self.tree.clear()
        best = max((one.measures["ndcg@10"] for one in figures), default=0.0)
        for one in sorted(figures, key=lambda one: -one.measures["ndcg@10"]):
            facts = [texts.measure(one.measures[name]) for name in MEASURES]
            self.tree.add(one.model, one.model, facts, is_marked=one.measures["ndcg@10"] == best)
        self.tree.align(*range(1, 1 + len(MEASURES)))
        self.tree.fit()

    def lose(self) -> None:
        """The engine is gone, and with it what it was comparing."""
        if self.is_under_way:
            self.complain(self.tr("The search engine has stopped meanwhile. Compare them again once it is there."))

    def _cancel(self) -> None:
        self._about.setText(self.tr("Stopping…"))
        self.link.request("cancel_comparison")

    def complain(self, sentence: str) -> None:
        super().complain(sentence)
        if sentence:
            self._show_under_way(False)
            self._about.setText("")
            self.tree.setVisible(False)

    def _show_under_way(self, is_under_way: bool) -> None:
        was_under_way, self.is_under_way = self.is_under_way, is_under_way
        had_focus = self.window().focusWidget() is self.cancel
        if is_under_way:
            self.cancel.setVisible(True)
            self.cancel.setFocus()
        if was_under_way is not is_under_way:
            self.under_way.emit(is_under_way)
        if had_focus and not is_under_way and self._asked is not None and isValid(self._asked):
            self._asked.setFocus()
        for widget in (self._bar, self.cancel):
            widget.setVisible(is_under_way)
        self.tree.setVisible(not is_under_way)

"""What the program has learned from its person, how much that is worth, and how the model itself is improved."""

from PySide6.QtWidgets import QWidget

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.learning import texts
from desktop_search.gui.pages.learning.at_once_card import AtOnceCard
from desktop_search.gui.pages.learning.labels_card import LabelsCard
from desktop_search.gui.pages.learning.report_card import ReportCard
from desktop_search.gui.pages.learning.to_judge_card import ToJudgeCard
from desktop_search.gui.pages.learning.training_card import TrainingCard
from desktop_search.gui.pages.models.model_card import ModelCard
from desktop_search.gui.pages.page import Page, button
from desktop_search.records import EngineStatus, ModelUse, TrainingState

POLL_MS = 1000
LOOKS_AFTER_JUDGING = 5
"""Seconds within which what was judged is learned, mostly in the first."""


class LearningPage(Page):
    """Asks for everything when it is shown, and again only for what is under way."""

    def __init__(self, link: EngineLink, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._is_known = self._was_under_way = False
        self._looks = 0
        self._again.setInterval(POLL_MS)
        self.title_page(
            self.tr("Learning"),
            self.tr("What you say of results makes later ones better. All of it stays on this computer."),
        )
        self.at_once = AtOnceCard(link, self)
        self.to_judge = ToJudgeCard(link, home, self)
        self.training = TrainingCard(link, self)
        self.report = ReportCard(link, self)
        self.all_models = button(self, self.tr("All models…"), lambda: self.page_asked.emit("models"))
        self.model = ModelCard(link, self.all_models, parent=self)
        self.judgements = LabelsCard(link, home, self)
        for card in (self.at_once, self.to_judge, self.training, self.report, self.model, self.judgements):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.judgements.counted.connect(self._count)
        self.judgements.changed.connect(self._look_soon)
        self.to_judge.judged.connect(self._on_judged)
        self.training.changed.connect(self._take_training)
        self.report.accepted.connect(self._take_use)
        link.status_changed.connect(self._take_status)
        link.connected.connect(self._ask_for_all)
        link.lost.connect(lambda _: self.to_judge.forget_asking())

    def refresh(self) -> None:
        if not self._link.is_connected:
            return
        if not self._again.isActive():
            self._ask_for_all()
            return
        if self.training.is_under_way:
            self.training.refresh()
        if self.model.is_switching:
            self._ask_for_models()
        if self._looks > 0:
            self._looks -= 1
            self.at_once.refresh()

    def judge(self, *, relevant: bool) -> None:
        """Judges where the focus is: in the list of all judgements, or else among those that would teach most."""
        (self.judgements if self.judgements.tree.hasFocus() else self.to_judge).judge(relevant=relevant)

    def _ask_for_all(self) -> None:
        # The page asks when it is seen: whoever never looks at it shall not pay for it.
        if self.isVisible() and self._link.is_connected:
            self._link.request("settings")
            for card in (self.at_once, self.judgements, self.training, self.to_judge):
                card.refresh()
            self._ask_for_models()

    def _ask_for_models(self) -> None:
        self._link.request("models", self._take_use, self.model.complain)

    def _take_use(self, use: ModelUse) -> None:
        self.model.show_use(use)
        self.report.show_use(use)

    def _take_training(self, state: TrainingState) -> None:
        is_under_way = self.training.is_under_way
        self.report.show_report(None if is_under_way else state.report)
        if self._was_under_way and not is_under_way:
            self._ask_for_models()
        if self._was_under_way is not is_under_way:
            # What goes on is seen without scrolling.
            self.body.removeWidget(self.training)
            above = self.at_once if is_under_way else self.to_judge
            self.body.insertWidget(self.body.indexOf(above) + 1, self.training)
        self._was_under_way = is_under_way

    def _take_status(self, status: EngineStatus) -> None:
        if not self.isVisible():
            return
        if (status.next_model is not None) != self.model.is_switching:
            self._ask_for_models()
        if status.training in texts.UNDER_WAY and not self.training.is_under_way:
            # Somebody has begun it in a terminal.
            self.training.refresh()

    def _count(self, labels: int) -> None:
        self.training.labels = labels
        self.at_once.count(labels)

    def _on_judged(self) -> None:
        self.judgements.refresh()
        self._look_soon()

    def _look_soon(self) -> None:
        self._looks = LOOKS_AFTER_JUDGING

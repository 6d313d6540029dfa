"""Improving the model: how to begin, and while it is under way how far it is and how well it learns."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.asking import ask_whether
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.learning import texts
from desktop_search.gui.pages.learning.curves import Curves
from desktop_search.gui.pages.learning.training_dialog import TrainingDialog
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.sentences import translated
from desktop_search.gui.status_strip import STEPS
from desktop_search.gui.theme import GRID
from desktop_search.records import SettingsState, TrainingOptions, TrainingState

WORTH_ASKING_SECONDS = 60.0
"""Less work than this is cancelled without a question."""


class TrainingCard(AskingCard):
    """Follows one training. `changed` says that another state is known."""

    changed = Signal(object)
    """A TrainingState."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Improve the model"), link, parent)
        self.state = TrainingState()
        self._labels = 0
        self._has_reranker = False
        self._about = muted(self)
        self._ended = plain_label(self)
        self._ended.setWordWrap(True)
        self.train = button(self, self.tr("Train…"), self.ask_to_train)
        self._lay_out_progress()
        self._ways = side_by_side(self, self.train)
        for widget in (self._about, self._ended, self._progress, self._ways):
            self.room.addWidget(widget)
        link.settings_changed.connect(self._take_settings)
        self.show_state(self.state)

    @property
    def text(self) -> str:
        labels = (self._phase, self._ended, self.trouble)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self))

    @property
    def is_under_way(self) -> bool:
        return self.state.phase in texts.UNDER_WAY

    @property
    def labels(self) -> int:
        """How many judgements there are to learn from."""
        return self._labels

    @labels.setter
    def labels(self, labels: int) -> None:
        self._labels = labels
        self._about.setText(self._what_it_is())
        self.train.setProperty("primary", labels > 0)
        self.train.style().polish(self.train)

    def refresh(self) -> None:
        self.link.request("training", self.show_state, self.complain)

    def show_state(self, state: TrainingState) -> None:
        """Shows how far a training is, or how the last one ended."""
        self.state = state
        is_measured = state.phase in ("training", "paused") and state.steps > 0
        self._progress.setVisible(self.is_under_way)
        self._about.setText(self._what_it_is())
        self._about.setVisible(not self.is_under_way)
        self._ways.setVisible(not self.is_under_way)
        self._phase.setText(texts.whole_phase(state))
        # Without an end the bar only says that something goes on.
        self._bar.setRange(0, STEPS if is_measured else 0)
        if is_measured:
            self._bar.setValue(round(STEPS * min(state.step / state.steps, 1)))
        self.curves.show_curve(state.curve, state.steps)
        is_paused = state.phase == "paused"
        self.pause.setText(self.tr("Go on") if is_paused else self.tr("Pause"))
        self.pause.setAccessibleName(self.tr("Go on training") if is_paused else self.tr("Pause training"))
        self.pause.setVisible(state.phase in ("training", "paused"))
        failed = self.tr("The training failed. Nothing has changed. {reason}")
        reason = formatting.one_line(translated(state.reason or ""))
        self._ended.setText(failed.format(reason=reason) if state.phase == "failed" else texts.phase(state))
        self._ended.setVisible(state.phase in ("failed", "cancelled"))
        self.changed.emit(state)

    def ask_to_train(self) -> None:
        """Says what will happen, and begins when the person agrees."""
        dialog = TrainingDialog(self.labels, has_reranker=self._has_reranker, parent=self)
        dialog.agreed.connect(self._start)
        dialog.open()

    def _lay_out_progress(self) -> None:
        self._progress = QWidget(self)
        self._phase = plain_label(self._progress)
        self._phase.setWordWrap(True)
        self._phase.setAccessibleName(self.tr("State of the training"))
        self._bar = QProgressBar(self._progress)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the training"))
        self.curves = Curves(self._progress)
        self.pause = button(self._progress, self.tr("Pause"), self._toggle_pause)
        self.cancel = button(self._progress, self.tr("Cancel"), self._ask_to_cancel)
        self.cancel.setAccessibleName(self.tr("Cancel training"))
        inside = QVBoxLayout(self._progress)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID)
        for widget in (self._phase, self._bar, self.curves, side_by_side(self, self.pause, self.cancel)):
            inside.addWidget(widget)

    def _what_it_is(self) -> str:
        said = self.tr(
            "What is learned at once moves your questions and weighs what speaks for a result; a training changes the"
            " model itself, which may help with questions unlike those you judged. The two models are compared before"
            " you decide."
        )
        if not self.labels:
            return f"{said} " + self.tr("Judge some results first, or have a file of examples ready.")
        there = self.tr("There are {judgements} to learn from.")
        return f"{said} " + there.format(judgements=formatting.judgements(self.labels))

    def _start(self, options: TrainingOptions) -> None:
        self.ask("train", self.show_state, options=options)

    def _toggle_pause(self) -> None:
        self.ask("pause_training", self.show_state, paused=self.state.phase != "paused")

    def _ask_to_cancel(self) -> None:
        if self.state.seconds < WORTH_ASKING_SECONDS:
            self._cancel()
            return
        said = self.tr("What was learned in {time} is lost then. Pausing keeps it.")
        said, do = said.format(time=texts.duration(self.state.seconds)), self.tr("Cancel training")
        ask_whether(self, do, said, do, self._cancel, instead=self.tr("Go on training"))

    def _cancel(self) -> None:
        self.ask("cancel_training", self.show_state)

    def _take_settings(self, kept: SettingsState) -> None:
        self._has_reranker = bool(kept.values.get("reranker"))

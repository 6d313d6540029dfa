"""The model that answers, the one that is to take its place, and the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.models import texts
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.status_strip import STEPS
from desktop_search.records import ModelUse


class ModelCard(AskingCard):
    """A switch takes its time, and searching goes on meanwhile with the model before."""

    changed = Signal(object, object)
    """The ModelUse there is, and the one that was known before, None for none."""

    def __init__(self, link: EngineLink, *ways: QWidget, parent: QWidget | None = None) -> None:
        """ways are further buttons."""
        super().__init__(self.tr("Model"), link, parent)
        self.use: ModelUse | None = None
        self._now = plain_label(self, text=self.tr("Asking…"))
        self._now.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far the next model is"))
        self._next = muted(self)
        self.back = button(self, self.tr("Back to the model before"), lambda: self.ask("undo_model", self.show_use))
        self._ways = side_by_side(self, self.back, *ways)
        self._has_others = bool(ways)
        for widget in (self._now, self._bar, self._next, self._ways):
            self.room.addWidget(widget)
        for hidden in (self._bar, self._next, self.back):
            hidden.setVisible(False)
        self._ways.setVisible(self._has_others)

    @property
    def text(self) -> str:
        return f"{self._now.text()}\n{self._next.text()}"

    @property
    def is_switching(self) -> bool:
        return self.use is not None and self.use.next is not None

    def refresh(self) -> None:
        self.link.request("models", self.show_use, self.complain)

    def show_use(self, use: ModelUse) -> None:
        """Shows which models answer, now and later."""
        before, self.use = self.use, use
        self._now.setText(texts.in_use(use))
        self._next.setText(texts.switching(use))
        for widget in (self._bar, self._next):
            widget.setVisible(use.next is not None)
        self._bar.setValue(STEPS * min(use.embedded, use.passages) // max(use.passages, 1))
        self.back.setVisible(use.before is not None)
        self._ways.setVisible(use.before is not None or self._has_others)
        if use.before is not None:
            said = self.tr("Back to {model}").format(model=formatting.one_line(use.before))
            self.back.setText(said)
            self.back.setAccessibleName(said)
        self.changed.emit(use, before)

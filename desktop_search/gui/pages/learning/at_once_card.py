"""What judgements teach at once: from how many, what it is worth, and a switch for it."""

from PySide6.QtWidgets import QWidget

from desktop_search.gui.check_box import CheckBox
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.learning import texts
from desktop_search.gui.pages.page import muted
from desktop_search.records import AdapterState


class AtOnceCard(AskingCard):
    """Says it in sentences; a figure alone would claim more than is known."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__("", link, parent)
        self._state: AdapterState | None = None
        self._judgements = 0
        self._headline = plain_label(self, text=self.tr("Asking…"), factor=1.15)
        self._headline.setWordWrap(True)
        self._worth = muted(self)
        self.switch = CheckBox(self.tr("Use what I judged"), self)
        self.switch.setAccessibleName(self.switch.text())
        self.switch.setEnabled(False)
        self.switch.clicked.connect(lambda is_on: self.ask("switch_adapter", self.show_state, on=is_on))
        for widget in (self._headline, self._worth, self.switch):
            self.room.addWidget(widget)

    @property
    def text(self) -> str:
        return f"{self._headline.text()}\n{self._worth.text()}"

    def refresh(self) -> None:
        self.link.request("adapter_state", self.show_state, self.complain)

    def show_state(self, state: AdapterState) -> None:
        """Shows what was learned."""
        self._state = state
        self._headline.setText(texts.learned(state, self._judgements))
        self._worth.setText(texts.worth(state, self._judgements))
        self.switch.setChecked(state.is_on)
        self.switch.setEnabled(True)

    def count(self, judgements: int) -> None:
        """Takes note of how many judgements there are: there may be some from which nothing was learned yet."""
        self._judgements = judgements
        if self._state is not None:
            self.show_state(self._state)

    def complain(self, sentence: str) -> None:
        super().complain(sentence)
        if sentence:
            # The switch shows what holds, not what was tried.
            self.link.request("adapter_state", self.show_state, lambda _: None)

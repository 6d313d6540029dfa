"""The model that answers, the one that is to take its place, the way back, and how another one is got."""

from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.learning import texts
from desktop_search.gui.pages.learning.card import LearningCard
from desktop_search.gui.pages.learning.download_dialog import DownloadDialog
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.status_strip import STEPS
from desktop_search.records import ModelUse


class ModelCard(LearningCard):
    """A switch takes its time, and searching goes on meanwhile with the model before."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
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
        self.take = button(self, self.tr("Use the downloaded model"), self._use_added)
        self.download = button(self, self.tr("Download…"), self.ask_to_download)
        self.download.setAccessibleName(self.tr("Download a model…"))
        self._added = ""
        self._ways = side_by_side(self, self.back, self.take, self.download)
        for widget in (self._now, self._bar, self._next, self._ways):
            self.room.addWidget(widget)
        for hidden in (self._bar, self._next, self.back, self.take):
            hidden.setVisible(False)

    @property
    def text(self) -> str:
        return f"{self._now.text()}\n{self._next.text()}"

    @property
    def is_switching(self) -> bool:
        return self.use is not None and self.use.next is not None

    def ask_to_download(self) -> None:
        """Shows what would be downloaded, and does nothing before the person agrees."""
        dialog = DownloadDialog(self.link.data, parent=self)
        dialog.added.connect(self._offer_to_use)
        dialog.open()

    def _offer_to_use(self, folder: str) -> None:
        self._added = folder
        said = self.tr("Use {model}").format(model=formatting.one_line(Path(folder).name))
        self.take.setText(said)
        self.take.setAccessibleName(said)
        self.take.setVisible(True)

    def _use_added(self) -> None:
        self.take.setVisible(False)
        self.ask("use_model", self.show_use, name=self._added)

    def refresh(self) -> None:
        self.link.request("models", self.show_use, self.complain)

    def show_use(self, use: ModelUse) -> None:
        """Shows which models answer, now and later."""
        self.use = use
        self._now.setText(texts.in_use(use))
        self._next.setText(texts.switching(use))
        for widget in (self._bar, self._next):
            widget.setVisible(use.next is not None)
        self._bar.setValue(STEPS * min(use.embedded, use.passages) // max(use.passages, 1))
        self.back.setVisible(use.before is not None)
        if use.before is not None:
            said = self.tr("Back to {model}").format(model=formatting.one_line(use.before))
            self.back.setText(said)
            self.back.setAccessibleName(said)

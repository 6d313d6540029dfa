"""The models that turn texts into vectors: which one answers, which there are, and which could be had."""

from PySide6.QtWidgets import QWidget

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.models.comparison_card import ComparisonCard
from desktop_search.gui.pages.models.installed_card import InstalledCard
from desktop_search.gui.pages.models.known_card import KnownCard
from desktop_search.gui.pages.models.model_card import ModelCard
from desktop_search.gui.pages.page import Page
from desktop_search.records import EngineStatus, ModelUse


class ModelsPage(Page):
    """Asks what there is when it is shown, and again which model answers as long as the engine switches between two."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.title_page(
            self.tr("Models"),
            self.tr(
                "A model turns texts into vectors, by which they are found. All of them work on this computer alone."
            ),
        )
        self.model = ModelCard(link, parent=self)
        self.installed = InstalledCard(link, self)
        self.comparison = ComparisonCard(link, self)
        self.known = KnownCard(link.data, self.tr("To be had from others"), self)
        for card in (self.model, self.installed, self.comparison, self.known):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.installed.used.connect(self.model.show_use)
        self.installed.listed.connect(self.known.show_models)
        self.installed.comparison_asked.connect(self.comparison.compare)
        self.comparison.under_way.connect(self._take_comparison)
        self.installed.files.removed.connect(self.model.refresh)
        self.known.added.connect(self.installed.refresh)
        self.model.changed.connect(self._take_use)
        link.status_changed.connect(self._take_status)
        link.connected.connect(self._ask_for_all)
        link.lost.connect(self.comparison.lose)

    def refresh(self) -> None:
        if not self._again.isActive():
            self._ask_for_all()
        elif self.model.is_switching and self._link.is_connected:
            self.model.refresh()

    def _ask_for_all(self) -> None:
        if not self.isVisible():
            return
        if self._link.is_connected:
            self.installed.refresh()
            self.model.refresh()

    def _take_use(self, use: ModelUse, before: ModelUse | None) -> None:
        self.installed.show_switching(use.next is not None)
        if before is None or (use.now, use.next) != (before.now, before.next):
            # Which one is in use, and whether it may be removed, is another thing now.
            self.installed.refresh()

    def _take_comparison(self, is_under_way: bool) -> None:
        self.installed.is_comparing = is_under_way
        if not is_under_way and self.isVisible():
            # How fast they are was measured, too.
            self.installed.refresh()

    def _take_status(self, status: EngineStatus) -> None:
        if self.isVisible() and (status.next_model is not None) != self.model.is_switching:
            self.model.refresh()

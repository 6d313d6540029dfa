"""Models that others publish and that suit this program, to be downloaded after agreeing to it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from desktop_search.gui.pages.facts_tree import FactsTree
from desktop_search.gui.pages.models import texts
from desktop_search.gui.pages.models.download_dialog import DownloadDialog
from desktop_search.gui.pages.page import Card, button, muted, side_by_side
from desktop_search.paths import DataDirectory

USUAL_OWNER = "sentence-transformers/"


class KnownCard(Card):
    """Nothing is asked of anybody before the person agrees."""

    added = Signal(str)
    """The folder of the model that is there now."""

    def __init__(self, data: DataDirectory, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._data = data
        self._names: list[str] = []
        headers = (
            *(self.tr("Model"), self.tr("Weights"), self.tr("Dimensions")),
            *(self.tr("Languages"), self.tr("Licence")),
        )
        self.tree = FactsTree(self.tr("Models that could be downloaded"), headers, (14, 14, 18, 14), self)
        self.tree.setSelectionMode(FactsTree.SelectionMode.SingleSelection)
        self.download = button(self, self.tr("Download…"), self.ask_to_download)
        self.download.setAccessibleName(self.tr("Download a model…"))
        about = self.tr(
            "These, and any other sentence-transformers model of huggingface.co, can be downloaded. Nothing is asked"
            " of anybody before you agree to it."
        )
        for widget in (muted(self, about), self.tree, side_by_side(self, self.download)):
            self.room.addWidget(widget)
        self.tree.itemActivated.connect(lambda _: self.ask_to_download())

    def show_models(self, fields: Mapping[str, Any]) -> None:
        """Shows what `models list` says, but for what is here already."""
        here = {str(one["published_as"]) for one in fields["models"]}
        chosen = self.tree.chosen
        self._names = [str(one["name"]) for one in fields["known"] if one["name"] not in here]
        self.tree.clear()
        for one in fields["known"]:
            if one["name"] in here:
                continue
            weights = self.tr("{number} million").format(number=QLocale().toString(float(one["parameters"]), "f", 0))
            facts = (
                weights,
                QLocale().toString(int(one["dimensions"])),
                texts.languages(str(one["languages"])),
                str(one["licence"]),
            )
            # Most are of one owner, whose name would leave no room for theirs.
            self.tree.add(one["name"], str(one["name"]).removeprefix(USUAL_OWNER), facts)
        self.tree.align(1, 2)
        self.tree.fit()
        self.tree.choose(*chosen)

    def ask_to_download(self) -> DownloadDialog:
        """Shows what would be downloaded, and does nothing before the person agrees."""
        dialog = DownloadDialog(self._data, self._names, next(iter(self.tree.chosen), ""), parent=self)
        dialog.added.connect(self.added)
        dialog.open()
        return dialog

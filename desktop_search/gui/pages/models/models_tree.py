"""The models on this computer in rows, as `models list` describes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_search.gui import formatting
from desktop_search.gui.pages.facts_tree import FactsTree
from desktop_search.gui.pages.models import texts

Model = Mapping[str, Any]
"""The fields of one model."""


class ModelsTree(FactsTree):
    """The one in use stands out. What is chosen stays so when the models change."""

    def __init__(self, parent: QWidget) -> None:
        headers = (self.tr("Model"), self.tr("Origin"), self.tr("Size"), self.tr("Dimensions"), self.tr("Passages/s"))
        super().__init__(self.tr("Models on this computer"), headers, (28, 12, 14, 14), parent)
        self.setAccessibleDescription(self.tr("Delete removes a model, after asking."))
        self.models: tuple[Model, ...] = ()
        self.setVisible(False)

    @property
    def chosen_model(self) -> Model | None:
        """The one that is chosen; None for none or several."""
        folders = self.chosen
        return next((one for one in self.models if one["folder"] == folders[0]), None) if len(folders) == 1 else None

    def show_models(self, models: Sequence[Model], choose: str | None = None, *, is_switching: bool = False) -> None:
        """Shows models, and chooses the one of a folder. is_switching says that another still answers for the one in
        use."""
        chosen = self.chosen if choose is None else [choose]
        self.models = tuple(models)
        # Between two lists nothing is chosen, which nobody needs to know.
        self.blockSignals(True)
        self.clear()
        for model in models:
            dimensions = formatting.number(int(model["dimensions"])) if model["dimensions"] else "–"
            size = formatting.size(int(model["size"])) if model["size"] else "–"
            facts = (texts.origin(model, is_switching=is_switching), size, dimensions, texts.speed(model))
            self.add(model["folder"], str(model["name"]), facts, is_marked=bool(model["in_use"]))
        self.align(2, 3, 4)
        self.setVisible(True)
        self.fit()
        self.choose(*chosen)
        self.blockSignals(False)

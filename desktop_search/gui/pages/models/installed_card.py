"""The models on this computer: what each is, and what can be done with it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.models import texts
from desktop_search.gui.pages.models.model_files import SHIPPED, ModelFiles
from desktop_search.gui.pages.models.models_tree import ModelsTree
from desktop_search.gui.pages.page import button, muted, side_by_side


class InstalledCard(AskingCard):
    """Looks at the models' files by the engine; what changes them is a command beside the window."""

    used = Signal(object)
    """The ModelUse after a model was chosen."""
    comparison_asked = Signal(list)
    """Names of models that are to be compared."""
    listed = Signal(object)
    """All fields of `models list`."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("On this computer"), link, parent)
        self._wanted: str | None = None
        self._is_missing = self._is_comparing = self._is_switching = False
        self.tree = ModelsTree(self)
        self._about = muted(self, self.tr("Looking what there is…"))
        self.files = ModelFiles(link.data, self)
        self._said = muted(self)
        self._said.setVisible(False)
        self.use = button(self, self.tr("Use"), self._use)
        self.use.setProperty("primary", True)
        self.compare = button(self, self.tr("Compare"), lambda: self.comparison_asked.emit(self._to_compare))
        self.compare.setToolTip(self.tr("By your own judgements: the chosen models, one alone with the one in use"))
        self.export = button(self, self.tr("Export…"), self._export)
        self.remove = button(self, self.tr("Remove…"), self.ask_to_remove)
        self.add = button(self, self.tr("Add…"), self._add)
        ways = side_by_side(self, self.use, self.compare, self.export, self.remove, self.add)
        for widget in (self.tree, self._about, ways, self.files, self._said):
            self.room.addWidget(widget)
        self._wire()
        self._update()

    @property
    def text(self) -> str:
        return "\n".join(label.text() for label in (self._about, self._said) if label.isVisibleTo(self))

    @property
    def is_comparing(self) -> bool:
        """Whether models are being compared; then no others can be."""
        return self._is_comparing

    @is_comparing.setter
    def is_comparing(self, is_comparing: bool) -> None:
        self._is_comparing = is_comparing
        self._update()

    def show_switching(self, is_switching: bool) -> None:
        """Says whether another model still answers for the one in use."""
        if is_switching is not self._is_switching:
            self._is_switching = is_switching
            self.tree.show_models(self.tree.models, is_switching=is_switching)

    def refresh(self, choose: str | None = None) -> None:
        """Looks anew what there is. The model of the folder given is chosen then."""
        self._wanted = self._wanted if choose is None else choose
        self.link.request("list_models", self.show_models, self._miss_models)

    def show_models(self, fields: Mapping[str, Any]) -> None:
        """Shows what `models list` says."""
        wanted, self._wanted = self._wanted, None
        if self._is_missing:
            self._is_missing = False
            self.complain("")
        self.tree.show_models(fields["models"], wanted, is_switching=self._is_switching)
        self._update()
        self.listed.emit(fields)

    def ask_to_remove(self) -> QMessageBox | None:
        """Says what goes, and removes the chosen model when that is agreed to; None where it cannot be removed."""
        model = self.tree.chosen_model
        return self.files.ask_to_remove(model) if model is not None and self.remove.isEnabled() else None

    def _wire(self) -> None:
        self.tree.chosen_changed.connect(self._update)
        self.tree.removal_asked.connect(self.ask_to_remove)
        self.files.changed.connect(self._on_work)
        self.files.failed.connect(self.complain)
        self.files.told.connect(self._say)
        self.files.added.connect(self.refresh)
        self.files.removed.connect(self.refresh)
        self.files.stopped.connect(self.refresh)

    @property
    def _to_compare(self) -> list[str]:
        chosen = self.tree.chosen
        in_use = [one["folder"] for one in self.tree.models if one["in_use"]] if len(chosen) == 1 else []
        return [folder or SHIPPED for folder in dict.fromkeys([*in_use, *chosen])]

    def _miss_models(self, sentence: str) -> None:
        self._is_missing = True
        self.complain(sentence)
        self._about.setText("")

    def _use(self) -> None:
        if (model := self.tree.chosen_model) is not None:
            self.ask("use_model", self.used.emit, name=model["folder"] or SHIPPED)

    def _add(self) -> None:
        self.files.show_sources(self.add, [str(one["name"]) for one in self.tree.models])

    def _export(self) -> None:
        if (model := self.tree.chosen_model) is not None:
            self.files.show_formats(self.export, model)

    def _on_work(self) -> None:
        if self.files.is_busy:
            self.complain("")
            self._say("")
            if not self.files.cancel.isVisibleTo(self.files):
                # The buttons are no use for a moment, and the page is to stay where it is.
                self.tree.setFocus()
        self._update()

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def _update(self) -> None:
        model, is_busy = self.tree.chosen_model, self.files.is_busy
        self.use.setEnabled(model is not None and not model["in_use"])
        self.compare.setEnabled(len(self._to_compare) > 1 and not self.is_comparing)
        self.export.setEnabled(model is not None and not is_busy)
        is_ours = model is not None and model["origin"] not in ("shipped", "folder") and not model["in_use"]
        self.remove.setEnabled(is_ours and not is_busy)
        self.add.setEnabled(not is_busy)
        if self.tree.models:
            hint = self.tr("Choose a model to see more of it, and two or more to compare them.")
            self._about.setText(hint if model is None else texts.about(model))

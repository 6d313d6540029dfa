"""The models on this computer: what each is, and what can be done with it."""

import itertools
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.file_asking import ask_for_name, ask_for_path, offer_below
from desktop_search.gui.pages.models import texts
from desktop_search.gui.pages.models.models_tree import Model, ModelsTree
from desktop_search.gui.pages.models.work_line import WorkLine
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.side_command import SideCommand

SHIPPED = "shipped"
FORMATS = {"folder": "sentence-transformers", "onnx": "ONNX", "openvino": "OpenVINO", "torchscript": "TorchScript"}
"""What a model can be written as, and what that is called."""


class InstalledCard(AskingCard):
    """Everything that touches a model's files is a command beside the window."""

    used = Signal(object)
    """The ModelUse after a model was chosen."""
    comparison_asked = Signal(list)
    """Names of models that are to be compared."""
    listed = Signal(object)
    """All fields of `models list`."""
    removed = Signal()

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("On this computer"), link, parent)
        self._wanted: str | None = None
        self._is_missing = False
        self._listing: SideCommand | None = None
        self._is_comparing = self._is_switching = False
        self.tree = ModelsTree(self)
        self._about = muted(self, self.tr("Looking what there is…"))
        self.work = WorkLine(link.data, self)
        self._said = muted(self)
        self._said.setVisible(False)
        self.use = button(self, self.tr("Use"), self._use)
        self.use.setProperty("primary", True)
        self.compare = button(self, self.tr("Compare"), lambda: self.comparison_asked.emit(self._to_compare))
        self.compare.setToolTip(self.tr("By your own judgements: the chosen models, one alone with the one in use"))
        self.export = button(self, self.tr("Export…"), self._show_formats)
        self.remove = button(self, self.tr("Remove…"), self.ask_to_remove)
        self.add = button(self, self.tr("Add…"), self._show_sources)
        ways = side_by_side(self, self.use, self.compare, self.export, self.remove, self.add)
        for widget in (self.tree, self._about, ways, self.work, self._said):
            self.room.addWidget(widget)
        self.tree.chosen_changed.connect(self._update)
        self.tree.removal_asked.connect(self.ask_to_remove)
        self.work.failed.connect(self.complain)
        self.work.stopped.connect(self.refresh)
        self.work.changed.connect(self._update)
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
        self._stop_listing()
        self._listing = SideCommand(self.link.data, "models", "list", parent=self)
        self._listing.answered.connect(self.show_models)
        self._listing.failed.connect(self._miss_models)

    def show_models(self, fields: Mapping[str, Any]) -> None:
        """Shows what `models list` says."""
        self._listing = None
        wanted, self._wanted = self._wanted, None
        if self._is_missing:
            self._is_missing = False
            self.complain("")
        self.tree.show_models(fields["models"], wanted, is_switching=self._is_switching)
        self._update()
        self.listed.emit(fields)

    def hideEvent(self, event: QHideEvent) -> None:
        self._stop_listing()
        super().hideEvent(event)

    def add_from(self, path: str, name: str) -> None:
        """Takes a model in from a folder or a file under a name, after it was checked and tried out."""
        doing = self.tr("Adding {name}: it is checked and tried out…")
        self._do(doing, name, "add", "--followed", f"--name={name}", "--", path, then=self._on_added)

    def export_to(self, kind: str, folder: str) -> None:
        """Writes the chosen model for other programs."""
        if (model := self.tree.chosen_model) is not None:
            doing = self.tr("Writing {name} for other programs…")
            words = ("export", "--followed", "--format", kind, f"--model={model['folder'] or SHIPPED}", "--", folder)
            self._do(doing, str(model["name"]), *words, then=partial(self._on_exported, folder))

    def ask_to_remove(self) -> QMessageBox | None:
        """Says what goes, and removes the chosen model when that is agreed to."""
        model = self.tree.chosen_model
        if model is None or not self.remove.isEnabled():
            return None
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Remove a model"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        said = self.tr("{name} is removed with its files; {size} become free. That cannot be taken back.")
        box.setText(said.format(name=formatting.one_line(model["name"]), size=formatting.size(int(model["size"]))))
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.finished.connect(lambda _: self._remove(model) if box.clickedButton() is remove else None)
        box.open()
        return box

    @property
    def _to_compare(self) -> list[str]:
        chosen = self.tree.chosen
        in_use = [one["folder"] for one in self.tree.models if one["in_use"]] if len(chosen) == 1 else []
        return [folder or SHIPPED for folder in dict.fromkeys([*in_use, *chosen])]

    def _stop_listing(self) -> None:
        if self._listing is not None:
            self._listing.kill()
            self._listing = None

    def _miss_models(self, sentence: str) -> None:
        self._listing, self._is_missing = None, True
        self.complain(sentence)
        self._about.setText("")

    def _use(self) -> None:
        if (model := self.tree.chosen_model) is not None:
            self.ask("use_model", self.used.emit, name=model["folder"] or SHIPPED)

    def _remove(self, model: Model) -> None:
        doing = self.tr("Removing {name}…")
        self._do(doing, str(model["name"]), "remove", "--", str(model["name"]), then=self._on_removed)

    def _do(self, doing: str, name: str, *words: str, then: Callable[[Any], None]) -> None:
        self.complain("")
        self._said.setVisible(False)
        self.work.run(doing.format(name=formatting.one_line(name)), "models", *words, then=then)
        self.work.cancel.setVisible("--followed" in words)

    def _on_removed(self, _fields: object) -> None:
        self.refresh()
        self.removed.emit()

    def _on_added(self, model: Model) -> None:
        self.refresh(choose=str(model["folder"]))

    def _on_exported(self, folder: str, fields: Mapping[str, Any]) -> None:
        said = self.tr("{name} was written to {folder}.")
        names = {"name": formatting.one_line(fields["model"]), "folder": formatting.visible_name(folder)}
        self._said.setText(said.format(**names))
        self._said.setVisible(True)

    def _show_formats(self) -> None:
        offer_below(self.export, {called: partial(self._ask_where, kind) for kind, called in FORMATS.items()})

    def _ask_where(self, kind: str) -> None:
        title = self.tr("A folder to write the model to")
        ask_for_path(self, title, partial(self.export_to, kind), mode=QFileDialog.FileMode.Directory)

    def _show_sources(self) -> None:
        ways = {
            self.tr("A model's folder…"): partial(self._ask_which, QFileDialog.FileMode.Directory),
            self.tr("An archive, or word vectors…"): partial(self._ask_which, QFileDialog.FileMode.ExistingFile),
        }
        offer_below(self.add, ways)

    def _ask_which(self, mode: QFileDialog.FileMode) -> None:
        ask_for_path(self, self.tr("Add a model"), self.ask_for_name, mode=mode)

    def ask_for_name(self, path: str) -> QInputDialog:
        """Offers a name that no other model has."""
        taken = {str(one["name"]).casefold() for one in self.tree.models}
        own = Path(path).name if Path(path).is_dir() else Path(path).name.partition(".")[0]
        names = itertools.chain([own], (f"{own}-{number}" for number in itertools.count(2)))
        free = next(name for name in names if name.casefold() not in taken)
        then = partial(self.add_from, path)
        return ask_for_name(self, self.tr("Add a model"), self.tr("What is it to be called here?"), free, then)

    def _update(self) -> None:
        model, is_busy = self.tree.chosen_model, self.work.is_busy
        self.use.setEnabled(model is not None and not model["in_use"])
        self.compare.setEnabled(len(self._to_compare) > 1 and not self.is_comparing)
        self.export.setEnabled(model is not None and not is_busy)
        is_ours = model is not None and model["origin"] not in ("shipped", "folder") and not model["in_use"]
        self.remove.setEnabled(is_ours and not is_busy)
        self.add.setEnabled(not is_busy)
        if self.tree.models:
            hint = self.tr("Choose a model to see more of it, and two or more to compare them.")
            self._about.setText(hint if model is None else texts.about(model))

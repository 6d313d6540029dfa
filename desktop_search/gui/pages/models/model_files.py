"""Adds, writes and removes the files of models, after asking what has to be known: commands beside the window."""

import itertools
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QPushButton

from desktop_search.gui import formatting
from desktop_search.gui.asking import ask_for_name, ask_for_path, ask_whether, offer_below
from desktop_search.gui.pages.models.models_tree import Model
from desktop_search.gui.pages.models.work_line import WorkLine

SHIPPED = "shipped"
FORMATS = {"folder": "sentence-transformers", "onnx": "ONNX", "openvino": "OpenVINO", "torchscript": "TorchScript"}
"""What a model can be written as, and what that is called."""


class ModelFiles(WorkLine):
    """One of these at a time, seen as long as it takes."""

    added = Signal(str)
    """The folder of the model that is there now."""
    removed = Signal()
    told = Signal(str)
    """What became of writing a model."""

    def show_sources(self, asked: QPushButton, taken: Iterable[str]) -> None:
        """Offers where a model can be taken from. taken are the names that it cannot have."""
        then = partial(self.ask_for_name, taken=tuple(taken))

        def ask(mode: QFileDialog.FileMode) -> None:
            ask_for_path(self, self.tr("Add a model"), then, mode=mode)

        ways = {
            self.tr("A model's folder…"): partial(ask, QFileDialog.FileMode.Directory),
            self.tr("An archive, or word vectors…"): partial(ask, QFileDialog.FileMode.ExistingFile),
        }
        offer_below(asked, ways)

    def ask_for_name(self, path: str, taken: Iterable[str] = ()) -> QInputDialog:
        """Offers a name that no other model has."""
        known = {one.casefold() for one in taken}
        own = Path(path).name if Path(path).is_dir() else Path(path).name.partition(".")[0]
        names = itertools.chain([own], (f"{own}-{number}" for number in itertools.count(2)))
        free = next(name for name in names if name.casefold() not in known)
        title, question = self.tr("Add a model"), self.tr("What is it to be called here?")
        return ask_for_name(self, title, question, free, partial(self.add_from, path))

    def add_from(self, path: str, name: str) -> None:
        """Takes a model in from a folder or a file under a name, after it was checked and tried out."""
        doing = self.tr("Adding {name}: it is checked and tried out…").format(name=formatting.one_line(name))
        words = ("models", "add", "--followed", f"--name={name}", "--", path)
        self.run(doing, *words, then=lambda model: self.added.emit(str(model["folder"])))

    def show_formats(self, asked: QPushButton, model: Model) -> None:
        """Offers what a model can be written as."""

        def ask(kind: str) -> None:
            title = self.tr("A folder to write the model to")
            ask_for_path(self, title, partial(self.export_to, kind, model), mode=QFileDialog.FileMode.Directory)

        offer_below(asked, {called: partial(ask, kind) for kind, called in FORMATS.items()})

    def export_to(self, kind: str, model: Model, folder: str) -> None:
        """Writes a model for other programs."""
        doing = self.tr("Writing {name} for other programs…").format(name=formatting.one_line(model["name"]))
        words = ("export", "--followed", "--format", kind, f"--model={model['folder'] or SHIPPED}", "--", folder)
        self.run(doing, "models", *words, then=partial(self._on_exported, folder))

    def ask_to_remove(self, model: Model) -> QMessageBox:
        """Says what goes, and removes a model when that is agreed to."""
        said = self.tr("{name} is removed with its files; {size} become free. That cannot be taken back.").format(
            name=formatting.one_line(model["name"]), size=formatting.size(int(model["size"]))
        )
        title, then = self.tr("Remove a model"), partial(self._remove, model)
        return ask_whether(self, title, said, self.tr("Remove"), then)

    def _remove(self, model: Model) -> None:
        doing = self.tr("Removing {name}…").format(name=formatting.one_line(model["name"]))
        words = ("models", "remove", "--", str(model["name"]))
        # That takes a moment, and half of it is no use to anybody.
        self.run(doing, *words, then=lambda _: self.removed.emit(), can_be_cancelled=False)

    def _on_exported(self, folder: str, fields: Mapping[str, Any]) -> None:
        said = self.tr("{name} was written to {folder}.")
        names = {"name": formatting.one_line(fields["model"]), "folder": formatting.visible_name(folder)}
        self.told.emit(said.format(**names))

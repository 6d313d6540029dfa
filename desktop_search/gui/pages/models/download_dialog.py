"""Asks for a model's name, shows what would be downloaded and from where, and downloads it when that is agreed to."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.fields import ChoiceBox
from desktop_search.gui.pages.page import button, muted
from desktop_search.gui.side_command import SideCommand
from desktop_search.gui.status_strip import STEPS
from desktop_search.gui.theme import GRID
from desktop_search.paths import DataDirectory

PATIENCE_MS = 5000


class DownloadDialog(QDialog):
    """Three steps with one button: ask the hub, agree, wait. Closing it stops whatever is under way."""

    added = Signal(str)
    """The folder of the model that is there now."""

    def __init__(
        self, data: DataDirectory, names: Sequence[str], name: str = "", parent: QWidget | None = None
    ) -> None:
        """names are offered, and name is there at first."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Download a model"))
        self._data = data
        self._offer: dict[str, Any] | None = None
        self._command: SideCommand | None = None
        self.name = ChoiceBox(self)
        self.name.setEditable(True)
        self.name.addItems(list(names))
        self.name.setEditText(name)
        self.name.setProperty("field", True)
        self.name.setAccessibleName(self.tr("Name of the model"))
        self.name.setMinimumHeight(self.fontMetrics().height() + 2 * GRID)
        field = self.name.lineEdit()
        assert field is not None
        field.setPlaceholderText(self.tr("owner/name"))
        field.setAccessibleName(self.name.accessibleName())
        self.name.editTextChanged.connect(lambda _: self._begin_anew())
        self._about = plain_label(self)
        self._about.setWordWrap(True)
        self._promise = muted(
            self,
            self.tr(
                "This is the only time that the program uses the network. It tells huggingface.co the name of the"
                " model, and nothing of you or your files. What comes is checked before it is added."
            ),
        )
        self._bar = QProgressBar(self)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the download"))
        self.go = button(self, "", self._go_on)
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        self.cancel = button(self, self.tr("Cancel"), self.reject)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.cancel)
        below.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        for widget in (self.name, self._about, self._bar, self._promise):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(below)
        self.setMinimumWidth(64 * self.fontMetrics().averageCharWidth())
        self._begin_anew()

    @property
    def text(self) -> str:
        return self._about.text()

    def done(self, result: int) -> None:
        if self._command is not None:
            self._command.stop()
            self._command.wait(PATIENCE_MS)
        super().done(result)

    def _run(self, *words: str, then: Any) -> None:
        self._command = SideCommand(self._data, *words, parent=self)
        self._command.answered.connect(then)
        self._command.failed.connect(self._complain)
        self._command.went_on.connect(self._show_progress)

    def _begin_anew(self) -> None:
        self._offer = None
        self._about.setText(self.tr("First huggingface.co is asked what there is of this model."))
        self._bar.setVisible(False)
        self._offer_button(self.tr("Ask huggingface.co"))
        self.go.setEnabled(bool(self.name.currentText().strip()))

    def _go_on(self) -> None:
        name = self.name.currentText().strip()
        self.name.setEnabled(False)
        self.go.setEnabled(False)
        if self._offer is None:
            self._about.setText(self.tr("Asking…"))
            # A name must not be taken for an option.
            self._run("models", "download", "--show", "--", name, then=self._show_offer)
        else:
            commit = str(self._offer["commit"])
            self._bar.setVisible(True)
            words = ("--yes", "--followed", "--revision", commit, "--", name)
            self._run("models", "download", *words, then=self._end)

    def _show_offer(self, offer: dict[str, Any]) -> None:
        self._command, self._offer = None, offer
        said = self.tr("{name} at commit {commit}, from {host}: {size}, licence: {licence}.").format(
            name=formatting.one_line(offer["name"]),
            commit=str(offer["commit"])[:12],
            host=formatting.one_line(offer["host"]),
            size=formatting.size(int(offer["size"])),
            licence=formatting.one_line(offer["licence"]) or self.tr("not told"),
        )
        files = self.tr("Files: {number}. Large ones come from hosts below huggingface.co or hf.co.").format(
            number=formatting.number(len(offer["files"]))
        )
        self._about.setText(f"{said}\n{files}")
        self.name.setEnabled(True)
        self._offer_button(self.tr("Download"))
        self.go.setEnabled(True)

    def _show_progress(self, there: int) -> None:
        if self._offer is None:
            return
        total = int(self._offer["size"])
        self._bar.setValue(STEPS * min(there, total) // max(total, 1))
        if there >= total:
            self._about.setText(self.tr("The model is being checked and tried out…"))
        else:
            said = self.tr("{there} of {total} are there.")
            self._about.setText(said.format(there=formatting.size(there), total=formatting.size(total)))

    def _end(self, model: dict[str, Any]) -> None:
        self._command = None
        self.added.emit(str(model["folder"]))
        self.accept()

    def _complain(self, sentence: str) -> None:
        self._command = None
        self.name.setEnabled(True)
        self._begin_anew()
        self._about.setText(sentence)

    def _offer_button(self, said: str) -> None:
        self.go.setText(said)
        self.go.setAccessibleName(said)

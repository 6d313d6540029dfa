"""Reads and writes judgements as files, asking for their names and leaving the disk to other threads."""

import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSaveFile, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_search import label_lines
from desktop_search.gui import formatting
from desktop_search.records import Label

logger = logging.getLogger(__name__)

LARGEST = 100_000_000
"""Bytes. A file of judgements that is larger is none."""


class LabelsFiles(QObject):
    """`read` brings what stands in a file, `told` says what became of writing it or why it cannot be read."""

    read = Signal(list, int)
    """Labels, and how many lines are none."""
    told = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def ask_what_to_read(self) -> QFileDialog:
        dialog = self._dialog(self.tr("Import judgements"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.load)
        dialog.open()
        return dialog

    def ask_where_to_write(self, labels: Sequence[Label]) -> QFileDialog:
        dialog = self._dialog(self.tr("Export judgements"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.fileSelected.connect(lambda path: self.save(path, labels))
        dialog.open()
        return dialog

    def load(self, path: str) -> None:
        """Reads a file; relative paths in it are below its folder."""
        threading.Thread(target=self._load, args=(path,), name="reading judgements", daemon=True).start()

    def save(self, path: str, labels: Sequence[Label]) -> None:
        """Writes a file."""
        threading.Thread(target=self._save, args=(path, labels), name="writing judgements", daemon=True).start()

    def _load(self, path: str) -> None:
        folder = os.path.dirname(os.path.abspath(path))
        try:
            with Path(path).open(encoding="utf-8", errors="replace") as file:
                lines = file.read(LARGEST).splitlines()
        except OSError:
            self._tell(self.tr("{path} could not be read.").format(path=formatting.visible_name(path)))
            return
        labels, wrong = label_lines.read(lines, lambda one: os.path.normpath(os.path.join(folder, one)))
        try:
            self.read.emit(labels, wrong)
        except RuntimeError:
            logger.debug("the window was closed while judgements were read")

    def _save(self, path: str, labels: Sequence[Label]) -> None:
        data = "".join(label_lines.line_of(label) + "\n" for label in labels).encode("ascii")
        file = QSaveFile(path)
        is_done = file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit()
        name, judged = formatting.visible_name(path), formatting.judgements(len(labels))
        done, failed = self.tr("{judgements} written to {path}."), self.tr("{path} could not be written.")
        self._tell((done if is_done else failed).format(judgements=judged, path=name))

    def _tell(self, sentence: str) -> None:
        try:
            self.told.emit(sentence)
        except RuntimeError:
            logger.debug("the window was closed while judgements were read or written")

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setNameFilters([self.tr("Judgements (*.jsonl)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

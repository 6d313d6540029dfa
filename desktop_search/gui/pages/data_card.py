"""Backs up what the person decided, and restores it: by a command of the program beside the window."""

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton, QWidget

from desktop_search.gui import counting, formatting
from desktop_search.gui.asking import ask_whether
from desktop_search.gui.pages.page import Card, button, in_a_row, muted
from desktop_search.gui.sentences import translated
from desktop_search.gui.side_command import SideCommand
from desktop_search.paths import DataDirectory


class DataCard(Card):
    """One thing at a time. Restoring asks first, as it replaces what is there."""

    def __init__(self, data: DataDirectory, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("DataCard", "Your data"), parent)
        self._data = data
        self._command: SideCommand | None = None
        about = self.tr(
            "Everything the program keeps lies in {folder}. A backup is one file with what cannot be made anew: your"
            " judgements, saved searches, folders, settings and models. It is not encrypted."
        )
        self.room.addWidget(muted(self, about.format(folder=formatting.visible_name(str(data.root)))))
        self.back_up = button(self, self.tr("Back up…"), self._ask_where)
        self.restore = button(self, self.tr("Restore…"), self._ask_which)
        self.room.addLayout(in_a_row(self.back_up, self.restore))
        self._said = muted(self)
        self._said.setVisible(False)
        self.room.addWidget(self._said)

    @property
    def said(self) -> str:
        """What became of it, or what is being done."""
        return self._said.text()

    def is_about(self, query: str) -> bool:
        """Whether all words of a query stand in what the card says."""
        shown: list[QLabel | QPushButton] = [*self.findChildren(QLabel), *self.findChildren(QPushButton)]
        said = " ".join(one.text() for one in shown).casefold()
        return all(word in said for word in query.casefold().split())

    def back_up_to(self, path: str) -> None:
        """Writes a backup, also in the place of one of that name: the dialog has asked."""
        self._run(self.tr("Backing up…"), "backup", "--force", "--", path, then=self._on_backed_up)

    def restore_from(self, path: str) -> None:
        """Puts a backup in the place of what is there. The engine ends for that, and starts again."""
        self._run(self.tr("Restoring…"), "restore", "--", path, then=self._on_restored)

    def _ask_where(self) -> None:
        dialog = self._dialog(self.tr("Back up"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile("desktop-search-backup.zip")
        dialog.fileSelected.connect(self.back_up_to)
        dialog.open()

    def _ask_which(self) -> None:
        dialog = self._dialog(self.tr("Restore a backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.ask_whether)
        dialog.open()

    def ask_whether(self, path: str) -> QMessageBox:
        """Says what will be replaced, and restores when that is agreed to."""
        question = self.tr(
            "Put “{name}” in the place of your judgements, saved searches, folders and settings?\n\n"
            "What is there now is kept as a backup of its own, so that you can go back."
        ).format(name=formatting.visible_name(path.rpartition("/")[2]))
        title, then = self.tr("Restore a backup"), partial(self.restore_from, path)
        return ask_whether(self, title, question, self.tr("Restore"), then)

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Backups (*.zip)"))
        return dialog

    def _run(self, doing: str, *words: str, then: Any) -> None:
        self._set_busy(True)
        self._say(doing)
        self._command = SideCommand(self._data, *words, parent=self)
        self._command.answered.connect(then)
        self._command.failed.connect(self._on_failed)

    def _on_backed_up(self, fields: dict[str, Any]) -> None:
        done = self.tr("{path} was written: {size}.").format(
            path=formatting.visible_name(str(fields["file"])), size=formatting.size(int(fields["bytes"]))
        )
        self._end(done, fields)

    def _on_restored(self, fields: dict[str, Any]) -> None:
        done = self.tr("Restored: {judgements}; folders: {folders}. The index follows by itself.").format(
            judgements=counting.judgements(int(fields["labels"])), folders=formatting.number(int(fields["folders"]))
        )
        if fields["put_aside"]:
            before = self.tr("What was there before is in {path}.")
            done += " " + before.format(path=formatting.visible_name(str(fields["put_aside"])))
        self._end(done, fields)

    def _end(self, done: str, fields: dict[str, Any]) -> None:
        self._command = None
        self._set_busy(False)
        self._say("\n".join([done, *(translated(str(one)) for one in fields["notices"])]))

    def _on_failed(self, sentence: str) -> None:
        self._command = None
        self._set_busy(False)
        self._say(sentence)

    def _set_busy(self, busy: bool) -> None:
        for one in (self.back_up, self.restore):
            one.setEnabled(not busy)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(True)

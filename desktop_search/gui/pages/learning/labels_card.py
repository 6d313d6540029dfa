"""All judgements: to be looked through, changed, removed and put back, and to be kept as a file."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.asking import ask_whether
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.judgements import ORIGIN, WEAK_ORIGINS
from desktop_search.gui.not_again import NotAgain
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.learning.labels_files import LabelsFiles
from desktop_search.gui.pages.learning.labels_tree import LabelsTree
from desktop_search.gui.pages.page import button, in_a_row, muted, side_by_side
from desktop_search.gui.search_box import offer_to_clear
from desktop_search.records import Label, LabelsImported

AT_ONCE = 500
"""Judgements in one request: a frame to the engine has its limit."""


class LabelsCard(AskingCard):
    """What was taken from openings is kept removed once it was removed here."""

    counted = Signal(int)
    changed = Signal()

    def __init__(self, link: EngineLink, home: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("All judgements"), link, parent)
        self.labels: tuple[Label, ...] = ()
        self._removed: tuple[Label, ...] = ()
        self._not_again = NotAgain(link.data)
        self.files = LabelsFiles(self)
        self.files.told.connect(self._tell)
        self.files.read.connect(self._take_in)
        self._about = muted(self, self.tr("Asking…"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search the judgements"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setProperty("field", True)
        offer_to_clear(self.search)
        self.tree = LabelsTree(home, self)
        self._lay_out_undo()
        self.change = button(self, self.tr("Say the opposite"), self.turn_round)
        self.remove = button(self, self.tr("Delete"), self.remove_chosen)
        self.remove_all = button(self, self.tr("Delete all…"), self._ask_to_remove_all)
        self.take_in = button(self, self.tr("Import…"), self.files.ask_what_to_read)
        self.export = button(self, self.tr("Export…"), lambda: self.files.ask_where_to_write(self.labels))
        for made, said in (
            (self.change, self.tr("Say the opposite of the selected judgements")),
            (self.remove, self.tr("Delete the selected judgements")),
            (self.remove_all, self.tr("Delete all judgements")),
            (self.take_in, self.tr("Import judgements")),
            (self.export, self.tr("Export judgements")),
        ):
            made.setAccessibleName(said)
        below = side_by_side(self, self.change, self.remove, self.take_in, self.export, self.remove_all)
        for widget in (self._about, self.search, self.tree, self.undo_line, below):
            self.room.addWidget(widget)
        self.search.textChanged.connect(self._look_for)
        self.tree.removal_asked.connect(self.remove_chosen)
        self.tree.chosen_changed.connect(self._update)
        self._update()

    @property
    def text(self) -> str:
        return self._about.text()

    def refresh(self) -> None:
        self.link.request("labels", self.show_labels, self.complain)

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Shows all judgements there are."""
        if tuple(labels) != self.labels or not labels:
            self.labels = tuple(labels)
            self.tree.show_labels(self.labels)
            self.counted.emit(sum(label.origin not in WEAK_ORIGINS for label in labels))
        self._update()

    def turn_round(self) -> None:
        """Says the opposite of what is chosen."""
        for label in (chosen := self.tree.chosen):
            self._say(replace(label, relevant=not label.relevant, origin=ORIGIN))
        if chosen:
            self._renew()

    def judge(self, *, relevant: bool) -> None:
        """Says of what is chosen whether it answers."""
        for label in (chosen := [one for one in self.tree.chosen if one.relevant is not relevant]):
            self._say(replace(label, relevant=relevant, origin=ORIGIN))
        if chosen:
            self._renew()

    def remove_chosen(self) -> None:
        """Removes what is chosen; it can be put back."""
        if chosen := self.tree.chosen:
            for label in chosen:
                self._ask_in_order("label", **_named(label), relevant=None, origin=ORIGIN)
            self._note_removed(chosen)

    def put_back(self) -> None:
        """Undoes the last removal, with what each judgement was and when it was made."""
        removed, self._removed = self._removed, ()
        self.undo_line.setVisible(False)
        self._not_again.discard(removed)
        self._import(removed)
        self.tree.setFocus()

    def _say(self, label: Label) -> None:
        self._ask_in_order("label", **_named(label), relevant=label.relevant, origin=label.origin)

    def _ask_in_order(self, method: str, **arguments: Any) -> None:
        self.ask(method, lambda _: self._renew(), **arguments)

    def _renew(self) -> None:
        self.changed.emit()
        self.refresh()

    def _note_removed(self, labels: Sequence[Label]) -> None:
        self._removed = tuple(labels)
        self._not_again.add(label for label in labels if label.origin in WEAK_ORIGINS)
        self.show_labels([label for label in self.labels if label not in set(labels)])
        said = self.tr("{judgements} deleted.").format(judgements=formatting.judgements(len(labels)))
        self._undo_said.setText(said)
        self.undo.setAccessibleName(self.tr("Undo: {what}").format(what=said))
        self.undo_line.setVisible(True)

    def _ask_to_remove_all(self) -> None:
        said = self.tr("{judgements} will be deleted, and what was learned from them at once. Your files stay.")
        said = said.format(judgements=formatting.judgements(len(self.labels)))
        ask_whether(self, self.tr("Delete all judgements"), said, self.tr("Delete all"), self._remove_all)

    def _remove_all(self) -> None:
        self._ask_in_order("remove_labels")
        self._note_removed(self.labels)

    def _take_in(self, labels: list[Label], wrong: int) -> None:
        if not labels:
            self._tell(self.tr("There is no judgement in this file."))
            return
        self._import(labels, wrong=wrong, says=True)

    def _import(self, labels: Sequence[Label], *, wrong: int = 0, says: bool = False) -> None:
        told = {"imported": 0, "skipped": wrong}

        def count(done: LabelsImported) -> None:
            told["imported"] += done.imported
            told["skipped"] += done.skipped
            if says:
                said = self.tr("{imported} imported, {skipped} left out: known already, or no judgement.")
                counts = {name: formatting.number(number) for name, number in told.items()}
                self._tell(said.format(**counts | {"imported": formatting.judgements(told["imported"])}))
            self._renew()

        for first in range(0, len(labels), AT_ONCE):
            self.ask("import_labels", count, labels=list(labels[first : first + AT_ONCE]))

    def _tell(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))

    def _look_for(self, text: str) -> None:
        self.tree.filter_by(text)
        self._update()

    def _lay_out_undo(self) -> None:
        self._told = muted(self)
        self._told.setVisible(False)
        self.room.addWidget(self._told)
        self.undo_line = QWidget(self)
        self._undo_said = muted(self.undo_line)
        self.undo = button(self.undo_line, self.tr("Undo"), self.put_back)
        row = in_a_row(self._undo_said, self.undo)
        row.setContentsMargins(0, 0, 0, 0)
        row.setStretch(0, 1)
        row.setStretch(2, 0)
        self.undo_line.setLayout(row)
        self.undo_line.setVisible(False)

    def _update(self) -> None:
        has_any = bool(self.labels)
        chosen = self.tree.chosen
        if not has_any:
            said = self.tr("There are none yet. Judgements that were exported elsewhere can be imported.")
        elif self.tree.is_empty:
            said = self.tr("No judgement is about that. Try another word.")
        else:
            weak = sum(label.origin in WEAK_ORIGINS for label in self.labels)
            said = formatting.judgements(len(self.labels))
            if weak:
                guessed = self.tr("{all}, {weak} of them only guessed from what was opened")
                said = guessed.format(all=said, weak=formatting.number(weak))
        self._about.setText(said)
        for widget in (self.search, self.tree, self.change, self.remove, self.remove_all, self.export):
            widget.setVisible(has_any)
        self.tree.setVisible(has_any and not self.tree.is_empty)
        for made in (self.change, self.remove):
            made.setEnabled(bool(chosen))


def _named(label: Label) -> dict[str, str]:
    return {"query": label.query, "path": label.path, "passage": label.passage}

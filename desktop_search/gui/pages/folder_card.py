"""One folder on the page: what is in it, how far it is, and everything that can be done with it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_search.gui import counting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.formatting import home_relative, visible_name
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages import folder_texts
from desktop_search.gui.pages.page import button, in_a_row, muted, side_by_side
from desktop_search.gui.pages.rules_editor import RulesEditor
from desktop_search.gui.status_strip import STEPS
from desktop_search.gui.theme import GRID
from desktop_search.records import FolderDetails


class FolderCard(QFrame):
    """Shows details as they come; what is being typed in it stays."""

    again_asked = Signal(str)
    first_asked = Signal(str)
    """The folder that is to be read first; empty for none."""
    show_asked = Signal(str)
    removal_asked = Signal(object)
    gone_asked = Signal(str)
    """The folder in which what is gone may be forgotten."""
    back_asked = Signal(str)
    """A path in the folder that was left alone and shall be searched again."""

    def __init__(self, link: EngineLink, details: FolderDetails, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.details = details
        path = details.folder.path
        name = visible_name(home_relative(path, home))
        self._title = plain_label(self, text=name, bold=True)
        self._title.setWordWrap(True)
        self._counts = plain_label(self)
        self._counts.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much of {folder} is found by meaning").format(folder=name))
        self._coverage = muted(self)
        self._looked_at = muted(self)
        self._vanished = plain_label(self)
        self._vanished.setWordWrap(True)
        self._vanished.setProperty("warning", True)
        self.forget_gone = self._button(self.tr("Forget what is gone"), name, lambda: self.gone_asked.emit(path))
        self._left_alone = QVBoxLayout()
        self._shown_excluded: Sequence[str] | None = None
        self.again = self._button(self.tr("Compare now"), name, lambda: self.again_asked.emit(path))
        self.first = self._button(self.tr("Read first"), name, self._ask_for_first)
        self.first.setCheckable(True)
        self.show_folder = self._button(self.tr("Show"), name, lambda: self.show_asked.emit(path))
        self.rules_shown = self._button(self.tr("Rules…"), name, self._toggle_rules)
        self.rules_shown.setCheckable(True)
        self.remove = self._button(self.tr("Remove…"), name, lambda: self.removal_asked.emit(self.details))
        self._link = link
        self.rules: RulesEditor | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        for widget in (self._title, self._counts, self._bar, self._coverage, self._looked_at, self._vanished):
            layout.addWidget(widget)
        layout.addLayout(self._left_alone)
        controls = (self.forget_gone, self.rules_shown, self.first, self.again, self.show_folder, self.remove)
        layout.addWidget(side_by_side(self, *controls))

    @property
    def text(self) -> str:
        """Everything that is said about the folder."""
        labels = (self._title, self._counts, self._coverage, self._looked_at, self._vanished)
        return "\n".join(label.text() for label in labels)

    def show_details(self, details: FolderDetails, now: float) -> None:
        """Shows what is known at a moment, in seconds since 1970."""
        self.details = details
        self._counts.setText(folder_texts.counts(details.counts))
        self._bar.setVisible(details.passages > 0)
        if details.passages:
            self._bar.setValue(STEPS * min(details.embedded, details.passages) // details.passages)
        self._coverage.setText(folder_texts.coverage(details))
        self._coverage.setVisible(details.counts.seen > 0)
        self._looked_at.setText(folder_texts.looked_at(details, now))
        if bool(self._looked_at.property("warning")) == details.available:
            self._looked_at.setProperty("warning", not details.available)
            self._looked_at.style().polish(self._looked_at)
        said = self.tr("{files} are gone from here at once. What is known of them is kept until you decide.")
        self._vanished.setText(said.format(files=counting.files(details.vanished)) if details.vanished else "")
        for widget in (self._vanished, self.forget_gone):
            widget.setVisible(details.vanished > 0)
        self.again.setEnabled(details.available)
        self.show_folder.setEnabled(details.available)
        self.first.setChecked(details.is_first)
        if self.rules is not None:
            self.rules.take_kept(details.folder.ignore_rules)
        self._show_excluded(details.folder.excluded)

    def _show_excluded(self, excluded: Sequence[str]) -> None:
        if excluded == self._shown_excluded:
            return
        self._shown_excluded = excluded
        while (item := self._left_alone.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for path in excluded:
            row = QWidget(self)
            inside = visible_name(path.removeprefix(self.details.folder.path).lstrip("/\\"))
            said = muted(row, self.tr("Left alone: {path}").format(path=inside))
            back = button(row, self.tr("Search it again"), partial(self.back_asked.emit, path), quiet=True)
            back.setAccessibleName(self.tr("Search {path} again").format(path=inside))
            line = in_a_row(said, back)
            line.setContentsMargins(0, 0, 0, 0)
            row.setLayout(line)
            self._left_alone.addWidget(row)

    def _button(self, text: str, folder: str, then: Callable[[], object]) -> QPushButton:
        made = button(self, text, then)
        made.setAccessibleName(f"{text.rstrip('…')}: {folder}")
        return made

    def _ask_for_first(self) -> None:
        self.first_asked.emit(self.details.folder.path if self.first.isChecked() else "")

    def _toggle_rules(self) -> None:
        if self.rules is None:
            folder = self.details.folder
            self.rules = RulesEditor(self._link, folder.path, folder.ignore_rules, self)
            self.rules.saved.connect(self._save_rules)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self.rules)
        self.rules.setVisible(self.rules_shown.isChecked())
        if self.rules_shown.isChecked():
            self.rules.text.setFocus()

    def _save_rules(self, rules: list[str]) -> None:
        assert self.rules is not None
        self._link.request("change_rules", path=self.details.folder.path, rules=rules)
        self.rules.take_kept(rules)

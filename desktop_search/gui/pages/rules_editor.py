"""The rules of a folder: what is left alone in it, with what they would hide shown while they are being typed."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QPlainTextEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.theme import GRID
from desktop_search.records import RuledPath, RulesPreview

QUIET_MS = 400
"""So long nothing is typed before the disk is looked at."""
TEXT_LINES, LIST_LINES = 5, 8


class RulesEditor(QWidget):
    """Nothing changes before Save; the preview only looks."""

    saved = Signal(list)

    def __init__(self, link: EngineLink, folder: str, rules: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._folder = folder
        self._kept = list(rules)
        self._asked = 0
        self.text = QPlainTextEdit("\n".join(rules), self)
        self.text.setObjectName("rules")
        self.text.setAccessibleName(self.tr("Rules, one on each line"))
        self.text.setPlaceholderText("drafts/\n*.iso\n!.ssh/")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(TEXT_LINES * self.fontMetrics().lineSpacing() + 2 * GRID)
        self._said = muted(self)
        self._said.setAccessibleName(self.tr("What the rules hide"))
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("What the rules hide"))
        self.list.setHeaderLabels([self.tr("Path"), self.tr("Files"), self.tr("Rule")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setTabKeyNavigation(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.save = button(self, self.tr("Save rules"), lambda: self.saved.emit(self.rules))
        self.revert = button(self, self.tr("Undo changes"), self._revert)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.ask)
        self.text.textChanged.connect(self._on_text)
        self._lay_out()
        self._on_text()

    @property
    def rules(self) -> list[str]:
        """What stands in the field, line by line."""
        return [line for line in (line.strip() for line in self.text.toPlainText().splitlines()) if line]

    @property
    def is_changed(self) -> bool:
        return self.rules != self._kept

    @property
    def said(self) -> str:
        return self._said.text()

    def take_kept(self, rules: Sequence[str]) -> None:
        """Says what is kept by now; what is being typed stays."""
        was_changed, self._kept = self.is_changed, list(rules)
        if not was_changed and self.is_changed:
            self._revert()
        self._update_buttons()

    def ask(self) -> None:
        """Has the engine look what the rules would hide. Answers to older ones are passed over."""
        self._asked += 1
        number = self._asked
        self._link.request(
            "preview_rules",
            lambda preview: self.show_preview(preview) if number == self._asked else None,
            path=self._folder,
            rules=self.rules,
        )

    def show_preview(self, preview: RulesPreview) -> None:
        """Shows what the rules do."""
        self.list.clear()
        for ruled in preview.hidden:
            self._add(ruled, ruled.rule)
        for ruled in preview.taken_back:
            self._add(ruled, self.tr("{rule} (taken back)").format(rule=ruled.rule))
        self.list.setVisible(self.list.topLevelItemCount() > 0)
        rows = min(self.list.topLevelItemCount(), LIST_LINES)
        row = max(self.list.sizeHintForRow(0), 1)
        self.list.setFixedHeight(self.list.header().sizeHint().height() + rows * row + GRID)
        self._said.setText("\n".join(self._sentences(preview)))

    def _sentences(self, preview: RulesPreview) -> list[str]:
        locale = QLocale()
        said = []
        if preview.hidden_count:
            hides = self.tr("Hides {places}.")
            if preview.hidden_files:
                hides = self.tr("Hides {places}, with {files} that can be found now.")
            files = formatting.files(preview.hidden_files)
            said.append(hides.format(places=formatting.places(preview.hidden_count), files=files))
        elif self.rules:
            said.append(self.tr("Hides nothing."))
        if preview.idle:
            said.append(self.tr("Speaks of nothing here: {rules}").format(rules=_named(preview.idle)))
        if preview.broken:
            said.append(self.tr("This is no rule: {rules}").format(rules=_named(preview.broken)))
        if not preview.is_complete:
            seen = locale.toString(preview.looked_at)
            said.append(
                self.tr("The folder is large: only its first {count} entries were looked at.").format(count=seen)
            )
        return said

    def _add(self, ruled: RuledPath, rule: str) -> None:
        inside = ruled.path.removeprefix(self._folder).lstrip("/\\") or ruled.path
        name = formatting.visible_name(inside) + ("/" if ruled.is_folder else "")
        files = QLocale().toString(ruled.files) if ruled.files else ""
        item = QTreeWidgetItem(self.list, [name, files, formatting.visible_name(rule)])
        item.setToolTip(0, formatting.tooltip(formatting.visible_name(ruled.path)))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(
            muted(
                self,
                self.tr(
                    "One rule a line, as in .gitignore: “drafts/” leaves a folder alone, “*.iso” files by their"
                    " ending, and “!.ssh/” takes back what is usually left alone. Keys, passwords, caches and what"
                    " programs leave behind are left alone in any case."
                ),
            )
        )
        layout.addWidget(self.text)
        layout.addWidget(self._said)
        layout.addWidget(self.list)
        layout.addWidget(side_by_side(self, self.save, self.revert))
        self.list.setVisible(False)

    def _on_text(self) -> None:
        self._update_buttons()
        self._said.setText(self.tr("Looking…") if self.rules else "")
        self._quiet.start()

    def _update_buttons(self) -> None:
        self.save.setEnabled(self.is_changed)
        self.revert.setEnabled(self.is_changed)

    def _revert(self) -> None:
        self.text.setPlainText("\n".join(self._kept))


def _named(rules: Sequence[str]) -> str:
    return ", ".join(formatting.quoted(formatting.visible_name(rule)) for rule in rules)

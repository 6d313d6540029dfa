"""Answers "why is my file not here?", and of a hit, why it is: in sentences, with what would change it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.sentences import translated
from desktop_search.gui.theme import GRID
from desktop_search.records import Explanation, Hit, Standing


class WhyDialog(QDialog):
    """One file and one question. It stays beside the window, so that one can try what it advises."""

    def __init__(self, link: EngineLink, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Why is my file not here?"))
        self.resize(560, 360)
        self._link = link
        self._home = home
        self._query = ""
        self._path = ""
        self._hit: Hit | None = None
        self._asked: int | None = None
        self._name = plain_label(self, factor=1.15, bold=True)
        self._about = plain_label(self)
        self._headline = plain_label(self, factor=1.05, bold=True)
        self._reasons = plain_label(self)
        self._advice_title = plain_label(self, text=self.tr("What you can do"), bold=True)
        self._advice = plain_label(self)
        self._details = plain_label(self, factor=0.92)
        for label in (self._about, self._details):
            label.setProperty("muted", True)
        self._labels = (
            *(self._name, self._about, self._headline, self._reasons),
            *(self._advice_title, self._advice, self._details),
        )
        for label in self._labels:
            label.setWordWrap(True)
            # Else the area scrolls for lines that are not there.
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._lay_out()
        link.failed.connect(self._on_failed)

    @property
    def text(self) -> str:
        """Everything the dialog says."""
        return "\n".join(label.text() for label in self._labels if not label.isHidden())

    def choose(self, query: str) -> QFileDialog:
        """Lets the person pick a file, and explains it then."""
        dialog = QFileDialog(self.parentWidget(), self.tr("Which file do you miss?"), str(Path(self._path).parent))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if not self._path:
            dialog.setDirectory(self._home)
        dialog.fileSelected.connect(lambda path: self.explain(query, path))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def explain(self, query: str, path: str, hit: Hit | None = None) -> None:
        """Asks the engine where a file stands for a query, and shows that."""
        self._query, self._path, self._hit = query, path, hit
        self.setWindowTitle(self.tr("Why is my file not here?") if hit is None else self.tr("Details"))
        folder, name = formatting.folder_and_name(path, self._home)
        self._name.setText(name)
        about = [folder]
        if hit is not None:
            about += [formatting.size(hit.size) if hit.size else "", formatting.full_date(hit.modified_ns)]
        self._about.setText(" · ".join(part for part in about if part))
        self._headline.setText(self.tr("Looking…"))
        for label in (self._reasons, self._advice, self._advice_title, self._details):
            label.setVisible(False)
        self.show()
        self.raise_()
        self.activateWindow()
        self._asked = self._link.request("why", self._show, query=query, path=path)

    def _show(self, told: Explanation) -> None:
        if (told.query, told.path) != (self._query, self._path) and told.query != self._query:
            return
        self._headline.setText(self._standing(told))
        self._say(self._reasons, "\n".join(formatting.one_line(translated(sentence)) for sentence in told.reasons))
        self._say(self._advice, "\n".join(f"• {formatting.one_line(translated(sentence))}" for sentence in told.advice))
        self._advice_title.setVisible(bool(told.advice))
        self._say(self._details, "\n".join(self._detailed(told)))

    def _standing(self, told: Explanation) -> str:
        query = formatting.one_line(self._query)
        if told.state is Standing.FOUND and told.rank is not None:
            said = self.tr("It is result {rank} for “{query}”.")
            return said.format(rank=formatting.number(told.rank), query=query)
        if told.state is Standing.DUPLICATE:
            return self.tr("It is shown with another file that says the same.")
        if told.state is Standing.NO_QUESTION:
            return self.tr("It is in the index. Nothing was asked yet.")
        if told.state in (Standing.NO_MATCH, Standing.TOO_LOW, Standing.FILTERED, Standing.NOT_EMBEDDED):
            return self.tr("It is in the index, but no answer to “{query}”.").format(query=query)
        return self.tr("It is not in the index.")

    def _detailed(self, told: Explanation) -> list[str]:
        lines = []
        if self._hit is not None and self._hit.relevance is not None:
            lines.append(self.tr("It is {likely}.").format(likely=formatting.likelihood(self._hit.relevance)))
        if told.score is not None and told.scores:
            parts = sorted(told.scores.items(), key=lambda part: -part[1])
            names = {name: (formatting.reasons({name: 1.0}) or [name])[0] for name in told.scores}
            # What was learned may speak against a file, too: shares are of all that speaks for it.
            whole = sum(value for _, value in parts if value > 0)
            share = [f"{names[name]} {round(100 * value / whole)} %" for name, value in parts if value > 0]
            against = [names[name] for name, value in parts if value < 0]
            if share:
                lines.append(self.tr("What speaks for it: {parts}").format(parts=", ".join(share)))
            if against:
                lines.append(self.tr("What speaks against it: {parts}").format(parts=", ".join(against)))
        if self._hit is not None and self._hit.duplicates:
            lines.append(self.tr("The same stands in:"))
            lines += [formatting.visible_name(formatting.home_relative(p, self._home)) for p in self._hit.duplicates]
        if told.rule:
            lines.append(self.tr("The rule: {rule}").format(rule=formatting.one_line(told.rule)))
        if told.rule_file:
            lines.append(self.tr("It stands in {file}").format(file=formatting.visible_name(told.rule_file)))
        return lines

    def _on_failed(self, number: int, sentence: str) -> None:
        if number == self._asked:
            self._headline.setText(formatting.one_line(sentence))

    @staticmethod
    def _say(label: QWidget, text: str) -> None:
        label.setText(text)  # type: ignore[attr-defined]  # One of the labels above.
        label.setVisible(bool(text))

    def _lay_out(self) -> None:
        inside = QWidget(self)
        texts = QVBoxLayout(inside)
        texts.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        texts.setSpacing(GRID // 2)
        for label in self._labels:
            if label in (self._headline, self._advice_title, self._details):
                texts.addSpacing(GRID)
            texts.addWidget(label)
        texts.addStretch()
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Explanation"))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2 * GRID, 0, 2 * GRID, 2 * GRID)
        buttons.setSpacing(GRID)
        buttons.addWidget(self._button(self.tr("Another file…"), lambda: self.choose(self._query)))
        buttons.addWidget(self._button(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(self.text)))
        buttons.addStretch()
        close = self._button(self.tr("Close"), self.close)
        close.setDefault(True)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)

    def _button(self, text: str, then: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text.removesuffix("…"))
        button.setAutoDefault(False)
        button.clicked.connect(then)
        return button

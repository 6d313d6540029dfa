"""What the last training has brought: the verdict, the figures behind it, and taking the model or leaving it."""

from PySide6.QtCore import QSaveFile, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.asking import ask_whether
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.asking_card import AskingCard
from desktop_search.gui.pages.learning import report_texts, texts
from desktop_search.gui.pages.learning.curves import Curves
from desktop_search.gui.pages.learning.questions_tree import QuestionsTree
from desktop_search.gui.pages.page import button, muted, side_by_side
from desktop_search.gui.theme import GRID
from desktop_search.records import ModelReport, ModelUse, SettingsState


class ReportCard(AskingCard):
    """A model that is not better is never offered as if it were."""

    accepted = Signal(object)
    """The ModelUse after the model was taken."""

    def __init__(self, link: EngineLink, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The last training"), link, parent)
        self.report: ModelReport | None = None
        self._use: ModelUse | None = None
        self._kept = SettingsState({})
        self._verdict = plain_label(self, factor=1.1)
        self._verdict.setWordWrap(True)
        self._reason = plain_label(self)
        self._reason.setWordWrap(True)
        self._certainty = muted(self)
        self._figures = QWidget(self)
        self._grid = QGridLayout(self._figures)
        self._grid.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(0, 1)
        self._circumstances = muted(self)
        self.questions = QuestionsTree(self)
        self.curves = Curves(self)
        self._taken = plain_label(self)
        self._taken.setWordWrap(True)
        self.take = button(self, self.tr("Use this model"), self._ask_or_take)
        self.back = button(self, self.tr("Back to the one before"), self._go_back)
        self.curves_shown = button(self, self.tr("Learning curves"), self._fold_curves)
        self.curves_shown.setCheckable(True)
        self.export = button(self, self.tr("Export…"), self.ask_where_to_export)
        self.export.setAccessibleName(self.tr("Export the report"))
        for widget in (
            *(self._verdict, self._reason, self._certainty, self._figures, self._circumstances),
            *(self.questions, self.curves, self._taken),
            side_by_side(self, self.take, self.back, self.curves_shown, self.export),
        ):
            self.room.addWidget(widget)
        self.curves.setVisible(False)
        self.back.setVisible(False)
        self.setVisible(False)
        link.settings_changed.connect(self._take_settings)

    @property
    def text(self) -> str:
        """Everything that is said, but for the questions."""
        labels = (self._verdict, self._reason, self._certainty, self._circumstances, self._taken)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self))

    def show_report(self, report: ModelReport | None) -> None:
        """Shows a report; None hides the card."""
        self.setVisible(report is not None)
        if report is None or report == self.report:
            return
        self.report = report
        self._verdict.setText(report_texts.verdict(report))
        self._reason.setText(report_texts.reason(report))
        self._certainty.setText(report_texts.certainty(report))
        self._certainty.setVisible(bool(self._certainty.text()))
        self._circumstances.setText(report_texts.circumstances(report))
        self._show_figures(report)
        self.questions.show_changes(report.improved, report.worsened)
        self.curves.show_curve(report.curve)
        self.curves_shown.setVisible(bool(report.curve))
        self._update()

    def show_use(self, use: ModelUse) -> None:
        """Takes note of which model answers: one that does already is not offered."""
        self._use = use
        self._update()

    def ask_where_to_export(self) -> QFileDialog:
        """Asks for a file's name; its ending says for whom the report is written."""
        dialog = QFileDialog(self, self.tr("Export the report"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Text to read (*.txt)"), self.tr("JSON for a program (*.json)")])
        dialog.setDefaultSuffix("txt")
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix("json" if ".json" in name else "txt"))
        dialog.fileSelected.connect(self.write)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def write(self, path: str) -> None:
        """Writes the report to a file."""
        assert self.report is not None
        is_json = path.lower().endswith(".json")
        data = report_texts.as_json(self.report) if is_json else report_texts.as_text(self.report)
        file = QSaveFile(path)
        is_done = file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit()
        failed = self.tr("{path} could not be written. Choose another folder.")
        self.complain("" if is_done else failed.format(path=formatting.visible_name(path)))

    def _show_figures(self, report: ModelReport) -> None:
        _empty(self._grid)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        for column, said in enumerate((self.tr("Before"), self.tr("After"), self.tr("Change")), start=1):
            self._grid.addWidget(muted_figure(self._figures, said), 0, column, right)
        for row, (name, before, after) in enumerate(report_texts.rows(report), start=1):
            label = plain_label(self._figures, text=name)
            label.setWordWrap(True)
            self._grid.addWidget(label, row, 0)
            for column, said in enumerate(
                (texts.figure(before), texts.figure(after), texts.difference(after - before)), start=1
            ):
                self._grid.addWidget(plain_label(self._figures, text=said), row, column, right)

    def _update(self) -> None:
        report, use = self.report, self._use
        if report is None:
            return
        # One that ranks results anew is named by its folder, and stands in the settings.
        kept, is_reranker = self._kept, report.is_reranker
        in_use = (kept.values.get("reranker"),) if is_reranker else (use.now, use.next) if use is not None else ()
        is_used = report.model in in_use
        later = self.tr("Your choice is used when the search engine starts again.")
        said = [self.tr("You have taken this model.")] if is_used else []
        said += [later] if is_reranker and "reranker" in kept.waiting else []
        self._taken.setText(" ".join(said))
        self._taken.setVisible(bool(said))
        self.take.setVisible(not is_used)
        self.back.setVisible(is_used and is_reranker)
        self.take.setText(self.tr("Use this model") if report.is_better else self.tr("Use it anyway…"))
        self.take.setAccessibleName(self.take.text())
        self.take.setProperty("primary", report.is_better)
        self.take.style().polish(self.take)

    def _ask_or_take(self) -> None:
        if self.report is None or self.report.is_better:
            self._take()
            return
        said = (
            self.tr("It is not better. With it your results are likely to get worse. You can go back at any time.")
            if self.report.is_reranker
            else self.tr(
                "It is not better. With this model your results are likely to get worse, and all your files have to be"
                " understood anew for it. You can go back to the model before at any time."
            )
        )
        do = self.tr("Use it anyway")
        ask_whether(self, do, said, do, self._take, instead=self.tr("Leave it"), is_doubtful=True)

    def _take(self) -> None:
        self.ask("accept_model", self._take_use)

    def _go_back(self) -> None:
        self.ask("undo_model", self._take_use, reranker=True)

    def _take_use(self, use: ModelUse) -> None:
        self.accepted.emit(use)
        if self.report is not None and self.report.is_reranker:
            self.link.request("settings")

    def _take_settings(self, kept: SettingsState) -> None:
        self._kept = kept
        self._update()

    def _fold_curves(self) -> None:
        self.curves.setVisible(self.curves_shown.isChecked())


def muted_figure(parent: QWidget, text: str) -> QWidget:
    """The name of a column."""
    label = plain_label(parent, text=text)
    label.setProperty("muted", True)
    return label


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()

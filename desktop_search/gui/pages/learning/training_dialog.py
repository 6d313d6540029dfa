"""Says what a training does before it begins, and offers what may be chosen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.check_box import CheckBox
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.fields import ChoiceBox, WholeBox
from desktop_search.gui.pages.page import button, muted
from desktop_search.gui.theme import GRID
from desktop_search.records import TrainingOptions

LOSSES = ("auto", "multiple-negatives", "triplet", "cosine", "softmax", "contrastive", "margin-mse")
MEASURING_MINUTES = 3
"""What gathering the examples before and comparing the models afterwards take, about."""
LONGEST_MINUTES = 600


class TrainingDialog(QDialog):
    """Few people need more than the first sentence and the button, so everything else is folded away."""

    agreed = Signal(object)
    """The TrainingOptions that were chosen."""

    def __init__(self, labels: int, *, has_reranker: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Improve the model"))
        self._labels = labels
        self._about = plain_label(self)
        self._about.setWordWrap(True)
        self._promise = muted(
            self,
            self.tr(
                "A copy of the model is trained, and then compared with the model in use, on questions that it has not"
                " learned from. Nothing changes until you accept the result. You can search, pause and cancel at any"
                " time, and nothing leaves this computer."
            ),
        )
        self.more = button(self, self.tr("More options"), self._fold, quiet=True)
        self.more.setCheckable(True)
        self._lay_out_options(has_reranker)
        self.start = button(self, self.tr("Start training"), self._agree)
        self.start.setProperty("primary", True)
        self.start.setDefault(True)
        cancel = button(self, self.tr("Cancel"), self.reject)
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addStretch(1)
        below.addWidget(cancel)
        below.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        for widget in (self._about, self._promise, self._options):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(below)
        self.setMinimumWidth(52 * self.fontMetrics().averageCharWidth())
        self.resize(72 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())
        self._update()

    @property
    def text(self) -> str:
        return f"{self._about.text()}\n{self._promise.text()}"

    @property
    def options(self) -> TrainingOptions:
        """What is chosen now."""
        return TrainingOptions(
            loss=str(self.loss.currentData()),
            lora=self.lora.isChecked(),
            pairs=self.pairs.text().strip(),
            only_pairs=self.only_pairs.isChecked() and bool(self.pairs.text().strip()),
            reranker=self.reranker.isChecked(),
            minutes=float(self.minutes.value()),
        )

    def _lay_out_options(self, has_reranker: bool) -> None:
        self._options = QWidget(self)
        grid = QGridLayout(self._options)
        grid.setContentsMargins(0, GRID, 0, GRID)
        grid.setSpacing(GRID)
        grid.setColumnStretch(1, 1)
        self.minutes = WholeBox(self)
        self.minutes.setRange(1, LONGEST_MINUTES)
        self.minutes.setValue(round(TrainingOptions().minutes))
        self.minutes.lineEdit().setTextMargins(GRID - 2, 0, 0, 0)
        self.minutes.setSuffix(" " + self.tr("min"))
        self.loss = ChoiceBox(self)
        for name in LOSSES:
            self.loss.addItem(self.tr("Chosen by the examples") if name == "auto" else name, name)
        self.pairs = QLineEdit(self)
        self.pairs.setPlaceholderText(self.tr("None"))
        choose = button(self, self.tr("Choose…"), self._choose)
        choose.setAccessibleName(self.tr("Choose a file of further examples"))
        for row, (said, field) in enumerate(
            (
                (self.tr("Longest time for learning"), self.minutes),
                (self.tr("Loss"), self.loss),
                (self.tr("File of further examples (CSV, TSV or JSONL)"), self.pairs),
            )
        ):
            field.setProperty("field", True)
            field.setAccessibleName(said)
            field.setMinimumHeight(self.fontMetrics().height() + 2 * GRID)
            label = plain_label(self._options, text=said)
            label.setWordWrap(True)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(choose, 2, 2)
        self.only_pairs = CheckBox(self.tr("Learn from this file only, not from my judgements"), self)
        self.lora = CheckBox(self.tr("Change only a small part of the model (LoRA): needs less memory"), self)
        self.reranker = CheckBox(self.tr("Train the model that ranks the first results anew instead"), self)
        for row, box in enumerate((self.only_pairs, self.lora, self.reranker), start=3):
            box.setAccessibleName(box.text())
            grid.addWidget(box, row, 0, 1, 3)
            box.toggled.connect(self._update)
        self.reranker.setVisible(has_reranker)
        self.pairs.textChanged.connect(self._update)
        self.minutes.valueChanged.connect(self._update)
        self._options.setVisible(False)

    def _update(self) -> None:
        has_file = bool(self.pairs.text().strip())
        self.only_pairs.setEnabled(has_file)
        minutes = formatting.number(self.minutes.value() + MEASURING_MINUTES)
        judged = formatting.judgements(self._labels)
        if has_file and (self.only_pairs.isChecked() or not self._labels):
            said = self.tr("The model learns from the examples of a file. That takes about {minutes} minutes.")
        elif has_file:
            said = self.tr("The model learns from {judgements} and a file. That takes about {minutes} minutes.")
        elif self._labels:
            said = self.tr("The model learns from {judgements} of yours. That takes about {minutes} minutes.")
        else:
            said = self.tr("There is nothing to learn from yet: judge some results, or choose a file of examples.")
        self._about.setText(said.format(judgements=judged, minutes=minutes))
        self.start.setEnabled(has_file or self._labels > 0)

    def _fold(self) -> None:
        self._options.setVisible(self.more.isChecked())
        self.resize(self.width(), max(self.height(), self.sizeHint().height()))
        if self.more.isChecked():
            self.minutes.setFocus()

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a file of further examples"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Examples (*.csv *.tsv *.jsonl)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.pairs.setText)
        dialog.open()

    def _agree(self) -> None:
        self.agreed.emit(self.options)
        self.accept()

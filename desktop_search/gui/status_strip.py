"""The line at the bottom: what the engine is doing, how long it will take, and the ways to act on it."""

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.eliding_label import ElidingLabel
from desktop_search.gui.theme import GRID
from desktop_search.records import EngineStatus, Progress

STEPS = 1000


def ready_files(status: EngineStatus) -> int:
    """How many files can be found by what is in them."""
    return status.counts.indexed + status.counts.partial


def sentence(status: EngineStatus) -> str:
    """What the engine is doing, in one line."""
    translate = QCoreApplication.translate
    ready = formatting.files(ready_files(status))
    match status.state:
        case "starting":
            return translate("status", "Starting…")
        case "scanning":
            return translate("status", "Looking for new and changed files…")
        case "paused":
            return translate("status", "Paused. {files} ready").format(files=ready)
        case "idle" if status.next_model is not None:
            return _switching_sentence(status.next_model)
        case "idle":
            return translate("status", "{files}, up to date").format(files=ready)
    return translate("status", "Reading…") if status.progress is None else _progress_sentence(status.progress)


def _progress_sentence(progress: Progress) -> str:
    translate = QCoreApplication.translate
    if progress.unit == "passages":
        whole = formatting.passages(progress.total)
        doing = translate("status", "Understanding {done} of {whole}")
    else:
        whole = formatting.files(progress.total)
        doing = translate("status", "Reading {done} of {whole}")
    said = doing.format(done=QLocale().toString(progress.done), whole=whole)
    if progress.seconds_left is None:
        return said
    return translate("status", "{doing}, {left}").format(doing=said, left=formatting.time_left(progress.seconds_left))


def shown_progress(status: EngineStatus) -> Progress | None:
    """What a bar is to show: the work at hand, else how far another model is that will answer later."""
    return status.next_model if status.progress is None and status.state == "idle" else status.progress


def _switching_sentence(progress: Progress) -> str:
    percent = 100 * min(progress.done, progress.total) // max(progress.total, 1)
    translate = QCoreApplication.translate
    said = translate("status", "Switching to another model: {percent} %").format(percent=percent)
    if progress.seconds_left is None:
        return said
    return translate("status", "{doing}, {left}").format(doing=said, left=formatting.time_left(progress.seconds_left))


class StatusStrip(QWidget):
    """Text, progress and three buttons."""

    pause_asked = Signal()
    resume_asked = Signal()
    failures_asked = Signal()
    folders_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_paused = False
        self._text = ElidingLabel(self, self.tr("Starting…"))
        self._text.setProperty("muted", True)
        self._text.setAccessibleName(self.tr("State of the search engine"))
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        self._bar.setFixedWidth(20 * GRID)
        self._failures = self._button("", self.failures_asked.emit)
        self._failures.setProperty("warning", True)
        self._pause = self._button(self.tr("Pause"), self._toggle_pause)
        self._folders = self._button(self.tr("Folders"), self.folders_asked.emit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self._bar)
        layout.addWidget(self._text, 1)
        for button in (self._failures, self._pause, self._folders):
            layout.addWidget(button)
        for widget in (self._bar, self._failures, self._pause):
            widget.setVisible(False)

    @property
    def text(self) -> str:
        """What the strip says."""
        return self._text.text()

    def show_status(self, status: EngineStatus) -> None:
        """Shows a snapshot of the engine's work."""
        self._text.setText(sentence(status) if status.folders else self.tr("No folders yet"))
        progress = shown_progress(status)
        self._bar.setVisible(progress is not None and progress.total > 0)
        if progress is not None and progress.total > 0:
            self._bar.setValue(round(STEPS * min(progress.done / progress.total, 1)))
        failed = status.counts.failed
        self._failures.setVisible(failed > 0)
        self._failures.setText(formatting.problems(failed))
        self._failures.setAccessibleName(self._failures.text())
        self._is_paused = status.state == "paused"
        self._pause.setText(self.tr("Resume") if self._is_paused else self.tr("Pause"))
        self._pause.setAccessibleName(self._pause.text())
        is_busy = status.state in ("scanning", "reading", "embedding", "paused")
        self._pause.setVisible(is_busy and bool(status.folders))

    def show_starting(self) -> None:
        """Shows that there is no engine yet."""
        self._text.setText(self.tr("Starting…"))
        self._bar.setVisible(False)
        self._pause.setVisible(False)

    def _button(self, text: str, then: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("quiet", True)
        button.setAccessibleName(text)
        button.clicked.connect(then)
        return button

    def _toggle_pause(self) -> None:
        (self.resume_asked if self._is_paused else self.pause_asked).emit()

"""What the engine is doing, how fast and for how long, and what it could not read."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.gui.message_page import plain_label
from desktop_search.gui.opening import Opening
from desktop_search.gui.pages import rates
from desktop_search.gui.pages.failures_list import FailuresList
from desktop_search.gui.pages.page import Page, button, muted, side_by_side
from desktop_search.gui.pages.plot import Plot
from desktop_search.gui.status_strip import STEPS, sentence, shown_progress
from desktop_search.gui.theme import GRID
from desktop_search.records import EngineStatus, WorkSample

NARROW = 78
"""Below so many letters beside each other, the plots stand below each other."""


class ActivityPage(Page):
    """Follows the engine while it is seen."""

    def __init__(self, link: EngineLink, home: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._opening = Opening(self)
        self._failed = -1
        self.title_page(
            self.tr("Activity"), self.tr("What is being read, and what could not be. Searching never waits.")
        )
        self._lay_out_work()
        self._lay_out_plots()
        self.failures = FailuresList(home, self)
        self.failures.retry_asked.connect(self._try_again)
        self.failures.folder_asked.connect(self._opening.show_in_folder)
        self.add_card(self.tr("Files with problems")).room.addWidget(self.failures)
        self.body.addStretch(1)
        link.status_changed.connect(self.show_status)
        link.lost.connect(lambda _: self._say_starting())
        if link.status is not None:
            self.show_status(link.status)
        else:
            self._say_starting()

    def refresh(self) -> None:
        if self._link.is_connected:
            self._link.request("work_history", self.show_history)
        self._ask_for_failures()

    def show_status(self, status: EngineStatus) -> None:
        """Shows a snapshot of the engine's work."""
        self._state.setText(sentence(status) if status.folders else self.tr("No folders yet"))
        progress = shown_progress(status)
        self._bar.setVisible(progress is not None and progress.total > 0)
        if progress is not None and progress.total > 0:
            self._bar.setValue(round(STEPS * min(progress.done / progress.total, 1)))
        current = formatting.visible_name(status.current) if status.current else ""
        self._current.setText(self.tr("Now: {file}").format(file=current) if current else "")
        self._current.setVisible(bool(current))
        is_paused = status.state == "paused"
        self.pause.setVisible(status.state != "idle")
        self.pause.setText(self.tr("Resume") if is_paused else self.tr("Pause"))
        self.pause.setAccessibleName(self.pause.text())
        problems = status.counts.failed + status.counts.partial
        if problems != self._failed and self.isVisible():
            self._failed = problems
            self._ask_for_failures()

    def show_history(self, samples: Sequence[WorkSample]) -> None:
        """Shows how fast it went, and goes."""
        locale = QLocale()
        files = rates.speed_now(samples, lambda sample: sample.read)
        passages = rates.speed_now(samples, lambda sample: sample.made)
        said = self.tr("{files} files and {passages} passages a second")
        self._rate.setText(
            said.format(files=locale.toString(files, "f", 1), passages=locale.toString(passages, "f", 1))
        )
        self._rate.setVisible(files + passages > 0 and self.pause.isVisibleTo(self))
        self.plots[0].show_points(rates.speeds(samples, lambda sample: sample.read))
        self.plots[1].show_points(rates.speeds(samples, lambda sample: sample.made))
        self.plots[2].show_points(rates.coverage(samples))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW * self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._plot_row.setDirection(direction)

    def _lay_out_work(self) -> None:
        inside = self.add_card().room
        self._state = plain_label(self, factor=1.15)
        self._state.setWordWrap(True)
        self._state.setAccessibleName(self.tr("State of the search engine"))
        self._current = muted(self)
        self._rate = muted(self)
        self._rate.setVisible(False)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        self.pause = button(self, self.tr("Pause"), self._toggle_pause)
        for widget in (self._state, self._bar, self._current, self._rate):
            inside.addWidget(widget)
        self.again = button(self, self.tr("Compare with the disk now"), self._look_again)
        inside.addWidget(side_by_side(self, self.again, self.pause))

    def _lay_out_plots(self) -> None:
        self._plot_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._plot_row.setSpacing(3 * GRID)
        self.plots = (
            Plot(self.tr("Files read a second"), parent=self),
            Plot(self.tr("Passages understood a second"), parent=self),
            Plot(self.tr("Found by meaning"), unit="%", most=100.0, parent=self),
        )
        for plot in self.plots:
            self._plot_row.addWidget(plot)
        self.add_card(self.tr("Since the engine started")).room.addLayout(self._plot_row)

    def _say_starting(self) -> None:
        self._state.setText(self.tr("Starting…"))
        for widget in (self._bar, self._current, self._rate, self.pause):
            widget.setVisible(False)

    def _ask_for_failures(self) -> None:
        if self._link.is_connected:
            self._link.request("failures", self.failures.show_failures, retry=False)

    def _toggle_pause(self) -> None:
        status = self._link.status
        self._link.request("resume" if status is not None and status.state == "paused" else "pause")

    def _look_again(self) -> None:
        self._link.request("rescan")

    def _try_again(self, paths: list[str]) -> None:
        self._link.request("retry", paths=paths)

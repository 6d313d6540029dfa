"""What is being done with a model's files: a sentence, a bar that says that it goes on, and a way to stop it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_search.gui.message_page import plain_label
from desktop_search.gui.pages.page import button, side_by_side
from desktop_search.gui.side_command import SideCommand
from desktop_search.gui.theme import GRID
from desktop_search.paths import DataDirectory


class WorkLine(QWidget):
    """One command of the program at a time, in a process of its own. It is seen as long as there is one."""

    changed = Signal()
    """Something has begun, or has come to an end."""
    failed = Signal(str)
    stopped = Signal()
    """What was stopped has cleaned up after itself."""

    def __init__(self, data: DataDirectory, parent: QWidget) -> None:
        super().__init__(parent)
        self._data = data
        self._command: SideCommand | None = None
        self._outcome: Callable[[], None] = self.stopped.emit
        self._asked: QWidget | None = None
        self._doing = plain_label(self)
        self._doing.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Something is being done"))
        self.cancel = button(self, self.tr("Cancel"), self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        for widget in (self._doing, self._bar, side_by_side(self, self.cancel)):
            layout.addWidget(widget)
        self.setVisible(False)

    @property
    def is_busy(self) -> bool:
        return self._command is not None

    @property
    def text(self) -> str:
        return self._doing.text()

    def run(
        self, doing: str, *words: str, then: Callable[[dict[str, Any]], None], can_be_cancelled: bool = True
    ) -> None:
        """Does it unless something else is being done. then is called with the fields of the answer."""
        if self.is_busy:
            return
        self._doing.setText(doing)
        self._outcome = self.stopped.emit
        command = self._command = SideCommand(self._data, *words, parent=self)
        command.answered.connect(lambda fields: self._note(lambda: then(fields)))
        command.failed.connect(lambda sentence: self._note(lambda: self.failed.emit(sentence)))
        command.ended.connect(self._end)
        self.cancel.setVisible(can_be_cancelled)
        self._asked = self.window().focusWidget()
        self.setVisible(True)
        # Else it would go on to whatever comes next as soon as the button is no use any more, and the page with it.
        self.cancel.setFocus()
        self.changed.emit()

    def stop(self) -> None:
        """Has what is being done clean up after itself and end."""
        if self._command is not None:
            # Pressed once more it does no harm; without it, what has the focus now would have none.
            self._doing.setText(self.tr("Stopping…"))
            self._command.stop()

    def _note(self, outcome: Callable[[], None]) -> None:
        self._outcome = outcome

    def _end(self) -> None:
        self._command = None
        had_focus = self.window().focusWidget() is self.cancel
        self._outcome()
        self.changed.emit()
        if had_focus and self._asked is not None and isValid(self._asked):
            self._asked.setFocus()
        self.setVisible(False)

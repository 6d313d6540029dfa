"""Commands beside the window that answer when the test says so."""

from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal

from desktop_search.paths import DataDirectory


class Scripted(QObject):
    """In the place of a SideCommand."""

    answered = Signal(object)
    failed = Signal(str)
    went_on = Signal(int)
    ended = Signal()
    runs: ClassVar[list[Any]] = []

    def __init__(self, data: DataDirectory, *words: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.is_stopped = False
        self.runs.append(self)

    def answer(self, fields: object) -> None:
        """Comes to its end with these fields."""
        self.answered.emit(fields)
        self.ended.emit()

    def fail(self, sentence: str) -> None:
        """Comes to its end with an error."""
        self.failed.emit(sentence)
        self.ended.emit()

    def stop(self) -> None:
        self.is_stopped = True

    def wait(self, milliseconds: int) -> None:
        assert self.is_stopped

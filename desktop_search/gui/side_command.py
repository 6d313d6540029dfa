"""Runs one command of the program beside the window: for what neither window nor engine may do, or ends the engine."""

import json
import sys

from PySide6.QtCore import QCoreApplication, QObject, QProcess, Signal
from shiboken6 import isValid

from desktop_search.errors import DesktopSearchError
from desktop_search.gui.sentences import problem
from desktop_search.paths import DataDirectory

# -P: a module that lies in the folder where the person happens to be must not be run.
OWN = () if getattr(sys, "frozen", False) else ("-P", "-m", "desktop_search")
LARGEST_ANSWER = 10_000_000


PATIENCE_MS = 5000
"""How long the program waits at its own end for a command to clean up."""


class SideCommand(QObject):
    """One run. Either `answered` or `failed` comes at its end, neither after `stop`; then `ended`, and it is gone."""

    answered = Signal(object)
    """The fields of its answer."""
    failed = Signal(str)
    went_on = Signal(int)
    """A number that it said meanwhile."""
    ended = Signal()

    def __init__(self, data: DataDirectory, *words: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_wanted = True
        self._process = QProcess(self)
        self._process.readyReadStandardError.connect(self._hear)
        self._process.finished.connect(lambda _code, _how: self._end())
        self._process.errorOccurred.connect(self._break)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self._quit)
        self._process.start(sys.executable, [*OWN, "--json", "--data-dir", str(data.root), *words])

    def stop(self) -> None:
        """Ends it, and waits for it to clean up after itself."""
        self._is_wanted = False
        self._process.closeWriteChannel()

    def wait(self, milliseconds: int) -> None:
        """Waits for the end; what has not ended then is killed."""
        if self._process.state() != QProcess.ProcessState.NotRunning and not self._process.waitForFinished(
            milliseconds
        ):
            self._process.kill()
            self._process.waitForFinished(milliseconds)

    def _quit(self) -> None:
        self.stop()
        self.wait(PATIENCE_MS)

    def _hear(self) -> None:
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        numbers = [line for line in said.split() if line.isdecimal()]
        if numbers and self._is_wanted:
            self.went_on.emit(int(numbers[-1]))

    def _break(self, error: QProcess.ProcessError) -> None:
        if error != QProcess.ProcessError.FailedToStart:
            return
        if self._is_wanted:
            self.failed.emit(self.tr("The program could not be started once more."))
        self._leave()

    def _end(self) -> None:
        # As the window goes, so does what still runs, and says so when it is gone itself.
        if not isValid(self._process):
            return
        if self._is_wanted:
            self._tell()
        self._leave()

    def _leave(self) -> None:
        self.ended.emit()
        self.deleteLater()

    def _tell(self) -> None:
        try:
            fields = json.loads(bytes(self._process.readAllStandardOutput().data())[:LARGEST_ANSWER])
        except ValueError:
            fields = {"error": self.tr("It ended without an answer."), "hint": ""}
        if "error" in fields:
            self.failed.emit(problem(DesktopSearchError(str(fields["error"]), str(fields.get("hint", "")))))
        else:
            self.answered.emit(fields)

"""Remembers which weak judgements the person has removed, so that opening a file once more does not bring them back."""

import hashlib
from collections.abc import Iterable

from PySide6.QtCore import QSettings

from desktop_search.paths import DataDirectory
from desktop_search.records import Label

KEY = "learning/not again"
MOST = 5000
"""The oldest are forgotten: nobody asks the same question of the same file after so many others."""


class NotAgain:
    """Digests of questions and files, kept beside the size of the window. Nobody reads the questions from them."""

    def __init__(self, data: DataDirectory) -> None:
        self._state = QSettings(str(data.root / "window.ini"), QSettings.Format.IniFormat)

    def holds(self, query: str, path: str) -> bool:
        """Whether what is opened says nothing any more about this question and this file."""
        return _digest(query, path) in self._kept()

    def add(self, labels: Iterable[Label]) -> None:
        """These were removed."""
        removed = [_digest(label.query, label.path) for label in labels]
        self._keep([*self._kept(), *removed])

    def discard(self, labels: Iterable[Label]) -> None:
        """These were put back."""
        back = {_digest(label.query, label.path) for label in labels}
        self._keep([one for one in self._kept() if one not in back])

    def _kept(self) -> list[str]:
        # One text: a list of one would be read as a text anyway.
        return str(self._state.value(KEY, "")).split()

    def _keep(self, digests: Iterable[str]) -> None:
        self._state.setValue(KEY, " ".join(list(dict.fromkeys(digests))[-MOST:]))


def _digest(query: str, path: str) -> str:
    said = f"{' '.join(query.split())}\0{path}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()[:16]

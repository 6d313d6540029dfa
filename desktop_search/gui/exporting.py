"""Writes what was found to a file: a table for a spreadsheet, or JSON for a program."""

import csv
import io
import json
import logging
import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QSaveFile, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_search.gui import formatting
from desktop_search.gui.engine_link import EngineLink
from desktop_search.records import Answer, Hit

logger = logging.getLogger(__name__)

MOST = 1000
_COLUMNS = ("rank", "path", "member", "title", "page", "line", "relevance", "changed", "bytes", "passage")


def as_json(query: str, hits: Sequence[Hit]) -> bytes:
    """The query and its hits, as a program reads them. Names that are no valid text keep their escapes."""
    found = {"query": query, "hits": [_row(rank, hit) for rank, hit in enumerate(hits, start=1)]}
    return (json.dumps(found, indent=1) + "\n").encode("ascii")


def as_csv(hits: Sequence[Hit]) -> bytes:
    """A table with a line of names, in UTF-8 with a mark, without which spreadsheets guess wrong."""
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for rank, hit in enumerate(hits, start=1):
        writer.writerow({name: _cell(value) for name, value in _row(rank, hit).items()})
    return b"\xef\xbb\xbf" + table.getvalue().encode("utf-8", "replace")


def _row(rank: int, hit: Hit) -> dict[str, Any]:
    changed = datetime.fromtimestamp(hit.modified_ns / 1e9).isoformat(timespec="seconds") if hit.modified_ns else None
    relevance = None if hit.relevance is None else round(hit.relevance, 2)
    place = (rank, hit.path, hit.member, hit.title, hit.page, hit.line)
    return dict(zip(_COLUMNS, (*place, relevance, changed, hit.size, hit.snippet), strict=True))


def _cell(value: Any) -> Any:
    # A spreadsheet takes a text that begins so for a formula, and a stranger's file would be calculated.
    is_formula = isinstance(value, str) and value.lstrip()[:1] in tuple("=+-@")
    return f"'{value}" if is_formula else value


class Exporting(QObject):
    """Asks for a file's name, then for more hits than are shown, and writes them in a thread of its own."""

    told = Signal(str)
    _written = Signal(str, int, bool)

    def __init__(self, link: EngineLink, window: QWidget) -> None:
        super().__init__(window)
        self._link = link
        self._window = window
        self._written.connect(self._say, Qt.ConnectionType.QueuedConnection)

    def ask(self, query: str) -> QFileDialog:
        """Asks where to write the results of a query."""
        dialog = QFileDialog(self._window, self.tr("Export the results"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Table for a spreadsheet (*.csv)"), self.tr("JSON for a program (*.json)")])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix("json" if ".json" in name else "csv"))
        dialog.fileSelected.connect(lambda path: self.export(query, path))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def export(self, query: str, path: str) -> None:
        """Writes up to 1,000 hits of a query; the name's ending says how."""
        self._link.request("search", lambda answer: self._write(answer, path), query=query, limit=MOST)

    def _write(self, answer: Answer, path: str) -> None:
        threading.Thread(target=self._save, args=(answer, path), name="writing results", daemon=True).start()

    def _save(self, answer: Answer, path: str) -> None:
        is_json = path.lower().endswith(".json")
        data = as_json(answer.query, answer.hits) if is_json else as_csv(answer.hits)
        file = QSaveFile(path)
        is_done = file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit()
        try:
            self._written.emit(path, len(answer.hits), is_done)
        except RuntimeError:
            logger.debug("the window was closed while results were written")

    def _say(self, path: str, count: int, is_done: bool) -> None:
        name = formatting.visible_name(path)
        if is_done:
            said = self.tr("{results} written to {path}.").format(results=formatting.results(count), path=name)
        else:
            said = self.tr("{path} could not be written. Choose another folder.").format(path=name)
        self.told.emit(said)

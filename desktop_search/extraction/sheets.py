"""Collects the rows of a spreadsheet as small tables, each of which knows its sheet, up to a number of cells."""

import re
from collections.abc import Sequence

from desktop_search.extraction.collecting import Collector
from desktop_search.records import Location

MOST_CELLS = 200_000
# Marks for fonts, sizes, page numbers and sides in the headers of printed pages.
HEADER_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-F]{6}|[A-Z&])')
# Tables of about this many characters become about one passage; a match then shows the rows it is in.
_PORTION = 1_500
# "Sheet1", "Tabelle2", "工作表3": what a program calls a sheet until somebody gives it a name.
_NO_NAME = re.compile(r"[^\W\d_]+ ?\d{1,3}|'?file.*", re.IGNORECASE)


class Sheets:
    """Call begin for each sheet, row for each of its rows, and end after the last."""

    def __init__(self, found: Collector) -> None:
        self._found = found
        self._location = Location()
        self._rows: list[str] = []
        self._size = 0
        self._cells = 0

    @property
    def is_full(self) -> bool:
        return self._found.is_full

    def begin(self, name: str) -> None:
        """Begins a sheet; a name that a person gave it is its heading."""
        self.end()
        self._location = Location(sheet=name or None)
        if not _NO_NAME.fullmatch(name):
            self._found.add(name, "heading", 2, self._location)

    def row(self, cells: Sequence[str]) -> None:
        """Adds a row of what its cells show; empty ones are left out."""
        shown = [" ".join(cell.split()) for cell in cells]
        shown = [cell for cell in shown if cell]
        if not shown:
            return
        left = MOST_CELLS - self._cells
        self._cells += len(shown)
        line = "\t".join(shown[:left])
        self._rows.append(line)
        self._size += len(line)
        if self._size > _PORTION:
            self._flush()
        if len(shown) >= left:
            self._flush()
            self.cut()

    def text(self, text: str) -> None:
        """Adds what stands on a sheet outside its cells: a text box, a comment, a header."""
        self._flush()
        self._found.add(text, location=self._location)

    def cut(self) -> None:
        """Ends the document before its end."""
        self._flush()
        self._found.cut(f"Only the first {MOST_CELLS:,} cells were read.")

    def end(self) -> None:
        """Ends a sheet."""
        self._flush()

    def _flush(self) -> None:
        self._found.add("\n".join(self._rows), "table", location=self._location)
        self._rows.clear()
        self._size = 0

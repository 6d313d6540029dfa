"""Shows tables: the rows around what was found, with their columns under each other."""

import io
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, islice

from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.formats import delimited, xls
from desktop_search.extraction.previews import locating
from desktop_search.records import FilePreview, PreviewRequest, Range, ShownTable

KINDS = frozenset({"delimited", "xlsx", "xls", "opendocument"})
_SHEETS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".ods")
_MOST_BYTES = 20_000_000
_ROWS, _COLUMNS, _CELL = 400, 60, 500
_MOST_ROWS = 100_000


def is_sheet(name: str) -> bool:
    """Whether a file is a workbook, by its name."""
    return name.lower().endswith(_SHEETS)


def of_delimited(source: Source, request: PreviewRequest, mark: Callable[[str], Iterable[Range]]) -> FilePreview:
    """A table kept as text."""
    lines = decode(source.data(_MOST_BYTES)).split("\n")
    rows = [cells for _, cells in delimited.rows_of(lines, delimited.delimiter_of(lines)) if any(cells)]
    return _around(rows, request, mark, None)


def of_workbook(source: Source, request: PreviewRequest, mark: Callable[[str], Iterable[Range]]) -> FilePreview:
    """The sheet that is asked for, or the first. Raises Unreadable where it cannot be read."""
    import python_calamine

    if source.size > _MOST_BYTES:
        raise Unreadable("too_large", "The workbook is too large to be shown as a table.")
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data()))
        names = workbook.sheet_names
        name = request.sheet if request.sheet in names else names[0]
        sheet = workbook.get_sheet_by_name(name)
        rows = [[xls.shown(value) for value in row[:_COLUMNS]] for row in islice(sheet.iter_rows(), _MOST_ROWS)]
    except (python_calamine.CalamineError, ValueError, IndexError, OSError) as error:
        raise Unreadable("damaged", "The workbook cannot be shown as a table.") from error
    return _around(rows, request, mark, name)


def _around(
    rows: Sequence[Sequence[str]], request: PreviewRequest, mark: Callable[[str], Iterable[Range]], sheet: str | None
) -> FilePreview:
    if not any(any(row) for row in rows):
        raise Unreadable("empty_text", "There is nothing in the table.")
    text, ends = _joined(rows)
    found = [place for passage in request.passages for place in locating.find(passage, text)]
    best = found[0] if found else (0, 0)
    first = max(0, _row_at(ends, best[0]) - _ROWS // 4) if best[0] else 0
    first = max(0, min(first, len(rows) - _ROWS))
    shown = tuple(tuple(" ".join(cell.split())[:_CELL] for cell in row[:_COLUMNS]) for row in rows[first:][:_ROWS])
    passages = [(_row_at(ends, start) - first, _row_at(ends, end - 1) + 1 - first) for start, end in found]
    left_out = len(rows) > len(shown) or any(len(row) > _COLUMNS for row in rows)
    return FilePreview(
        "table",
        sentence="The table is large: only a part of it is shown here." if left_out else None,
        table=ShownTable(
            shown,
            first + 1,
            tuple((start, end) for start, end in passages if end > 0 and start < len(shown)),
            tuple(_cells_with_words(shown, mark)),
            sheet,
        ),
    )


def _joined(rows: Sequence[Sequence[str]]) -> tuple[str, list[int]]:
    """All rows as one text, and where in it each of them ends."""
    lines = ["\t".join(row) for row in rows]
    return "\n".join(lines), list(accumulate(len(line) + 1 for line in lines))


def _row_at(ends: Sequence[int], offset: int) -> int:
    return min(bisect_right(ends, offset), len(ends) - 1)


def _cells_with_words(
    rows: Sequence[Sequence[str]], mark: Callable[[str], Iterable[Range]]
) -> Iterable[tuple[int, int]]:
    cells = [(row, column) for row, line in enumerate(rows) for column in range(len(line))]
    texts = [rows[row][column] for row, column in cells]
    ends = list(accumulate(len(text) + 1 for text in texts))
    return dict.fromkeys(cells[_row_at(ends, start)] for start, _ in mark("\n".join(texts)))

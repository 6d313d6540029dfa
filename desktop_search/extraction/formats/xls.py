"""Reads binary workbooks of Excel (.xls, .xlsb) with calamine: the cells of every sheet, text boxes, headers."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.ole import SIGNATURE as OLE_SIGNATURE
from desktop_search.extraction.ole import Ole
from desktop_search.extraction.ole import holds as ole_holds
from desktop_search.extraction.packages import Package
from desktop_search.extraction.sheets import HEADER_CODE, Sheets
from desktop_search.extraction.workbook_binary import SheetTexts, check_spread, look_through, spread_in
from desktop_search.extraction.zips import holds, opened, portions
from desktop_search.records import Document

_OLD = frozenset({".xls", ".xlt"})
_PACKED = frozenset({".xlsb"})
SUFFIXES = _OLD | _PACKED
VERSION = 1
LIBRARIES = ("lxml", "olefile", "python_calamine")

_STREAMS = ("Workbook", "Book")
_MAIN = re.compile(r"xl/workbook\.bin", re.IGNORECASE)
_MOST_BYTES_OF_SHEET = 64 * 1024 * 1024


def prepare() -> None:
    import lxml.etree  # noqa: F401
    import olefile  # noqa: F401
    import python_calamine  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a file is a workbook in one of the binary formats."""
    return ole_holds(source, *_STREAMS, suffixes=_OLD) or holds(source, _MAIN, suffixes=_PACKED, mark=b"xl/")


def extract(source: Source) -> Document:
    """The sheets in their order. Raises Unreadable when the file is encrypted, damaged, too large or without text."""
    found = Collector(source)
    is_old = source.head(8) == OLE_SIGNATURE
    properties, beside = _looked_through_old(source) if is_old else (_looked_through_packed(source), [])
    _collect(source, found, beside)
    return found.document(properties.pop("title", None), properties.pop("language", None), properties)


def _looked_through_old(source: Source) -> tuple[dict[str, str], list[SheetTexts]]:
    ole = Ole(source)
    ole.check_chains()
    name = next((name for name in _STREAMS if name in ole), _STREAMS[0])
    return ole.properties(), look_through(ole.stream(name))


def _looked_through_packed(source: Source) -> dict[str, str]:
    with opened(source) as archive:
        package = Package(archive)
        cells = 0
        # calamine unpacks whatever is there; zipfile as much as was promised, and it complains when there is more.
        try:
            for part in package.matching(r"xl/.*\.bin"):
                data = b"".join(portions(package.open(part), _MOST_BYTES_OF_SHEET + 1))
                if len(data) > _MOST_BYTES_OF_SHEET:
                    raise Unreadable("too_large", "A sheet of the workbook has more than 64 MB.")
                cells += spread_in(data) if "/worksheets/" in part else 0
        except zipfile.BadZipFile as error:
            raise Unreadable("damaged", "The file is damaged: a part of it cannot be read.") from error
        check_spread(cells)
        return package.properties()


def _collect(source: Source, found: Collector, beside: list[SheetTexts]) -> None:
    try:
        _read(source, found, beside)
    except BaseException as error:
        # Where calamine gives up in Rust, what arrives here is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        found.note("The workbook is damaged; only its beginning was read.")


def _read(source: Source, found: Collector, beside: list[SheetTexts]) -> None:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data()))
    except python_calamine.PasswordError as error:
        raise Unreadable("encrypted", "The file is protected by a password.") from error
    sheets = Sheets(found)
    for number, name in enumerate(workbook.sheet_names):
        sheets.begin(name)
        for row in _rows(workbook, number, found):
            sheets.row([shown(value) for value in row])
            if sheets.is_full:
                return
        sheets.end()
        for text in beside[number].texts if number < len(beside) else ():
            sheets.text(HEADER_CODE.sub(" ", text).strip())


def _rows(workbook: Any, number: int, found: Collector) -> Iterator[list[object]]:
    import python_calamine

    try:
        yield from workbook.get_sheet_by_index(number).iter_rows()
    except (python_calamine.CalamineError, ValueError):
        # A sheet of macros or with a broken part is no reason to lose the others.
        found.note("A sheet of the workbook is damaged or of an unknown kind; the others were read.")


def shown(value: object) -> str:
    """What a cell shows."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M" if value.hour or value.minute else "%Y-%m-%d")
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    # Dates and spans of time say it well themselves.
    return str(value)

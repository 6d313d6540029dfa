"""Gets from PDFium what stands beside the text of a PDF: bookmarks, filled fields, comments, attachments, language."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_MOST_BOOKMARKS = 2_000
_MOST_ANNOTATIONS = 500
_DEEPEST = 6
_LONGEST_NOTE = 100_000
# What a box that can be ticked says, which is no text.
_TICKS = frozenset({"off", "yes", "on", "true", "false"})


_MOST_ATTACHMENTS = 1_000
_LARGEST_ATTACHMENT = 64 * 1024 * 1024
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# PDF 32000-1:2008, 7.9.4: all but the year may be missing.
_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?.*", re.ASCII | re.DOTALL
)
_FIRST = ("01", "01", "00", "00", "00")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; level is 1 to 6."""

    title: str
    level: int


def bookmarks(pdf: Any) -> dict[int, Sequence[Bookmark]]:
    """The bookmarks by the number of the page they lead to, which begins at 1."""
    from pypdfium2 import PdfiumError

    found: dict[int, list[Bookmark]] = defaultdict(list)
    try:
        for count, entry in enumerate(pdf.get_toc(max_depth=_DEEPEST)):
            target = entry.get_dest()
            page = target.get_index() if target is not None else None
            title = " ".join(entry.get_title().split())
            if page is not None and page >= 0 and title:
                found[page + 1].append(Bookmark(title[:500], min(entry.level + 1, 6)))
            if count > _MOST_BOOKMARKS:
                break
    except (PdfiumError, UnicodeDecodeError):
        # An outline that is damaged is no loss to the text.
        pass
    return {page: tuple(dict.fromkeys(titles)) for page, titles in found.items()}


def written_on(page: Any) -> list[str]:
    """The filled form fields of a page and the comments somebody wrote on it."""
    import pypdfium2.raw as pdfium

    written: list[str] = []
    kinds = {
        pdfium.FPDF_ANNOT_WIDGET: b"V",
        pdfium.FPDF_ANNOT_TEXT: b"Contents",
        pdfium.FPDF_ANNOT_FREETEXT: b"Contents",
        pdfium.FPDF_ANNOT_HIGHLIGHT: b"Contents",
        pdfium.FPDF_ANNOT_UNDERLINE: b"Contents",
        pdfium.FPDF_ANNOT_STRIKEOUT: b"Contents",
    }
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        key = kinds.get(pdfium.FPDFAnnot_GetSubtype(annotation))
        text = _string(pdfium, annotation, key).strip() if key else ""
        pdfium.FPDFPage_CloseAnnot(annotation)
        if text and text.casefold() not in _TICKS:
            written.append(text)
    return written


def attachments(pdf: Any) -> Iterator[tuple[str, bytes | None]]:
    """The names of the files in a PDF and what is in them, None for one that cannot be had."""
    import pypdfium2.raw as pdfium
    from pypdfium2 import PdfiumError

    for index in range(min(pdf.count_attachments(), _MOST_ATTACHMENTS)):
        name = f"attachment {index + 1}"
        try:
            attachment = pdf.get_attachment(index)
            name = attachment.get_name() or name
            size = ctypes.c_ulong()
            pdfium.FPDFAttachment_GetFile(attachment, None, 0, size)
            yield name, bytes(attachment.get_data()) if 0 < size.value <= _LARGEST_ATTACHMENT else None
        except (PdfiumError, UnicodeDecodeError):
            yield name, None


def language(pdf: Any) -> str | None:
    """The language of a PDF as it says itself ("de-DE"), or None where it does not."""
    import pypdfium2.raw as pdfium

    length = pdfium.FPDFCatalog_GetLanguage(pdf, None, 0)
    if not 2 < length <= 64:
        return None
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFCatalog_GetLanguage(pdf, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    told = buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")
    return told if _LANGUAGE.fullmatch(told) else None


def iso_date(value: str) -> str:
    """A date as PDFs write it ("D:20240131120000+01'00'") as ISO 8601, or "" where it is none."""
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return ""
    year, *others = match.groups()[:6]
    month, day, hour, minute, second = (other or default for other, default in zip(others, _FIRST, strict=True))
    zone = f"{match[7]}{match[8]}:{match[9] or '00'}" if match[7] else "+00:00" if "Z" in value else ""
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}").isoformat()
    except ValueError:
        return ""


def numbers_in_short(numbers: Sequence[int]) -> str:
    """Rising numbers of pages as people write them: "1-3, 7"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def _string(pdfium: Any, annotation: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length <= _LONGEST_NOTE:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")

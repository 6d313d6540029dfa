"""Gets from PDFium what stands beside the text of a PDF: its bookmarks, filled form fields and comments."""

import ctypes
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_MOST_BOOKMARKS = 2_000
_MOST_ANNOTATIONS = 500
_DEEPEST = 6
_LONGEST_NOTE = 100_000
# What a box that can be ticked says, which is no text.
_TICKS = frozenset({"off", "yes", "on", "true", "false"})


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


def _string(pdfium: Any, annotation: Any, key: bytes) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length <= _LONGEST_NOTE:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")

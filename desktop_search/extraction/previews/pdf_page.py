"""Draws a page of a PDF with PDFium, and finds where on it a passage and the words that were looked for stand."""

import ctypes
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.previews import locating
from desktop_search.extraction.previews.boxes import blocks, covers, lines
from desktop_search.extraction.previews.raster import drawing_of, fitting
from desktop_search.records import Box, FilePreview, PreviewRequest, Range

_MOST_CHARACTERS = 60_000
_WRONG_PASSWORD = 4
_UNKNOWN = "\ufffd"
_MARGIN = 4
"""Points of the screen between a passage and the box around it."""


def prepare() -> None:
    import pypdfium2  # noqa: F401

    # It complains about every oddity of a damaged file; the preview says all there is to say.
    logging.getLogger("pypdfium2").setLevel(logging.ERROR)


def draw(source: Source, request: PreviewRequest, mark: Callable[[str], Iterable[Range]]) -> FilePreview:
    """The page that is asked for, or the first. Raises Unreadable where there is none to be drawn."""
    import pypdfium2

    source.file.seek(0)
    try:
        pdf = pypdfium2.PdfDocument(source.file)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _WRONG_PASSWORD:
            raise Unreadable("encrypted", "The PDF is protected by a password.") from error
        raise Unreadable("damaged", "The PDF is damaged and cannot be shown.") from error
    with closing(pdf):
        pages = len(pdf)
        number = max(1, min(request.page or 1, pages))
        try:
            # Without this, what somebody wrote into the fields of a form is not drawn.
            pdf.init_forms()
            page = pdf[number - 1]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise Unreadable("damaged", "The page is damaged and cannot be shown.") from error
        with closing(page):
            return _drawn(page, request, mark, number, pages)


def _drawn(
    page: Any, request: PreviewRequest, mark: Callable[[str], Iterable[Range]], number: int, pages: int
) -> FilePreview:
    scale = fitting(page.get_width(), page.get_height(), request.width)
    picture = page.render(scale=scale, rev_byteorder=True).to_pil()
    with closing(page.get_textpage()) as text_page:
        text = _text(text_page)
        place = _Places(page, text_page, picture.size)
        words = [box for found in mark(text) for box in place.of(found)]
        passages: list[Box] = []
        for passage in request.passages:
            found = locating.find(passage, text)
            of_passage = blocks([box for piece in found for box in place.of(piece)], _MARGIN)
            # Neighbours begin with the heading that both stand under, which one box around it is enough for.
            passages += [box for box in of_passage if not any(covers(other, box) for other in passages)]
    return FilePreview("page", page=number, pages=pages, drawing=drawing_of(picture, passages, words))


def _text(text_page: Any) -> str:
    """The characters of a page one by one: PDFium's own texts leave some out, so that places would be wrong."""
    from pypdfium2 import raw

    count = min(text_page.count_chars(), _MOST_CHARACTERS)
    codes = (raw.FPDFText_GetUnicode(text_page.raw, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else _UNKNOWN for code in codes)


class _Places:
    """Where the characters of a page stand in its picture."""

    def __init__(self, page: Any, text_page: Any, size: Sequence[int]) -> None:
        self._page = page
        self._text_page = text_page
        self._size = size

    def of(self, piece: Range) -> list[Box]:
        """One box for each line of a piece of the text."""
        return lines(self._character(index) for index in range(*piece))

    def _character(self, index: int) -> Box:
        left, bottom, right, top = self._text_page.get_charbox(index, loose=True)
        corners = [self._on_picture(left, top), self._on_picture(right, bottom)]
        across, down = zip(*corners, strict=True)
        return min(across), min(down), max(across) - min(across), max(down) - min(down)

    def _on_picture(self, x: float, y: float) -> tuple[int, int]:
        from pypdfium2 import raw

        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(self._page.raw, 0, 0, *self._size, 0, x, y, across, down)
        return across.value, down.value

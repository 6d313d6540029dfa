"""Finds what may show text that is nowhere written, for recognition: pictures, and pages of a PDF that are pictures."""

import logging
import math
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.records import Document

logger = logging.getLogger(__name__)

KINDS = ("images", "pdf")
"""The formats whose files may show more than they say."""
MOST_PIXELS = 100_000_000
MODEST_PIXELS = 12_000_000
"""What a picture is made smaller to; an A4 page has 9 million points at 300 dpi."""
_SMALLEST_SIDE = 32
_DOTS_PER_POINT = 200 / 72
# A stamp or a page number is often the only text layer of a scanned page.
_LITTLE_TEXT = 40
_MUCH_OF_THE_PAGE = 0.5
# An A4 page is 1.41 times as high as wide, and is never cut.
_USUAL_HEIGHT, _LEAST_HEIGHT, _TALL = 1.5, 1000, 1.2
_SHARE_TO_CUT_IN, _ROWS_AT_A_CUT = 0.3, 9
_PICTURES = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "AVIF")


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A picture (PIL.Image.Image) and the page it is; None for a picture that has no pages."""

    picture: Any
    number: int | None = None


def has_pictures(source: Source, kind: str, document: Document | None) -> bool:
    """Whether a file that was read by one of KINDS may show more than its document says. Never raises."""
    try:
        if kind == "images":
            with _opened(source) as picture:
                return _is_of_use(picture)
        with closing(_pdf(source)) as pdf:
            return any(_is_picture(pdf, number, text) for number, text in _scant_pages(pdf, document))
    except MemoryError:
        raise
    except Exception:
        # What cannot be looked at has no pictures for us; that it is damaged was found out by its format.
        logger.debug("pictures in a file could not be counted", exc_info=True)
        return False


def picture_pages(source: Source, kind: str, document: Document | None) -> Iterator[PicturePage]:
    """The pictures of a file, one at a time and none larger than MODEST_PIXELS. Raises what the libraries raise."""
    for page in _frames(source) if kind == "images" else _pages(source, document):
        for piece in _pieces(page.picture):
            yield PicturePage(piece, page.number)


def _pages(source: Source, document: Document | None) -> Iterator[PicturePage]:
    with closing(_pdf(source)) as pdf:
        for number, text in _scant_pages(pdf, document):
            if _is_picture(pdf, number, text):
                yield PicturePage(_rendered(pdf, number), number)


def _frames(source: Source) -> Iterator[PicturePage]:
    from PIL import ImageOps

    with _opened(source) as picture:
        # Further frames of other kinds are the moments of an animation.
        count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        for index in range(count):
            if index:
                picture.seek(index)
            if not _is_of_use(picture):
                if picture.width * picture.height > MOST_PIXELS:
                    raise Unreadable("too_large", "The picture has more than a hundred million points.")
                continue
            if picture.width * picture.height > MODEST_PIXELS:
                # A JPEG can be unpacked at a half or a quarter of its size, at as much less cost.
                picture.draft("RGB", _modest(picture.size))
            upright = ImageOps.exif_transpose(_plain(picture))
            yield PicturePage(upright, index + 1 if count > 1 else None)


def _pieces(picture: Any) -> Iterator[Any]:
    """A picture, or one much taller than wide (a long chat, a receipt) in pieces, cut where the fewest letters stand.

    The recogniser makes its longest side 2,000 points, of which a tall picture's letters would not be left.
    """
    import numpy

    usual = max(round(_USUAL_HEIGHT * picture.width), _LEAST_HEIGHT)
    top = 0
    while picture.height - top > _TALL * usual:
        first = top + round(usual * (1 - _SHARE_TO_CUT_IN))
        contrast = numpy.ptp(numpy.asarray(picture.crop((0, first, picture.width, top + usual)).convert("L")), axis=1)
        quietest = int(numpy.convolve(contrast, numpy.ones(_ROWS_AT_A_CUT), "valid").argmin())
        cut = first + quietest + _ROWS_AT_A_CUT // 2
        yield picture.crop((0, top, picture.width, cut))
        top = cut
    yield picture.crop((0, top, picture.width, picture.height)) if top else picture


def _opened(source: Source) -> Any:
    from PIL import Image

    source.file.seek(0)
    with warnings.catch_warnings():
        # It warns of large pictures; how large is too large is decided here.
        warnings.simplefilter("ignore")
        return Image.open(source.file, formats=[name for name in _PICTURES if name in Image.OPEN])


def _is_of_use(picture: Any) -> bool:
    return bool(min(picture.size) >= _SMALLEST_SIDE and picture.width * picture.height <= MOST_PIXELS)


def _modest(size: tuple[int, int]) -> tuple[int, int]:
    shrink = min(1.0, math.sqrt(MODEST_PIXELS / (size[0] * size[1])))
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def _plain(picture: Any) -> Any:
    """A picture of modest size in grey or colours; what is transparent stays so, for the recogniser to put behind."""
    is_transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    plain = picture.convert("RGBA" if is_transparent else "L" if picture.mode in ("1", "L") else "RGB")
    plain.info.update(exif=picture.info.get("exif", b""))
    return plain if _modest(plain.size) == plain.size else plain.resize(_modest(plain.size), reducing_gap=2.0)


def _pdf(source: Source) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(source.data())


def _scant_pages(pdf: Any, document: Document | None) -> Iterator[tuple[int, int]]:
    """The pages that say next to nothing, with the number of characters they do say."""
    said: Counter[int] = Counter()
    for block in document.blocks if document is not None else ():
        # Bookmarks are headings of pages that need not say anything themselves.
        if block.kind != "heading" and block.location.page is not None:
            said[block.location.page] += len(block.text)
    for number in range(1, len(pdf) + 1):
        if said[number] < _LITTLE_TEXT:
            yield number, said[number]


def _is_picture(pdf: Any, number: int, text: int) -> bool:
    """Whether there is something on a page that says nothing, or a large picture on one that says little."""
    from pypdfium2 import PdfiumError, raw

    try:
        with closing(pdf[number - 1]) as page:
            if not text:
                return next(page.get_objects(max_depth=1), None) is not None
            whole = page.get_width() * page.get_height()
            pictures = (one.get_bounds() for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
            return any(
                (right - left) * (top - bottom) > _MUCH_OF_THE_PAGE * whole for left, bottom, right, top in pictures
            )
    except PdfiumError:
        return False


def _rendered(pdf: Any, number: int) -> Any:
    with closing(pdf[number - 1]) as page:
        points = max(page.get_width() * page.get_height(), 1.0)
        scale = min(_DOTS_PER_POINT, math.sqrt(MODEST_PIXELS / points))
        return page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")

"""Unpacks a picture, or a page of one that has several, at the size it is shown in."""

import warnings
from typing import Any

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.previews.raster import drawing_of, fitting
from desktop_search.records import FilePreview, PreviewRequest

_MOST_POINTS = 100_000_000
_KINDS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "AVIF")
_SHARPER = 2
"""A picture may be drawn so many times as wide as the pane, so that looking closer shows more."""


def prepare() -> None:
    from PIL import Image

    Image.preinit()


def draw(source: Source, request: PreviewRequest) -> FilePreview:
    """The picture, upright. Raises Unreadable where it is none that can be unpacked."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    source.file.seek(0)
    with warnings.catch_warnings():
        # It warns of large pictures and odd files; how large is too large is decided here.
        warnings.simplefilter("ignore")
        try:
            with Image.open(source.file, formats=[name for name in _KINDS if name in Image.OPEN]) as picture:
                if picture.width * picture.height > _MOST_POINTS:
                    raise Unreadable("too_large", "The picture has more than a hundred million points.")
                # Further frames of other kinds are the moments of an animation.
                pages = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
                number = max(1, min(request.page or 1, pages))
                if number > 1:
                    picture.seek(number - 1)
                upright = ImageOps.exif_transpose(_reduced(picture, request.width))
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise Unreadable("unsupported", "Pictures of this kind cannot be shown.") from error
        except (OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
            raise Unreadable("damaged", "The picture is damaged and cannot be shown.") from error
    return FilePreview(
        "picture", page=number if pages > 1 else None, pages=pages if pages > 1 else None, drawing=drawing_of(upright)
    )


def _reduced(picture: Any, width: int) -> Any:
    """The picture, no wider than is of use and never wider than it is."""
    scale = min(1.0, fitting(picture.width, picture.height, _SHARPER * width))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    if scale < 1.0:
        # A JPEG can be unpacked at a half or a quarter of its size, at as much less cost.
        picture.draft(None, size)
    turned = picture.info.get("exif", b"")
    if picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    smaller = picture.resize(size, reducing_gap=2.0) if picture.size != size else picture.copy()
    smaller.info.setdefault("exif", turned)
    return smaller

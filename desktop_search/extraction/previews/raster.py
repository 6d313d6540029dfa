"""Makes pictures ready to be shown: of modest size, plain points, and no more bytes than a frame can hold."""

import math
import zlib
from collections.abc import Sequence
from typing import Any

from desktop_search.records import Box, Drawing

MOST_POINTS = 4_000_000
MOST_BYTES = 4_000_000
"""Of deflated points: written as hexadecimal digits they are twice as many."""
_QUICKLY = 1
_SMALLER = 0.7
_WHITE = "#ffffff"


def drawing_of(picture: Any, passages: Sequence[Box] = (), words: Sequence[Box] = ()) -> Drawing:
    """A picture (PIL.Image.Image) with what is marked in it, made smaller until it fits into MOST_BYTES."""
    plain = _opaque(picture)
    factor = 1.0
    while True:
        points = zlib.compress(plain.tobytes(), _QUICKLY)
        if len(points) <= MOST_BYTES:
            break
        factor *= _SMALLER
        size = max(1, round(plain.width * _SMALLER)), max(1, round(plain.height * _SMALLER))
        plain = plain.resize(size, reducing_gap=2.0)
    boxes = [tuple(tuple(round(side * factor) for side in box) for box in some) for some in (passages, words)]
    return Drawing(plain.width, plain.height, points, plain.mode == "L", boxes[0], boxes[1])  # type: ignore[arg-type]


def fitting(width: float, height: float, wanted_width: int) -> float:
    """The scale that gives a picture the width that is wanted, as far as MOST_POINTS allow."""
    scale = min(wanted_width / max(width, 1.0), math.sqrt(MOST_POINTS / max(width * height, 1.0)))
    # A strip is a few points wide, and rounding one up is a large part of it.
    while math.ceil(width * scale) * math.ceil(height * scale) > MOST_POINTS:
        scale *= 0.95
    return scale


def _opaque(picture: Any) -> Any:
    from PIL import Image

    if picture.mode in ("1", "L"):
        return picture.convert("L")
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        # What shows through is white, as on paper: much of what people keep was drawn with black lines on nothing.
        layered = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layered.size, _WHITE), layered).convert("RGB")
    if picture.mode.startswith(("I", "F")):
        low, high = picture.getextrema()
        scale = 255 / (high - low) if high > low else 0.0
        return picture.point(lambda value: value * scale - low * scale).convert("L")
    return picture.convert("RGB")

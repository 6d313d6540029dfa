"""What a file looks like where something was found in it. Frozen and pure."""

from dataclasses import dataclass
from typing import TypeAlias

Range: TypeAlias = tuple[int, int]
"""[start, end) in a text, or the first row and the row behind the last."""
Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height in the points of a picture."""


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What is to be seen of a file: passages are the texts that were found, terms the words that were looked for.

    page, line and sheet say where the first passage stands; width is that of a drawn page, in points of the screen.
    plain leaves out whatever a library does for beauty only.
    """

    path: str
    member: str | None = None
    page: int | None = None
    line: int | None = None
    sheet: str | None = None
    passages: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    width: int = 800
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as deflated rows of points, one byte each where is_grey and three (red, green, blue) where not.

    No decoder of pictures is needed to show it, and its size is known before it is unpacked.
    """

    width: int
    height: int
    points: bytes
    is_grey: bool = False
    passages: tuple[Box, ...] = ()
    words: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownText:
    """A piece of a text. colours are [start, end) and what stands there: "keyword", "string", "comment" and so on.

    first_line is the number of its first line in the file, or None where the file has no lines of its own. passages
    are in the order of the request, and not in that of the text.
    """

    text: str
    first_line: int | None = None
    passages: tuple[Range, ...] = ()
    words: tuple[Range, ...] = ()
    colours: tuple[tuple[int, int, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Some rows of a table. words are the cells (row, column) with a word that was looked for, rows counted from 0.

    first_row is the number of the first of them in the file, counted from 1.
    """

    rows: tuple[tuple[str, ...], ...]
    first_row: int = 1
    passages: tuple[Range, ...] = ()
    words: tuple[tuple[int, int], ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file looks like. kind is "page", "picture", "text", "code", "mail", "table", or "none".

    sentence says why there is nothing to see, or less than there is; None with "none" means that a newer request has
    overtaken this one.
    """

    kind: str = "none"
    sentence: str | None = None
    page: int | None = None
    pages: int | None = None
    drawing: Drawing | None = None
    text: ShownText | None = None
    table: ShownTable | None = None

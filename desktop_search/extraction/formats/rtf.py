"""Reads Rich Text Format (.rtf) with striprtf: text, tables, notes, headers and text boxes, with their headings."""

import re
from collections.abc import Iterator

from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.records import Document

SUFFIXES = frozenset({".rtf"})
VERSION = 1
LIBRARIES = ("striprtf",)

_MARK = b"{\\rtf"
# Pictures are most of a large file. Of what is left, more than this takes longer than a file may.
_MOST_BYTES = 256 * 1024 * 1024
_MOST_MARKUP = 8_000_000
_BINARY = re.compile(r"\\bin(\d{1,9}) ?")
_PICTURE = re.compile(r"[0-9a-fA-F\r\n]{256,}+")
# striprtf leaves out all of these, but they are text that a person wrote and sees.
_KEPT = re.compile(
    r"(?:\\\*)?\\(?:footnote|annotation|header[flr]?|footer[flr]?|shp(?:inst|txt)?|do|dptxbxtext)(?![a-z])"
)
_NOT_A_NUMBER = re.compile(r"\\(?:u(?:-?\d{6,}|c(?![a-z0-9]))|f(?![a-z0-9])|uc\d{3,})")
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z]) ?")
_HEADING = re.compile(r"\\(?:outlinelevel([0-8])|s(\d{1,5}))(?!\d) ?")
_HEADING_STYLE = re.compile(r"\{\\s(\d{1,5})[^{}]{0,2000}?heading ([1-9])\b", re.IGNORECASE)
_PROPERTY = re.compile(r"\{\\(title|author)\s((?:[^{}]|\{[^{}]{0,200}\}){1,1000})\}")
_FONT = re.compile(r"\\f(\d{1,5})(?:\\(?!fcharset)[a-z]{1,20}-?\d{0,6} ?){0,8}\\fcharset(\d{1,3})(?!\d)")
_FONTS = "\\fonttbl"
_HIDDEN = "\\stylesheet"
_MOST_FONTS = 5_000
_BEGINNING = re.compile(r"\{\\rtf\d{0,3}")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{1,5})")
# Stand for the end of a cell and for headings while striprtf is at work. No font has them, so no text does.
_END_OF_CELL = "\U0010fff0"
_LEVELS = "".join(chr(0x10FFF0 + level) for level in range(1, 7))
_BLANKS = f" \t\r\xad{_LEVELS}"


def prepare() -> None:
    import striprtf.striprtf  # noqa: F401


def recognises(source: Source) -> bool:
    """Whether a file begins like Rich Text Format."""
    return source.head(64).lstrip().startswith(_MARK)


def extract(source: Source) -> Document:
    """The text in its order; notes stand where they are referred to. Raises Unreadable when there is none."""
    from striprtf.striprtf import rtf_to_text

    if source.size > _MOST_BYTES:
        raise Unreadable("too_large", "The file has more than 256 MB.")
    found = Collector(source)
    markup = _PICTURE.sub("", _without_binary(source.data().decode("latin-1")))
    properties = {
        name: " ".join(rtf_to_text(f"{_beginning(markup)}{text}}}", errors="ignore").split())
        for name, text in _PROPERTY.findall(_safe(markup[:65536]))
    }
    is_short = len(markup) <= _MOST_MARKUP
    text = rtf_to_text(_with_fonts(_marked(_safe(markup[:_MOST_MARKUP]))), errors="replace")
    _collect(found, text)
    if not is_short:
        found.cut("The file is too long; only its beginning was read.")
    return found.document(properties.pop("title", None), None, properties)


def _without_binary(markup: str) -> str:
    """The markup without pictures in bytes, which may look like anything."""
    kept, position = [], 0
    while match := _BINARY.search(markup, position):
        kept.append(markup[position : match.start()])
        position = match.end() + int(match[1])
    return "".join(kept) + markup[position:]


def _beginning(markup: str) -> str:
    code_page = _CODE_PAGE.search(markup[:4096])
    return f"{{\\rtf1\\ansi\\ansicpg{code_page[1] if code_page else 1252} "


def _safe(markup: str) -> str:
    """Markup over which striprtf neither stumbles nor takes more than linear time.

    Its expression for links looks for their end until the end of the line, and line ends mean nothing.
    """
    return _NOT_A_NUMBER.sub("", markup).replace("{", "\n{")


def _with_fonts(markup: str) -> str:
    """The markup with its table of fonts written plainly, as striprtf takes cubic time over one without an end."""
    charsets = dict(_FONT.findall(markup[:1_000_000])[:_MOST_FONTS])
    fonts = "".join(f"{{\\f{font}\\fcharset{charset} F;}}" for font, charset in charsets.items())
    # The old table becomes one of the groups of which nothing is shown.
    return _BEGINNING.sub(lambda match: f"{match[0]}{{{_FONTS}{fonts}}}", markup.replace(_FONTS, _HIDDEN), count=1)


def _marked(markup: str) -> str:
    """The markup with signs for what striprtf does not tell."""
    levels = {style: min(int(level), 6) for style, level in _HEADING_STYLE.findall(markup[:1_000_000])}

    def heading(match: re.Match[str]) -> str:
        level = min(int(match[1]) + 1, 6) if match[1] else levels.get(match[2], 0)
        return match[0] + (_LEVELS[level - 1] if level else "")

    markup = _KEPT.sub(r"\\par ", markup)
    return _HEADING.sub(heading, _CELL.sub(_END_OF_CELL, markup))


def _collect(found: Collector, text: str) -> None:
    rows: list[str] = []
    for line in _lines(text):
        if _END_OF_CELL in line:
            rows.append("\t".join(cell for cell in map(_plain, line.split(_END_OF_CELL)) if cell))
            continue
        found.add("\n".join(rows), "table")
        rows.clear()
        level = next((1 + _LEVELS.index(character) for character in line if character in _LEVELS), 0)
        found.add(_plain(line), "heading" if level else "paragraph", level)
        if found.is_full:
            return
    found.add("\n".join(rows), "table")


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line.strip(_BLANKS):
            yield line


def _plain(line: str) -> str:
    return "".join(character for character in line if character not in _LEVELS).strip()

"""Shows texts, programs and mail: the piece around what was found, as plain characters with what is to be marked."""

import re
from collections.abc import Callable, Iterable

from desktop_search.extraction import registry
from desktop_search.extraction.decoding import decode
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.previews import colours, locating
from desktop_search.records import Document, FilePreview, PreviewRequest, Range, ShownText

LONGEST_TEXT = 60_000
"""Characters: some twenty pages. The window shows them within one frame of its screen."""
_MOST_BYTES = 20_000_000
CODE = frozenset({"source_code", "json_text", "xml_text", "settings_text", "latex"})
AS_WRITTEN = CODE | {"plain_text", "markdown", "restructuredtext", "org", "asciidoc", "subtitles"}
"""Formats whose files are texts that people read and write as they are."""
MAIL = frozenset({"mail", "outlook_message", "mbox"})
_HEADER = re.compile(r"(Subject|From|To|Cc|Date): (.*)")

Marker = Callable[[str], Iterable[Range]]


def prepare() -> None:
    colours.prepare()


def as_written(source: Source, request: PreviewRequest, mark: Marker, kind: str) -> FilePreview:
    """A text file as it is, in colours where it is a program."""
    text = decode(source.data(_MOST_BYTES)).replace("\f", "\n")
    start, end = locating.window(text, request.passages, request.line, LONGEST_TEXT)
    shown = text[start:end]
    first_line = 1 + text.count("\n", 0, start)
    near = 0
    if request.line and request.line > first_line:
        near = sum(len(line) + 1 for line in shown.split("\n")[: request.line - first_line])
    is_code = kind in CODE or colours.knows(source.name)
    return FilePreview(
        "code" if is_code else "text",
        sentence=_left_out(start, end, len(text), source.size > _MOST_BYTES),
        text=ShownText(
            shown,
            first_line,
            _found(request, shown, near),
            tuple(mark(shown)),
            () if request.plain or not is_code else colours.colours(shown, source.name),
        ),
    )


def as_read(source: Source, request: PreviewRequest, mark: Marker, kind: str) -> FilePreview:
    """The text that a format reads in a file, or in the member that is asked for. Raises Unreadable for none."""
    document, name, _ = registry.extract(source)
    return of_document(_member(document, request.member), request, mark, name if request.member is None else kind)


def of_document(document: Document, request: PreviewRequest, mark: Marker, kind: str) -> FilePreview:
    blocks = [block.text for block in document.blocks]
    headers: tuple[tuple[str, str], ...] = ()
    if kind in MAIL or (request.member is not None and blocks and _headers(blocks[0])):
        headers = _headers(blocks[0]) if blocks else ()
        blocks = blocks[1:] if headers else blocks
    text = "\n\n".join(blocks)
    start, end = locating.window(text, request.passages, None, LONGEST_TEXT)
    shown = text[start:end]
    return FilePreview(
        "mail" if headers else "text",
        sentence=_left_out(start, end, len(text), document.truncated is not None),
        text=ShownText(shown, None, _found(request, shown), tuple(mark(shown)), headers=headers),
    )


def _member(document: Document, member: str | None) -> Document:
    if member is None:
        return document
    for one in document.members:
        if one.member == member:
            return one
    raise Unreadable("gone", "This part of the file is no longer there.")


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    """The headers in a block that has nothing else in it; nothing for any other block."""
    matches = [_HEADER.fullmatch(line) for line in text.split("\n")]
    found = tuple((match[1], match[2]) for match in matches if match is not None)
    return found if found and len(found) == len(matches) else ()


def _found(request: PreviewRequest, text: str, near: int = 0) -> tuple[Range, ...]:
    """Where the passages are, those of the first before the others."""
    return tuple(dict.fromkeys(place for one in request.passages for place in locating.find(one, text, near)))


def _left_out(start: int, end: int, length: int, is_cut: bool) -> str | None:
    if start == 0 and end == length and not is_cut:
        return None
    return "The file is long: only a part of it is shown here."

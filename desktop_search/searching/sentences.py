"""Cuts a passage into its sentences, to show or compare the one that matters. Pure and linear."""

import re

Span = tuple[int, int]

LONGEST = 400
"""Characters. What goes on for longer is a table or a list, and is cut between two words."""

# After a full stop no sentence begins with a small letter ("e.g. this"), and none ends in an initial ("J. Smith").
_BORDER = re.compile(
    r"(?<=[.!?…])(?<!\b\w\.)(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z]{2}\.)[\"'»”’)\]]{0,3}\s+(?=[^\sa-z])"
    r"|(?<=[。！？｡])[」』”’）]{0,3}\s*(?=\S)"
    # A line break is one only where no sentence is broken by it: text is often wrapped at some width.
    r"|\n\s*(?=[^\sa-z])|\n[^\S\n]*\n\s*"
)


def spans(text: str) -> list[Span]:
    """[start, end) of every sentence, in order, without the white space around them; never an empty one."""
    found: list[Span] = []
    start = 0
    for border in _BORDER.finditer(text):
        found += _trimmed(text, start, border.end())
        start = border.end()
    return found + _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    pieces: list[Span] = []
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        pieces += _trimmed(text, start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    return [*pieces, (start, end)] if start < end else pieces

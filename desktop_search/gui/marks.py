"""Which characters of a text are marked, counted as Qt counts them. Pure."""

import re
from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def in_qt_units(text: str, marks: Iterable[Range]) -> list[Range]:
    """Marks as offsets of UTF-16 units: Qt counts an emoji as two. Marks outside the text are cut or dropped."""
    inside = [(max(start, 0), min(end, len(text))) for start, end in marks]
    kept = [(start, end) for start, end in inside if start < end]
    if text.isascii() or all(character <= "\uffff" for character in text):
        return kept
    return [(qt_length(text[:start]), qt_length(text[:end])) for start, end in kept]


def qt_length(text: str) -> int:
    """How long Qt thinks a text is."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def from_qt_unit(text: str, offset: int) -> str:
    """The rest of a text from one of Qt's offsets on."""
    return text.encode("utf-16-le", "surrogatepass")[2 * offset :].decode("utf-16-le", "replace")


def without_heading(text: str, marks: Iterable[Range], heading: str | None) -> tuple[str, list[Range]]:
    """A passage without the heading lines it begins with, for where the heading stands beside it anyway.

    A text of nothing but headings, or one with marks only in them, stays as it is.
    """
    kept = list(marks)
    at = 0
    for line in (heading or "").split(" › "):
        begins = text.startswith(line, at) and text[at + len(line) : at + len(line) + 1].isspace()
        if not line or not begins:
            break
        at += len(line)
        at += len(text[at:]) - len(text[at:].lstrip())
    below = [(max(start, at) - at, end - at) for start, end in kept if end > at]
    if at == len(text) or (kept and not below):
        return text, kept
    return text[at:], below


def words_in_name(name: str, query: str) -> list[Range]:
    """Where words of the query stand in a file name, merged and in order."""
    typed = re.findall(r"\w+", query)
    # In a sentence the short ones are "to" and "of", which mean nothing in a name.
    words = {word for word in typed if len(word) > 2 or not word.isalpha() or (len(typed) == 1 and len(word) > 1)}
    if not words:
        return []
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    # Only where a word begins: "an" is not what "tenancy" was found for. An underscore separates words, too.
    return merged(match.span() for match in re.finditer(rf"(?<![^\W_])(?:{alternatives})", name, re.IGNORECASE))


def merged(marks: Iterable[Range]) -> list[Range]:
    """The same marks without overlaps, in order."""
    result: list[Range] = []
    for start, end in sorted(marks):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def up_to(marks: Sequence[Range], end: int) -> list[Range]:
    """The part of the marks that lies before an offset."""
    return [(start, min(stop, end)) for start, stop in marks if start < end]

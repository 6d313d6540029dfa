"""Puts the lines of a printed page together again: words that were hyphenated, and paragraphs. Pure."""

import re
from collections.abc import Iterator
from itertools import pairwise

# PDFium marks a hyphen at the end of a line as U+FFFE or U+0002; others leave the soft hyphen of the typesetter.
_SOFT_HYPHEN = re.compile("[\ufffe\x02]\r?\n?|\u00ad(?:\r?\n)?")
_HYPHENATED = re.compile(r"(?<![\w-])(\w*[^\W\d_])-\n[^\S\n]*([^\W\d_]\w*)")
_BEGINS_ITEM = re.compile(r"(?:[-–•▪●◦*·‣]|\(?\w{1,3}[.)])\s")
_ENDS_SENTENCE = re.compile(r"[.!?:。！？][\"'”’)\]]?$")


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a page, each on one line where it is running text, line by line where it is a list or table.

    A line that ends a sentence and is clearly shorter than the longest lines around it ends its paragraph.
    """
    text = _unhyphenated(text.replace("\r\n", "\n").replace("\r", "\n"))
    for part in re.split(r"\n[^\S\n]*\n", text):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if lines:
            yield from _joined(lines)


def _unhyphenated(text: str) -> str:
    text = _SOFT_HYPHEN.sub("", text)

    def mended(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        # A word the page also spells with its hyphen inside a line ("well-known") keeps it.
        if not right[0].islower() or not left[-1].islower() or f"{left}-{right}" in words:
            return f"{left}-\n{right}" if not right[0].islower() else f"{left}-{right}"
        return left + right

    words = frozenset(re.findall(r"\w+-\w+", text))
    return _HYPHENATED.sub(mended, text)


def _joined(lines: list[str]) -> Iterator[str]:
    width = sorted(map(len, lines))[-1 - len(lines) // 10]
    paragraph = lines[0]
    for before, line in pairwise(lines):
        ends_sentence = _ENDS_SENTENCE.search(before) is not None
        is_running = len(before) > 0.6 * width and width > 40 and not _BEGINS_ITEM.match(line)
        is_last = len(before) < 0.85 * width and line[:1].isupper()
        if ends_sentence and (is_last or not is_running):
            yield paragraph
            paragraph = line
        else:
            paragraph += (" " if is_running or line[:1].islower() else "\n") + line
    yield paragraph

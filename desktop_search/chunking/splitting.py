"""Cuts a long text where it hurts least: between sentences, then lines, then words, then anywhere. Pure and linear."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_search.chunking.tokens import TokenCounter

# Look-behinds instead of "[.!?]+\s+": a run of a million full stops must not be scanned from each of them again.
_SENTENCES = re.compile(r"(?<=[.!?…])[\"'”’»)\]]{0,3}\s+|(?<=[。！？｡])[」』”’）]{0,3}\s*")
_LINES = re.compile(r"\n")
_WORDS = re.compile(r"\s+")

# A word is seldom more than eight characters a token; beyond that (a picture in base64, a line of dashes that the
# tokenizer takes for one unknown word) characters are the measure, so that no passage becomes monstrous.
CHARACTERS_PER_TOKEN = 8


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be cut into slices of at most room tokens. is_prose says that sentences matter more than lines."""

    text: str
    room: int
    is_prose: bool = True


@dataclass(frozen=True, slots=True)
class Slice:
    """The part [start, end) of the text with this index, and its tokens. The slices of a text make up all of it."""

    index: int
    start: int
    end: int
    tokens: int


def slices(texts: Sequence[Text], count_tokens: TokenCounter) -> list[Slice]:
    """Every text, in order, whole if it has room, else in slices. Tokens are counted in one call a round.

    A single character is never cut, even if it has more tokens than there is room.
    """
    parts = _counted([(index, 0, len(text.text)) for index, text in enumerate(texts)], texts, count_tokens)
    level = 0
    while any(_is_over(part, texts[part.index]) for part in parts):
        spans: list[tuple[int, int, int]] = []
        for part in parts:
            text = texts[part.index]
            if _is_over(part, text):
                spans.extend((part.index, *span) for span in _cut(text, part.start, part.end, level))
        fresh = iter(_counted(spans, texts, count_tokens))
        parts = _replaced(parts, texts, fresh)
        level += 1
    return parts


def _is_over(part: Slice, text: Text) -> bool:
    length = part.end - part.start
    return length > 1 and (part.tokens > text.room or length > text.room * CHARACTERS_PER_TOKEN)


def _counted(spans: Sequence[tuple[int, int, int]], texts: Sequence[Text], count_tokens: TokenCounter) -> list[Slice]:
    # What is too long by its characters alone is cut anyway, so its tokens (perhaps millions) are never counted.
    counted = [span for span in spans if span[2] - span[1] <= texts[span[0]].room * CHARACTERS_PER_TOKEN]
    numbers = iter(count_tokens([texts[index].text[start:end] for index, start, end in counted]) if counted else ())
    return [
        Slice(
            index,
            start,
            end,
            next(numbers) if end - start <= texts[index].room * CHARACTERS_PER_TOKEN else end - start,
        )
        for index, start, end in spans
    ]


def _replaced(parts: Sequence[Slice], texts: Sequence[Text], fresh: Iterator[Slice]) -> list[Slice]:
    """The parts with each one that was too long replaced by its cuts, which come in the same order."""
    result: list[Slice] = []
    for part in parts:
        if not _is_over(part, texts[part.index]):
            result.append(part)
            continue
        for cut in fresh:
            result.append(cut)
            if cut.end == part.end:
                break
    return result


def _cut(text: Text, start: int, end: int, level: int) -> Iterator[tuple[int, int]]:
    """Spans that make up [start, end), each of about a quarter of the room, cut as kindly as the level allows."""
    boundaries = (_SENTENCES, _LINES, _WORDS) if text.is_prose else (_LINES, _WORDS)
    target = max(text.room, 1)
    if level < len(boundaries):
        yield from _at(boundaries[level], text.text, start, end, target)
        return
    step = max(target >> (level - len(boundaries)), 1)
    step = min(step, max((end - start) // 2, 1))
    for begin in range(start, end, step):
        yield begin, min(begin + step, end)


def _at(boundary: re.Pattern[str], text: str, start: int, end: int, target: int) -> Iterator[tuple[int, int]]:
    begin = last = start
    for match in boundary.finditer(text, start, end):
        here = match.end()
        if here - begin > target and last > begin:
            yield begin, last
            begin = last
        last = here
    if end - begin > target and begin < last < end:
        yield begin, last
        begin = last
    if begin < end:
        yield begin, end

"""Lays a document out as pieces small enough to pack, each knowing the headings it stands under. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_search.chunking.embedded import brief_title
from desktop_search.chunking.splitting import Slice, Text, slices
from desktop_search.chunking.tokens import TokenCounter
from desktop_search.records import Block, Document, Location

_SENTENCE_ENDS = ".!?…:;。！？」』”\"'"
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}(?=\s|$)|[。！？]")
# A sentence that goes on for longer than this on the next page is no sentence but a table or a list.
_LONGEST_REST = 400


@dataclass(frozen=True, slots=True)
class Label:
    """A heading as it is repeated above the passages under it: on one line, cut when absurdly long."""

    text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the document that is never cut by packing. joint is what stands between it and the piece before.

    level is 0 for body text and that of the heading otherwise; path are the headings above it, outermost first.
    """

    text: str
    tokens: int
    joint: str
    location: Location
    path: tuple[Label, ...]
    level: int = 0
    opens_section: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The pieces of a document in order; together they are all of its text. title_tokens is the price of the title."""

    pieces: tuple[Piece, ...]
    title: str
    title_tokens: int
    limit: int

    def shown(self, path: tuple[Label, ...]) -> tuple[Label, ...]:
        """The innermost headings of a path that fit, with the title, into a third of the limit."""
        return _innermost(path, self.limit // 3 - self.title_tokens)

    def room(self, path: tuple[Label, ...]) -> int:
        """The tokens left for text under a path."""
        shown = self.shown(path)
        titled = bool(shown) and shown[0].text == self.title
        price = sum(label.tokens for label in shown) + (0 if titled else self.title_tokens)
        return max(self.limit - price, 1)


def outline(document: Document, count_tokens: TokenCounter, limit: int) -> Outline:
    """The document laid out for packing into passages of at most limit tokens."""
    blocks = list(_pages_joined([block for block in document.blocks if block.text.strip()]))
    title = brief_title(document.title)
    heading_room = max(limit // 6, 1)
    headings = [index for index, block in enumerate(blocks) if block.kind == "heading"]
    lines = [Text(" ".join(blocks[index].text.split()), heading_room) for index in headings]
    heading_slices: dict[int, list[Slice]] = {}
    for part in slices(lines, count_tokens):
        heading_slices.setdefault(headings[part.index], []).append(part)
    result = Outline((), title, count_tokens([title])[0] if title else 0, limit)

    texts: list[Text] = []
    paths: list[tuple[Label, ...]] = []
    open_headings: list[tuple[int, Label]] = []
    for index, block in enumerate(blocks):
        if index in heading_slices:
            level = max(block.level, 1)
            while open_headings and open_headings[-1][0] >= level:
                open_headings.pop()
            text = " ".join(block.text.split())
            paths.append(tuple(label for _, label in open_headings))
            texts.append(Text(text, heading_room))
            first = heading_slices[index][0]
            open_headings.append((level, Label(text[first.start : first.end].strip(), first.tokens)))
        else:
            path = tuple(label for _, label in open_headings)
            paths.append(path)
            texts.append(Text(block.text, result.room(path), block.kind not in {"code", "table"}))
    bodies = [index for index in range(len(blocks)) if index not in heading_slices]
    for part in slices([texts[index] for index in bodies], count_tokens):
        heading_slices.setdefault(bodies[part.index], []).append(part)
    pieces = tuple(_pieces(blocks, texts, paths, heading_slices))
    return replace(result, pieces=pieces)


def _pieces(
    blocks: Sequence[Block],
    texts: Sequence[Text],
    paths: Sequence[tuple[Label, ...]],
    parts: dict[int, list[Slice]],
) -> Iterator[Piece]:
    level_before = 0
    for index, block in enumerate(blocks):
        is_heading = block.kind == "heading"
        level = max(block.level, 1) if is_heading else 0
        text = texts[index].text
        line, counted_to = block.location.line, 0
        for part in parts[index]:
            piece = text[part.start : part.end]
            if line is not None and not is_heading:
                begins = part.start + len(piece) - len(piece.lstrip())
                line += text.count("\n", counted_to, begins)
                counted_to = begins
            if part is not parts[index][0]:
                joint = ""
            elif index and blocks[index - 1].kind == "heading":
                joint = "\n"
            else:
                joint = "\n\n" if index else ""
            yield Piece(
                piece,
                max(part.tokens, 1),
                joint,
                block.location if line == block.location.line else replace(block.location, line=line),
                paths[index],
                level,
                opens_section=joint != "" and is_heading and not 0 < level_before < level,
            )
        level_before = level


def _innermost(path: tuple[Label, ...], budget: int) -> tuple[Label, ...]:
    shown: list[Label] = []
    for label in reversed(path):
        budget -= label.tokens
        if budget < 0:
            break
        shown.append(label)
    return tuple(reversed(shown))


def _pages_joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, but the end of a sentence that a page break cut stands on the page where the sentence begins."""
    before: Block | None = None
    for block in blocks:
        rest = block
        if before is not None and _is_cut_by_page(before, block):
            end = _SENTENCE_END.search(block.text, 0, _LONGEST_REST)
            if end is not None:
                begun, between = before.text.rstrip(), "" if before.text.rstrip().endswith("-") else " "
                before = replace(before, text=begun + between + block.text[: end.end()].lstrip())
                rest = replace(block, text=block.text[end.end() :].lstrip())
        if rest.text.strip():
            if before is not None:
                yield before
            before = rest
    if before is not None:
        yield before


def _is_cut_by_page(before: Block, block: Block) -> bool:
    return (
        before.location.page is not None
        and before.location.page != block.location.page
        and before.kind == block.kind == "paragraph"
        and before.text.rstrip()[-1:] not in _SENTENCE_ENDS
        and block.text.lstrip()[:1].islower()
    )

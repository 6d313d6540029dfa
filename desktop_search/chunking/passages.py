"""Turns what a format extracted into passages small enough to embed, without losing a character. Pure.

Structure comes first: a heading begins a passage, the paragraphs under it are packed together while they fit, and a
passage stays on its page. Sections of a few words are packed with their siblings, each under its own heading line.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop_search.chunking.embedded import embedded_text, hash_of
from desktop_search.chunking.outline import Outline, Piece, outline
from desktop_search.chunking.splitting import CHARACTERS_PER_TOKEN
from desktop_search.chunking.tokens import TokenCounter
from desktop_search.records import Document, Location, Passage

__all__ = ["embedded_text", "hash_of", "passages"]

# Passages of fewer tokens than this part of the limit say too little to be compared by meaning.
_TINY_PART = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces in a row that belong together, and how many tokens they have."""

    pieces: tuple[Piece, ...]
    tokens: int

    @property
    def page(self) -> int | str | None:
        return page_of(self.pieces[0].location)

    @property
    def level(self) -> int:
        """The level of the heading it begins with; 0 if it begins with body text."""
        return self.pieces[0].level


def passages(document: Document, *, count_tokens: TokenCounter, limit: int) -> tuple[Passage, ...]:
    """The passages of a document in order, each of at most limit tokens together with the title it is embedded under.

    Every visible character of the blocks, headings included, is in some passage. Only where a single character or the
    shortened title alone is over the limit may a passage be, so limits below 64 are refused (ValueError).
    """
    if limit < 64:
        raise ValueError(f"Passages of {limit} tokens are too small to mean anything.")
    laid_out = outline(document, count_tokens, limit)
    packed = [part for group in _groups(laid_out) for part in _packed(group, laid_out)]
    texts = [_text_of(part, laid_out) for part in packed]
    drafts = [(text, part) for text, part in zip(texts, packed, strict=True) if text.strip()]
    drafts = _within_limit(drafts, document.title, count_tokens, limit)
    return tuple(
        Passage(text, hash_of(embedded_text(document.title, text)), _heading_of(part), _location_of(part))
        for text, part in drafts
    )


def page_of(location: Location) -> int | str | None:
    """What a passage must not reach across: a page, a slide or a sheet."""
    return location.page or location.slide or location.sheet


def _groups(laid_out: Outline) -> list[Group]:
    """The sections of the document, page by page, with the tiny ones joined to their neighbours."""
    tiny = laid_out.limit // _TINY_PART

    def fits(one: Group, other: Group) -> bool:
        return one.tokens + other.tokens <= laid_out.room(one.pieces[0].path)

    def is_child(one: Group, other: Group) -> bool:
        return other.level > one.level > 0

    sections = _sections(laid_out.pieces)
    first: list[Group] = []
    for index, section in enumerate(sections):
        following = sections[index + 1] if index + 1 < len(sections) else None
        begins_a_family = following is not None and is_child(section, following)
        if first and _may_stand_together(first[-1], section):
            before = first[-1]
            # A tiny introduction goes with what it introduces, even when that is too long for one passage.
            introduces = before.tokens < tiny and (fits(before, section) or is_child(before, section))
            follows = section.tokens < tiny and fits(before, section) and not begins_a_family
            if introduces or follows:
                first[-1] = _joined(before, section)
                continue
        first.append(section)
    return _merged(first, lambda a, b: min(a.tokens, b.tokens) < tiny and fits(a, b))


def _merged(groups: Sequence[Group], may_merge: Callable[[Group, Group], bool]) -> list[Group]:
    result: list[Group] = []
    for group in groups:
        if result and _may_stand_together(result[-1], group) and may_merge(result[-1], group):
            result[-1] = _joined(result[-1], group)
        else:
            result.append(group)
    return result


def _sections(pieces: Sequence[Piece]) -> list[Group]:
    sections: list[list[Piece]] = []
    page: int | str | None = None
    for piece in pieces:
        if not sections or piece.opens_section or (page_of(piece.location) != page and piece.joint):
            sections.append([])
            page = page_of(piece.location)
        sections[-1].append(piece)
    return [Group(tuple(section), sum(piece.tokens for piece in section)) for section in sections]


def _may_stand_together(one: Group, other: Group) -> bool:
    """Whether the second is on the same page, and a sibling of the first or something under it."""
    base = one.pieces[0].path
    return one.page == other.page and other.pieces[0].path[: len(base)] == base


def _joined(one: Group, other: Group) -> Group:
    return Group(one.pieces + other.pieces, one.tokens + other.tokens)


def _packed(group: Group, laid_out: Outline) -> Iterator[tuple[Piece, ...]]:
    """The pieces of a group in as few passages as they need, the last of them not much smaller than the others."""
    packs: list[list[Piece]] = []
    room = characters = 0
    for piece in group.pieces:
        characters += len(piece.joint) + len(piece.text)
        if not packs or piece.tokens > room or characters > laid_out.limit * CHARACTERS_PER_TOKEN:
            packs.append([])
            room, characters = laid_out.room(piece.path), len(piece.text)
        packs[-1].append(piece)
        room -= piece.tokens
    for before, last in itertools.pairwise(packs):
        _move_dangling_headings(before, last)
    if len(packs) > 1:
        _balance(packs[-2], packs[-1], laid_out)
    return (tuple(pack) for pack in packs if pack)


def _move_dangling_headings(before: list[Piece], after: list[Piece]) -> None:
    """A heading at the end of a passage belongs to the text after it. Its tokens were counted there as a label."""
    while len(before) > 1 and before[-1].level and after[0].level != before[-1].level:
        after.insert(0, before.pop())


def _balance(before: list[Piece], last: list[Piece], laid_out: Outline) -> None:
    """Fills the last passage from the one before it until it is worth embedding."""
    tokens, left = sum(piece.tokens for piece in last), sum(piece.tokens for piece in before)
    while tokens < laid_out.limit // 3 and len(before) > 1:
        piece = before[-1]
        is_too_much = left - piece.tokens < tokens + piece.tokens
        if piece.level or is_too_much or tokens + piece.tokens > laid_out.room(piece.path):
            break
        last.insert(0, before.pop())
        tokens, left = tokens + piece.tokens, left - piece.tokens


def _text_of(part: Sequence[Piece], laid_out: Outline) -> str:
    lines = "".join(f"{label.text}\n" for label in laid_out.shown(part[0].path))
    body = part[0].text + "".join(piece.joint + piece.text for piece in part[1:])
    return (lines + body.strip("\n")).rstrip()


def _heading_of(part: Sequence[Piece]) -> str | None:
    """The path of headings that all the text stands under; for siblings packed together, that of their parent."""
    paths = [piece.path for piece in part if not piece.level] or [part[0].path]
    common = list(paths[0])
    for path in paths:
        while common and tuple(common) != path[: len(common)]:
            common.pop()
    return " › ".join(label.text for label in common) or None


def _location_of(part: Sequence[Piece]) -> Location:
    return next((piece.location for piece in part if not piece.level and piece.text.strip()), part[0].location)


Draft = tuple[str, tuple[Piece, ...]]


def _within_limit(drafts: list[Draft], title: str | None, count_tokens: TokenCounter, limit: int) -> list[Draft]:
    """The passages with those halved that are over the limit after all, because tokens do not quite add up."""
    checked = [False] * len(drafts)
    while not all(checked):
        unchecked = [index for index, done in enumerate(checked) if not done]
        counts = dict(
            zip(unchecked, count_tokens([embedded_text(title, drafts[i][0]) for i in unchecked]), strict=True)
        )
        kept: list[Draft] = []
        now_checked: list[bool] = []
        for index, draft in enumerate(drafts):
            halves = _halves(draft) if counts.get(index, 0) > limit else [draft]
            kept.extend(halves)
            now_checked.extend([len(halves) == 1] * len(halves))
        drafts, checked = kept, now_checked
    return drafts


def _halves(draft: Draft) -> list[Draft]:
    text, part = draft
    if len(text) < 2:
        return [draft]
    middle = text.rfind(" ", len(text) // 4, 3 * len(text) // 4)
    middle = middle if middle > 0 else len(text) // 2
    halves = [(text[:middle].rstrip(), part), (text[middle:].lstrip(), part)]
    return [half for half in halves if half[0].strip()]

"""Collects the blocks a format finds, up to the number of characters a document may have."""

import dataclasses
from collections.abc import Mapping

from desktop_search.extraction.format import Source, Unreadable
from desktop_search.records import Block, Document, Location


class Collector:
    """The document in the making. Formats stop reading as soon as is_full."""

    def __init__(self, source: Source) -> None:
        self._left = self._limit = source.text_limit
        self._budget = source.budget
        self._blocks: list[Block] = []
        self.is_full = False
        self._cut_short: str | None = None

    def add(self, text: str, kind: str = "paragraph", level: int = 0, location: Location | None = None) -> None:
        """Adds a block, without blank lines around it; nothing is added where there is nothing to see."""
        if self.is_full or not text.strip():
            return
        text = storable(text.rstrip())
        if len(text) > self._left:
            self.is_full = True
            text = text[: self._left].rstrip()
            if not text:
                return
        self._left -= len(text)
        self._budget.spend_characters(len(text))
        self._blocks.append(Block(text, kind, level, location or Location()))

    def cut(self, sentence: str | None = None) -> None:
        """Says that the format itself left out the rest of the file; the sentence tells the person why."""
        self.is_full = True
        self.note(sentence)

    def note(self, sentence: str | None) -> None:
        """Remembers the first reason for which some of the text is missing; what follows is still collected."""
        self._cut_short = self._cut_short or sentence

    @property
    def left(self) -> int:
        """How many more characters may be collected."""
        return self._left

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._blocks)

    def document(
        self,
        title: str | None = None,
        language: str | None = None,
        properties: Mapping[str, str] | None = None,
        *,
        if_empty: str = "The file holds no text.",
    ) -> Document:
        """The document of the blocks so far; without a title, it is called by the heading that all of it stands under.

        Raises Unreadable if there is nothing to see in the blocks, with the sentence if_empty.
        """
        document = Document(
            self.blocks,
            title=" ".join(storable(title or "").split()) or self._heading_of_all(),
            language=language,
            properties={name: storable(value) for name, value in (properties or {}).items() if value.strip()},
            truncated=self._cut_short or self._too_long(),
        )
        if not any(has_text(block.text) for block in self._blocks):
            if self._cut_short:
                raise Unreadable("damaged", self._cut_short)
            raise Unreadable("empty_text", if_empty, dataclasses.replace(document, blocks=()))
        return document

    def _too_long(self) -> str | None:
        return f"Only the first {self._limit:,} characters were read." if self.is_full else None

    def _heading_of_all(self) -> str | None:
        # A change log has many headings of the first level, and the first of them is only the newest entry.
        headings = [block for block in self._blocks if block.kind == "heading"]
        if not headings or headings[0].level != 1 or any(block.level == 1 for block in headings[1:]):
            return None
        return " ".join(headings[0].text.split())


def has_text(text: str) -> bool:
    """Whether there is a character to see: neither white space nor a control, joining or unassigned character."""
    return any(character.isprintable() and not character.isspace() for character in text)


def storable(text: str) -> str:
    """The text without NULs and with whole characters only, as databases and the network want it."""
    text = text.replace("\0", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text

"""What was read of a file: blocks, documents and the passages they are cut into. Frozen and pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_search.records.disk import FileStat, FileState


@dataclass(frozen=True, slots=True)
class Location:
    """Where in a file. All counts begin at 1; None where the format has no such thing."""

    page: int | None = None
    line: int | None = None
    sheet: str | None = None
    slide: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, table, heading or piece of code as the format saw it.

    kind is "heading", "paragraph", "table" or "code"; level is 1 to 6 for headings and 0 otherwise.
    """

    text: str
    kind: str = "paragraph"
    level: int = 0
    location: Location = Location()


@dataclass(frozen=True, slots=True)
class Document:
    """What a format extracts from one file, or from one member of it (a message, an archive's entry).

    title comes from the content, never from the file's name: a renamed file must not look like a changed one.
    truncated is a sentence when a limit cut the text (the file is then `partial`), else None.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    language: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    truncated: str | None = None
    member: str | None = None
    members: tuple["Document", ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document small enough to embed.

    text begins with the heading lines it stands under, once. text_hash (16 bytes) identifies what is embedded, so
    that equal text is embedded once. heading is the path of headings, outermost first, joined by " › ".
    """

    text: str
    text_hash: bytes
    heading: str | None = None
    location: Location = Location()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as it goes into the index: its passages and what is known about it."""

    passages: tuple[Passage, ...]
    title: str | None = None
    language: str | None = None
    member: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What became of one file: its state with a reason, and its documents (the file itself first)."""

    stat: FileStat
    state: FileState
    documents: tuple[ReadDocument, ...] = ()
    reason: str | None = None
    format: str | None = None
    format_version: int = 0

    @property
    def title(self) -> str | None:
        return self.documents[0].title if self.documents else None

    @property
    def language(self) -> str | None:
        return self.documents[0].language if self.documents else None

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for document in self.documents for passage in document.passages)

    @property
    def characters(self) -> int:
        """How much text was read."""
        return sum(len(passage.text) for document in self.documents for passage in document.passages)

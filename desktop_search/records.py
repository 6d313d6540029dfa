"""The values that flow through the program, from the file on disk to the hit a person sees. Frozen and pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float32]
else:  # The window knows these records too, and must not wait for numpy.
    Array = Any


class FileState(StrEnum):
    """What became of a file. Every file known to the index is in exactly one of these."""

    INDEXED = "indexed"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    FAILED = "failed"
    PENDING = "pending"


class Mode(StrEnum):
    """Which evidence a search uses."""

    BOTH = "both"
    WORDS = "words"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Folder:
    """A place the person asked us to index, with rules of theirs and the paths inside it that they had forgotten."""

    path: str
    ignore_rules: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileStat:
    """What the disk says about a file; equal means unchanged. Times are nanoseconds since 1970."""

    path: str
    size: int
    modified_ns: int
    changed_ns: int
    device: int
    inode: int


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


@dataclass(frozen=True, slots=True)
class EmbeddingId:
    """Which vectors may be compared with each other."""

    backend: str
    model: str
    revision: str
    precision: str
    dimensions: int
    query_prefix: str = ""
    passage_prefix: str = ""

    @property
    def fingerprint(self) -> str:
        """One line that is different whenever two sets of vectors must not be mixed."""
        return "|".join(
            (
                self.backend,
                self.model,
                self.revision,
                self.precision,
                str(self.dimensions),
                self.query_prefix,
                self.passage_prefix,
            )
        )


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An answer of the word index or of a vector store: the higher the score, the better."""

    passage_id: int
    score: float


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What was typed, understood."""

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    folder: str | None = None
    mode: Mode = Mode.BOTH
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Match:
    """A matching passage of a hit. marks are [start, end) character offsets of matched words in text."""

    text: str
    page: int | None = None
    line: int | None = None
    heading: str | None = None
    marks: tuple[tuple[int, int], ...] = ()
    sheet: str | None = None
    slide: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A file (or a member of one) in the answer. The values of reasons add up to score.

    snippet is the best part of the best passage; snippet_marks are offsets in it, as in Match.
    """

    path: str
    member: str | None
    title: str | None
    score: float
    page: int | None
    line: int | None
    heading: str | None
    snippet: str
    matches: tuple[Match, ...]
    reasons: Mapping[str, float]
    duplicates: tuple[str, ...] = ()
    snippet_marks: tuple[tuple[int, int], ...] = ()
    modified_ns: int = 0
    size: int = 0
    sheet: str | None = None
    slide: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits for a query; the first may be incomplete (words only), the last is complete."""

    query: str
    mode: Mode
    hits: tuple[Hit, ...]
    complete: bool
    notices: tuple[str, ...] = ()
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """A judgement that survives re-indexing: it quotes the passage instead of pointing at it."""

    query: str
    path: str
    passage: str
    relevant: bool
    origin: str
    at: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Files by state; seen is always the sum of the others."""

    indexed: int = 0
    partial: int = 0
    skipped: int = 0
    failed: int = 0
    pending: int = 0

    @property
    def seen(self) -> int:
        return self.indexed + self.partial + self.skipped + self.failed + self.pending


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """A watched folder and what is in it. available is False while its disk is away."""

    path: str
    counts: Counts
    available: bool = True
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work at hand is: done of total units ("files" or "passages"); seconds_left None if unknown."""

    done: int
    total: int
    unit: str
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Everything the window shows about the engine. A snapshot: a newer one replaces it.

    state is "starting", "scanning", "reading", "embedding", "idle" or "paused". sandbox is how far readers are locked
    in: "full", "partial", "none", or "unknown" as long as none has run.
    """

    state: str
    folders: tuple[FolderStatus, ...]
    counts: Counts
    passages: int
    embedded: int
    model: str
    device: str
    backend: str
    bytes_on_disk: int
    engine: str
    current: str | None = None
    progress: Progress | None = None
    notices: tuple[str, ...] = ()
    sandbox: str = "unknown"


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What `index` reports: totals over the named folders, and what the engine did meanwhile, for whomever it was."""

    counts: Counts
    passages: int
    embedded: int
    read_now: int
    embedded_now: int
    seconds: float
    read_seconds: float
    embed_seconds: float
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read (or only in part), with the reason in words. when is seconds since 1970."""

    path: str
    state: FileState
    reason: str
    when: float


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was removed from the index."""

    files: int
    passages: int

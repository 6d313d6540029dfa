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


class FilterKind(StrEnum):
    """What a filter goes by: DATE by a document's own date where it has one, CHANGED by the time of its file."""

    TYPE = "type"
    FOLDER = "in"
    NAME = "name"
    AUTHOR = "author"
    LANGUAGE = "lang"
    DATE = "date"
    CHANGED = "modified"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Filter:
    """A part of a query that restricts what is found, such as "type:pdf", and how it was understood.

    text is what was typed, the query's [start, end): without these characters the query is without the filter.
    understood says for people what it means ("PDF files"); is_valid is False where it could not be understood, and
    then it restricts nothing and `understood` says why. values are alternatives: suffixes (".pdf"), kinds ("picture"),
    languages ("de"), or text. Times in nanoseconds since 1970, and sizes in bytes, lie in [least, below), None where
    a side is open. Of filters with the same number in `either` (they were joined by OR) one is enough.
    """

    kind: FilterKind
    text: str
    start: int
    end: int
    understood: str
    values: tuple[str, ...] = ()
    least: int | None = None
    below: int | None = None
    negated: bool = False
    is_valid: bool = True
    either: int | None = None


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words that are searched for beside a typed one that stands nowhere: those it begins, or may be misspelled for."""

    typed: str
    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What was typed, understood.

    alternatives come from OR between phrases: of each group one has to be there; a phrase keeps its quotation marks.
    filters are all that were typed, also those that were not understood. unfinished is the last word where it may
    still be being typed.
    """

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    folder: str | None = None
    mode: Mode = Mode.BOTH
    limit: int = 10
    filters: tuple[Filter, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    unfinished: str | None = None
    spellings: tuple[Spelling, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is anything to search for, and not only restrictions."""
        return bool(self.words or self.phrases or self.alternatives)

    @property
    def restrictions(self) -> tuple[Filter, ...]:
        """The filters that were understood."""
        return tuple(one for one in self.filters if one.is_valid)

    @property
    def sought(self) -> tuple[str, ...]:
        """Everything that may be marked in what was found."""
        return (*self.words, *self.phrases, *(word for one in self.spellings for word in one.words))


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

    relevance is the probability that it answers, comparable between questions; None where nothing was asked.
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
    relevance: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """The one sentence that answers a question, and where it stands: in the hit with this index, counted from 0.

    marks are offsets in text, as in Match; score is its likeness to the question, at most about 1.
    """

    text: str
    path: str
    hit: int
    score: float
    member: str | None = None
    title: str | None = None
    page: int | None = None
    line: int | None = None
    heading: str | None = None
    sheet: str | None = None
    slide: int | None = None
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits for a query; the first may be incomplete (words only), the last is complete.

    answer is the sentence that answers the question, only where there is hardly a doubt about it.
    filters are those in the query, each with where it stands and what was understood.
    """

    query: str
    mode: Mode
    hits: tuple[Hit, ...]
    complete: bool
    notices: tuple[str, ...] = ()
    took_ms: float = 0.0
    answer: AnswerLine | None = None
    filters: tuple[Filter, ...] = ()


class Standing(StrEnum):
    """Why a file is in an answer, or why it is not. Every file has exactly one for a question."""

    FOUND = "found"
    DUPLICATE = "duplicate"
    NOT_WATCHED = "not_watched"
    OURS = "ours"
    FORGOTTEN = "forgotten"
    EXCLUDED = "excluded"
    LINK = "link"
    FOLDER = "folder"
    SPECIAL = "special"
    MISSING = "missing"
    AWAY = "away"
    UNREADABLE = "unreadable"
    UNSEEN = "unseen"
    PENDING = "pending"
    FAILED = "failed"
    SKIPPED = "skipped"
    EMPTY = "empty"
    NO_QUESTION = "no_question"
    FILTERED = "filtered"
    NOT_EMBEDDED = "not_embedded"
    NO_MATCH = "no_match"
    TOO_LOW = "too_low"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a file stands in an answer and why, with what would lift it.

    reasons and advice are sentences. rank counts from 1, that of the file itself or (state "duplicate") of the one
    that says the same; scores are the parts of its score, by name. rule and rule_file say what hides it; rule_file is
    None for a rule of the program's or the person's.
    """

    query: str
    path: str
    state: Standing
    reasons: tuple[str, ...]
    rank: int | None = None
    score: float | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    advice: tuple[str, ...] = ()
    rule: str | None = None
    rule_file: str | None = None


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
class FacetValue:
    """One value that documents of an answer have in common. filter is what restricts a query to them: "type:pdf"."""

    label: str
    filter: str
    documents: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of one kind, those of most documents first; dates go backwards from today.

    They are counted without the query's own filters of this kind, so that another value can be chosen instead.
    """

    kind: FilterKind
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """What the documents of an answer have in common. is_all is False where there are more documents than counted."""

    query: str
    documents: int
    is_all: bool
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question that is kept. new is how many hits there are that were not there when it was last looked at."""

    id: int
    name: str
    query: str
    new: int = 0


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


Range: TypeAlias = tuple[int, int]
"""[start, end) in a text, or the first row and the row behind the last."""
Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height in the points of a picture."""


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What is to be seen of a file: passages are the texts that were found, terms the words that were looked for.

    page, line and sheet say where the first passage stands; width is that of a drawn page, in points of the screen.
    plain leaves out whatever a library does for beauty only.
    """

    path: str
    member: str | None = None
    page: int | None = None
    line: int | None = None
    sheet: str | None = None
    passages: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    width: int = 800
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as deflated rows of points, one byte each where is_grey and three (red, green, blue) where not.

    No decoder of pictures is needed to show it, and its size is known before it is unpacked.
    """

    width: int
    height: int
    points: bytes
    is_grey: bool = False
    passages: tuple[Box, ...] = ()
    words: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownText:
    """A piece of a text. colours are [start, end) and what stands there: "keyword", "string", "comment" and so on.

    first_line is the number of its first line in the file, or None where the file has no lines of its own. passages
    are in the order of the request, and not in that of the text.
    """

    text: str
    first_line: int | None = None
    passages: tuple[Range, ...] = ()
    words: tuple[Range, ...] = ()
    colours: tuple[tuple[int, int, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Some rows of a table. words are the cells (row, column) with a word that was looked for, rows counted from 0.

    first_row is the number of the first of them in the file, counted from 1.
    """

    rows: tuple[tuple[str, ...], ...]
    first_row: int = 1
    passages: tuple[Range, ...] = ()
    words: tuple[tuple[int, int], ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file looks like. kind is "page", "picture", "text", "code", "mail", "table", or "none".

    sentence says why there is nothing to see, or less than there is; None with "none" means that a newer request has
    overtaken this one.
    """

    kind: str = "none"
    sentence: str | None = None
    page: int | None = None
    pages: int | None = None
    drawing: Drawing | None = None
    text: ShownText | None = None
    table: ShownTable | None = None


@dataclass(frozen=True, slots=True)
class SettingsState:
    """All settings by name, as they are kept. waiting are those that the engine takes over only when it starts anew."""

    values: Mapping[str, Any]
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderDetails:
    """A folder with all that its page shows: passages and how many of them can be found by meaning.

    scanned_at is when it was last compared with the disk as a whole, in seconds since 1970; None if that is not known.
    """

    folder: Folder
    counts: Counts
    passages: int
    embedded: int
    available: bool = True
    watched: bool = False
    scanned_at: float | None = None
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class RuledPath:
    """A file or folder that a rule speaks of. files is how many files the index knows there."""

    path: str
    rule: str
    is_folder: bool
    files: int


@dataclass(frozen=True, slots=True)
class RulesPreview:
    """What rules of the person's do in a folder: what they hide, and what they take back that is usually hidden.

    hidden_files counts those that are known to the index. is_complete is False where the folder is too large to be
    looked through; looked_at is how many files and folders were. idle rules speak of nothing that was seen, broken
    ones are no rules.
    """

    hidden: tuple[RuledPath, ...] = ()
    taken_back: tuple[RuledPath, ...] = ()
    hidden_count: int = 0
    hidden_files: int = 0
    looked_at: int = 0
    is_complete: bool = True
    idle: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkSample:
    """How far the engine was at a moment (seconds since 1970): read and made are counted since it started.

    read are files, made are vectors; of all passages in the index, embedded have theirs.
    """

    at: float
    read: int
    made: int
    passages: int
    embedded: int


@dataclass(frozen=True, slots=True)
class Library:
    """A library that the program uses, as it is installed."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class About:
    """What runs here, and where its data is. connections are those to other machines that it holds at this moment."""

    version: str
    python: str
    data: str
    libraries: tuple[Library, ...]
    connections: int

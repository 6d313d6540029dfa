"""What a person gets to see of an answer, and what they say about it. Frozen and pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_search.records.questions import Filter, FilterKind, Mode


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
class LabelsImported:
    """How many judgements of a file were kept, and how many were there already or are none."""

    imported: int
    skipped: int


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

"""A question as it was understood. Frozen and pure."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """Which evidence a search uses."""

    BOTH = "both"
    WORDS = "words"
    MEANING = "meaning"


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

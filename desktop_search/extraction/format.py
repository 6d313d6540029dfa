"""The plug point for file formats: one module a format, with SUFFIXES, VERSION and extract(source)."""

import io
from typing import BinaryIO, Protocol, runtime_checkable

from desktop_search.extraction.budget import Budget, NestingLimits
from desktop_search.records import Document

_HEAD = 8192


class Unreadable(Exception):
    """A file that gives no text, with the reason as a sentence for the person.

    code is one word for programs: "encrypted", "damaged", "empty_text", "unsupported", "too_large", "missing_library".
    about is what is known of a file without text (its title, its date), for whoever finds text in its pictures.
    """

    def __init__(self, code: str, sentence: str, about: Document | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.about = about


class Source:
    """An open file to extract from. A format never opens a path: it gets this, and reads nothing else.

    budget is shared by everything inside the file; archives and messages say how many of them it lies in.
    """

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        size: int,
        *,
        text_limit: int = 10_000_000,
        nesting: NestingLimits | None = None,
    ) -> None:
        self.file = file
        self.name = name
        self.size = size
        self.text_limit = text_limit
        self.budget = Budget(text_limit, nesting)
        self.archives = self.messages = 0
        self._head: bytes | None = None

    @classmethod
    def from_bytes(cls, data: bytes, name: str, *, text_limit: int = 10_000_000) -> "Source":
        """A source over bytes in memory, for members of archives and for tests."""
        return cls(io.BytesIO(data), name, len(data), text_limit=text_limit)

    def inside(self, data: bytes, name: str, *, archives: int = 0, messages: int = 0) -> "Source":
        """A source for a member of this one, so many archives and messages deeper, that shares its budget."""
        source = Source.from_bytes(data, name, text_limit=max(self.budget.characters, 0))
        source.budget = self.budget
        source.archives, source.messages = self.archives + archives, self.messages + messages
        return source

    def head(self, length: int = _HEAD) -> bytes:
        """The first bytes, leaving the file at its beginning."""
        # Every format looks at the beginning before one reads the file, which is most of what a small member costs.
        if self._head is None or length > _HEAD:
            self.file.seek(0)
            data = self.file.read(max(length, _HEAD))
            self._head = data[:_HEAD]
        else:
            data = self._head
        self.file.seek(0)
        return data[:length]

    def data(self, limit: int | None = None) -> bytes:
        """The bytes from the beginning, at most limit of them."""
        self.file.seek(0)
        return self.file.read() if limit is None else self.file.read(limit)


@runtime_checkable
class Format(Protocol):
    """A module that reads one kind of file.

    SUFFIXES are lower case with the dot (".pdf"). VERSION is raised when files must be read again.
    Libraries are imported inside extract, so that listing the formats costs nothing. A format that needs any names
    them as LIBRARIES: what failed without them is read again once they are there. One that never reads more than the
    beginning says STREAMS = True: it gets files of any size.
    """

    SUFFIXES: frozenset[str]
    VERSION: int

    def extract(self, source: Source) -> Document:
        """The document in a file. Raises Unreadable with the reason where there is no text to be had."""
        ...

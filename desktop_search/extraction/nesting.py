"""Reads what lies inside a file (attachments, messages, entries of archives) as documents of their own."""

import dataclasses
import logging
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

import pathspec

from desktop_search.extraction import registry
from desktop_search.extraction.collecting import Collector, has_text, storable
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.unpacking import Counted, Stream
from desktop_search.left_alone import NOISE, SECRETS
from desktop_search.records import Document

logger = logging.getLogger(__name__)

_PIECE = 64 * 1024
_LONGEST_NAME = 240
_MOST_NOTES = 20
# A film or a disk image is not unpacked only to learn that nobody can read it.
_ASKED_BEFORE_UNPACKING = 1024 * 1024
# What is nobody's fault is not worth a note: pictures without text, programs.
_NOT_NOTED = frozenset({"unsupported", "empty_text"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Nest:
    """The members of one file: read each of them, then take the document.

    Raises Unreadable where the file itself lies too deep in others; archives and messages say what it adds to that.
    """

    def __init__(self, source: Source, *, archives: int = 0, messages: int = 0) -> None:
        self.members: list[Document] = []
        self._source, self._budget = source, source.budget
        self._archives, self._messages = archives, messages
        self._names: dict[str, int] = {}
        self._notes: list[str] = []
        limits = self._budget.limits
        if source.archives + archives > limits.archives_deep or source.messages + messages > limits.messages_deep:
            deepest = f"{limits.archives_deep} archives or {limits.messages_deep} messages"
            self._budget.leave_out(f"What lies deeper than {deepest} was not read.")
            raise Unreadable("too_large", "It lies too deep inside other files.")

    def has_room(self) -> bool:
        """Whether the budget that all members share allows for another one."""
        return self._budget.has_room()

    def leaves_alone(self, name: str) -> bool:
        """Whether a member is one that is left alone on the disk, too: noise, or a secret, which is noted."""
        rule = _rule_against(name)
        if rule in SECRETS:
            self.note(readable_name(name), "Keys and passwords are left alone.")
        return rule is not None

    def read(self, name: str, data: bytes, *, file_name: str | None = None) -> None:
        """Reads a member by the format that fits. One that cannot be read is noted and does no harm.

        name is what is shown; file_name is what the format is chosen by, where that is something else. One whose name
        says that it is to be left alone is not read.
        """
        if self.leaves_alone(file_name or name):
            return

        def by_its_format(member: Source) -> Document:
            return registry.extract(member)[0]

        self.read_with(by_its_format, name, data, file_name=file_name)

    def read_with(
        self, extract: Callable[[Source], Document], name: str, data: bytes = b"", *, file_name: str | None = None
    ) -> None:
        """Reads a member by a function, for members that are no files of their own."""
        if not self.has_room():
            return
        self._budget.spend_member()
        shown = self._unique(name)
        member = self._source.inside(data, file_name or shown, archives=self._archives, messages=self._messages)
        try:
            document = extract(member)
        except Unreadable as error:
            if error.code not in _NOT_NOTED:
                self.note(shown, error.sentence)
            return
        except MemoryError:
            self.note(shown, "Reading it took more memory than is allowed.")
            return
        self._keep(document, shown)

    def _keep(self, document: Document, shown: str) -> None:
        if document.truncated and self._budget.characters > 0:
            self._budget.leave_out(f"Not all was read of {shown}. {document.truncated}")
        if any(has_text(block.text) for block in document.blocks):
            self.members.append(dataclasses.replace(document, member=shown, members=()))
        # The last member that there may be leaves nothing out, but the last character does.
        if self._budget.characters <= 0:
            self.has_room()
        for inner in document.members:
            self.members.append(dataclasses.replace(inner, member=f"{shown} › {inner.member}"))

    def note(self, shown: str, sentence: str) -> None:
        """Keeps the reason why a member was not read."""
        logger.debug("a member was not read: %s", sentence)
        if len(self._notes) < _MOST_NOTES:
            self._notes.append(f"{shown}: {sentence}")

    def unpacked(self, stream: Stream, name: str, packed: Callable[[], int]) -> bytes | None:
        """The bytes of a member as far as the budget goes, or None for a large one that no format can read.

        packed gives the packed bytes read so far.
        """
        size = 0

        def account(piece: int) -> bool:
            nonlocal size
            size += piece
            return self._budget.unpack(piece, size, packed())

        return self.contents(Counted(stream, account), name)

    def contents(self, stream: Stream, name: str) -> bytes | None:
        """The bytes of a stream that keeps to the budget itself, or None for a large one that no format can read."""
        head = stream.read(_ASKED_BEFORE_UNPACKING)
        if len(head) == _ASKED_BEFORE_UNPACKING and not _may_be_readable(name, head):
            return None
        pieces = [head]
        while piece := stream.read(_PIECE):
            pieces.append(piece)
        return b"".join(pieces)

    def document(
        self, found: Collector, title: str | None = None, properties: Mapping[str, str] | None = None
    ) -> Document:
        """The file with its members. Raises Unreadable when there is nothing to see in it nor in them."""
        told = dict(properties or {})
        if self._notes:
            told["unread"] = "\n".join(self._notes)
        if self.members and not any(has_text(block.text) for block in found.blocks):
            document = Document((), title=title, properties={name: storable(value) for name, value in told.items()})
        else:
            document = found.document(title, None, told)
        return dataclasses.replace(
            document, members=tuple(self.members), truncated=self._budget.cut or document.truncated
        )

    def _unique(self, name: str) -> str:
        shown = wanted = readable_name(name)
        stem, dot, suffix = wanted.rpartition(".")
        while shown in self._names:
            self._names[wanted] = number = self._names[wanted] + 1
            shown = f"{stem} ({number}).{suffix}" if dot and stem and "/" not in suffix else f"{wanted} ({number})"
        self._names[shown] = 1
        return shown


def readable_name(name: str) -> str:
    """The name of a member as it is shown: a path that leads nowhere else, without signs that cannot be seen."""
    visible = "".join(
        " " if character in "\t\n\r" else character
        for character in storable(name[-4096:]).replace("\\", "/").replace(" › ", " > ")
        if (unicodedata.category(character) != "Cc" and character not in _BIDI) or character in "\t\n\r"
    )
    parts = [part.strip() for part in visible.split("/")]
    if parts and len(parts[0]) == 2 and parts[0][1] == ":":
        del parts[0]
    path = "/".join(part for part in parts if part not in ("", ".", ".."))
    # The end of a name says what it is.
    return (f"…{path[1 - _LONGEST_NAME :]}" if len(path) > _LONGEST_NAME else path) or "unnamed"


@cache
def _left_alone() -> pathspec.GitIgnoreSpec:
    return pathspec.GitIgnoreSpec.from_lines((*NOISE, *SECRETS))


# An archive asks before it unpacks a member, and the member is asked about again where it is read.
@lru_cache(16)
def _rule_against(name: str) -> str | None:
    """The rule by which a member is left alone, or None where none is against it."""
    result = _left_alone().check_file(readable_name(name))
    return (*NOISE, *SECRETS)[result.index or 0] if result.include else None


def _may_be_readable(name: str, head: bytes) -> bool:
    # Packages are known by their end, so they get the benefit of the doubt.
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or registry.format_for(name, head) is not None

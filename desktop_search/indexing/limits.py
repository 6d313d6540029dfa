"""What a reader may do and needs to know, from the person's settings."""

import dataclasses
from dataclasses import dataclass

from desktop_search.extraction import registry
from desktop_search.extraction.budget import MEGABYTE as BINARY_MEGABYTE
from desktop_search.extraction.budget import NestingLimits
from desktop_search.settings import Settings

MEGABYTE = 1_000_000
LARGE_FILE_BYTES = 5_000_000
LARGE_FILE_PATIENCE = 4
"""A large file may take so many times as long."""
_SHARE_FOR_MEMBERS = 2 / 3
"""Of the time a file has, those inside it get so much: what was read by then can still be cut up and handed over."""
_NESTING = NestingLimits()


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What a reader needs to know, as plain values: it gets them when it starts."""

    tokenizer: str | None
    passage_tokens: int
    largest_file_bytes: int
    largest_text_characters: int
    memory_bytes: int
    deadline_seconds: float
    extra_formats: tuple[str, ...] = ()
    recognition_seconds: float = 0.0
    """Other than 0 in a reader that recognises the text in pictures: its time for all the pages of a file."""
    large_file_patience: int = LARGE_FILE_PATIENCE
    archives_deep: int = _NESTING.archives_deep
    messages_deep: int = _NESTING.messages_deep
    members: int = _NESTING.members
    parts_of_message: int = _NESTING.parts_of_message
    unpacked_bytes: int = _NESTING.unpacked_bytes
    revision: int = 0
    """The engine's number for all formats; 0 for the reader's own."""

    @property
    def formats_revision(self) -> int:
        """What is stored with a file that no format could read, or several did: the engine's number, which compares it,
        as libraries may have been installed since the engine began."""
        return self.revision or registry.revision()

    @property
    def recognises(self) -> bool:
        return self.recognition_seconds > 0

    def deadline_for(self, size: int) -> float:
        """The seconds that a file of so many bytes may take."""
        return self.deadline_seconds * (self.large_file_patience if size > LARGE_FILE_BYTES else 1)

    def nesting_for(self, size: int) -> NestingLimits:
        """How much of what lies inside a file of so many bytes is read."""
        return NestingLimits(
            self.archives_deep,
            self.messages_deep,
            self.members,
            self.parts_of_message,
            self.unpacked_bytes,
            self.deadline_for(size) * _SHARE_FOR_MEMBERS,
        )


def reading_limits(
    settings: Settings, *, tokenizer: str | None, passage_tokens: int, extra_formats: tuple[str, ...] = ()
) -> ReadingLimits:
    """What the readers of texts get. tokenizer and passage_tokens are those of the model."""
    return ReadingLimits(
        tokenizer,
        passage_tokens,
        settings.largest_file_megabytes * MEGABYTE,
        settings.largest_text_characters,
        settings.reader_memory_megabytes * MEGABYTE,
        settings.read_deadline_seconds,
        extra_formats,
        large_file_patience=settings.large_file_patience,
        archives_deep=settings.archives_deep,
        messages_deep=settings.messages_deep,
        members=settings.archive_members,
        parts_of_message=settings.message_parts,
        unpacked_bytes=settings.unpacked_megabytes * BINARY_MEGABYTE,
        revision=registry.revision(),
    )


def recognition_limits(settings: Settings, limits: ReadingLimits) -> ReadingLimits:
    """What the reader of pictures gets, beside what the others get."""
    return dataclasses.replace(
        limits,
        memory_bytes=settings.recognition_memory_megabytes * MEGABYTE,
        deadline_seconds=settings.recognise_page_seconds,
        recognition_seconds=60.0 * settings.recognise_minutes,
    )

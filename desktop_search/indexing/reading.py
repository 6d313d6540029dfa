"""Reads one file into passages. Runs in a reader process, where a hostile file can do no harm but to its reader."""

import ctypes
import dataclasses
import logging
import os
import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO

from desktop_search import wire
from desktop_search.chunking import passages as chunking
from desktop_search.chunking.tokens import TokenCounter, counter_for
from desktop_search.extraction import preparation, registry
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.indexing import sandbox
from desktop_search.records import Document, FileStat, FileState, Passage, ReadDocument, ReadOutcome

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
OPEN_FILES = 64
SKIPPED_CODES = frozenset({"unsupported", "empty_text", "too_large"})
"""Reasons that are nobody's fault: there is nothing to read, or the person would not want it read."""


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


def serve(connection: Connection, limits: dict[str, Any]) -> None:
    """The life of a reader process: says how far it is locked in, then gets an open file and its stat and returns a
    ReadOutcome, until the pipe closes.
    """
    bounds = ReadingLimits(**limits)
    _become_harmless(bounds.memory_bytes)
    count_tokens = counter_for(Path(bounds.tokenizer) if bounds.tokenizer else None)
    # Counting once starts the tokenizer's threads and tables while that is still allowed.
    count_tokens(["ready"])
    preparation.include(bounds.extra_formats)
    preparation.prepare()
    connection.send_bytes(wire.dumps({"sandbox": sandbox.lock_in().value}))
    while True:
        try:
            stat = wire.loads(connection.recv_bytes())
            file = _received_file(connection, stat)
        except EOFError:
            return
        with file:
            outcome = read(file, stat, bounds, count_tokens)
        connection.send_bytes(wire.dumps(outcome))


def read(file: BinaryIO, stat: FileStat, limits: ReadingLimits, count_tokens: TokenCounter) -> ReadOutcome:
    """What one open file holds. Never raises for what is in the file: the outcome says what went wrong."""
    if stat.size > limits.largest_file_bytes:
        return _without_text(
            stat, Unreadable("too_large", f"The file is larger than {limits.largest_file_bytes:,} bytes.")
        )
    source = Source(file, Path(stat.path).name, stat.size, text_limit=limits.largest_text_characters)
    try:
        document, name, version = registry.extract(source)
        documents = tuple(
            _read_document(part, limits.passage_tokens, count_tokens) for part in (document, *document.members)
        )
    except Unreadable as error:
        return _without_text(stat, error)
    except MemoryError:
        return _without_text(stat, Unreadable("out_of_memory", "Reading the file took more memory than is allowed."))
    if not any(part.passages for part in documents):
        return _without_text(stat, Unreadable("empty_text", "There is no text in the file."))
    state = FileState.PARTIAL if document.truncated else FileState.INDEXED
    # What members were read by is not told apart: with them, any newer format is a reason to read the file again.
    version = registry.revision() if document.members else version
    return ReadOutcome(stat, state, documents, document.truncated, name, version)


def _read_document(document: Document, passage_tokens: int, count_tokens: TokenCounter) -> ReadDocument:
    clean = dataclasses.replace(
        document,
        title=_clean(document.title) if document.title else None,
        blocks=tuple(dataclasses.replace(block, text=_clean(block.text)) for block in document.blocks),
    )
    passages: tuple[Passage, ...] = chunking.passages(clean, count_tokens=count_tokens, limit=passage_tokens)
    properties = {_clean(key): _clean(value) for key, value in document.properties.items()}
    return ReadDocument(passages, clean.title, clean.language, document.member, properties)


def _clean(text: str) -> str:
    """Text that SQLite and the word index can hold: no NUL, no lone surrogate."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _without_text(stat: FileStat, error: Unreadable) -> ReadOutcome:
    state = FileState.SKIPPED if error.code in SKIPPED_CODES else FileState.FAILED
    return ReadOutcome(stat, state, reason=error.sentence, format_version=registry.revision())


def _received_file(connection: Connection, stat: FileStat) -> BinaryIO:
    if sys.platform == "win32":
        return open(stat.path, "rb")
    from multiprocessing.reduction import recv_handle

    return open(recv_handle(connection), "rb")


def _become_harmless(memory_bytes: int) -> None:
    """Lowest priority, no core files, bounded memory, and dead as soon as the parent is."""
    if sys.platform == "win32":
        return
    import resource

    # Ctrl+C is for the command, which then ends its readers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, 9)
        # The parent may have died before the line above.
        if os.getppid() != parent:
            os._exit(1)
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))

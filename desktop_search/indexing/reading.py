"""Reads one file into passages. Runs in a reader process, where a hostile file can do no harm but to its reader."""

import contextlib
import ctypes
import dataclasses
import itertools
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO

from desktop_search import wire
from desktop_search.chunking import passages as chunking
from desktop_search.chunking.tokens import TokenCounter, counter_for, estimate
from desktop_search.extraction import preparation, recognition, registry
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.indexing import sandbox
from desktop_search.indexing.limits import ReadingLimits
from desktop_search.indexing.untrusted import (
    LONGEST_LANGUAGE,
    LONGEST_MEMBER,
    LONGEST_NAME,
    LONGEST_PROPERTY,
    LONGEST_REASON,
    LONGEST_TITLE,
    MOST_PROPERTIES,
    largest_answer,
    most_passages,
)
from desktop_search.records import Block, Document, FileStat, FileState, Passage, ReadDocument, ReadOutcome
from desktop_search.words import detection

__all__ = ["ReadingLimits", "become_harmless", "read", "received_file", "serve"]

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
NICENESS = 19
OPEN_FILES = 64
TEXTS_AT_ONCE = 512
DETECTED_BY = 30
"""Passages by which a document's language is told where it does not tell itself."""
PAGE_BEGINS = "a page begins"
"""What a reader of pictures says before each: every page has a deadline of its own."""
BLOCK_BYTES = 512
"""In st_blocks, whatever the file system."""
PACKED_AT_MOST = 100
SKIPPED_CODES = frozenset({"unsupported", "empty_text", "too_large"})
"""Reasons that are nobody's fault: there is nothing to read, or the person would not want it read."""


def serve(connection: Connection, limits: dict[str, Any]) -> None:
    """The life of a reader process: says how far it is locked in, then gets an open file and its stat and returns a
    ReadOutcome, until the pipe closes.
    """
    bounds = ReadingLimits(**limits)
    become_harmless(bounds.memory_bytes)
    # There is one reader for each core.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    try:
        count_tokens = counter_for(Path(bounds.tokenizer) if bounds.tokenizer else None)
        # Counting once fills the tokenizer's tables while that is still allowed.
        count_tokens(["ready"])
    except (ValueError, ImportError):
        # Of a model that cannot be used either: words are found all the same.
        logger.info("there is no tokenizer: tokens are estimated")
        count_tokens = estimate
    preparation.include(bounds.extra_formats)
    preparation.prepare()
    if bounds.recognises:
        recognition.prepare()
    # Not before: a person waits for the first file that is read.
    yield_to_others()
    connection.send_bytes(wire.dumps({"sandbox": sandbox.lock_in().value}))
    while True:
        try:
            stat = wire.loads(connection.recv_bytes())
            file = received_file(connection, stat)
        except EOFError:
            return
        with file:
            outcome = read(file, stat, bounds, count_tokens, _turns(connection, bounds))
        answer = wire.dumps(outcome)
        if len(answer) > largest_answer(bounds.largest_text_characters):
            answer = wire.dumps(
                _without_text(stat, Unreadable("too_large", "The file holds more text than fits."), bounds)
            )
        connection.send_bytes(answer)


def read(
    file: BinaryIO,
    stat: FileStat,
    limits: ReadingLimits,
    count_tokens: TokenCounter,
    begin_page: Callable[[], bool] = lambda: True,
) -> ReadOutcome:
    """What one open file holds. Never raises for what is in the file: the outcome says what went wrong."""
    source = Source(
        file,
        Path(stat.path).name,
        stat.size,
        text_limit=limits.largest_text_characters,
        nesting=limits.nesting_for(stat.size),
    )
    count_tokens = _hurrying(
        count_tokens, time.monotonic() + max(limits.deadline_seconds, limits.recognition_seconds) / 2
    )
    try:
        if stat.size > limits.largest_file_bytes and (_is_sparse(file) or not registry.reads_beginnings(source)):
            raise Unreadable("too_large", f"The file is larger than {limits.largest_file_bytes:,} bytes.")
        document, name, version = _extracted(source, limits, begin_page)
        documents = tuple(
            _read_document(part, limits.passage_tokens, count_tokens) for part in (document, *document.members)
        )
        if not any(part.passages for part in documents):
            raise Unreadable("empty_text", "There is no text in the file.")
        documents, too_many = _within(most_passages(limits.largest_text_characters), documents)
    except Unreadable as error:
        may_show_text = error.code == "empty_text" and not limits.recognises
        return _without_text(stat, error, limits, recognition.to_do(source) if may_show_text else None)
    except OSError as error:
        # What formats make of it is theirs; this is a disk or a network that fails before one has been chosen.
        return _without_text(
            stat, Unreadable("unreadable", f"The file cannot be read: {error.strerror or error}."), limits
        )
    except MemoryError:
        return _without_text(
            stat, Unreadable("out_of_memory", "Reading the file took more memory than is allowed."), limits
        )
    truncated = _line(document.truncated, LONGEST_REASON) or too_many
    state = FileState.PARTIAL if truncated else FileState.INDEXED
    # What members were read by is not told apart: with them, any newer format is a reason to read the file again.
    version = limits.formats_revision if document.members else version
    return ReadOutcome(stat, state, documents, truncated, name, version)


def _is_sparse(file: BinaryIO) -> bool:
    """Whether next to nothing of a file takes room on its disk: then it is made of zeros nobody wrote."""
    try:
        status = os.fstat(file.fileno())
    except (OSError, ValueError):  # It lies in memory.
        return False
    blocks = getattr(status, "st_blocks", None)
    # Disks that pack what they store make a tenth of a text, and hardly a hundredth of anything.
    return blocks is not None and blocks * BLOCK_BYTES * PACKED_AT_MOST < status.st_size


def _extracted(source: Source, limits: ReadingLimits, begin_page: Callable[[], bool]) -> tuple[Document, str, int]:
    if limits.recognises:
        return recognition.recognise(source, begin_page)
    document, name, version = registry.extract(source)
    return document, recognition.to_do(source, name, document) or name, version


def _turns(connection: Connection, limits: ReadingLimits) -> Callable[[], bool]:
    """What is called before each page: it says so to the engine, or that there is no time left for another page."""
    last = time.monotonic() + limits.recognition_seconds - limits.deadline_seconds

    def begin_page() -> bool:
        if time.monotonic() > last:
            return False
        connection.send_bytes(wire.dumps(PAGE_BEGINS))
        return True

    return begin_page


def _read_document(document: Document, passage_tokens: int, count_tokens: TokenCounter) -> ReadDocument:
    clean = dataclasses.replace(
        document,
        title=_line(document.title, LONGEST_TITLE),
        blocks=tuple(_clean_block(block) for block in document.blocks),
    )
    passages: tuple[Passage, ...] = chunking.passages(clean, count_tokens=count_tokens, limit=passage_tokens)
    passages = tuple(_with_short_heading(passage) for passage in passages)
    first = "\n".join(passage.text for passage in passages[:DETECTED_BY])
    return ReadDocument(
        passages,
        clean.title,
        _line(document.language, LONGEST_LANGUAGE) or detection.language_in(first),
        _line(document.member, LONGEST_MEMBER),
        {
            _clean(str(key)[:LONGEST_PROPERTY]): _clean(str(value)[:LONGEST_PROPERTY])
            for key, value in itertools.islice(document.properties.items(), MOST_PROPERTIES)
        },
    )


def _within(most: int, documents: tuple[ReadDocument, ...]) -> tuple[tuple[ReadDocument, ...], str | None]:
    """The first so many passages, and a sentence if these are not all: there are files of a million tiny pages."""
    if sum(1 + len(document.passages) for document in documents) <= most:
        return documents, None
    kept: list[ReadDocument] = []
    for document in documents:
        most -= 1
        if most <= 0:
            break
        kept.append(dataclasses.replace(document, passages=document.passages[:most]))
        most -= len(kept[-1].passages)
    return tuple(kept), "The file has more pages or parts than are read."


def _clean_block(block: Block) -> Block:
    text, sheet = _clean(block.text), block.location.sheet
    if not sheet and text == block.text:
        return block
    location = dataclasses.replace(block.location, sheet=_line(sheet, LONGEST_NAME)) if sheet else block.location
    return dataclasses.replace(block, text=text, location=location)


def _with_short_heading(passage: Passage) -> Passage:
    if passage.heading is None or len(passage.heading) <= LONGEST_NAME:
        return passage
    return dataclasses.replace(passage, heading=passage.heading[:LONGEST_NAME])


def _line(text: str | None, longest: int) -> str | None:
    """The beginning of a title or a name; None for nothing."""
    return _clean(text[:longest]) if text else None


def _hurrying(count_tokens: TokenCounter, until: float) -> TokenCounter:
    """Counts exactly until a moment and by rule of thumb from then on.

    An estimate takes a tenth of the time, and passages that are a little too small are better than none: a packed log
    of ten million characters takes the tokenizer nine seconds on a machine that does nothing else.
    """

    def count(texts: Sequence[str]) -> list[int]:
        counts: list[int] = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            counter = count_tokens if time.monotonic() < until else estimate
            counts.extend(counter(texts[start : start + TEXTS_AT_ONCE]))
        return counts

    return count


def _clean(text: str) -> str:
    """Text that SQLite and the word index can hold: no NUL, no lone surrogate."""
    # Where programs write NUL it ends a word: taking it out would join the words to its left and right.
    text = text.replace("\0", " ")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _without_text(stat: FileStat, error: Unreadable, limits: ReadingLimits, to_do: str | None = None) -> ReadOutcome:
    state = FileState.SKIPPED if error.code in SKIPPED_CODES else FileState.FAILED
    version = recognition.version_of(to_do) if to_do else limits.formats_revision
    return ReadOutcome(stat, state, reason=_line(error.sentence, LONGEST_REASON), format=to_do, format_version=version)


def received_file(connection: Connection, stat: FileStat) -> BinaryIO:
    """The open file that the engine sends after a stat."""
    if sys.platform == "win32":
        return open(stat.path, "rb")
    from multiprocessing.reduction import recv_handle

    return open(recv_handle(connection), "rb")


def be_silent() -> None:
    """What a parser prints goes nowhere: its descriptors may be a person's terminal or another program's pipe.

    So does what it says to the tracker of multiprocessing, which nobody locks in: it removes shared memory by any name.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (*range(3), *_trackers()):
        if descriptor != nowhere:
            os.dup2(nowhere, descriptor, inheritable=False)
    if nowhere > 2:
        os.close(nowhere)


def _trackers() -> tuple[int, ...]:
    """The pipe to the tracker, which every process that multiprocessing starts is given."""
    if sys.platform == "win32":
        return ()
    from multiprocessing import resource_tracker

    tracker = resource_tracker.getfd()
    return () if tracker is None else (tracker,)


def yield_to_others() -> None:
    """Low priority for all threads, from now on: whoever sits at the machine comes first."""
    if sys.platform == "linux":
        # Elsewhere a process has one priority; here each thread has its own.
        for thread in os.listdir("/proc/self/task"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, int(thread), NICENESS)
    elif sys.platform != "win32":
        os.nice(NICENESS)


def become_harmless(memory_bytes: int) -> None:
    """Silent, no core files, bounded memory, and dead as soon as the parent is."""
    be_silent()
    if sys.platform == "win32":
        return
    import resource

    # Ctrl+C is for the command, which then ends its readers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Away from the person's terminal, and with a group of processes of its own, which is killed as one.
    with contextlib.suppress(OSError):
        os.setsid()
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

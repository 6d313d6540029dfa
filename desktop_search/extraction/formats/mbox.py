"""Reads mailboxes: each message is a member of its own, with its subject, date and attachments."""

import re
from collections.abc import Iterator

from desktop_search.extraction.charsets import decoded_words
from desktop_search.extraction.collecting import Collector
from desktop_search.extraction.decoding import looks_like_text
from desktop_search.extraction.format import Source
from desktop_search.extraction.mime import headers_in
from desktop_search.extraction.nesting import Nest
from desktop_search.records import Document

SUFFIXES = frozenset({".mbox", ".mbx"})
VERSION = 2
STREAMS = True

_LINE = 1024 * 1024
_LARGEST_MESSAGE = 48 * 1024 * 1024
_BEGINNING = re.compile(rb"From [^\n]*\n(?:>From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*[ \t]*:")
# Between messages stands a blank line and "From " with an address and a time; in a text, hardly ever all of it.
_ENVELOPE = re.compile(rb"From (?:\S+.*)?(?:\d\d:\d\d|\d{4}|@).*")
_HEADERS = 16 * 1024


def recognises(source: Source) -> bool:
    """Whether a text is a mailbox: it begins with a message's envelope and a header."""
    head = source.head()
    return _BEGINNING.match(head.lstrip(b"\r\n")) is not None and looks_like_text(head)


def extract(source: Source) -> Document:
    """The mailbox, which has no text but that of its messages. Raises Unreadable when there is none."""
    nest = Nest(source)
    for number, message in enumerate(_messages(source), 1):
        if not nest.has_room():
            break
        block = message[:_HEADERS].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
        subject = decoded_words(headers_in(block).get("subject", ""))[:120].replace("/", "-").replace("\\", "-")
        nest.read(f"{number} {subject}".rstrip(), message, file_name="message.eml")
    return nest.document(Collector(source))


def _messages(source: Source) -> Iterator[bytes]:
    """The messages one after the other, without their envelopes; of very large ones only the beginning."""
    lines: list[bytes] = []
    size, after_blank = 0, True
    source.file.seek(0)
    while line := source.file.readline(_LINE):
        if after_blank and line.startswith(b"From ") and _ENVELOPE.match(line):
            if any(one.strip() for one in lines):
                yield b"".join(lines)
            lines, size = [], 0
        elif size < _LARGEST_MESSAGE:
            lines.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        elif lines:
            source.budget.leave_out("Of a message larger than 48 MB only the beginning was read.")
            yield b"".join(lines)
            lines = []
        elif not source.budget.has_room():
            # The message may be all of a mailbox of many gigabytes.
            return
        after_blank = line in (b"\n", b"\r\n")
    if any(one.strip() for one in lines):
        yield b"".join(lines)

"""Judges what a reader answers: it had a stranger's file in its hands, and may be in a stranger's hands itself."""

import re
from collections.abc import Iterator

from desktop_search import wire
from desktop_search.records import FileState, ReadDocument, ReadOutcome

LONGEST_TITLE = 500
"""Characters. A title is indexed with every passage under it, and shown on one line."""
LONGEST_NAME = 500
"""Characters of a sheet's name or a heading's path, of which every passage has its own."""
LONGEST_MEMBER = 4096
"""Characters of the path of what is inside of a file: as long as paths may be outside."""
LONGEST_LANGUAGE = 35
"""Characters of a language's code, as RFC 5646 advises."""
LONGEST_PROPERTY = 1000
MOST_PROPERTIES = 100
LONGEST_REASON = 2000

LARGEST_NUMBER = 2**63 - 1
"""What SQLite can hold."""
HASH_BYTES = 16
BYTES_PER_CHARACTER = 8
"""Of JSON that escapes all but ASCII: 6, and a third more for the headings above each passage."""
OTHER_BYTES = 32_000_000
CHARACTERS_PER_PASSAGE = 50
PASSAGES_OF_ANY_FILE = 10_000
FINAL_STATES = frozenset(FileState) - {FileState.PENDING}

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


def largest_answer(largest_text_characters: int) -> int:
    """The bytes an honest answer has at most."""
    return BYTES_PER_CHARACTER * largest_text_characters + OTHER_BYTES


def most_passages(largest_text_characters: int) -> int:
    """The passages an honest answer has at most."""
    return largest_text_characters // CHARACTERS_PER_PASSAGE + PASSAGES_OF_ANY_FILE


def loads(data: bytes, largest_text_characters: int) -> object:
    """What a reader says. Raises WireError for what is no message, or would take far more memory than any honest one.

    `[],[],[]…` becomes fifty times as large when it is parsed, so what will be made is counted before.
    """
    passages = most_passages(largest_text_characters)
    # A passage makes two objects and ten values, its document a few more.
    if not _is_within(data, containers=4 * passages, values=20 * passages):
        # In the text of a source file or a table there may be as many: strings do not count.
        skeleton = _STRING.sub(b"", data)
        if not _is_within(skeleton, containers=4 * passages, values=20 * passages):
            raise wire.WireError("more things than a file can hold")
    return wire.loads(data)


def _is_within(data: bytes, *, containers: int, values: int) -> bool:
    return data.count(b"[") + data.count(b"{") <= containers and data.count(b",") <= values


def checked(answer: object) -> ReadOutcome:
    """A final outcome that the database can hold. Raises WireError for anything else."""
    if not isinstance(answer, ReadOutcome):
        raise wire.WireError("not an outcome")
    if answer.state not in FINAL_STATES:
        raise wire.WireError("not a final state")
    _check_number(answer.format_version)
    _check_text(answer.reason, LONGEST_REASON)
    _check_text(answer.format, LONGEST_NAME)
    for document in answer.documents:
        _check_document(document)
    return answer


def _check_document(document: ReadDocument) -> None:
    _check_text(document.title, LONGEST_TITLE)
    _check_text(document.language, LONGEST_LANGUAGE)
    _check_text(document.member, LONGEST_MEMBER)
    if len(document.properties) > MOST_PROPERTIES:
        raise wire.WireError("too many properties")
    for text in _texts_of(document.properties):
        _check_text(text, LONGEST_PROPERTY)
    for passage in document.passages:
        _check_text(passage.text)
        _check_text(passage.heading, LONGEST_NAME)
        if len(passage.text_hash) != HASH_BYTES:
            raise wire.WireError("not a hash")
        place = passage.location
        _check_text(place.sheet, LONGEST_NAME)
        for number in (place.page, place.line, place.slide):
            _check_number(number)


def _texts_of(properties: object) -> Iterator[object]:
    if not isinstance(properties, dict):
        raise wire.WireError("not properties")
    for key, value in properties.items():
        yield key
        if value is None:
            raise wire.WireError("not a text")
        yield value


def _check_text(text: object, longest: int | None = None) -> None:
    if text is None:
        return
    if not isinstance(text, str) or (longest is not None and len(text) > longest):
        raise wire.WireError("not a text, or too long")
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise wire.WireError("not a text that can be stored") from error


def _check_number(number: object) -> None:
    if number is not None and not (isinstance(number, int) and 0 <= number <= LARGEST_NUMBER):
        raise wire.WireError("not a number that can be stored")

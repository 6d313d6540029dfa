"""Every limit is a setting, and holds at its edge; files above the limit of size are read as far as they can be."""

import dataclasses
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_search.chunking.tokens import estimate
from desktop_search.errors import DesktopSearchError
from desktop_search.extraction.budget import Budget, NestingLimits
from desktop_search.extraction.format import Source, Unreadable
from desktop_search.extraction.formats import mbox
from desktop_search.extraction.registry import extract
from desktop_search.files.walk import file_stat
from desktop_search.indexing import limits, reading
from desktop_search.indexing.limits import ReadingLimits
from desktop_search.records import Document, FileState, ReadOutcome
from desktop_search.settings import Settings, checked
from tests import nested_samples as nested
from tests.faults import hostile_samples as hostile

SETTINGS = Settings(backend="hashing")
LINE = b"The lighthouse keeper counts the ships.\n"


def limits_of(**changes: int | float) -> ReadingLimits:
    return limits.reading_limits(checked(changes), tokenizer=None, passage_tokens=200)


def document(name: str, data: bytes, **changes: int | float) -> Document:
    source = Source(io.BytesIO(data), name, len(data), nesting=limits_of(**changes).nesting_for(len(data)))
    return extract(source)[0]


def members(read: Document) -> int:
    return len(read.members)


def mail_of(parts: int) -> bytes:
    return nested.mail("See there", {f"{number}.txt": LINE for number in range(parts - 1)})


def mails(depth: int) -> bytes:
    data = b"Subject: innermost\n\nThe lighthouse.\n"
    for _ in range(depth - 1):
        data = b"Subject: outer\nContent-Type: message/rfc822\n\n" + data
    return data


@pytest.mark.parametrize(
    ("name", "limit", "fits", "is_too_much"),
    [
        ("archives_deep", 2, ("a.zip", nested.nested_zip(2)), ("a.zip", nested.nested_zip(3))),
        ("messages_deep", 3, ("a.eml", mails(3)), ("a.eml", mails(4))),
        ("archive_members", 3, ("a.zip", nested.zipped({f"{n}.txt": LINE for n in range(3)})),
         ("a.zip", nested.zipped({f"{n}.txt": LINE for n in range(4)}))),
        ("message_parts", 4, ("a.eml", mail_of(3)), ("a.eml", mail_of(5))),
        ("unpacked_megabytes", 1, ("a.zip", nested.zipped({"a.txt": LINE * 20_000}, zipfile.ZIP_STORED)),
         ("a.zip", nested.zipped({"a.txt": LINE * 30_000}, zipfile.ZIP_STORED))),
    ],
)  # fmt: skip
def test_what_lies_inside_a_file_is_read_up_to_the_limit_that_is_set(
    name: str, limit: int, fits: tuple[str, bytes], is_too_much: tuple[str, bytes]
) -> None:
    assert document(*fits, **{name: limit}).truncated is None
    assert document(*is_too_much, **{name: limit}).truncated is not None
    assert document(*is_too_much).truncated is None


def test_a_document_that_unpacks_to_more_than_is_set_is_refused() -> None:
    data = hostile.word(random.Random(1).randbytes(1_000_000).hex(" "))
    assert document("a.docx", data).blocks
    with pytest.raises(Unreadable, match="unpacks to more than 1 MB"):
        document("a.docx", data, unpacked_megabytes=1)


def test_settings_reach_the_readers() -> None:
    changes = {
        "read_deadline_seconds": 7.0,
        "large_file_patience": 3,
        "reader_memory_megabytes": 500,
        "largest_file_megabytes": 5,
        "largest_text_characters": 5_000,
        "archives_deep": 1,
        "messages_deep": 2,
        "archive_members": 4,
        "message_parts": 5,
        "unpacked_megabytes": 6,
    }
    made = dataclasses.replace(limits_of(**changes), revision=0)
    assert made == ReadingLimits(None, 200, 5_000_000, 5_000, 500_000_000, 7.0, (), 0.0, 3, 1, 2, 4, 5, 6 * 1024 * 1024)
    assert (made.deadline_for(limits.LARGE_FILE_BYTES), made.deadline_for(limits.LARGE_FILE_BYTES + 1)) == (7.0, 21.0)
    assert made.nesting_for(1).seconds < 7.0 < made.nesting_for(limits.LARGE_FILE_BYTES + 1).seconds < 21.0


def test_settings_reach_the_reader_of_pictures() -> None:
    settings = checked({"recognise_page_seconds": 30.0, "recognition_memory_megabytes": 3000, "recognise_minutes": 5})
    plain = limits.reading_limits(settings, tokenizer=None, passage_tokens=200)
    made = limits.recognition_limits(settings, plain)
    assert made.recognises
    assert not plain.recognises
    assert (made.deadline_seconds, made.memory_bytes, made.recognition_seconds) == (30.0, 3_000_000_000, 300.0)
    default = limits.recognition_limits(SETTINGS, plain)
    assert (default.deadline_seconds, default.memory_bytes) == (120.0, 4_096_000_000)


def test_defaults_are_those_of_a_reader_that_is_told_nothing() -> None:
    bare = ReadingLimits(None, 200, 200_000_000, 10_000_000, 1_024_000_000, 15.0)
    assert dataclasses.replace(limits_of(), revision=0) == bare
    assert dataclasses.replace(bare.nesting_for(1), seconds=10.0) == limits._NESTING


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("archives_deep", -1),
        ("messages_deep", 0),
        ("archive_members", 0),
        ("message_parts", 0),
        ("unpacked_megabytes", 0),
        ("recognise_page_seconds", 1.0),
        ("recognition_memory_megabytes", 100),
        ("large_file_patience", 0),
    ],
)
def test_limits_that_make_no_sense_are_refused(name: str, value: float) -> None:
    with pytest.raises(DesktopSearchError, match="must be between"):
        checked({name: value})


def read(path: Path) -> ReadOutcome:
    """A file read with a limit of a megabyte."""
    small = dataclasses.replace(limits_of(), largest_file_bytes=1_000_000, largest_text_characters=100_000)
    with open(path, "rb") as file:
        return reading.read(file, file_stat(str(path), path.stat()), small, estimate)


def large_text() -> bytes:
    return LINE * 40_000


def large_mailbox() -> bytes:
    message = b"From: ann@example.org\nSubject: Lighthouse accounts\n\n" + LINE * 100
    return nested.mailbox(*[message] * 400)


def large_program() -> bytes:
    return b"def lighthouse():\n    return 1\n\n\n" * 50_000


def large_table() -> bytes:
    return b"name;text\n" + b"Ann;lighthouse\n" * 100_000


@pytest.mark.parametrize(
    ("name", "made"),
    [("a.txt", large_text), ("a.mbox", large_mailbox), ("a.py", large_program), ("a.csv", large_table)],
)
def test_texts_and_mailboxes_above_the_limit_are_read_from_the_beginning(
    tmp_path: Path, name: str, made: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(made())
    assert (tmp_path / name).stat().st_size > 1_000_000
    outcome = read(tmp_path / name)
    assert (outcome.state, outcome.reason) == (FileState.PARTIAL, "Only the first 100,000 characters were read.")
    assert "lighthouse" in outcome.passages[0].text.lower()
    if name == "a.mbox":
        assert len(outcome.documents) > 10


def test_other_files_above_the_limit_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(hostile.page_pdf(hostile.LINE) + b"%" + b"x" * 1_000_000)
    outcome = read(tmp_path / "a.pdf")
    assert (outcome.state, outcome.reason) == (FileState.SKIPPED, "The file is larger than 1,000,000 bytes.")


def test_a_file_of_holes_is_left_alone_whatever_it_begins_with(tmp_path: Path) -> None:
    with open(tmp_path / "a.txt", "wb") as file:
        file.write(LINE * 100)
        file.truncate(10_000_000_000)
    outcome = read(tmp_path / "a.txt")
    assert (outcome.state, outcome.reason) == (FileState.SKIPPED, "The file is larger than 1,000,000 bytes.")


def test_one_message_without_end_is_not_read_to_its_end() -> None:
    # 400 MB of mailbox with one message: what follows its beginning is passed over only as long as there is time.
    class Endless(io.RawIOBase):
        lines = 0

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def readline(self, size: int | None = -1) -> bytes:
            self.lines += 1
            assert self.lines < 2_000
            return b"From a@b Tue Oct  1 12:00:00 2024\n" if self.lines == 1 else b"x" * 500_000 + b"\n"

    moments = iter(range(10_000))
    source = Source(Endless(), "a.mbox", 400_000_000)  # type: ignore[arg-type]
    source.budget = Budget(1_000_000, NestingLimits(seconds=300), clock=lambda: float(next(moments)))
    assert mbox.extract(source).members
    assert source.budget.cut

"""Fault 12: files that end too early, at every 1 %. Whatever counts as read has text, and all else a reason."""

import functools
import io

import pytest

from desktop_search.chunking.tokens import estimate
from desktop_search.extraction.collecting import has_text
from desktop_search.indexing import reading
from desktop_search.indexing.limits import ReadingLimits
from desktop_search.records import FileStat, FileState, ReadOutcome
from tests import nested_samples as nested
from tests.faults import mutated_files as mutated

LIMITS = ReadingLimits(None, 200, 200_000_000, 10_000_000, 1_024_000_000, 3600.0)
FROM_THE_BEGINNING = frozenset({"rtf", "html", "eml", "mbox", "txt", "csv", "md", "tar"})
"""What can be read without its end: there the words before the cut are found."""
FAMILIES = frozenset(
    "pdf docx pptx xlsx odt ods epub zip tar gz eml mbox msg rtf doc ppt xls html txt csv md jpg png tif".split()
)


@functools.cache
def whole() -> dict[str, bytes]:
    """A good file of each family by its suffix."""
    words = mutated.WORDS.encode()
    return mutated.seeds() | {
        "gz": nested.PACKERS["gz"](words * 20),
        "txt": "Leuchttürme überall. ".encode() + words * 20,
        "csv": b"name;text\n" + b"".join(b"%d;%s\n" % (number, words) for number in range(20)),
        "md": b"# A heading\n\n" + words * 20,
        "png": _picture("PNG"),
        "tif": _picture("TIFF"),
    }


def _picture(kind: str) -> bytes:
    from PIL import Image, PngImagePlugin

    picture, file, told = Image.new("RGB", (64, 48), "navy"), io.BytesIO(), PngImagePlugin.PngInfo()
    told.add_text("Description", mutated.WORDS)
    picture.save(file, kind, **({"pnginfo": told} if kind == "PNG" else {"description": mutated.WORDS}))
    return file.getvalue()


def read(suffix: str, data: bytes) -> ReadOutcome:
    stat = FileStat(f"/cut.{suffix}", len(data), 1, 1, 1, 1)
    return reading.read(io.BytesIO(data), stat, LIMITS, estimate)


def faults_of(outcome: ReadOutcome) -> str | None:
    """What is wrong with an outcome, or None."""
    is_text = any(has_text(passage.text) for passage in outcome.passages)
    counts_as_read = outcome.state in (FileState.INDEXED, FileState.PARTIAL)
    if outcome.state is FileState.PENDING:
        return "it is in no final state"
    if is_text != counts_as_read:
        return f"it is {outcome.state} with {len(outcome.passages)} passages"
    if (outcome.state is FileState.INDEXED) != (outcome.reason is None):
        return f"it is {outcome.state} for the reason {outcome.reason}"
    return None


def test_there_is_a_file_of_each_family() -> None:
    assert set(whole()) == FAMILIES
    assert {suffix for suffix, data in whole().items() if read(suffix, data).state is not FileState.INDEXED} == set()


@pytest.mark.parametrize("suffix", sorted(FAMILIES))
def test_a_file_cut_at_every_percent_is_recorded_and_never_read_without_text(suffix: str, is_long: bool) -> None:
    data = whole()[suffix]
    parts = 1000 if is_long else 100
    wrong = {}
    for part in range(parts):
        cut = data[: len(data) * part // parts]
        outcome = read(suffix, cut)
        if fault := faults_of(outcome):
            wrong[part] = fault
        elif suffix in FROM_THE_BEGINNING and part > parts * 0.9 and not outcome.passages:
            wrong[part] = f"nothing was read of it: {outcome.reason}"
    assert wrong == {}


@pytest.mark.parametrize("suffix", sorted(FAMILIES))
@pytest.mark.parametrize("length", [0, 1, 2, 4, 8, 16])
def test_a_file_that_is_only_a_header_says_why_there_is_no_text(suffix: str, length: int) -> None:
    outcome = read(suffix, whole()[suffix][:length])
    assert faults_of(outcome) is None
    if not length:
        assert (outcome.state, outcome.reason) == (FileState.SKIPPED, "The file holds no text.")

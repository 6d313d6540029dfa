"""Real hostile files, and those that a tool makes, through the whole engine: each ends as it should, and it stays
small."""

import csv
import dataclasses
import os
import re
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_search.indexing import limits, turns
from desktop_search.records import IndexSummary
from desktop_search.settings import Settings
from tests.fakes import write_tree
from tests.faults import measuring
from tests.faults.engine_apart import index_apart

SETTINGS = Settings(backend="hashing", readers=0)
SHORT = dataclasses.replace(SETTINGS, largest_text_characters=1_000_000)
"""The files that the tool makes are large for their text, of which every character takes its time to embed."""
PATIENCE_SECONDS = 2.0
MOST_GROWTH_MEGABYTES = 100
MOST_UNREAD = 0.03
NEVER_READ = ("no endless walk", "skipped", "link out of", "never opened", "never read")
FINAL = {"indexed", "partial", "skipped", "failed"}


@dataclass(frozen=True)
class Read:
    """What became of one file."""

    state: str
    reason: str
    text: str


@dataclass(frozen=True)
class Run:
    files: dict[str, Read]
    summary: IndexSummary
    seconds: dict[str, float]
    grown_megabytes: float

    def late(self) -> dict[str, float]:
        """The files that took longer than their deadline, with the seconds."""
        found = {}
        for path, seconds in self.seconds.items():
            patience = limits.LARGE_FILE_PATIENCE if os.path.getsize(path) > limits.LARGE_FILE_BYTES else 1
            # On a busy machine it is the time a reader computes that counts, and the clock only in the end.
            most = SETTINGS.read_deadline_seconds * patience * turns.LONGEST_WAIT + PATIENCE_SECONDS
            if seconds > most:
                found[path] = seconds
        return found


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def indexed(folder: Path, place: Path, settings: Settings = SETTINGS) -> Run:
    warm = write_tree(place / "warm", {"a.txt": "Up and running."})
    data = place / "data"
    indexing = index_apart(data, folder, warm=warm, settings=settings)
    grown = indexing.grown_megabytes - measuring.vector_megabytes(indexing.summary.passages)
    return Run(_files(data / "index.db", folder), indexing.summary, indexing.seconds, grown)


def _files(database: Path, folder: Path) -> dict[str, Read]:
    query = (
        "select files.path, state, coalesce(reason, ''), coalesce(group_concat(text, ' '), '') from files"
        " left join documents on file_id = files.id left join passages on document_id = documents.id group by files.id"
    )
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = connection.execute(query).fetchall()
    connection.close()
    return {
        os.path.relpath(os.fsdecode(path), folder): Read(state, reason, normal(text))
        for path, state, reason, text in rows
    }


@pytest.fixture
def made(tmp_path: Path, shared: Path) -> tuple[Path, list[tuple[str, str]]]:
    """A folder of hostile files made by the tool, and what it says a good indexer does with each."""
    folder = tmp_path / "made"
    tool = shared / "tools" / "make_hostile.py"
    subprocess.run(
        [sys.executable, "-W", "ignore", str(tool), str(folder), str(shared / "data" / "files-dev")],
        check=True,
        capture_output=True,
    )
    lines = (folder / "expect.tsv").read_text(encoding="utf-8", errors="surrogateescape").splitlines()[1:]
    (folder / "expect.tsv").unlink()
    expected = []
    for line in lines:
        name, _, expectation = line.partition("\t")
        raw = name.encode("utf-8", "surrogateescape").replace(b"\\n", b"\n")
        raw = re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), raw)
        expected.append((os.fsdecode(raw), expectation))
    return folder, expected


def unmet(read: Read | None, expectation: str) -> str | None:
    """Why a file did not end as the tool asks for, or None if it did."""
    is_never_read = expectation.startswith(NEVER_READ)
    if read is None:
        return None if is_never_read or "fatal" in expectation else "it is not known"
    phrases = re.findall(r'has "([^"]+)"', expectation)
    faults = {
        "it is in no final state": read.state not in FINAL,
        "phrases are missing": any(normal(phrase) not in read.text for phrase in phrases),
        f"it is {read.state}: {read.reason}": expectation.startswith("indexed") and read.state != "indexed",
        "it holds another file": expectation.startswith("must not contain root:") and "root:" in read.text,
        "it was read": is_never_read,
    }
    return next((fault for fault, is_so in faults.items() if is_so), None)


@pytest.mark.shared
def test_made_hostile_files_end_as_they_should(
    made: tuple[Path, list[tuple[str, str]]], tmp_path: Path, is_long: bool
) -> None:
    folder, expected = made
    run = indexed(folder, tmp_path, SETTINGS if is_long else SHORT)
    misses = {name: unmet(run.files.get(name), expectation) for name, expectation in expected}
    assert {name: miss for name, miss in misses.items() if miss} == {}
    assert run.summary.counts.pending == 0
    assert run.late() == {}
    assert run.grown_megabytes < MOST_GROWTH_MEGABYTES


def not_in(read: Read, phrases: list[str]) -> list[str]:
    """The phrases that a correct reading would hold and this one does not."""
    return [phrase for phrase in phrases if normal(phrase) not in read.text]


def shows_no_text(read: Read, path: Path) -> bool:
    """Whether nothing was found but what somebody wrote into the file as its description.

    Descriptions stand in a file as they are; what is drawn does not, so none of these words was seen in the picture.
    """
    written = normal(path.read_bytes().decode("latin-1"))
    return all(word in written for word in read.text.split())


@pytest.mark.shared
@pytest.mark.timeout(1800)
def test_real_files_are_read_hostile_ones_fail_cleanly_and_the_engine_stays_small(
    shared: Path, tmp_path: Path, is_long: bool
) -> None:
    folder = shared / "data" / "files-dev"
    with (folder / "files.tsv").open(encoding="utf-8", newline="") as table:
        listed = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    # Recognising the text of pictures takes seconds a page and has tests of its own.
    run = indexed(folder, tmp_path, dataclasses.replace(SETTINGS, recognise_text=is_long))
    ends: dict[str, Callable[[Read, Path], bool]] = {
        "must-fail-cleanly": lambda read, _: read.state in FINAL and bool(read.reason) == (read.state != "indexed"),
        "must-report-encrypted": lambda read, _: read.state == "failed" and "password" in read.reason,
        "no-text": lambda read, path: read.state in FINAL and shows_no_text(read, path),
    }
    wrong = {
        row["path"]: run.files[row["path"]]
        for row in listed
        if row["expect"] in ends and not ends[row["expect"]](run.files[row["path"]], folder / row["path"])
    }
    assert wrong == {}
    texts = {row["path"]: row["expect"].split(" || ") for row in listed if row["category"] == "text"}
    unread = [path for path, phrases in texts.items() if not_in(run.files[path], phrases)]
    assert len(unread) <= MOST_UNREAD * len(texts), unread
    assert run.summary.counts.pending == 0
    assert run.late() == {}
    assert run.grown_megabytes < MOST_GROWTH_MEGABYTES

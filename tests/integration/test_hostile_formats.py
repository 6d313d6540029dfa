"""Whatever a format does, by mistake or on purpose, it costs one file, and the engine goes on."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from desktop_search.engine import reading
from desktop_search.engine.engine import Engine
from desktop_search.indexing import sandbox, untrusted
from desktop_search.indexing.sandbox import Level
from desktop_search.records import FileState
from desktop_search.settings import Settings
from desktop_search.words import analysis, schema
from tests.fakes import engine_at, wait_until, write_tree

SETTINGS = Settings(
    backend="hashing",
    readers=1,
    read_deadline_seconds=3.0,
    reader_memory_megabytes=700,
    extra_formats="tests.mock_format",
)


def outcome(engine: Engine, path: Path) -> tuple[str, str]:
    for failure in engine.keeping.failures():
        if failure.path == str(path):
            return failure.state.value, failure.reason
    return "indexed", ""


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("forever", "Reading took longer than 3 seconds and was given up."),
        ("sleep", "Reading took longer than 3 seconds and was given up."),
        ("eat", "Reading the file took more memory than is allowed."),
        ("die", "The reader crashed on this file, twice."),
        ("exit", "The reader crashed on this file, twice."),
        ("abort", "The reader crashed on this file, twice."),
        ("garbage", "The reader crashed on this file, twice."),
        ("recurse", "The file is damaged and could not be read."),
        ("sysexit", "The reader crashed on this file, twice."),
    ],
)
def test_a_format_that_fails_costs_its_own_file_only(tmp_path: Path, command: str, reason: str) -> None:
    folder = write_tree(
        tmp_path / "files", {"bad.mock": command, "good.mock": "text a lighthouse", "good.txt": "A brake."}
    )
    time.sleep(0.1)  # Files changed in the very moment of reading are looked at twice.
    # Only what never ends is to run into its deadline, however little of a busy machine the others get.
    seconds = SETTINGS.read_deadline_seconds if "seconds" in reason else 120.0
    with engine_at(tmp_path / "data", settings=replace(SETTINGS, read_deadline_seconds=seconds)) as engine:
        summary = engine.index([str(folder)])
        assert (summary.counts.seen, summary.counts.indexed, summary.counts.failed) == (3, 2, 1)
        assert outcome(engine, folder / "bad.mock") == ("failed", reason)
        assert engine.search("lighthouse", mode="words").hits[0].path == str(folder / "good.mock")
        # It is not tried again as long as nothing about it changes.
        assert engine.index([str(folder)]).read_now == 0
        (folder / "bad.mock").write_text("text a mended file")
        assert engine.index([str(folder)]).counts.indexed == 3


def test_a_flood_is_cut_and_the_engine_stays_small(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"flood.mock": "flood", "print.mock": "print"})
    settings = replace(SETTINGS, read_deadline_seconds=60.0, largest_text_characters=1_000_000)
    with engine_at(tmp_path / "data", settings=settings) as engine:
        before = psutil.Process().memory_info().rss
        summary = engine.index([str(folder)])
        grown = psutil.Process().memory_info().rss - before
    assert summary.counts.pending == 0
    assert summary.counts.seen == 2
    assert grown < 100_000_000


def test_one_slow_file_does_not_hold_up_the_others(tmp_path: Path) -> None:
    files = {f"{number}.mock": "text quick" for number in range(40)} | {"slow.mock": "sleep"}
    folder = write_tree(tmp_path / "files", files)
    os.utime(folder / "slow.mock", (time.time() + 60, time.time() + 60))  # The newest is read first.
    with engine_at(tmp_path / "data", settings=replace(SETTINGS, readers=2)) as engine:
        engine.index([str(folder)], wait=False)
        while engine.status().counts.indexed < 40:
            assert engine.status().counts.failed == 0, "the slow file was waited for"
            time.sleep(0.02)
        engine.wait_until_idle()
        assert engine.keeping.failures()[0].state is FileState.FAILED


@pytest.mark.parametrize(
    "flaw",
    "surrogate surrogate-text surrogate-reason large-number large-version property surrogate-property long-title"
    " short-hash pending other-record".split(),
)
def test_an_answer_that_cannot_be_stored_is_a_crash(tmp_path: Path, flaw: str) -> None:
    folder = write_tree(tmp_path / "files", {"bad.mock": f"answer {flaw}"})
    outcome = reading.read_one(str(folder / "bad.mock"), SETTINGS)
    assert (outcome.state, outcome.reason) == (FileState.FAILED, "The reader crashed on this file, twice.")


def test_a_sound_answer_of_a_taken_over_reader_passes(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"fine.mock": "answer none"})
    outcome = reading.read_one(str(folder / "fine.mock"), SETTINGS)
    assert outcome.state is FileState.INDEXED
    assert outcome.stat.path == str(folder / "fine.mock"), "what it says about the file is not believed"


def test_an_answer_that_would_grow_when_it_is_parsed_is_not_parsed(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"giant.mock": "giant 60"})
    highest, done = [psutil.Process().memory_info().rss], threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            highest.append(psutil.Process().memory_info().rss)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        outcome = reading.read_one(str(folder / "giant.mock"), replace(SETTINGS, read_deadline_seconds=30.0))
    finally:
        done.set()
        watching.join()
    assert outcome.reason == "The reader crashed on this file, twice."
    # Parsed it is 1,400 MB; unparsed it lies in memory up to four times.
    assert max(highest) - highest[0] < 400_000_000


def test_a_bad_answer_leaves_the_others_searchable(tmp_path: Path) -> None:
    files = {"a.mock": "answer surrogate", "b.mock": "answer pending", "good.txt": "A lighthouse."}
    folder = write_tree(tmp_path / "files", files)
    time.sleep(0.1)
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.failed, counts.pending) == (1, 2, 0)
        assert [hit.path for hit in engine.search("lighthouse", mode="words").hits] == [str(folder / "good.txt")]


def test_what_cannot_be_stored_costs_its_own_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # Should a check be missing: what the database refuses has failed, and the others are stored.
    monkeypatch.setattr(untrusted, "checked", lambda answer: answer)
    folder = write_tree(
        tmp_path / "files",
        {"a.mock": "answer surrogate", "b.mock": "answer large-number", "good.txt": "A lighthouse."},
    )
    time.sleep(0.1)
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.failed, counts.pending) == (1, 2, 0)
        assert outcome(engine, folder / "a.mock")[1] == "What was read cannot be stored: UnicodeEncodeError."
        assert engine.search("lighthouse", mode="words").hits[0].path == str(folder / "good.txt")
        assert "cannot be stored together" in caplog.text


def test_a_title_of_three_megabytes_is_cut(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"long.mock": "long-names"})
    outcome = reading.read_one(str(folder / "long.mock"), SETTINGS)
    assert outcome.state is FileState.PARTIAL
    assert outcome.title is not None
    assert outcome.title.startswith("Title Title")
    assert len(outcome.title) == untrusted.LONGEST_TITLE
    document, member = outcome.documents
    assert len(document.passages) >= 1000
    assert len(document.language or "") <= untrusted.LONGEST_LANGUAGE
    assert len(document.properties["author"]) == untrusted.LONGEST_PROPERTY
    assert len(document.properties) == untrusted.MOST_PROPERTIES
    assert len(outcome.reason or "") == untrusted.LONGEST_REASON
    assert {len(member.title or ""), len(member.member or "")} == {
        untrusted.LONGEST_TITLE,
        untrusted.LONGEST_MEMBER,
    }
    headings = [passage.heading or "" for passage in document.passages]
    sheets = [passage.location.sheet or "" for passage in document.passages]
    assert max(map(len, headings + sheets)) == untrusted.LONGEST_NAME


@pytest.mark.parametrize("command", ["print", "shout"])
def test_what_a_parser_prints_does_not_reach_the_person(tmp_path: Path, command: str) -> None:
    folder = write_tree(tmp_path / "files", {"loud.mock": command})
    data = write_tree(
        tmp_path / "data", {"settings.toml": 'backend = "hashing"\nextra_formats = "tests.mock_format"\n'}
    )
    line = [
        sys.executable,
        "-m",
        "desktop_search",
        "read",
        "--data-dir",
        str(data),
        str(folder / "loud.mock"),
        "--json",
    ]
    done = subprocess.run(line, capture_output=True, timeout=120, check=True)
    assert done.stderr == b""
    assert json.loads(done.stdout)["passages"]


@pytest.mark.skipif(sys.platform != "linux", reason="nothing else kills a reader with its parent")
def test_a_reader_dies_with_its_engine(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"slow.mock": "sleep"})
    data = write_tree(
        tmp_path / "data", {"settings.toml": 'backend = "hashing"\nextra_formats = "tests.mock_format"\n'}
    )
    line = [sys.executable, "-m", "desktop_search", "read", "--data-dir", str(data), str(folder / "slow.mock")]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL) as command:
        parent = psutil.Process(command.pid)

        def settled() -> list[psutil.Process]:
            return [child for child in parent.children() if os.getsid(child.pid) == child.pid]

        wait_until(lambda: bool(settled()), 60)
        [reader] = settled()
        command.kill()
        command.wait()
        wait_until(lambda: not reader.is_running() or reader.status() == psutil.STATUS_ZOMBIE, 20)


@pytest.mark.parametrize(
    ("levels", "lowest"),
    [
        ([], "unknown"),
        ([Level.FULL, Level.FULL], "full"),
        ([Level.FULL, Level.PARTIAL], "partial"),
        ([Level.NONE, Level.FULL], "none"),
    ],
)
def test_the_weakest_lock_of_all_readers_is_told(levels: list[Level], lowest: str) -> None:
    assert sandbox.lowest(levels) == lowest


def test_a_long_title_is_indexed_by_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[str] = []

    def noted(text: str) -> object:
        cut.append(text)
        return real(text)

    real = analysis.exact
    monkeypatch.setattr(analysis, "exact", noted)
    schema.document(schema.WordEntry(1, "lighthouse", "Title " * 500_000, "a.txt", "/f", ".txt", 1))
    assert max(map(len, cut)) < 1000

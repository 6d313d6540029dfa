"""Whatever a format does, by mistake or on purpose, it costs one file, and the engine goes on."""

import os
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from desktop_search.engine.engine import Engine
from desktop_search.records import FileState
from desktop_search.settings import Settings
from tests.fakes import engine_at, write_tree

SETTINGS = Settings(
    backend="hashing",
    readers=1,
    read_deadline_seconds=3.0,
    reader_memory_megabytes=700,
    extra_formats="tests.mock_format",
)


def outcome(engine: Engine, path: Path) -> tuple[str, str]:
    for failure in engine.failures():
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
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
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


def test_what_a_taken_over_format_tries_is_denied(tmp_path: Path) -> None:
    target = tmp_path / "other.txt"
    target.write_text("belongs to somebody else")
    folder = write_tree(tmp_path / "files", {"evil.mock": f"malice {target}"})
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        engine.index([str(folder)])
        level = engine.status().sandbox
        [hit] = engine.search("ptrace", mode="words").hits
    report = dict(line.split(": ", 1) for line in hit.matches[0].text.splitlines())
    assert target.read_text() == "belongs to somebody else"
    if level != "full":
        pytest.skip(f"this kernel can lock readers in only in part: {level}")
    assert {name for name, result in report.items() if not result.startswith("denied")} == set()
    assert len(report) == 9


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
        assert engine.failures()[0].state is FileState.FAILED

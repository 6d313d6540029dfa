"""Disks that do not answer, as network disks whose server is away: the files of other disks are read nevertheless."""

import dataclasses
import os
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop_search.files.walk import file_stat
from desktop_search.indexing import indexer, opening, reader
from desktop_search.indexing.opening import NO_ANSWER
from desktop_search.records import FileStat, FileState
from tests.fakes import engine_at, wait_until, write_tree
from tests.integration.test_readers import readers

STALLED = "stalled"
OTHER_DISK = 7


class Disk:
    """What lies in the folder with that name cannot be opened until it answers."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.asked_for: list[str] = []


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    made, real = Disk(), opening.opened

    def opened(stat: Any) -> Any:
        if STALLED in Path(stat.path).parts:
            made.asked_for.append(os.path.basename(stat.path))
            made.answers.wait()
        return real(stat)

    monkeypatch.setattr(opening, "opened", opened)
    monkeypatch.setattr(reader, "DISK_SECONDS", 2.0)
    yield made
    made.answers.set()


def stat_of(path: Path) -> FileStat:
    stat = file_stat(str(path), path.lstat())
    return dataclasses.replace(stat, device=OTHER_DISK) if STALLED in path.parts else stat


def test_files_of_other_disks_are_read_while_one_does_not_answer(tmp_path: Path, disk: Disk) -> None:
    write_tree(tmp_path, {f"{STALLED}/{number}.txt": "A lighthouse." for number in range(3)})
    write_tree(tmp_path, {"near.txt": "A lighthouse."})
    far = [stat_of(tmp_path / STALLED / f"{number}.txt") for number in range(3)]
    with readers(count=2) as (pool, outcomes):
        assert pool.notice is None
        for stat in (*far, stat_of(tmp_path / "near.txt")):
            pool.give(stat)
        found = {os.path.basename(one.stat.path): one for one in (outcomes.get(timeout=60) for _ in range(4))}
        assert found.pop("near.txt").state is FileState.INDEXED
        assert {(one.state, one.reason) for one in found.values()} == {(FileState.PENDING, NO_ANSWER)}
        assert sorted(disk.asked_for) == ["0.txt", "1.txt"], "the third is not even asked for"
        assert pool.notice is not None
        assert str(tmp_path / STALLED) in pool.notice
        with pytest.raises(queue.Empty):
            outcomes.get(timeout=0.5)

        disk.answers.set()
        wait_until(lambda: pool.notice is None)
        for stat in far:
            pool.give(stat)
        assert [outcomes.get(timeout=60).state for _ in far] == 3 * [FileState.INDEXED]
        assert [file.path for file in psutil.Process().open_files() if file.path.startswith(str(tmp_path))] == []


def test_a_disk_that_stalls_while_a_file_is_being_read_costs_no_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tree(tmp_path, {"far.txt": "A lighthouse.", "near.txt": "A lighthouse."})
    answers, real = threading.Event(), os.fstat
    descriptors: list[int] = []

    def opened(stat: Any, real: Any = opening.opened) -> Any:
        descriptor, now = real(stat)
        if "far" in stat.path:
            descriptors.append(descriptor)
        return descriptor, now

    def fstat(descriptor: int) -> os.stat_result:
        if descriptor in descriptors:
            answers.wait()
        return real(descriptor)

    monkeypatch.setattr(opening, "opened", opened)
    monkeypatch.setattr(reader, "DISK_SECONDS", 2.0)
    far = dataclasses.replace(stat_of(tmp_path / "far.txt"), device=OTHER_DISK)
    with readers() as (pool, outcomes):
        monkeypatch.setattr(os, "fstat", fstat)
        pool.give(far)
        pool.give(stat_of(tmp_path / "near.txt"))
        states = [outcomes.get(timeout=60).state for _ in range(2)]
        answers.set()
    assert states == [FileState.PENDING, FileState.INDEXED]


@pytest.mark.parametrize("is_given_up", [False, True])
def test_closing_waits_for_no_disk(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch, is_given_up: bool
) -> None:
    monkeypatch.setattr(reader, "DISK_SECONDS", 0.2 if is_given_up else 1000.0)
    write_tree(tmp_path, {f"{STALLED}/{number}.txt": "A lighthouse." for number in range(4)})
    with readers(count=4) as (pool, outcomes):
        for number in range(4):
            pool.give(stat_of(tmp_path / STALLED / f"{number}.txt"))
        wait_until(lambda: len(disk.asked_for) == 4)
        if is_given_up:
            assert [outcomes.get(timeout=30).state for _ in range(4)] == 4 * [FileState.PENDING]
        started = time.monotonic()
        pool.close()
        assert time.monotonic() - started < 12
    disk.answers.set()
    with pytest.raises(queue.Empty):
        outcomes.get(timeout=0.5)


def test_an_engine_goes_on_and_reads_the_files_once_their_disk_answers(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "AGAIN_SECONDS", 0.5)
    folder = write_tree(tmp_path / "files", {f"{STALLED}/{number}.txt": "A lighthouse." for number in range(3)})
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).counts.pending == 3
        assert engine.keeping.failures() == []
        disk.answers.set()
        wait_until(lambda: len(engine.search("lighthouse", mode="words").hits) == 1)
        wait_until(lambda: engine.status().counts.indexed == 3)


def test_a_file_that_is_listed_but_cannot_be_found_waits_before_it_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As the entries of a file system in user space may be whose program is broken.
    write_tree(tmp_path, {"ghost.txt": "A lighthouse.", "gone.txt": "A lighthouse."})
    real, gone = os.open, stat_of(tmp_path / "gone.txt")

    def without_ghosts(path: Any, *rest: Any, **more: Any) -> int:
        if str(path).endswith("ghost.txt"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return real(path, *rest, **more)

    (tmp_path / "gone.txt").unlink()
    with readers() as (pool, outcomes):
        monkeypatch.setattr(os, "open", without_ghosts)
        pool.give(stat_of(tmp_path / "ghost.txt"))
        outcome = outcomes.get(timeout=60)
        assert (outcome.state, outcome.reason) == (
            FileState.PENDING,
            "The file cannot be opened: No such file or directory.",
        )
        pool.give(gone)
        outcome = outcomes.get(timeout=60)
        assert (outcome.state, outcome.reason) == (FileState.PENDING, None)

"""A file can harm its reader, never the program: it ends in an outcome with a reason."""

import dataclasses
import errno
import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from pathlib import Path

import psutil
import pytest

from desktop_search.files.walk import file_stat
from desktop_search.indexing import reading_queue, workers
from desktop_search.indexing.reader import Reader
from desktop_search.indexing.reading import ReadingLimits
from desktop_search.indexing.reading_queue import MOST_AHEAD, READS_AHEAD, ReadingQueue
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileStat, FileState, ReadOutcome
from tests.fakes import wait_until

LIMITS = ReadingLimits(None, 200, 50_000_000, 10_000_000, 1_000_000_000, 60.0)
SLOW = "A long text that keeps its reader busy for a while. " * 80_000


@contextmanager
def readers(
    limits: ReadingLimits = LIMITS, count: int = 1
) -> Iterator[tuple[Readers, "queue.SimpleQueue[ReadOutcome]"]]:
    outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()
    pool = Readers(count, limits, outcomes.put)
    try:
        yield pool, outcomes
    finally:
        pool.close()


def give(pool: Readers, path: Path) -> None:
    pool.give(file_stat(str(path), path.lstat()))


def processes() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_a_file_is_read_with_the_stat_it_was_opened_with(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear aunt,\n\nthe parcel arrived.", encoding="utf-8")
    with readers() as (pool, outcomes):
        give(pool, file)
        outcome = outcomes.get(timeout=30)
    assert outcome.state is FileState.INDEXED
    assert outcome.stat.size == file.stat().st_size
    assert "parcel" in outcome.passages[0].text


def test_without_a_tokenizer_that_can_be_read_files_are_read_all_the_same(tmp_path: Path) -> None:
    file, broken = tmp_path / "letter.txt", tmp_path / "tokenizer.json"
    file.write_text("Dear aunt,\n\nthe parcel arrived.", encoding="utf-8")
    broken.write_text('{"half of a": ', encoding="utf-8")
    with readers(dataclasses.replace(LIMITS, tokenizer=str(broken))) as (pool, outcomes):
        give(pool, file)
        outcome = outcomes.get(timeout=30)
    assert outcome.state is FileState.INDEXED
    assert "parcel" in outcome.passages[0].text


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    slow, quick = tmp_path / "slow.xml", tmp_path / "quick.txt"
    # Plain text of that size may be read in time.
    slow.write_text("<all>" + "<p>A word.</p>" * 300_000 + "</all>")
    quick.write_text("Quick.")
    hasty = ReadingLimits(None, 200, 50_000_000, 10_000_000, 1_000_000_000, 0.05)
    with readers(hasty) as (pool, outcomes):
        give(pool, slow)
        outcome = outcomes.get(timeout=30)
    assert (outcome.state, outcome.reason) == (
        FileState.FAILED,
        "Reading took longer than 0.05 seconds and was given up.",
    )
    with readers() as (pool, outcomes):
        give(pool, quick)
        assert outcomes.get(timeout=30).state is FileState.INDEXED


def test_a_dead_reader_is_replaced_and_its_file_tried_once_more(tmp_path: Path) -> None:
    file = tmp_path / "slow.txt"
    file.write_text(SLOW)
    with readers() as (pool, outcomes):
        give(pool, file)
        started: list[psutil.Process] = []
        wait_until(lambda: bool(started.extend(processes()) or started))
        started[0].kill()
        assert outcomes.get(timeout=60).state is FileState.INDEXED


def test_readers_that_cannot_start_are_no_fault_of_the_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear aunt.")
    without_memory = ReadingLimits(None, 200, 50_000_000, 10_000_000, 1_000_000, 60.0)
    with readers(without_memory) as (pool, outcomes):
        give(pool, file)
        outcome = outcomes.get(timeout=60)
    assert (outcome.state, outcome.reason) == (FileState.PENDING, "No reader could be started.")
    assert "a reader does not start" in caplog.text


def test_a_file_too_large_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "sparse.txt"
    with open(file, "wb") as made:
        made.truncate(60_000_000)
    with readers() as (pool, outcomes):
        give(pool, file)
        outcome = outcomes.get(timeout=30)
    assert outcome.state is FileState.SKIPPED
    assert "larger than" in (outcome.reason or "")


def test_what_is_no_longer_a_file_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "was.txt"
    file.write_text("x")
    stat = file_stat(str(file), file.lstat())
    file.unlink()
    file.symlink_to("/etc/hostname")
    with readers() as (pool, outcomes):
        pool.give(stat)
        outcome = outcomes.get(timeout=30)
    assert outcome.state is FileState.FAILED
    assert outcome.passages == ()


@pytest.mark.parametrize("count", [1, 3])
def test_closing_leaves_no_process_behind(tmp_path: Path, count: int) -> None:
    file = tmp_path / "slow.txt"
    file.write_text(SLOW)
    with readers(count=count) as (pool, _):
        for _number in range(count):
            give(pool, file)
        wait_until(lambda: len(processes()) == count)
    wait_until(lambda: not processes())


def test_readers_that_may_not_work_are_not_even_started(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear aunt.")
    started: set[int] = set()

    def read(pool: Readers, outcomes: "queue.SimpleQueue[ReadOutcome]", at_once: int) -> None:
        for _ in range(at_once):
            give(pool, file)
        for _ in range(at_once):
            assert outcomes.get(timeout=60).state is FileState.INDEXED
        started.update(process.pid for process in processes())

    with readers(count=4) as (pool, outcomes):
        pool.active = 1
        for _ in range(6):
            read(pool, outcomes, 1)
        assert len(started) == 1
        pool.active = 3
        for _ in range(6):
            read(pool, outcomes, 1)
        assert 2 <= len(started) <= 3
        before = set(started)
        pool.active = 1
        for _ in range(3):
            read(pool, outcomes, 4)
        assert started == before


def test_readers_start_before_the_first_file_when_files_will_come() -> None:
    before = set(psutil.Process().children())
    with readers(count=2) as (pool, _):
        pool.active = 1
        pool.prepare()
        wait_until(lambda: len(pool.levels()) == 1)
        started = [one for one in psutil.Process().children() if one not in before and "fork" in one.cmdline()[-1]]
        assert len(started) == 1, "only those that may work"


def test_as_many_files_are_given_out_as_the_readers_that_may_work_can_take(tmp_path: Path) -> None:
    class FakeReaders:
        count = 4
        active = 4
        given = 0

        def give(self, stat: object) -> None:
            self.given += 1

    for number in range(20):
        with (tmp_path / f"{number}.txt").open("wb") as file:
            file.truncate(reading_queue.BYTES_AHEAD)
    pool = FakeReaders()
    reading = ReadingQueue(pool)  # type: ignore[arg-type]
    reading.put(file_stat(str(path), path.lstat()) for path in tmp_path.iterdir())
    for readers_at_work in (1, 3, 9):
        reading.give_out(readers=readers_at_work)
        assert (pool.active, pool.given) == (min(4, readers_at_work), READS_AHEAD * min(4, readers_at_work))
    reading.give_out()
    assert pool.active == 4


def test_of_small_files_many_are_given_out_so_that_no_reader_waits_for_the_indexing_thread() -> None:
    class FakeReaders:
        count = active = 2
        given = 0

        def give(self, stat: object) -> None:
            self.given += 1

    pool = FakeReaders()
    reading = ReadingQueue(pool)  # type: ignore[arg-type]
    reading.put(FileStat(f"/{number}", 100, 1, 1, 1, number) for number in range(3 * MOST_AHEAD))
    reading.give_out()
    assert pool.given == 2 * MOST_AHEAD


def test_readers_wait_while_much_text_has_not_been_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MOST_UNTAKEN", 100)
    stats = []
    for number in range(4):
        path = tmp_path / f"{number}.txt"
        path.write_text("Small files may hold large texts. " * 10)
        stats.append(file_stat(str(path), path.lstat()))
    with readers() as (pool, outcomes):
        for stat in stats:
            pool.give(stat)
        first = outcomes.get(timeout=60)
        with pytest.raises(queue.Empty):
            outcomes.get(timeout=1.0)
        pool.taken(first)
        assert outcomes.get(timeout=60).stat.path != first.stat.path


def test_a_pause_leaves_what_the_readers_were_given(tmp_path: Path) -> None:
    stats = []
    for number in range(20):
        path = tmp_path / f"{number}.txt"
        path.write_text("Dear aunt.")
        stats.append(file_stat(str(path), path.lstat()))
    outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()

    def deliver(outcome: ReadOutcome) -> None:
        reading.hold()
        outcomes.put(outcome)

    pool = Readers(1, LIMITS, deliver)
    reading = ReadingQueue(pool)
    try:
        reading.put(stats)
        reading.give_out()
        reading.take(outcomes.get(timeout=60))
        with pytest.raises(queue.Empty):
            outcomes.get(timeout=1.0)
        reading.give_out()
        outcomes.get(timeout=60)
    finally:
        pool.close()


def test_a_machine_on_which_nothing_is_read_is_not_woken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str | None] = []
    monkeypatch.setattr(Reader, "kill_if_overdue", lambda reader: looked.append(reader.path))
    (tmp_path / "letter.txt").write_text("Dear aunt.")
    with readers() as (pool, outcomes):
        for _ in range(2):
            give(pool, tmp_path / "letter.txt")
            assert outcomes.get(timeout=60).state is FileState.INDEXED
        time.sleep(0.5)
        looked.clear()
        time.sleep(1)
        assert looked == []


def test_a_system_that_starts_no_more_processes_costs_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def start(_: SpawnProcess) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    (tmp_path / "letter.txt").write_text("Dear aunt.")
    with readers() as (pool, outcomes):
        with monkeypatch.context() as without:
            without.setattr(SpawnProcess, "start", start)
            pool.prepare()
            give(pool, tmp_path / "letter.txt")
            assert outcomes.get(timeout=60).state is FileState.PENDING
        pool._readers[0]._resting_until = 0.0
        give(pool, tmp_path / "letter.txt")
        assert outcomes.get(timeout=60).state is FileState.INDEXED

"""Reading many small files in reader processes: what more of them bring, and what one slow file or a start costs."""

import os
import queue
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_search.files.walk import file_stat
from desktop_search.indexing.reading import ReadingLimits
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileStat, FileState, ReadOutcome
from tests.fakes import write_tree

FILES = int(os.environ.get("BENCHMARK_FILES", "2000"))
LIMITS = ReadingLimits(None, 200, 50_000_000, 10_000_000, 1_000_000_000, 15.0, ("tests.mock_format",))
TEXT = "The lighthouse keeper counts the ships that pass by night, and writes them into a book. " * 20


@pytest.fixture(scope="module")
def small_files(tmp_path_factory: pytest.TempPathFactory) -> list[FileStat]:
    folder = tmp_path_factory.mktemp("small")
    write_tree(folder, {f"{number}.{'md' if number % 2 else 'html'}": f"{number} {TEXT}" for number in range(FILES)})
    return [file_stat(str(path), path.lstat()) for path in sorted(folder.iterdir())]


def seconds_to_read(files: list[FileStat], readers: int) -> tuple[float, float]:
    """How long readers that have just been started need for these files, and after what time the first was read."""
    outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()
    started = time.perf_counter()
    pool = Readers(readers, LIMITS, outcomes.put)
    try:
        for stat in files:
            pool.give(stat)
        first = 0.0
        for _ in files:
            assert outcomes.get(timeout=120).state is FileState.INDEXED
            first = first or time.perf_counter() - started
        return time.perf_counter() - started, first
    finally:
        pool.close()


def test_readers_against_one_reader(small_files: list[FileStat], say: Callable[[str], None]) -> None:
    count = os.cpu_count() or 1
    alone, start = seconds_to_read(small_files, 1)
    together, _ = seconds_to_read(small_files, count)
    say(
        f"{FILES:,} small files: {count} readers take {together / alone:.2f} of one reader's time"
        f" ({FILES / together:,.0f} files a second); starting a reader is {start / alone:.0%} of one reader's time"
    )


def test_one_slow_file_among_many(small_files: list[FileStat], tmp_path: Path, say: Callable[[str], None]) -> None:
    slow = write_tree(tmp_path, {"slow.mock": "sleep 3"}) / "slow.mock"
    count = max(2, os.cpu_count() or 1)
    without, _ = seconds_to_read(small_files, count)
    with_slow, _ = seconds_to_read([file_stat(str(slow), slow.lstat()), *small_files], count)
    say(
        f"one file of 3 seconds among {FILES:,} small ones: {with_slow / without:.2f} × the time without it"
        f" ({count} readers)"
    )

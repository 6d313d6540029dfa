"""Hostile files end as they should, soon and small, and cost the files beside them no more than some seconds (F-6).

    python -m tests.faults.test_f06_hostile_files --full

reads all hostile files as well; for the suite they are in test_hostile_files.py, where what becomes of each stands.
"""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_search.indexing import opening, turns
from desktop_search.settings import Settings
from tests.fakes import engine_at, wait_until, write_tree
from tests.faults import hostile_samples as hostile
from tests.faults import measuring
from tests.faults.engine_apart import index_apart
from tests.faults.figure import Figure, Measured, Task, by_tests, main
from tests.faults.test_hostile_files import MOST_GROWTH_MEGABYTES, PATIENCE_SECONDS, WHERE, rows_of

SETTINGS = Settings(backend="hashing", readers=1, extra_formats="tests.mock_format")
SHORT_DEADLINE = 2.0
MOST_DELAY = 20.0
HOSTILE = {"hangs": "forever", "waits": "sleep", "swells": "eat", "dies": "die", "floods": "flood", "lies": "garbage"}
"""What one hostile file does, and the command of a .mock file for it."""
FINAL = {"indexed", "partial", "skipped", "failed"}


def delay(place: Path, good: int, command: str, settings: Settings) -> tuple[float, float]:
    """By how many seconds one hostile file delays so many good ones with one reader, and how long those take alone."""
    folder = write_tree(place / "files", {f"{n}.txt": f"The lighthouse number {n} is dark." for n in range(good)})
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    alone = _seconds_until_read(place / "alone", folder, good, settings)
    write_tree(folder, {"evil.mock": command})
    # The newest is read first, so that all others wait for it.
    return max(0.0, _seconds_until_read(place / "beside", folder, good, settings) - alone), alone


def _seconds_until_read(data: Path, folder: Path, good: int, settings: Settings) -> float:
    with engine_at(data, settings=settings) as engine:
        # The reader is up before it counts.
        engine.index([str(write_tree(data.with_name("warm"), {"a.txt": "Up and running."}))])
        started = time.monotonic()
        engine.index([str(folder)], wait=False)
        wait_until(lambda: engine.status().counts.indexed > good, 300)
        return time.monotonic() - started


def faults_of_all(place: Path) -> tuple[list[str], str]:
    """All hostile files there are in one tree: what is late, without an end or too large; and how it went."""
    top, data = place / "hostile", place / "data"
    for fault, writer in hostile.SAMPLES.items():
        folder = top / f"{fault:02}"
        folder.mkdir(parents=True)
        writer(folder)
    words = [" ".join(f"w{number}x{word}" for word in range(2_000)) for number in range(300)]
    warm = write_tree(place / "warm", {f"{n}.txt": text for n, text in enumerate(words)})
    settings = replace(SETTINGS, readers=2, largest_text_characters=1_000_000)
    done = index_apart(data, top, warm=warm, settings=settings)
    rows = [(name, row) for files in rows_of(data / "index.db", top).values() for name, row in files.items()]
    longest = settings.read_deadline_seconds * turns.LONGEST_WAIT + PATIENCE_SECONDS
    misses = [f"{name} is {row.state}" for name, row in rows if row.state not in FINAL]
    misses += [f"{path} took {seconds:.0f} s" for path, seconds in done.seconds.items() if seconds > longest]
    grown = done.grown_megabytes - measuring.vector_megabytes(done.summary.passages)
    if grown > MOST_GROWTH_MEGABYTES:
        misses.append(f"the engine grew by {grown:.0f} MB")
    if done.largest_reader_megabytes > settings.reader_memory_megabytes:
        misses.append(f"a reader took {done.largest_reader_megabytes:.0f} MB")
    told = f"{len(rows)} hostile files, slowest {max(done.seconds.values()):.1f} s, engine +{grown:.0f} MB, "
    return misses, f"{told}readers at most {done.largest_reader_megabytes:.0f} MB; "


def measure(task: Task) -> Measured:
    misses, told = faults_of_all(task.place) if task.is_full else ([], "")
    if task.is_full:
        misses += by_tests(*_tests(), is_long=True)
    deadline = SETTINGS.read_deadline_seconds if task.is_full else SHORT_DEADLINE
    settings = replace(SETTINGS, read_deadline_seconds=deadline)
    delays = {}
    for name, command in HOSTILE.items() if task.is_full else [("hangs", HOSTILE["hangs"])]:
        delays[name], alone = delay(task.place / name, task.n, command, settings)
        # On a busy machine a reader that computes may take longer by the clock.
        if delays[name] > MOST_DELAY + (turns.LONGEST_WAIT - 1) * deadline * (not task.is_full) + alone:
            misses.append(
                f"a file that {name} delayed {task.n} others, which take {alone:.1f} s, by {delays[name]:.1f}"
            )
    worst = max(delays, key=lambda name: delays[name])
    return Measured(f"{told}one that {worst} delayed the others by {delays[worst]:.1f} s", misses, delays)


def _tests() -> list[str]:
    """All that hold what becomes of a hostile file, as paths below tests/."""
    modules = {place.rpartition("::")[0].removeprefix("tests/") for places in WHERE.values() for place in places}
    return sorted(module or "faults/test_hostile_files.py" for module in modules)


FIGURE = Figure(
    "F-6",
    "each ends as it should, in its deadline; engine +100 MB at most; one delays 1,000 good ones by 20 s at most",
    "good files beside a hostile one",
    short=40,
    full=1_000,
    measure=measure,
)


@pytest.mark.timeout(300)
def test_one_hostile_file_delays_the_good_ones_little(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_a_delay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = iter((3.0, 99.0))
    monkeypatch.setattr(f"{__name__}._seconds_until_read", lambda *_: next(taken))
    [miss] = measure(Task(2, 1, tmp_path)).misses
    assert miss == "a file that hangs delayed 2 others, which take 3.0 s, by 96.0"


if __name__ == "__main__":
    main(FIGURE)

"""Whoever sits at the machine comes first: indexing gently slows them little, and what waits does nothing (F-26).

    python -m tests.faults.test_f26_manners --full

Not to be run with a niceness of its own: readers lower theirs to a fixed one.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import psutil
import pytest

from desktop_search import settings
from desktop_search.engine.engine import Engine
from desktop_search.indexing import presence
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings
from tests.benchmarks.children import memory_megabytes, private_environment
from tests.fakes import engine_at, wait_until, write_tree
from tests.faults.figure import ROOT, Figure, Measured, Task, main

SETTINGS = Settings(backend="hashing", effort="gentle")
BUSY = """
import hashlib, sys, time
end, rounds = time.monotonic() + float(sys.argv[1]), 0
while time.monotonic() < end:
    hashlib.sha256(b"x" * 4096).digest()
    rounds += 1
print(rounds)
"""
FILES, PARAGRAPHS = 1_500, 40
SECONDS, SHORT_SECONDS = 4.0, 1.0
MOST_SLOWER, MOST_SLOWER_SHORT = 0.10, 0.90
"""In the suite a second on a machine that does other things as well says little: it shows a program that starves."""
MOST_PAUSE_SECONDS, MOST_WAKE_UPS, MOST_TRAY_MB = 5.0, 1.0, 120.0
SETTLED_SECONDS, WATCHED_SECONDS = 25.0, 20.0
"""What has just happened is looked at for some seconds more."""


def rounds_of_work(seconds: float) -> int:
    """What a program that computes on every core gets done."""
    line = [sys.executable, "-c", BUSY, str(seconds)]
    busy = [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for _ in range(os.cpu_count() or 1)]
    return sum(int(process.communicate()[0]) for process in busy)


def slowdown(engine: Engine, rounds: int, seconds: float) -> float:
    """The share that a person's program loses while files are indexed, beside the same engine while it pauses."""
    working = waiting = 0
    for _ in range(rounds):
        engine.pause()
        wait_until(lambda: engine.status().state == "paused")
        waiting += rounds_of_work(seconds)
        engine.resume()
        wait_until(lambda: engine.status().state == "reading")
        working += rounds_of_work(seconds)
    assert engine.status().counts.pending, "there was not enough to do"
    return 1 - working / waiting


def seconds_to_pause(engine: Engine) -> float:
    """How long indexing goes on after the machine was unplugged."""
    wait_until(lambda: engine.status().state == "reading")
    with mock.patch.object(presence, "is_on_battery", lambda: True):
        started = time.monotonic()
        wait_until(lambda: engine.status().state == "paused")
        return time.monotonic() - started


def wake_ups(process: int) -> float:
    """How often in a second a process that has nothing to do wakes up, all its threads together."""

    def count() -> int:
        tasks = Path(f"/proc/{process}/task").glob("*/status")
        lines = (line for task in tasks for line in task.read_text().splitlines())
        return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))

    before = count()
    time.sleep(WATCHED_SECONDS)
    return (count() - before) / WATCHED_SECONDS


@contextmanager
def tray(place: Path) -> Iterator[tuple[int, int]]:
    """The program as it starts with the desktop, with nothing to do: its process and that of its engine."""
    few = write_tree(place / "few files", {f"{number}.txt": f"A lighthouse, number {number}." for number in range(20)})
    data = DataDirectory(place / "data")
    data.create()
    settings.save(Settings(backend="hashing"), data.settings_file)
    with engine_at(data.root) as engine:
        engine.index([str(few)])
    with tempfile.TemporaryDirectory(prefix="ds") as short:
        environment = {**os.environ, **private_environment(Path(short)), "HOME": str(place)}
        line = [sys.executable, "-P", "-m", "desktop_search", "gui", "--background", "--data-dir", str(data.root)]
        window = psutil.Popen(line, cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)})
        engine: psutil.Process | None = None
        try:
            wait_until(lambda: bool(window.children()), 60)
            [engine] = window.children()
            time.sleep(SETTLED_SECONDS)
            yield window.pid, engine.pid
        finally:
            for process in (window, engine):
                if process is not None:
                    process.terminate()
                    psutil.wait_procs([process], timeout=30)


def impolite(found: dict[str, float], *, is_full: bool) -> list[str]:
    """What the person notices; values that were not measured are not judged."""
    limits = {
        "slower": (MOST_SLOWER if is_full else MOST_SLOWER_SHORT, "the share that another program loses"),
        "pause_seconds": (MOST_PAUSE_SECONDS, "seconds to a pause on battery"),
        "tray_mb": (MOST_TRAY_MB, "MB for the tray"),
        "window_wake_ups": (MOST_WAKE_UPS, "wake-ups a second of the idle window"),
        "engine_wake_ups": (MOST_WAKE_UPS, "wake-ups a second of the idle engine"),
    }
    return [
        f"{said}: {found[name]:.2f}, at most {most:g}"
        for name, (most, said) in limits.items()
        if name in found and found[name] > most
    ]


def measure(task: Task) -> Measured:
    folder = task.place / "files"
    folder.mkdir()
    for number in range(FILES):
        words = " ".join(f"word{number * 7 + at} lighthouse" for at in range(PARAGRAPHS * 60))
        (folder / f"{number}.txt").write_text(words)
    found: dict[str, float] = {}
    with engine_at(task.place / "engine", settings=SETTINGS) as engine:
        engine.index([str(folder)], wait=False)
        found["pause_seconds"] = round(seconds_to_pause(engine), 2)
        found["slower"] = round(slowdown(engine, task.n, SECONDS if task.is_full else SHORT_SECONDS), 3)
        engine.pause()
    if task.is_full and sys.platform == "linux":
        with tray(task.place) as (window, own_engine):
            found["tray_mb"] = memory_megabytes(window)
            found["window_wake_ups"], found["engine_wake_ups"] = wake_ups(window), wake_ups(own_engine)
    told = ", ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in found.items())
    return Measured(told, impolite(found, is_full=task.is_full), found)


FIGURE = Figure(
    "F-26",
    "another program loses 10 % at most, a pause on battery in 5 s, a wake-up a second when idle, 120 MB for the tray",
    "rounds of another program's work",
    short=1,
    full=8,
    measure=measure,
)


@pytest.mark.timeout(300)
def test_indexing_gently_leaves_the_machine_to_its_person(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_bad_manners() -> None:
    fine = {"slower": 0.1, "pause_seconds": 5.0, "tray_mb": 120.0, "window_wake_ups": 1.0, "engine_wake_ups": 1.0}
    assert impolite(fine, is_full=True) == []
    for name, value in fine.items():
        assert len(impolite({**fine, name: 2 * value}, is_full=True)) == 1, name


if __name__ == "__main__":
    main(FIGURE)

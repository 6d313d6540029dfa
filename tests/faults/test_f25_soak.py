"""Used for long, the engine grows neither in memory nor on disk, and leaves nothing open behind it (F-25).

python -m tests.faults.test_f25_soak --full
"""

import copy
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.faults.figure import ROOT, Figure, Measured, Task, main

MOST_GROWTH_MB, MOST_GROWTH_SHORT_MB = 10.0, 40.0
"""Over the part after the warm-up; in the suite that is a few seconds, in which caches still fill."""
MOST_DESCRIPTORS, MOST_THREADS, MOST_WAL_MB, MOST_TIMES_FRESH = 5, 1, 64.0, 1.3
SMALL_DATABASE_MB = 1.0
"""Of a small database half-empty pages are much."""


def grown(samples: list[dict[str, float]], name: str) -> float:
    """How much more there is in the last third than in the second: the first is the warm-up."""
    third = max(1, len(samples) // 3)
    first, last = samples[third : 2 * third], samples[-third:]
    return median(one[name] for one in last) - median(one[name] for one in first)


def slope(samples: list[dict[str, float]]) -> float:
    """Megabytes from the end of the warm-up to the end, by the line that fits best."""
    settled = [one["rss_mb"] for one in samples[len(samples) // 3 :]]
    middle, mean = (len(settled) - 1) / 2, sum(settled) / len(settled)
    spread = sum((at - middle) ** 2 for at in range(len(settled))) or 1.0
    each = sum((at - middle) * (value - mean) for at, value in enumerate(settled)) / spread
    return each * (len(settled) - 1)


def kept(told: dict[str, Any], *, is_full: bool) -> list[str]:
    """What the engine did not let go of."""
    samples, misses = told["samples"], []
    rss, descriptors, threads = slope(samples), grown(samples, "descriptors"), grown(samples, "threads")
    if rss > (MOST_GROWTH_MB if is_full else MOST_GROWTH_SHORT_MB):
        misses.append(f"its memory grew by {rss:.1f} MB")
    if abs(descriptors) > MOST_DESCRIPTORS:
        misses.append(f"{descriptors:+.0f} descriptors are open")
    if abs(threads) > MOST_THREADS:
        misses.append(f"{threads:+.0f} threads are there")
    if zombies := max(one["zombies"] for one in samples):
        misses.append(f"{zombies:.0f} ended processes were not taken note of")
    if (wal := max(one["wal_mb"] for one in samples)) > MOST_WAL_MB:
        misses.append(f"the log of a database had {wal:.0f} MB")
    used, fresh = told["database_mb"]
    if used > MOST_TIMES_FRESH * fresh + SMALL_DATABASE_MB * (not is_full):
        misses.append(f"the database has {used} MB, a fresh one {fresh}")
    if told["files"][0] != told["files"][1] or told["passages"][0] != told["passages"][1]:
        misses.append(f"it holds {told['files'][0]} files, a fresh one {told['files'][1]}")
    return misses


def measure(task: Task) -> Measured:
    line = [sys.executable, "-m", "tests.faults.soak", str(task.place), str(task.n), str(task.seed)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return Measured("it ended", [f"the engine ended with {done.returncode}: {done.stderr[-2000:]}"])
    told = json.loads(done.stdout.splitlines()[-1])
    samples, (used, fresh) = told["samples"], told["database_mb"]
    reached = (
        f"memory {slope(samples):+.1f} MB, descriptors {grown(samples, 'descriptors'):+.0f}, threads"
        f" {grown(samples, 'threads'):+.0f}, log {max(one['wal_mb'] for one in samples):.1f} MB, database"
        f" {used / fresh:.2f} × a fresh one, in {told['seconds']} s"
    )
    return Measured(reached, kept(told, is_full=task.is_full), told)


FIGURE = Figure(
    "F-25",
    "after the warm-up memory +10 MB, descriptors ±5, threads ±1, 0 zombies; log ≤ 64 MB, database ≤ 1.3 × a fresh one",
    "operations",
    short=240,
    full=100_000,
    measure=measure,
)


@pytest.mark.timeout(600)
def test_an_engine_used_for_long_lets_go_of_everything(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_what_is_kept() -> None:
    sample = {"rss_mb": 100.0, "descriptors": 30.0, "threads": 9.0, "zombies": 0.0, "wal_mb": 4.0}
    fine: dict[str, Any] = {
        "samples": [dict(sample) for _ in range(12)],
        "files": [9, 9],
        "passages": [9, 9],
        "database_mb": [5.0, 4.0],
    }
    assert kept(fine, is_full=True) == []
    for name, step in {"rss_mb": 2.0, "descriptors": 2.0, "threads": 1.0, "zombies": 1.0, "wal_mb": 9.0}.items():
        leaking = copy.deepcopy(fine)
        for number, one in enumerate(leaking["samples"]):
            one[name] += number * step
        assert len(kept(leaking, is_full=True)) == 1, name
    assert len(kept({**fine, "database_mb": [6.0, 4.0]}, is_full=True)) == 1
    assert len(kept({**fine, "files": [8, 9]}, is_full=True)) == 1


if __name__ == "__main__":
    main(FIGURE)

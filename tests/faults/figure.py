"""What each of the 28 figures of reliability is made of: a script with a size and a seed, which counts its misses.

    python -m tests.faults.test_f01_kills --full --seed 7

prints JSON and exits 1 on any miss. The suite runs the short form of each; tests/faults/table.py runs all in full.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SEED = 2026
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Task:
    """How much is to be done, by which dice, and an empty folder of one's own.

    n: how many kills, files, queries … the figure counts. is_full: whether that is as many as the figure asks.
    """

    n: int
    seed: int
    place: Path
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """reached: a sentence for the table. misses: what broke the promise, and what brings it back. values: numbers."""

    reached: str
    misses: list[str] = field(default_factory=list)
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """name: F-1 to F-28. target: what is asked, for the table. unit: what n counts.

    short and full: n in the suite and in the full form.
    """

    name: str
    target: str
    unit: str
    short: int
    full: int
    measure: Callable[[Task], Measured]

    def holds(self, place: Path, seed: int = SEED) -> None:
        """The short form, for the suite. Raises AssertionError on any miss."""
        measured = self.measure(Task(self.short, seed, place, is_full=self.short == self.full))
        assert measured.misses == [], (seed, measured)


def main(figure: Figure) -> None:
    """Runs a figure as its command line says, prints what came of it as JSON, and exits 1 on any miss."""
    parser = argparse.ArgumentParser(description=f"{figure.name}: {figure.target}")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--full", action="store_true", help=f"{figure.full} {figure.unit} instead of {figure.short}")
    size.add_argument("--n", type=int, metavar="N", help=f"that many {figure.unit}")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    n = options.n or (figure.full if options.full else figure.short)
    started = time.monotonic()
    place = Path(tempfile.mkdtemp(prefix="ds"))
    try:
        measured = figure.measure(Task(n, options.seed, place, is_full=n >= figure.full))
    finally:
        # Folders a thousand deep, which hostile samples are, are too much for shutil.
        subprocess.run(["rm", "-rf", str(place)], check=False)
    named = {"figure": figure.name, "target": figure.target, "n": n, "full": figure.full, "unit": figure.unit}
    ran = {"seed": options.seed, "seconds": round(time.monotonic() - started)}
    print(json.dumps({**named, **ran, **asdict(measured)}, default=str))
    sys.exit(1 if measured.misses else 0)


def by_tests(*places: str, is_long: bool) -> list[str]:
    """Runs tests of the suite, by file or file::name below tests/, and says which of them failed."""
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "-rf"]
    line += ["--faults", "long" if is_long else "short", *(f"tests/{place}" for place in places)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    failed = [row for row in done.stdout.splitlines() if row.startswith(("FAILED", "ERROR"))]
    return failed if done.returncode == 0 or failed else [f"pytest ended with {done.returncode}: {done.stdout[-500:]}"]

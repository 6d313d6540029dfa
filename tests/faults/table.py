"""Runs the figures of reliability in full, one after the other, and writes their table.

    python -m tests.faults.table --results build/figures.jsonl
    python -m tests.faults.table --only F-1 F-25 --results build/figures.jsonl
    python -m tests.faults.table --write --results build/figures.jsonl

    python -m tests.faults.table --share 0.1 --results build/figures.jsonl

runs a tenth of each, and the table says so. What stands in the results with as much and the same seed is not run
again (but with --again), so that a run can be split and continued; a miss in it counts as one of this run. --write
runs nothing and puts the table into ARCHITECTURE.md.
"""

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.faults.figure import ROOT, SEED, Figure

ARCHITECTURE = ROOT / "desktop_search" / "ARCHITECTURE.md"
BEGIN, END = "<!-- figures: python -m tests.faults.table --write -->", "<!-- end of figures -->"
HEAD = "| | asked | reached | n | time |\n|---|---|---|---|---|"

Results = dict[str, Mapping[str, Any]]


def figures() -> dict[str, Figure]:
    """All scripts test_fNN_*.py beside this module, by the name of their module."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("test_f[0-9][0-9]_*.py"))
    return {name: importlib.import_module(f"tests.faults.{name}").FIGURE for name in names}


def run(module: str, n: int, *, seed: int) -> Mapping[str, Any]:
    """Runs one script in a process of its own. Raises RuntimeError where it ends without an answer."""
    line = [sys.executable, "-m", f"tests.faults.{module}", "--seed", str(seed), "--n", str(n)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr[-2000:]}")
    return dict(json.loads(lines[-1]))


def recorded(results: Path) -> Results:
    """What was measured before: of each figure the last time."""
    lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    return {row["figure"]: row for row in map(json.loads, lines)}


def is_as_wanted(row: Mapping[str, Any], n: int, figure: Figure, *, seed: int) -> bool:
    """Whether a result need not be had again: it is of as much at least, and began from the same seed."""
    return bool(row["n"] >= n and row["full"] == figure.full and row["seed"] == seed)


def table(results: Results) -> str:
    """The rows, in the order of the figures; a figure without a result is left out."""
    rows = sorted(results.values(), key=lambda row: int(row["figure"].removeprefix("F-")))
    return "\n".join([HEAD, *map(_row, rows)])


def _row(row: Mapping[str, Any]) -> str:
    size = f"{row['n']:,} {row['unit']}" + (f" (of {row['full']:,})" if row["n"] < row["full"] else "")
    reached = f"**missed, {len(row['misses'])}**: {row['reached']}" if row["misses"] else row["reached"]
    return f"| {row['figure']} | {row['target']} | {reached} | {size} | {_duration(row['seconds'])} |"


def _duration(seconds: int) -> str:
    return f"{seconds} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def write(results: Results, document: Path = ARCHITECTURE) -> None:
    """Puts the table between its two marks. Raises ValueError where a document has none."""
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{document} has no place for the table.")
    document.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="F-N", help="these figures")
    parser.add_argument("--share", type=float, default=1.0, help="how much of the full form; 0 is the short one")
    parser.add_argument("--again", action="store_true", help="also what stands in the results")
    parser.add_argument("--write", action="store_true", help="run nothing; put the table into ARCHITECTURE.md")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "figures.jsonl")
    options = parser.parse_args()
    if options.write:
        results = recorded(options.results)
        write(results)
        sys.exit(1 if any(row["misses"] for row in results.values()) else 0)
    options.results.parent.mkdir(parents=True, exist_ok=True)
    missed = False
    for module, figure in figures().items():
        if options.only and figure.name not in options.only:
            continue
        n = max(figure.short, round(options.share * figure.full))
        before = recorded(options.results).get(figure.name)
        if not options.again and before is not None and is_as_wanted(before, n, figure, seed=options.seed):
            missed |= bool(before["misses"])
            continue
        try:
            row = run(module, n, seed=options.seed)
        except RuntimeError as error:
            # The others are run all the same.
            print(error, file=sys.stderr, flush=True)
            missed = True
            continue
        with options.results.open("a", encoding="utf-8") as results:
            print(json.dumps(row), file=results)
        print(_row(row), flush=True)
        missed |= bool(row["misses"])
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

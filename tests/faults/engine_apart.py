"""Indexes a folder with the real engine in a process of its own, for what can be said of nobody else's: its memory.

The process of a test remembers all tests before this one: what the allocator keeps for them, it gives to the engine
or takes back when it likes. Here an engine is all there is.
"""

import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from desktop_search import wire
from desktop_search.records import IndexSummary
from desktop_search.settings import Settings
from tests.fakes import engine_at
from tests.faults import measuring

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Indexing:
    """What came of it. seconds: the longest time a reader had each file. grown_megabytes: what the engine holds more
    than after it had warmed up, its vectors and all."""

    summary: IndexSummary
    seconds: dict[str, float]
    deaths: int
    grown_megabytes: float
    largest_reader_megabytes: float
    wall_seconds: float


def index_apart(data: Path, folder: Path, *, warm: Path, settings: Settings) -> Indexing:
    """Indexes a folder into a data directory, which nobody may have open. warm: files that are indexed before.

    Raises RuntimeError when the engine ended before it was done.
    """
    task = {"data": str(data), "folder": str(folder), "warm": str(warm), "settings": asdict(settings)}
    line = [sys.executable, "-m", "tests.faults.engine_apart"]
    done = subprocess.run(line, input=wire.dumps(task), capture_output=True, cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(f"the engine ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    said = wire.loads(done.stdout)
    return Indexing(**said)


def _indexed(data: Path, folder: str, warm: str, settings: Settings) -> dict[str, Any]:
    with measuring.watched_readers() as seen, engine_at(data, settings=settings) as engine:
        engine.index([warm])
        measuring.hand_back()
        before, started = measuring.memory_megabytes(), time.monotonic()
        summary = engine.index([folder])
        wall = time.monotonic() - started
        # What the allocator keeps for the next time is not what the engine holds on to.
        measuring.hand_back()
        grown = measuring.memory_megabytes() - before
        largest = max((measuring.peak_megabytes(child.pid) for child in psutil.Process().children()), default=0.0)
    return {
        "summary": summary,
        "seconds": seen.seconds,
        "deaths": seen.deaths,
        "grown_megabytes": round(grown, 1),
        "largest_reader_megabytes": largest,
        "wall_seconds": round(wall, 1),
    }


def main() -> None:
    task = wire.loads(sys.stdin.buffer.read())
    answer = wire.dumps(_indexed(Path(task["data"]), task["folder"], task["warm"], Settings(**task["settings"])))
    os.write(1, answer)


if __name__ == "__main__":
    main()

"""Uses a real engine for long, in a process of its own: edits, searches, judgements and settings, by dice.

    python -m tests.faults.soak PLACE OPERATIONS SEED

prints what the process held at each rest, and what its files took in the end beside those of a fresh index.
"""

import json
import os
import random
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psutil

from desktop_search.engine.engine import Engine
from tests.fakes import HASHING, engine_at
from tests.faults import measuring

RESTS, FEW_RESTS, FEW_OPERATIONS = 24, 6, 1_000
FILES, WORDS_IN_FILE, QUESTIONS = 300, 120, 60
SETTLE_SECONDS, PATIENCE_SECONDS = 0.5, 300.0
"""What has just been written is noticed before it is asked whether all is done."""
WORDS = [f"{a}{b}{c}" for a in ("tax", "rent", "soup", "light", "brake") for b in "aeiou" for c in ("n", "st", "rm")]


class Person:
    """Does one thing after the other with an engine and a folder, by dice."""

    def __init__(self, engine: Engine, folder: Path, dice: random.Random) -> None:
        self.done: Counter[str] = Counter()
        self._engine, self._folder, self._dice = engine, folder, dice
        self._questions = [" ".join(dice.sample(WORDS, 3)) for _ in range(QUESTIONS)]
        self._acts: dict[str, tuple[int, Callable[[], object]]] = {
            "write": (30, self._write),
            "delete": (8, self._delete),
            "search by words": (40, lambda: self._search("words")),
            "search": (6, lambda: self._search("both")),
            "label": (8, self._label),
            "settings": (3, self._settings),
            "status": (5, engine.status),
        }
        self._names = list(self._acts)
        self._weights = [weight for weight, _ in self._acts.values()]

    def act(self) -> None:
        [name] = self._dice.choices(self._names, self._weights)
        self._acts[name][1]()
        self.done[name] += 1

    def write_all(self) -> None:
        for number in range(FILES):
            self._write(number)

    def _write(self, number: int | None = None) -> None:
        number = self._dice.randrange(FILES) if number is None else number
        self._path(number).write_text(" ".join(self._dice.choices(WORDS, k=WORDS_IN_FILE)), encoding="utf-8")

    def _delete(self) -> None:
        self._path(self._dice.randrange(FILES)).unlink(missing_ok=True)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number}.txt"

    def _search(self, mode: str) -> None:
        self._engine.search(self._dice.choice(self._questions), mode=mode)

    def _label(self) -> None:
        path = str(self._path(self._dice.randrange(20)))
        relevant = self._dice.choice((True, False, None))
        self._engine.judging.label(self._questions[self._dice.randrange(10)], path, "", relevant)

    def _settings(self) -> None:
        self._engine.change_settings({"text_percent": self._dice.randrange(80, 200)})


def held(data: Path) -> dict[str, float]:
    """What this process holds at this moment. wal_mb: the larger of the two logs that SQLite keeps."""
    measuring.hand_back()
    zombies = 0
    for child in psutil.Process().children():
        with suppress(psutil.Error):
            zombies += child.status() == psutil.STATUS_ZOMBIE
    logs = [log.stat().st_size for log in data.glob("*.db-wal")]
    return {
        "rss_mb": round(measuring.memory_megabytes(), 1),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
        "zombies": zombies,
        "wal_mb": max(logs, default=0) / 1e6,
    }


def use(place: Path, operations: int, seed: int) -> dict[str, Any]:
    folder = place / "files"
    folder.mkdir()
    samples, started = [], time.monotonic()
    with engine_at(place / "data", watch=True, settings=HASHING) as engine:
        person = Person(engine, folder, random.Random(seed))
        person.write_all()
        engine.index([str(folder)])
        rests = FEW_RESTS if operations <= FEW_OPERATIONS else RESTS
        for number in range(1, operations + 1):
            person.act()
            if number % max(1, operations // rests) == 0:
                _settle(engine)
                samples.append({"operations": number, **held(place / "data")})
        engine.rescan()
        _settle(engine)
        seconds, summary = time.monotonic() - started, engine.status()
        # For a day they are kept for texts that come back, and here no day passes.
        engine._db.remove_unused_vectors()
    with engine_at(place / "fresh", settings=HASHING) as engine:
        engine.index([str(folder)])
        fresh = engine.status()
    return {
        "samples": samples,
        "seconds": round(seconds),
        "done": dict(person.done),
        "files": [summary.counts.indexed, fresh.counts.indexed],
        "passages": [summary.passages, fresh.passages],
        "database_mb": [_in_use(place / name / "index.db") for name in ("data", "fresh")],
        "database_on_disk_mb": [_size(place / name / "index.db") for name in ("data", "fresh")],
        "all_mb": [_size(place / name) for name in ("data", "fresh")],
    }


def _settle(engine: Engine) -> None:
    time.sleep(SETTLE_SECONDS)
    if not engine.wait_until_idle(PATIENCE_SECONDS):
        raise TimeoutError("the engine does not come to rest")


def _in_use(database: Path) -> float:
    """Without the room that SQLite keeps for the next rows."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        names = ("page_count", "freelist_count", "page_size")
        pages, free, size = (connection.execute(f"pragma {name}").fetchone()[0] for name in names)
    return float(round((pages - free) * size / 1e6, 2))


def _size(place: Path) -> float:
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    return round(sum(file.stat().st_size for file in files) / 1e6, 2)


def main() -> None:
    place, operations, seed = sys.argv[1:]
    print(json.dumps(use(Path(place), int(operations), int(seed))))


if __name__ == "__main__":
    main()

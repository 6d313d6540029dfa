"""A file that is rewritten while it is being read ends as it is on the disk, never as it was (F-28).

    python -m tests.faults.test_f28_rewritten --full

Nothing is watched here: only the engine's own look at each file, before and after reading it, may notice.
"""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_search.indexing import opening, untrusted
from desktop_search.records import FileStat, ReadOutcome
from desktop_search.settings import Settings
from tests.fakes import engine_at
from tests.faults import living
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.living import as_written, few, held

SETTINGS = Settings(backend="hashing", readers=2, effort="full")
MOST_REWRITES = 3
PATIENCE_SECONDS = 120.0


class Rewriter:
    """Rewrites each file up to three times: when it has just been opened, or when the reader has just answered."""

    def __init__(self, dice: random.Random) -> None:
        self.rewrites = 0
        self._dice = dice
        self._left: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._reading = threading.local()
        self._ways: tuple[Callable[[Path, str], None], ...] = (_in_place, _same_length, _replaced, _appended, _old_time)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """As long as it lasts, reading a file has it rewritten."""
        open_file, check = opening.opened, untrusted.checked

        def opened(stat: FileStat) -> tuple[int, FileStat]:
            found = open_file(stat)
            self._reading.path = stat.path
            self._perhaps_rewrite(0.5)
            return found

        def checked(answer: object) -> ReadOutcome:
            self._perhaps_rewrite(1.0)
            return check(answer)

        opening.opened, untrusted.checked = opened, checked
        try:
            yield
        finally:
            opening.opened, untrusted.checked = open_file, check

    def _perhaps_rewrite(self, share: float) -> None:
        path = self._reading.path
        with self._lock:
            left = self._left.setdefault(path, self._dice.randint(1, MOST_REWRITES))
            if not left or self._dice.random() > share:
                return
            self._left[path] -= 1
            self.rewrites += 1
            way, text = self._dice.choice(self._ways), f"orchard {self._dice.getrandbits(40):013}"
        way(Path(path), text)


def _in_place(path: Path, text: str) -> None:
    path.write_text(f"{text} and a meadow")


def _same_length(path: Path, text: str) -> None:
    length = path.stat().st_size
    with path.open("r+") as file:
        file.write(text.ljust(length, "x")[:length])


def _replaced(path: Path, text: str) -> None:
    path.with_suffix(".new").write_text(text)
    path.with_suffix(".new").rename(path)


def _appended(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(f" {text}")


def _old_time(path: Path, text: str) -> None:
    before = path.stat()
    _same_length(path, text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def measure(task: Task) -> Measured:
    folder = task.place / "files"
    folder.mkdir()
    for number in range(task.n):
        (folder / f"{number}.txt").write_text(f"lantern {number:>5} before it was rewritten")
    rewriter = Rewriter(random.Random(task.seed))
    with engine_at(task.place / "data", settings=SETTINGS) as engine, rewriter.at_work():
        engine.index([str(folder)])
        misses = few(differences_in_the_end(engine.data.index_database, folder, PATIENCE_SECONDS))
    if rewriter.rewrites < task.n:
        misses.append(f"only {rewriter.rewrites} were rewritten, so this proves nothing")
    return Measured(f"{task.n:,} files rewritten {rewriter.rewrites:,} times, {len(misses)} wrong in the end", misses)


def differences_in_the_end(database: Path, folder: Path, seconds: float) -> list[str]:
    """Waits until an index says what the disk says, without telling it to look; what still differs then."""
    deadline = time.monotonic() + seconds
    while (found := living.differences(held(database), as_written(folder))) and time.monotonic() < deadline:
        time.sleep(living.LOOK_SECONDS)
    return found


FIGURE = Figure(
    "F-28", "0 files that end as they were before they were rewritten", "files", short=120, full=1_000, measure=measure
)


@pytest.mark.timeout(300)
def test_files_rewritten_while_they_are_read_end_as_they_are(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_an_engine_that_does_not_look_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "has_changed", lambda before, after: False)
    monkeypatch.setattr(opening, "SAME_TICK_NS", 0)
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text("lantern")
    rewriter = Rewriter(random.Random(3))
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine, rewriter.at_work():
        engine.index([str(folder)])
        assert differences_in_the_end(engine.data.index_database, folder, 2) != []


if __name__ == "__main__":
    main(FIGURE)

"""A move that is killed at any step leaves one directory that answers, and can be done again.

Every call by which Python changes the disk is a step; the process ends at some of them in the suite, and at each in

    python -m tests.faults.test_moving_killed

which prints JSON.
"""

import contextlib
import dataclasses
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_search import moved
from desktop_search.engine.belongings import moving, places
from desktop_search.paths import DataDirectory
from tests.belongings_samples import home_at, kept_in

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.symlink", "sqlite3.connect"}
DONE, KILLED = 0, 9
MOST_STEPS = 100
FILES = 2


def killed_at(step: int, root: Path, new: Path, watched: Path) -> int:
    """Moves in a process of its own, which ends at a step. Its exit status: DONE when there are not so many steps."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    with contextlib.suppress(BaseException):
        _end_at(step, str(watched))
        moving.move(DataDirectory(root), new)
        status = DONE
    os._exit(status)


def _end_at(step: int, watched: str) -> None:
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event in STEPS and watched in str(arguments[0]):
            count += 1
            if count == step:
                os._exit(KILLED)

    sys.addaudithook(hook)


@dataclass(frozen=True, slots=True)
class Outcome:
    """After so many of so many kills one directory answered, and the move came to its end when it was done again."""

    kills: int
    steps: int
    whole: int
    ended: int


def kill_at_each_step(place: Path, *, every: int, last: int) -> Outcome:
    """Kills at every so many-th step, and at each of the last ones, where the old directory is removed."""
    sample = home_at(place / "sample").data.root
    steps = next(number for number in range(1, MOST_STEPS) if _moved_at(place, sample, 500 * number) == DONE) * 500
    low, high = 1, steps
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _moved_at(place, sample, middle) == DONE else (middle + 1, high)
    chosen = sorted({*range(1, low, every), *range(max(1, low - last), low)})
    results = [_is_whole_after(place, sample, step) for step in chosen]
    return Outcome(len(chosen), low - 1, sum(whole for whole, _ in results), sum(ended for _, ended in results))


def _moved_at(place: Path, sample: Path, step: int) -> int:
    """A fresh data directory, and what became of a move of it that ends at a step."""
    shutil.rmtree(place / "try", ignore_errors=True)
    shutil.copytree(sample, place / "try" / "old")
    # The copy names its own model, as it would if it had been made there.
    places.rename_within(DataDirectory(place / "try" / "old"), sample)
    return killed_at(step, place / "try" / "old", place / "try" / "new", place / "try")


def _is_whole_after(place: Path, sample: Path, step: int) -> tuple[bool, bool]:
    old, new = place / "try" / "old", place / "try" / "new"
    wanted = kept_in(DataDirectory(sample))
    assert _moved_at(place, sample, step) == KILLED
    found = DataDirectory(moved.located(old))
    is_whole = kept_in(found) == wanted and passages(found) == FILES
    if found.root == old:
        moving.move(found, new)
    else:
        moving.finish(new)
    is_there = moved.located(old) == new and kept_in(DataDirectory(new)) == wanted
    return is_whole, is_there and [path.name for path in old.iterdir()] == [moved.SIGN]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="one process for each step would take too long")
def test_killed_at_any_step_one_directory_answers(tmp_path: Path) -> None:
    outcome = kill_at_each_step(tmp_path, every=29, last=12)
    assert outcome.steps > 100
    assert outcome.whole == outcome.ended == outcome.kills


def passages(data: DataDirectory) -> int:
    with contextlib.closing(sqlite3.connect(data.index_database)) as index:
        return int(index.execute("SELECT count(*) FROM passages").fetchone()[0])


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ds") as place:
        os.environ["XDG_RUNTIME_DIR"] = place
        outcome = kill_at_each_step(Path(place).resolve() / "home", every=1, last=0)
    reached = outcome.whole == outcome.ended == outcome.kills
    target = "one directory answers after a kill at every step, and the move can be done again"
    seconds = round(time.monotonic() - started, 1)
    print(json.dumps({"target": target, "reached": reached, "seconds": seconds, **dataclasses.asdict(outcome)}))
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())

"""Where the system gives too few watches, a person is told how many folders are not live, and changes are found (F-10).

    python -m tests.faults.test_f10_watch_limit --full

gives the engine 20 watches for 61 folders, in a user namespace of its own. The short form has it look more often.
"""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_search.records import Condition
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.living import PROGRAM, LivingEngine, as_written, few, short_folder, wait_until_same

WATCHES, FOLDERS = 20, 61
LIMITED = ("unshare", "--user", "--map-root-user", "sh", "-c")
SCRIPT = f'echo {WATCHES} > /proc/sys/user/max_inotify_watches && exec "$@"'
OFTEN = """
import sys
from desktop_search.__main__ import main
from desktop_search.files import coverage

coverage.POLL_SECONDS = 1.0
sys.exit(main())
"""
CHANGES_AT_ONCE = 10
FOUND_SECONDS = 60.0


def can_be_limited() -> bool:
    """Whether this system lets us give a process fewer watches."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run([*LIMITED, SCRIPT, "sh", "true"], capture_output=True, check=False).returncode == 0


def grow(root: Path) -> None:
    """Makes 61 folders, some inside others, with two files each."""
    folders = [root, *(root / f"{n % 6}" / f"{n}" for n in range(FOLDERS - 7)), *(root / f"{n}" for n in range(6))]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(2):
            (folder / f"{number}.txt").write_text(f"harbour {folder.name} {number}")


def change(root: Path, dice: random.Random, number: int) -> None:
    """One change somewhere: a file edited, made, removed, or made in a new folder."""
    path = dice.choice(sorted(root.rglob("*.txt")))
    kind = dice.choice(("edit", "make", "remove", "folder"))
    if kind == "remove":
        path.unlink()
    elif kind == "edit":
        path.write_text(f"violin {number} edited")
    else:
        folder = path.parent if kind == "make" else path.parent / f"new{number}"
        folder.mkdir(exist_ok=True)
        (folder / f"made{number}.txt").write_text(f"glacier {number} made")


def told(engine: LivingEngine, root: Path, seconds: float) -> list[str]:
    """What status and doctor should say about folders that are not live, and do not."""
    folders = sum(1 for path in root.rglob("*") if path.is_dir()) + 1
    right = f"{folders - WATCHES} of {folders} folders are not watched"
    deadline = time.monotonic() + seconds
    while not any(right in notice for notice in engine.call("status").notices):
        if time.monotonic() > deadline:
            return [f"status says {engine.call('status').notices}, not that {right}"]
        time.sleep(0.25)
    [finding] = [one for one in engine.call("doctor") if one.name == "watching"]
    is_right = right in finding.said and finding.state is Condition.WARNING and "max_user_watches=" in finding.hint
    return [] if is_right else [f"doctor says {finding}, not that {right}"]


def measure(task: Task) -> Measured:
    if not can_be_limited():
        return Measured("watches cannot be limited here", ["no namespace to limit watches in"])
    dice, misses, slowest = random.Random(task.seed), list[str](), 0.0
    program = PROGRAM if task.is_full else ("-c", OFTEN)
    with short_folder() as place:
        root = place / "files"
        grow(root)
        with LivingEngine(place, before=(*LIMITED, SCRIPT, "sh"), program=program) as engine:
            engine.call("index", paths=[str(root)])
            misses += told(engine, root, FOUND_SECONDS)
            for first in range(0, task.n, CHANGES_AT_ONCE):
                for number in range(first, min(first + CHANGES_AT_ONCE, task.n)):
                    change(root, dice, number)
                began = time.monotonic()
                misses += few(wait_until_same(engine, lambda: as_written(root), FOUND_SECONDS))
                slowest = max(slowest, time.monotonic() - began)
            misses += told(engine, root, FOUND_SECONDS)
    reached = f"{task.n} changes found within {slowest:.0f} s, {len(misses)} misses"
    return Measured(reached, misses, {"slowest_seconds": slowest})


FIGURE = Figure(
    "F-10",
    "with 20 watches for 61 folders, 41 are said not to be live, and changes are found within 60 s",
    "changes",
    short=10,
    full=60,
    measure=measure,
)


@pytest.mark.timeout(300)
def test_too_few_watches_are_said_and_made_up_for(tmp_path: Path) -> None:
    if not can_be_limited():
        pytest.skip("watches cannot be limited here")
    FIGURE.holds(tmp_path)


@pytest.mark.timeout(300)
def test_the_check_sees_an_engine_that_says_nothing() -> None:
    with short_folder() as place:
        (place / "files").mkdir()
        with LivingEngine(place) as engine:
            engine.call("index", paths=[str(place / "files")])
            [missed] = told(engine, place / "files", 1)
    assert "status says" in missed


if __name__ == "__main__":
    main(FIGURE)

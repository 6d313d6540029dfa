"""On a full disk nothing breaks, a sentence says so, forgetting works, and indexing goes on when there is room (F-23).

    python -m tests.faults.test_f23_full_disks --full

runs the engine on file systems in memory of 2 to 40 MB, each in a process with mounts of its own. Every second one is
filled up by somebody else to the last byte; the others are left to the engine, which stops before.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label
from desktop_search.settings import Settings
from desktop_search.storage import room
from tests.fakes import engine_at, wait_until, write_tree
from tests.faults.figure import ROOT, Figure, Measured, Task, main

MEGABYTES = (8, 2, 20, 3, 40, 4, 5, 6, 10, 12, 14, 16, 18, 24, 28, 32, 36, 7, 9, 30)
LARGE_MEGABYTES = 64
"""A disk of which all but some megabytes are taken: SQLite's log alone may have four."""
SAID_SECONDS, RESUMED_SECONDS = 5.0, 60.0
FIRST_FILES, MORE_FILES, WORDS = 10, 60, 150
GRAPHS = Settings(backend="hashing", readers=1, vector_store="hnsw")
LABEL = Label("a question", "/a", "", True, "person", 1.0)


def can_mount() -> bool:
    """Whether this system lets us have a file system of our own."""
    if shutil.which("unshare") is None or shutil.which("mount") is None:
        return False
    line = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt"]
    return subprocess.run(line, capture_output=True, check=False).returncode == 0


def texts(dice: Random, count: int, prefix: str, words: int = WORDS) -> dict[str, str]:
    vocabulary = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(3_000)]
    return {f"{prefix}{number}.txt": " ".join(dice.choices(vocabulary, k=words)) + "." for number in range(count)}


def fill(disk: Path) -> None:
    """Takes all that is left of a disk."""
    filler = disk / "somebody else's"
    with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (65_536, 4_096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))


def leave(disk: Path, megabytes: int) -> None:
    """Takes so much that the engine may use some megabytes more before it stops by itself."""
    usage = shutil.disk_usage(disk)
    taken = int(usage.free - room.least_free(usage.total) - megabytes * 1e6)
    (disk / "somebody else's").write_bytes(bytes(max(0, taken)))


def grow(disk: Path) -> None:
    """Gives the disk room, as one does who removes other things from it."""
    subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)


def sentence_of(engine: Engine) -> bool:
    return room.FULL in engine.status().notices


def is_short_of_room(place: Path) -> bool:
    disk = shutil.disk_usage(place)
    return disk.free <= room.least_free(disk.total)


def seconds_until(condition: Any, seconds: float) -> float | None:
    """How long it took; None where it did not happen in that time."""
    started = time.monotonic()
    try:
        wait_until(condition, seconds)
    except AssertionError:
        return None
    return time.monotonic() - started


def life(place: Path, disk: Path, seed: int, megabytes: int, *, is_filled: bool) -> list[str]:
    """Indexes until a disk is full, uses the index, makes room, and says what was not as it should be."""
    dice, found = Random(seed), []
    first = write_tree(place / "first", texts(dice, FIRST_FILES, "a"))
    more = write_tree(place / "more", texts(dice, MORE_FILES, "b"))
    if is_filled:
        # What others write takes room that was there a moment ago.
        room.LEAST_FREE_PART = room.LEAST_FREE_BYTES = room.SMALL_DISK_PART = 0
    try:
        with engine_at(disk / "data", settings=GRAPHS) as engine:
            has_begun = engine.index([str(first)]).counts.indexed == FIRST_FILES
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                engine.judging.import_labels([LABEL])
            labels = engine.judging.labels()
            engine.pause()
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                engine.add_folders([str(more)])
            if is_filled:
                fill(disk)
            else:
                leave(disk, megabytes)
                large = write_tree(place / "large", texts(dice, 40, "c", 30 * WORDS))
                engine.add_folders([str(large)])
            engine.resume()
            found += _while_full(engine, first, has_begun=has_begun)
        # Where there was no room for a beginning, there is nothing to forget.
        found += _started_again(disk, more) if has_begun else []
    except DesktopSearchError as error:
        # There was not even room for a beginning; what is said is a sentence with a hint.
        labels = []
        if not error.hint:
            found.append(f"{error}: no hint")
    grow(disk)
    return found + _after(place, disk, labels)


def _while_full(engine: Engine, first: Path, *, has_begun: bool) -> list[str]:
    found = []
    # Reading goes on until there is too little room; from then on a person has to be told.
    wait_until(lambda: is_short_of_room(engine.data.root), RESUMED_SECONDS)
    if has_begun and seconds_until(lambda: sentence_of(engine), SAID_SECONDS) is None:
        found.append(f"nothing was said: {engine.status().notices}")
    if has_begun:
        text = (first / "a3.txt").read_text()
        if not any(hit.path == str(first / "a3.txt") for hit in engine.search(text[:50], mode="words").hits):
            found.append("what was indexed is not found")
        try:
            engine.forget([str(first / "a3.txt")])
        except Exception as error:
            found.append(f"forgetting raised {type(error).__name__}: {error}")
        if any(hit.path == str(first / "a3.txt") for hit in engine.search(text[:50], mode="words").hits):
            found.append("what was forgotten is found")
    return found


def _started_again(disk: Path, more: Path) -> list[str]:
    """The program ends and starts on the full disk; then a whole folder is forgotten."""
    try:
        with engine_at(disk / "data", settings=GRAPHS) as engine:
            engine.forget([str(more)])
            with engine._db.database.reading() as reading:
                left = reading.execute(sa.text("SELECT count(*) FROM files WHERE path LIKE '%/more/%'")).scalar_one()
            return [f"{left} files of a forgotten folder are left"] if left else []
    except Exception as error:
        return [f"started on a full disk: {type(error).__name__}: {error}"]


def _after(place: Path, disk: Path, labels: list[Label]) -> list[str]:
    """With room again, everything is indexed, and nothing is damaged."""
    found = []
    with engine_at(disk / "data", settings=GRAPHS) as engine:
        if engine.judging.labels() != labels:
            found.append("judgements are lost")
        folders = [place / name for name in ("first", "more", "large") if (place / name).exists()]
        engine.add_folders([str(folder) for folder in folders])
        if not engine.wait_until_idle(RESUMED_SECONDS):
            found.append(f"not all was indexed: {engine.status()}")
        counts = engine.status()
        files = sum(1 for folder in folders for _ in folder.iterdir()) - _excluded(engine)
        if (counts.counts.indexed, counts.embedded) != (files, counts.passages):
            found.append(f"{counts.counts.indexed} of {files} files, {counts.embedded} of {counts.passages} passages")
        engine.checking.verify(deep=True)
        wait_until(lambda: not engine.checking.verification().is_under_way, 60)
        checked = engine.checking.verification()
        if not checked.is_sound or checked.problems:
            found.append(f"damaged: {checked.problems or checked.reason}")
    if moved := [file.name for file in (disk / "data").glob("damaged-*")]:
        found.append(f"moved aside: {moved}")
    return found


def _excluded(engine: Engine) -> int:
    return sum(len(folder.excluded) for folder in engine.folders())


def resumes(place: Path, disk: Path, seed: int) -> list[str]:
    """The engine runs on all the while: what waits on a full disk is done once there is room, without being asked."""
    more = write_tree(place / "more", texts(Random(seed), MORE_FILES, "b"))
    found = []
    with engine_at(disk / "data", settings=GRAPHS) as engine:
        engine.index([str(write_tree(place / "first", texts(Random(seed), FIRST_FILES, "a")))])
        room.LEAST_FREE_PART = room.LEAST_FREE_BYTES = room.SMALL_DISK_PART = 0
        engine.pause()
        engine.add_folders([str(more)])
        fill(disk)
        engine.resume()
        if seconds_until(lambda: sentence_of(engine), SAID_SECONDS) is None:
            found.append(f"nothing was said: {engine.status().notices}")
        grow(disk)
        if seconds_until(lambda: engine.is_idle and not sentence_of(engine), RESUMED_SECONDS) is None:
            found.append(f"it did not go on: {engine.status()}")
        if engine.status().counts.indexed != FIRST_FILES + MORE_FILES:
            found.append(f"not all is indexed: {engine.status().counts}")
    return found


def on_a_small_disk(place: Path, seed: int, megabytes: int, kind: str) -> list[str]:
    """What went wrong on a disk of that size, in a process of its own."""
    place.mkdir()
    program = (
        "import sys; from pathlib import Path; from tests.faults import test_f23_full_disks as one; "
        "one.child(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])"
    )
    disk = place / "disk"
    disk.mkdir()
    size = LARGE_MEGABYTES if kind == "left alone" else max(megabytes, 6) if kind == "resumes" else megabytes
    mount = f'mount -t tmpfs -o size={size}m none "$0" && exec "$@"'
    line = ["unshare", "-rm", "sh", "-c", mount, str(disk), sys.executable, "-c", program]
    line += [str(place), str(seed), str(megabytes), kind]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        return [f"the process ended with {done.returncode}: {done.stderr[-600:]}"]
    return list(json.loads(lines[-1]))


def child(place: Path, seed: int, megabytes: int, kind: str) -> None:
    """One case, inside the file system that was made for it."""
    disk = place / "disk"
    if kind == "resumes":
        found = resumes(place, disk, seed)
    else:
        found = life(place, disk, seed, min(megabytes, 3), is_filled=kind == "filled")
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)


def measure(task: Task) -> Measured:
    if not can_mount():
        return Measured("file systems of one's own are not allowed here", ["this system lets nobody mount anything"])
    misses = []
    for case in range(task.n):
        megabytes = MEGABYTES[case // 3 % len(MEGABYTES)]
        kind = ("filled", "resumes", "left alone")[case % 3]
        found = on_a_small_disk(task.place / str(case), task.seed + case, megabytes, kind)
        misses += [f"seed {task.seed}, case {case}, {megabytes} MB, {kind}: {one}" for one in found]
    reached = f"nothing damaged or lost on {task.n} disks; said, forgotten and gone on with on each"
    return Measured(reached if not misses else f"{len(misses)} misses", misses)


FIGURE = Figure(
    "F-23",
    "full disks of 2 to 40 MB: 0 damage, said within 5 s, forgetting works, indexing goes on within 60 s of room",
    "disks",
    short=2,
    full=3 * len(MEGABYTES),
    measure=measure,
)

needs_mounts = pytest.mark.skipif(not can_mount(), reason="file systems of one's own are not allowed here")


@needs_mounts
@pytest.mark.timeout(180)
def test_a_full_disk_breaks_nothing(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_what_is_lost(tmp_path: Path) -> None:
    write_tree(tmp_path / "first", texts(Random(0), 2, "a"))
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(tmp_path / "first")])
    (tmp_path / "data" / "damaged-index.db").write_bytes(b"")
    found = _after(tmp_path, tmp_path, [LABEL])
    assert (found[0], found[-1]) == ("judgements are lost", "moved aside: ['damaged-index.db']")


if __name__ == "__main__":
    main(FIGURE)

"""When the system loses events, nothing is missing and nothing is stale (F-9).

    python -m tests.faults.test_f09_overflow --full

stops the engine's process, fills the queue of its events, makes, changes and removes thousands of files of which it
will never be told, and lets it go on. Then files in folders that came with the storm
are changed: they must be watched, too.
"""

import random
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.fakes import engine_at
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.living import LivingEngine, as_written, differences, few, held, short_folder, wait_until_same

QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
LIKELY_QUEUE = 16_384
EVENTS_A_WRITE = 2
LEAST, MOST, SHORT = 8_000, 20_000, 400
CONVERGED_SECONDS, PATIENCE_SECONDS = 30.0, 300.0
CHANGED_AFTERWARDS = 20
LOST = "the system lost events"


def fill(queue: Path) -> None:
    """Writes one file so often that everything after it is lost."""
    length = int(QUEUE.read_text()) if QUEUE.exists() else LIKELY_QUEUE
    for number in range(length // EVENTS_A_WRITE + 1_000):
        queue.write_text(f"lantern {number}")


def storm(folder: Path, number: int, files: int, dice: random.Random) -> None:
    """Makes so many files in new folders, and changes and removes some of those before."""
    before = sorted(folder.rglob("*.txt"))
    for path in dice.sample(before, len(before) // 10):
        path.unlink()
    for path in dice.sample(before, len(before) // 10):
        if path.exists():
            path.write_text(f"changed by storm {number}: harbour {dice.random()}")
    places = [folder / f"storm{number}" / f"{place // 7}" / f"{place}" for place in range(max(2, files // 200))]
    for place in places:
        place.mkdir(parents=True)
    for one in range(files):
        (dice.choice(places) / f"{one}.txt").write_text(f"meadow {number} {one} of {dice.random()}")


def seconds_of_a_fresh_index(folder: Path, place: Path) -> float:
    """How long an engine takes that begins anew."""
    with engine_at(place) as engine:
        began = time.monotonic()
        engine.index([str(folder)])
        return time.monotonic() - began


def measure(task: Task) -> Measured:
    if sys.platform != "linux":
        pytest.skip("only Linux' events are lost like this")
    dice, misses, slowest, total = random.Random(task.seed), list[str](), 0.0, 0
    control, late = 0.0, list[str]()
    with short_folder() as place:
        folder = place / "files"
        folder.mkdir()
        (folder / "queue.txt").write_text("lantern")
        with LivingEngine(place) as engine:
            engine.call("index", paths=[str(folder)])
            for number in range(task.n):
                files = dice.randint(LEAST, MOST) if task.is_full else SHORT
                engine.signal(signal.SIGSTOP)
                fill(folder / "queue.txt")
                storm(folder, number, files, dice)
                engine.signal(signal.SIGCONT)
                began = time.monotonic()
                misses += few([f"storm {number}: {one}" for one in _differences(engine, folder)])
                seconds = time.monotonic() - began
                if task.is_full and not number:
                    control = seconds_of_a_fresh_index(folder, task.place / "fresh") / files
                if task.is_full and seconds > CONVERGED_SECONDS + control * files:
                    # Other work may have come to this machine: what counts is what a fresh index takes now.
                    fresh = seconds_of_a_fresh_index(folder, task.place / f"fresh{number}")
                    if seconds > CONVERGED_SECONDS + fresh:
                        late.append(f"storm {number} of {files} files took {seconds:.0f} s; fresh, {fresh:.0f} s")
                slowest, total = max(slowest, seconds), total + files
                # Folders that came while nobody listened must be watched from now on.
                for path in dice.sample(sorted((folder / f"storm{number}").rglob("*.txt")), CHANGED_AFTERWARDS):
                    path.write_text(f"changed after storm {number}: orchard {dice.random()}")
                misses += few([f"after storm {number}: {one}" for one in _differences(engine, folder)])
                (folder / f"storm{number}").rename(place / "gone")
                misses += few([f"storm {number} moved away: {one}" for one in _differences(engine, folder)])
                shutil.rmtree(place / "gone")
        lost = engine.data.log_file.read_text(encoding="utf-8").count(LOST)
    if lost < task.n:
        misses.append(f"events were lost only {lost} times, so this proves nothing")
    fresh_told = f" (a fresh index: {1e3 * control:.1f} ms a file)" if control else ""
    reached = f"{total:,} files, {len(misses)} missing or stale, {len(late)} late, slowest {slowest:.0f} s{fresh_told}"
    return Measured(reached, misses + late, {"slowest_seconds": slowest, "lost": lost, "fresh_seconds_a_file": control})


def _differences(engine: LivingEngine, folder: Path) -> list[str]:
    right = as_written(folder)
    return wait_until_same(engine, lambda: right, PATIENCE_SECONDS)


FIGURE = Figure(
    "F-9",
    "0 missing, 0 stale after events were lost; as the disk is within 30 s of what a fresh index takes",
    "storms of 8,000 to 20,000 files",
    short=1,
    full=20,
    measure=measure,
)


@pytest.mark.timeout(400)
def test_nothing_is_missing_or_stale_after_a_storm(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_what_is_missing_stale_and_left_over(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    for name in ("stale", "left over"):
        (tmp_path / "files" / f"{name}.txt").write_text("orchard")
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(tmp_path / "files")])
        assert differences(held(engine.data.index_database), as_written(tmp_path / "files")) == []
        (tmp_path / "files" / "stale.txt").write_text("violin")
        (tmp_path / "files" / "missing.txt").write_text("violin")
        (tmp_path / "files" / "left over.txt").unlink()
        found = differences(held(engine.data.index_database), as_written(tmp_path / "files"))
    assert [name in line for name, line in zip(("missing", "left over", "stale"), found, strict=True)] == [True] * 3


if __name__ == "__main__":
    main(FIGURE)

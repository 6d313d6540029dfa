"""Ended or refused by the disk at any call that changes it, what is written is as it was, or as it should be (F-2).

    python -m tests.faults.test_f02_crash_points --full

takes every write, sync, rename, removal, … of each operation, once with kill -9, once with a full disk and once with
one that fails, by strace, which has to be installed. The suite takes some of them, as far as Python's hooks see them.
"""

import random
import shutil
import sqlite3
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desktop_search.errors import DesktopSearchError
from tests.fakes import wait_until
from tests.faults.crash_points import DONE, FAULTS, WRONG, Point, Trial, has_strace, log_of, unsynced
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.nursery import Start, nursery
from tests.faults.operations import OPERATIONS, Operation, saved_settings, simple

REFUSALS = (DesktopSearchError, OSError, sa.exc.DBAPIError, sqlite3.Error)


@dataclass(frozen=True, slots=True)
class Case:
    """One operation with what is there before and after it, and processes to do it in."""

    operation: Operation
    sample: Path
    trial: Trial
    allowed: tuple[Any, ...]

    def misses(self, place: Path, point: Point, fault: str, *, by_strace: bool) -> list[str]:
        """What was neither old nor new after a fault at a point, or could not be brought to its end afterwards."""
        fresh(self.sample, place)
        run = self.trial.traced if by_strace else self.trial.hooked
        ended = run(place, point, fault)
        case = f"{self.operation.name}, {fault} at {point} (ended with {ended.status}: {ended.said[:200]})"
        found = [f"{case}: an error that nobody expects"] if ended.status == WRONG else []
        try:
            state = self.operation.state(place)
            if state not in self.allowed:
                found.append(f"{case}: {state}")
            if ended.status == DONE and state != self.allowed[-1]:
                found.append(f"{case}: it was said to be done")
            self.operation.again(place)
            if (state := self.operation.state(place)) != self.allowed[-1]:
                found.append(f"{case}: {state} when it was done again")
        except Exception as error:
            found.append(f"{case}: {type(error).__name__}: {error}")
        return found


def fresh(sample: Path, place: Path) -> Path:
    """Puts a copy in the place the sample was made in, as it knows its own paths."""

    def copy() -> bool:
        # What was killed a moment ago may write for another one: then it is done once more.
        shutil.rmtree(place, ignore_errors=True)
        with suppress(shutil.Error, FileExistsError):
            shutil.copytree(sample, place)
            return True
        return False

    wait_until(copy)
    return place


def case_of(operation: Operation, start: Start, place: Path) -> Case:
    """Does an operation once without a fault, to know what is there before and after. Its sample is kept beside."""
    sample, tried = place / f"{operation.name} sample", place / operation.name
    tried.mkdir()
    operation.prepare(tried)
    shutil.copytree(tried, sample)
    before = operation.state(tried)
    fresh(sample, tried)
    operation.again(tried)
    after = operation.state(tried)
    assert before != after, operation.name
    allowed: tuple[Any, ...] = (before, after)
    if operation.name == "migration":
        # There are two databases, and the first may be new when the second is old.
        allowed = (before, [before[0], after[1]], [after[0], before[1]], after)
    return Case(operation, sample, Trial(start, operation.job, REFUSALS), allowed)


def measure(task: Task) -> Measured:
    place = Path(tempfile.mkdtemp(prefix="ds", dir=task.place)).resolve()
    by_strace = task.n > FIGURE.short and has_strace()
    misses, tried, values, draw = [], 0, {}, random.Random(task.seed)
    if task.n > FIGURE.short and not by_strace:
        misses.append("strace is not installed: only what Python's hooks see was tried")
    with nursery("tests.faults.operations") as start:
        share = task.n / FIGURE.full
        for operation in OPERATIONS:
            case, tried_at = case_of(operation, start, place), place / operation.name
            fresh(case.sample, tried_at)
            if by_strace:
                points, total = case.trial.points_by_strace(tried_at)
                if operation.is_plain:
                    misses += [f"{operation.name}: {late}" for late in unsynced(log_of(tried_at), tried_at)]
            else:
                points = case.trial.points_by_hook(tried_at)
                total = len(points)
            chosen = [(point, fault) for point in points for fault in FAULTS]
            if not task.is_full:
                count = round(share * len(chosen)) if by_strace else task.n // len(OPERATIONS)
                chosen = draw.sample(chosen, min(max(1, count), len(chosen)))
            for point, fault in chosen:
                misses += case.misses(tried_at, point, fault, by_strace=by_strace)
            tried += len(chosen)
            values[operation.name] = f"{len(points)} points of {total} calls, {len(chosen)} faults"
    how = "by strace" if by_strace else "by hooks"
    return Measured(f"{tried - len(misses)} of {tried} old or new, {how}", misses, values)


FIGURE = Figure(
    "F-2",
    "at every call that changes the disk × kill -9, full, failing: old or new",
    "faults",
    short=16,
    full=1_400,
    measure=measure,
)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no kill -9 and no fork")
@pytest.mark.timeout(300)
def test_what_is_written_is_old_or_new_after_a_fault_at_some_points(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    FIGURE.holds(tmp_path)


def careless(place: Path, number: int) -> None:
    (place / "settings.toml").unlink(missing_ok=True)
    with open(place / "settings.toml", "w", encoding="utf-8") as file:
        file.write(f"readers = {number + 10}")


@pytest.mark.skipif(sys.platform == "win32", reason="it has no kill -9 and no fork")
def test_the_check_sees_a_file_that_is_written_in_its_place(tmp_path: Path) -> None:
    with nursery("tests.faults.operations") as start:
        case = case_of(simple("careless", careless, saved_settings), start, tmp_path)
        fresh(case.sample, tmp_path / "careless")
        points = case.trial.points_by_hook(tmp_path / "careless")
        misses = case.misses(tmp_path / "careless", points[-1], "KILL", by_strace=False)
    assert len(points) == 2 and "careless, KILL at step 2" in misses[0]


@pytest.mark.skipif(not has_strace(), reason="strace is not installed")
def test_strace_reaches_calls_that_hooks_do_not_see(tmp_path: Path) -> None:
    with nursery("tests.faults.operations") as start:
        case = case_of(simple("careless", careless, saved_settings), start, tmp_path)
        fresh(case.sample, tmp_path / "careless")
        points, _ = case.trial.points_by_strace(tmp_path / "careless")
        assert points == [Point("unlink", 1), Point("write", 1)]
        [miss] = case.misses(tmp_path / "careless", points[1], "KILL", by_strace=True)
    assert miss.startswith("careless, KILL at write 1")


def in_haste(place: Path, number: int) -> None:
    (place / "settings.new").write_text(f"readers = {number + 10}", encoding="utf-8")
    (place / "settings.new").replace(place / "settings.toml")


@pytest.mark.skipif(not has_strace(), reason="strace is not installed")
def test_what_gets_its_name_is_on_the_disk_before(tmp_path: Path) -> None:
    plain = [operation for operation in OPERATIONS if operation.is_plain]
    with nursery("tests.faults.operations") as start:
        for operation in (*plain, simple("in haste", in_haste, saved_settings)):
            place = tmp_path / operation.name
            case_of(operation, start, tmp_path).trial.points_by_strace(
                fresh(tmp_path / f"{operation.name} sample", place)
            )
            late = unsynced(log_of(place), place)
            wanted = ["settings.new before settings.toml has its name"] if operation.name == "in haste" else []
            assert late == wanted, operation.name


if __name__ == "__main__":
    main(FIGURE)

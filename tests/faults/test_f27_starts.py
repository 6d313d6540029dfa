"""A newer version's data is left as it is, of many starts one writes, and a wrong clock loses nothing (F-27).

    python -m tests.faults.test_f27_starts --full

starts 50 engines and 50 commands at once; the suite starts a few.
"""

import contextlib
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import psutil
import pytest

from desktop_search.engine.client import Client
from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.files import changes
from desktop_search.paths import DataDirectory
from desktop_search.records import Label
from tests.fakes import HASHING, engine_at, wait_until, write_tree
from tests.faults.figure import Figure, Measured, Task, main

YEAR_SECONDS = 365.25 * 86_400
MOST_SECONDS = 20.0
"""What all starts together may take in the full form."""
FILES = 260
"""More than the first part of a scan, as only later parts ask what has been stored since it began."""
COMMANDS = (["search", "rent"], ["status"], ["engine"], ["doctor"], ["forget", "/nowhere"], ["labels", "export", "-"])


# A newer version's databases.


def prepared(root: Path, documents: Path) -> DataDirectory:
    """An index of some files with a judgement in it, closed."""
    data = DataDirectory(root)
    with engine_at(root) as engine:
        engine.index([str(documents)])
        engine.judging.import_labels([label(0)])
    data.settings_file.write_text('backend = "hashing"\nreaders = 1\n', encoding="utf-8")
    return data


def label(number: int) -> Label:
    return Label(f"question {number}", "/a", f"passage {number}", True, "window", 1.0)


def made_newer(sample: Path, target: Path, name: str, *, left_open: bool) -> DataDirectory:
    """A copy of a data directory, one database of which a newer version has written: and closed, or ended over it."""
    shutil.copytree(sample, target)
    with contextlib.closing(sqlite3.connect(target / name, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("CREATE TABLE newer (thing TEXT)")
        if left_open:
            aside = target.with_name(target.name + " left open")
            shutil.copytree(target, aside)
    if left_open:
        shutil.rmtree(target)
        aside.rename(target)
        (target / f"{name}-shm").unlink(missing_ok=True)
    return DataDirectory(target)


def contents(root: Path) -> dict[str, str]:
    """The SHA-256 of every file that is kept; the locks, the log and what SQLite keeps in memory are not."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        # An empty log says nothing: SQLite makes one to read.
        is_empty_log = name.endswith("-wal") and not path.stat().st_size
        if path.is_file() and not is_empty_log and not name.endswith(("-shm", ".lock")) and not name.startswith("logs"):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def opened_here(data: DataDirectory) -> str | None:
    """What is wrong when an engine is opened over it; None when it is refused as it should be."""
    try:
        Engine(data, HASHING).close()
    except DesktopSearchError as error:
        return None if "newer version" in str(error) else str(error)
    return "was opened"


def asked_by(command: Sequence[str]) -> Callable[[DataDirectory], str | None]:
    """The same with a command of the program, in a process of its own."""

    def ask(data: DataDirectory) -> str | None:
        done = subprocess.run(line_of(data, command), capture_output=True, text=True, check=False)
        if done.returncode and "newer version" in done.stderr and "Traceback" not in done.stderr:
            return None
        return f"{command[0]} ended with {done.returncode}: {done.stderr[-300:]}"

    return ask


def newer_ones_left_alone(
    place: Path, sample: Path, asks: Sequence[Callable[[DataDirectory], str | None]]
) -> list[str]:
    """What happened to newer databases that should not have."""
    misses = []
    for name in ("index.db", "user.db"):
        for left_open in (False, True):
            case = f"newer {name}{', left open' if left_open else ''}"
            data = made_newer(sample, place / f"{name}-{left_open}", name, left_open=left_open)
            before = contents(data.root)
            for ask in asks:
                if said := ask(data):
                    misses.append(f"{case}: {said}")
            after = contents(data.root)
            misses += [
                f"{case}: {one} was changed" for one in before.keys() | after if before.get(one) != after.get(one)
            ]
    return misses


# Many starts at once.


def line_of(data: DataDirectory, command: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "desktop_search", command[0], "--data-dir", str(data.root), *command[1:]]


def started(data: DataDirectory, commands: Sequence[Sequence[str]]) -> list["subprocess.Popen[bytes]"]:
    with open(data.root.with_name("said.txt"), "ab") as said:
        return [
            subprocess.Popen(line_of(data, command), stdout=subprocess.DEVNULL, stderr=said) for command in commands
        ]


def has_open(pid: int, file: Path) -> bool:
    try:
        return any(one.path == str(file) for one in psutil.Process(pid).open_files())
    except psutil.Error:
        return False


def writers(pids: Sequence[int], database: Path) -> list[int]:
    """The processes that have a database open, all of them at one moment."""
    found = [pid for pid in pids if has_open(pid, database)]
    # One may have closed it before the next opened it: whoever still has it is asked last.
    return [pid for pid in found if has_open(pid, database)] if len(found) > 1 else found


def end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        process.kill()
        process.wait()


def starts_at_once(
    data: DataDirectory, commands: Sequence[Sequence[str]], *, keeps_one: bool
) -> tuple[list[str], float]:
    """Misses, and the seconds until all but the one that goes on have ended. keeps_one: whether one has to go on."""
    began, most = time.monotonic(), 0
    processes = started(data, commands)
    misses: list[str] = []
    try:
        while True:
            running = [one for one in processes if one.poll() is None]
            most = max(most, len(writers([one.pid for one in running], data.index_database)))
            if len(running) <= int(keeps_one):
                break
            if time.monotonic() - began > 10 * MOST_SECONDS:
                misses.append(f"{len(running)} of {len(commands)} have not ended")
                break
            time.sleep(0.02)
        seconds = time.monotonic() - began
        ended = [one.returncode for one in processes if one.returncode is not None]
        said = data.root.with_name("said.txt").read_text(encoding="utf-8")
        wrong = sorted(set(ended) - {0})
        misses += [f"{ended.count(status)} starts ended with {status}: {said[-300:]}" for status in wrong]
        if most > 1:
            misses.append(f"{most} processes had the index open at once")
        if keeps_one and not (len(running) == 1 and answers(data)):
            misses.append(f"{len(running)} engines go on, and one should answer")
    finally:
        end(processes)
    return misses, seconds


def answers(data: DataDirectory) -> bool:
    """Whether an engine answers and has all files, of which it may be looking at some once more."""

    def has_all() -> bool:
        try:
            client = Client.connect(data)
        except EngineUnavailable:
            return False
        try:
            return bool(client.call("status").counts.indexed == FILES)
        finally:
            client.close()

    try:
        wait_until(has_all, 60)
    except AssertionError:
        return False
    return True


def control(count: int) -> float:
    """How long as many Pythons need here that import what a start does, and do nothing."""
    began = time.monotonic()
    line = [sys.executable, "-c", "import desktop_search.cli.main, desktop_search.engine.session, filelock"]
    for process in [subprocess.Popen(line) for _ in range(count)]:
        process.wait()
    return time.monotonic() - began


# A clock that jumps.


@contextlib.contextmanager
def clock_off_by(years: float) -> Iterator[None]:
    """For this process it is so many years later; files get their times from the system, and so are years older."""
    now, now_ns, shift = time.time, time.time_ns, years * YEAR_SECONDS
    with (
        patch.object(time, "time", lambda: now() + shift),
        patch.object(time, "time_ns", lambda: now_ns() + round(shift * 1e9)),
    ):
        yield


def lost_by_jumps(place: Path, documents: Path, jumps: Sequence[float]) -> list[str]:
    """Lives through so many jumps, years from now; what was lost, read without need, or read again and again."""
    misses, labels, root = [], [label(0)], place / "jumps"
    shutil.copytree(place / "data", root)
    data = DataDirectory(root)
    with patch.object(changes, "QUIET_SECONDS", 0.1):
        for number, years in enumerate(jumps, 1):
            case = f"jump {number}, to {years:+.1f} years"
            with clock_off_by(years), engine_at(root) as engine:
                engine.index([str(documents)])
                misses += [f"{case}: {read_now(engine)} files read anew"] if read_now(engine) else []
                misses += changed_file_is_found(engine, documents, number, case)
                engine.judging.import_labels([label(number)])
                labels.append(label(number))
                engine._copies.keep_if_due(every_seconds=0)
                before = read_now(engine)
                engine.rescan(reread=True)
                engine.wait_until_idle()
                if (again := read_now(engine) - before) < FILES:
                    misses.append(f"{case}: {again} of {FILES} files read when all were to be")
                counts = engine.status().counts
                if (counts.indexed, counts.pending) != (FILES, 0):
                    misses.append(f"{case}: {counts}")
                if engine.judging.labels() != labels:
                    misses.append(f"{case}: {len(engine.judging.labels())} of {len(labels)} judgements")
    data.user_database.write_bytes(b"damaged" * 1000)
    with engine_at(root) as engine:
        if engine.judging.labels() != labels:
            misses.append(f"the newest copy has {len(engine.judging.labels())} of {len(labels)} judgements")
    return misses


def changed_file_is_found(engine: Engine, documents: Path, number: int, case: str) -> list[str]:
    """A file that changes is read at the next look, and not again and again for the time it changed at."""
    write_tree(documents, {"0.txt": f"The rent may rise changeling{number}."})
    before = read_now(engine)
    engine.rescan()
    engine.wait_until_idle()
    time.sleep(1.0)
    misses = [f"{case}: one changed file read {n} times"] if (n := read_now(engine) - before) not in (1, 2) else []
    if not engine.search(f"changeling{number}", mode="words").hits:
        misses.append(f"{case}: a changed file is not found")
    return misses


def read_now(engine: Engine) -> int:
    return engine._indexer.reading.read_now


def measure(task: Task) -> Measured:
    draw = random.Random(task.seed)
    # A socket's path must be short, and pytest's folders are not.
    place = Path(tempfile.mkdtemp(prefix="ds")).resolve()
    values: dict[str, float] = {}
    try:
        documents = write_tree(place / "documents", {f"{n}.txt": f"The rent number {n}." for n in range(FILES)})
        data = prepared(place / "data", documents)
        asks = [opened_here, *map(asked_by, COMMANDS if task.is_full else ())]
        misses = newer_ones_left_alone(place / "newer", data.root, asks)
        further = [draw.uniform(-10, 10) for _ in range(4 if task.is_full else 0)]
        misses += lost_by_jumps(place, documents, [10.0, -10.0, *further])
        kinds = {"engines": ([["engine"]] * task.n, True)}
        if task.is_full:
            kinds["commands"] = ([["search", "rent"], ["status"]] * (task.n // 2), False)
            values["control seconds"] = round(control(task.n), 1)
        for kind, (commands, keeps_one) in kinds.items():
            # What was killed before left its lock and its socket behind, and must be in nobody's way.
            found, seconds = starts_at_once(data, commands, keeps_one=keeps_one)
            misses += [f"{kind}: {one}" for one in found]
            values[f"{kind} seconds"] = round(seconds, 1)
            if task.is_full and kind == "engines" and seconds > MOST_SECONDS:
                misses.append(
                    f"{kind}: all had ended after {seconds:.1f} s, a control after {values['control seconds']} s"
                )
    finally:
        shutil.rmtree(place, ignore_errors=True)
    commands = f" (as many commands {values['commands seconds']} s)" if task.is_full else ""
    reached = f"one writer of {task.n}, {values['engines seconds']} s{commands}; {2 + len(further)} jumps of the clock"
    return Measured(reached, misses, values)


FIGURE = Figure(
    "F-27",
    "newer data stays byte for byte; 50 starts: 1 writer, 49 end with 0 in 20 s; ±10 years: 0 lost, 0 read for ever",
    "starts",
    short=3,
    full=50,
    measure=measure,
)


@pytest.mark.timeout(300)
def test_newer_data_many_starts_and_a_wrong_clock_harm_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_a_newer_database_that_was_changed(tmp_path: Path) -> None:
    documents = write_tree(tmp_path / "documents", {"a.txt": "The rent may rise."})
    data = prepared(tmp_path / "data", documents)

    def careless(newer: DataDirectory) -> str | None:
        with contextlib.closing(sqlite3.connect(newer.index_database)) as connection:
            connection.execute("PRAGMA user_version = 1")
        return opened_here(newer)

    misses = newer_ones_left_alone(tmp_path / "newer", data.root, [careless])
    assert any("index.db was changed" in miss for miss in misses)


def test_the_check_sees_two_processes_with_one_index(tmp_path: Path) -> None:
    file = tmp_path / "index.db"
    file.write_bytes(b"")
    line = [sys.executable, "-c", f"import time; file = open({str(file)!r}); time.sleep(60)"]
    two = [subprocess.Popen(line) for _ in range(2)]
    try:
        wait_until(lambda: len(writers([one.pid for one in two], file)) == 2)
    finally:
        end(two)
    assert writers([one.pid for one in two] + [os.getpid()], file) == []


if __name__ == "__main__":
    main(FIGURE)

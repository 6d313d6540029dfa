"""Ends a process, or has the disk refuse, at one chosen call that changes the disk: by strace, or by a hook in Python.

strace reaches every call, also those of SQLite and tantivy; the hook only those of Python, on every system with fork.
"""

import contextlib
import ctypes
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from tests.faults.nursery import Start, Teller

CALLS = (
    "write pwrite64 writev pwritev fsync fdatasync ftruncate fallocate rename renameat renameat2 link linkat unlink "
    "unlinkat mkdir mkdirat rmdir chmod fchmod fchmodat symlink"
).split()
FAULTS = ("KILL", "ENOSPC", "EIO")
DONE, REFUSED, WRONG = 0, 3, 4
"""How a process ends: as it should, with an error that a person would be told, or with one that nobody expects."""
SEEN = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "sqlite3.connect"}
PR_SET_PTRACER, ANYBODY = 0x59616D61, -1
PATIENCE_SECONDS = 120.0
_ENTRY = re.compile(r"^(\d+) +(\w+)\((.*)")
_OPEN_FILE, _NAMES = re.compile(r"^\d+<([^>]*)>"), re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Point:
    """The so many-th call of a kind; for the hook, of any kind that it sees."""

    call: str
    number: int

    def __str__(self) -> str:
        return f"{self.call} {self.number}"


@dataclass(frozen=True, slots=True)
class Ended:
    """The exit status of a process, negative for a signal, and what it said of itself."""

    status: int
    said: str


Job = Callable[..., Callable[[], None]]
"""Prepares, and returns what is then to be done under faults."""


def log_of(place: Path) -> Path:
    """Where points_by_strace() leaves what it saw."""
    return place.with_name(f"{place.name} strace.log")


def has_strace() -> bool:
    """Whether every call can be reached here."""
    return sys.platform == "linux" and shutil.which("strace") is not None


def _life(teller: Teller, job: Job, place: str, refusals: tuple[type[Exception], ...], hooked: Any) -> NoReturn:
    """In the process itself: prepares, waits until it is watched, and does its job."""
    # What it logs is what it was made to meet.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    act = job(Path(place))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY, 0, 0, 0)
    teller.tell("ready")
    teller.hear()
    counted = [0]
    status, said = DONE, ""
    try:
        if hooked is not None:
            _hook(place, hooked, counted)
        act()
    except refusals as error:
        status, said = REFUSED, f"{type(error).__name__}: {error}"
    except BaseException as error:
        status, said = WRONG, f"{type(error).__name__}: {error}"
    counted.append(0)
    with contextlib.suppress(OSError):
        teller.tell("ended", said, counted[0])
    os._exit(status)


def _hook(place: str, chosen: tuple[int, str], counted: list[int]) -> None:
    """Ends this process at the chosen step, or has that step refused."""
    step, fault = chosen

    def noted() -> None:
        # Once it is over, what is counted has a second part, and nothing more is to fail.
        if len(counted) > 1:
            return
        counted[0] += 1
        if counted[0] == step:
            if fault == "KILL":
                os.kill(os.getpid(), signal.SIGKILL)
            code = getattr(errno, fault)
            raise OSError(code, os.strerror(code))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        # A name beside an open folder is a relative one.
        if event in SEEN and (place in str(arguments[0]) or _is_in_a_folder(event, arguments)):
            noted()

    sync = os.fsync

    def synced(descriptor: Any) -> None:
        noted()
        sync(descriptor)

    vars(os)["fsync"] = synced
    sys.addaudithook(hook)


def _is_in_a_folder(event: str, arguments: tuple[Any, ...]) -> bool:
    return event in ("os.remove", "os.rmdir") and isinstance(arguments[-1], int) and arguments[-1] >= 0


@dataclass(frozen=True, slots=True)
class Trial:
    """Runs a job in processes of its own; refusals are the errors that a person would be told."""

    start: Start
    job: Job
    refusals: tuple[type[Exception], ...]

    def points_by_hook(self, place: Path) -> list[Point]:
        """The steps that Python's own calls make."""
        _, counted = self._run(place, hooked=(-1, "KILL"))
        return [Point("step", number) for number in range(1, counted + 1)]

    def hooked(self, place: Path, point: Point, fault: str) -> Ended:
        return self._run(place, hooked=(point.number, fault))[0]

    def points_by_strace(self, place: Path) -> tuple[list[Point], int]:
        """Each call of a kind that any thread makes below a place, and how many calls there were of all threads.

        strace counts the calls of each thread by itself, so that of two third calls it ends the process at the first.
        """
        log = log_of(place)
        self._run(place, strace=["-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}"])
        counts, points, total = Counter[tuple[str, str]](), dict[Point, None](), 0
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            if (entry := _ENTRY.match(line)) and entry[2] in CALLS:
                counts[entry[1], entry[2]] += 1
                if str(place) in entry[3]:
                    points[Point(entry[2], counts[entry[1], entry[2]])] = None
                    total += 1
        return list(points), total

    def traced(self, place: Path, point: Point, fault: str) -> Ended:
        how = "signal=KILL" if fault == "KILL" else f"error={fault}"
        # A full disk stays full; one that fails does so once.
        when = f"{point.number}{'+' if fault == 'ENOSPC' else ''}"
        inject = f"inject={point.call}:{how}:when={when}"
        line = ["-o", "/dev/null", "-e", f"trace={point.call}", "-e", inject]
        return self._run(place, strace=line)[0]

    def _run(
        self, place: Path, *, hooked: tuple[int, str] | None = None, strace: list[str] | None = None
    ) -> tuple[Ended, int]:
        process, connection = self.start(_life, self.job, str(place), self.refusals, hooked)
        tracer = None
        said, counted = "", 0
        try:
            _hear(connection)
            if strace is not None:
                line = ["strace", "-f", "-q", *strace, "-p", str(process.pid)]
                tracer = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                _wait_until_traced(int(process.pid or 0), tracer)
            connection.send("go")
            try:
                _, said, counted = _hear(connection)
            except (EOFError, OSError):
                said = "nothing"
            process.join(PATIENCE_SECONDS)
        finally:
            process.kill()
            process.join()
            connection.close()
            if tracer is not None:
                tracer.wait(PATIENCE_SECONDS)
        return Ended(int(process.exitcode or 0), said), counted


def unsynced(log: Path, place: Path) -> list[str]:
    """What a strace of one thread shows to be renamed before all of it was on the disk: lost with the power.

    Below a place, every file has to be synced after it was last written, and the folder of every new one, but for the
    folder in which the renaming takes place.
    """
    files, folders, found = set[str](), set[str](), []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if (entry := _ENTRY.match(line)) is None or str(place) not in line or ") = -1 " in line:
            continue
        call, names = entry[2], _NAMES.findall(entry[3])
        path = opened[1] if (opened := _OPEN_FILE.match(entry[3])) else names[0] if names else ""
        if "sync" in call:
            files.discard(path)
            folders.discard(path)
        elif call in ("write", "writev", "pwrite64", "pwritev"):
            files.add(path)
            folders.add(os.path.dirname(path))
        elif call == "mkdir":
            folders |= {path, os.path.dirname(path)}
        elif call in ("unlink", "rmdir"):
            files.discard(path)
            folders.discard(path)
        elif call == "rename":
            late = files | (folders - {os.path.dirname(names[0]), os.path.dirname(names[1])})
            found += [
                f"{os.path.relpath(one, place)} before {Path(names[1]).name} has its name" for one in sorted(late)
            ]
            files, folders = set(), set()
    return found


def _hear(connection: Connection) -> Any:
    if not connection.poll(PATIENCE_SECONDS):
        raise EOFError
    return connection.recv()


def _wait_until_traced(pid: int, tracer: "subprocess.Popen[bytes]") -> None:
    """All threads of a process are under strace's eyes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        states = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/status")]
        if states and all(f"TracerPid:\t{tracer.pid}\n" in state for state in states):
            return
        if tracer.poll() is not None:
            raise RuntimeError("strace cannot watch processes here")
        time.sleep(0.002)
    raise RuntimeError("strace does not begin")

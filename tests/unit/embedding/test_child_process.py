"""A process that loads a model has no network, ends in time or when nobody wants it, and never outlives its parent."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from desktop_search.embedding import child_process
from desktop_search.embedding.child_process import Ended
from tests.fakes import wait_until

ENTERS = "from desktop_search.embedding import child_process\nchild_process.enter('not here')\n"
WAITS = f"{ENTERS}import time\ntime.sleep(600)\n"


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of modules that can be run."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def test_it_tells_how_a_module_ended_and_what_it_said(modules: Path) -> None:
    (modules / "says.py").write_text("import os, sys\nprint(*sys.argv[1:])\nprint(os.environ['MOOD'])\nsys.exit(3)\n")
    ended = child_process.run("says", "one", "two", environment={"MOOD": "mild"})
    assert ended == Ended(3, ("one two", "mild"))


def test_one_that_takes_too_long_is_ended(modules: Path) -> None:
    (modules / "waits.py").write_text(WAITS)
    assert child_process.run("waits", seconds=0.3).status is None


def test_one_that_is_no_longer_wanted_is_ended(modules: Path) -> None:
    (modules / "waits.py").write_text(WAITS)
    asked = iter([True, True, False])
    assert child_process.run("waits", is_wanted=lambda: next(asked)).status is None


def test_it_has_no_network_and_is_told_why(modules: Path) -> None:
    (modules / "calls.py").write_text(f"{ENTERS}import socket\nsocket.getaddrinfo('localhost', 80)\n")
    ended = child_process.run("calls")
    assert (ended.status, ended.lines[-1]) == (1, "PermissionError: not here")


def test_programs_are_refused_from_the_moment_that_is_said(modules: Path) -> None:
    (modules / "starts.py").write_text(
        f"{ENTERS}import subprocess, sys\n"
        "run = [sys.executable, '-c', 'print(1)']\n"
        "print(subprocess.check_output(run, text=True), flush=True)\n"
        "child_process.refuse(child_process.PROGRAMS, 'no more')\n"
        "subprocess.check_output(run)\n"
    )
    ended = child_process.run("starts")
    assert (ended.status, ended.lines[0], ended.lines[-1]) == (1, "1", "PermissionError: no more")


def test_it_ends_with_its_parent(modules: Path) -> None:
    (modules / "waits.py").write_text(
        f"{ENTERS}import os, pathlib, time\n"
        f"pathlib.Path({str(modules / 'number')!r}).write_text(str(os.getpid()))\ntime.sleep(600)\n"
    )
    number = modules / "number"
    starts = "from desktop_search.embedding import child_process; child_process.run('waits')"
    with subprocess.Popen([sys.executable, "-c", starts]) as parent:
        wait_until(lambda: number.exists() and bool(number.read_text()))
        parent.kill()
    wait_until(lambda: not _runs(int(number.read_text())), seconds=10)


def _runs(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

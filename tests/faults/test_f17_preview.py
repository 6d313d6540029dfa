"""What a file says is shown as text: nothing that it names is opened or connected to (F-17).

    python -m tests.faults.test_f17_preview --full

shows so many hostile strings in every part of a real window, and looks at all that its process opens.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.figure import ROOT, Figure, Measured, Task, main

STRACE = shutil.which("strace")
OPENS = re.compile(
    r"\b(open|openat|openat2|execve|execveat|readlink|stat|statx|newfstatat|access|faccessat2?)\(.*named-"
)
CONNECTS = re.compile(r"\b(connect|sendto|sendmsg)\(.*sa_family=AF_INET|\bsocket\(AF_INET|\bexecve")
NEEDED = ("window", "folders", "activity", "learning", "quick search", "boxes")
ENDINGS = ("png", "css", "html", "js")


def shown(place: Path, count: int, seed: int, *before: str) -> tuple[dict[str, list[str]], list[str]]:
    """What the window says, and the calls of its process that reach for something named in a string. before is code to
    run first. Raises RuntimeError where the window crashes."""
    for number in range(count):
        for ending in ENDINGS:
            (place / f"named-{number}.{ending}").write_text("x")
    trace = place / "trace"
    begin = (
        [STRACE, "-f", "--seccomp-bpf", "-qq", "-o", str(trace), "-e", "trace=%file,%network,execve"] if STRACE else []
    )
    code = "\n".join([*before, "from tests.faults import hostile_window; hostile_window.main()"])
    line = [*begin, sys.executable, "-c", code, str(place), str(count), str(seed)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(place), "HOME": str(place)}
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}: {done.stderr[-1000:]}")
    return json.loads(done.stdout.splitlines()[-1]), reached_for(trace) if STRACE else []


def reached_for(trace: Path) -> list[str]:
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    # The first is the program itself.
    return [line[:200] for line in lines[1:] if OPENS.search(line) or CONNECTS.search(line)]


def measure(task: Task) -> Measured:
    task.place.chmod(0o700)
    try:
        said, calls = shown(task.place, task.n, task.seed)
    except RuntimeError as error:
        return Measured("the window crashed", [str(error)])
    misses = [f"shown as markup: {one}" for one in said["misses"]] + [f"reached for: {one}" for one in calls[:50]]
    places = {one.split(":")[0] for one in said["seen"]}
    misses += [f"nothing was shown in {one}" for one in NEEDED if one not in places]
    reached = f"{len(misses)} of {task.n} strings as markup, opened or connected to, in {len(said['seen'])} parts"
    return Measured(reached + ("" if STRACE else "; calls not looked at, as strace is missing"), misses)


FIGURE = Figure(
    "F-17",
    "300 hostile strings shown as text in every part of the window; 0 named files opened, 0 connections, 0 crashes",
    "strings",
    short=10,
    full=300,
    measure=measure,
)


@pytest.mark.timeout(120)
def test_what_a_file_says_is_shown_as_text_and_reaches_for_nothing(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


@pytest.mark.timeout(120)
def test_the_check_sees_markup_and_a_file_that_is_opened(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    unescaped = "from desktop_search.gui import formatting; formatting.tooltip = lambda text: text"
    said, calls = shown(tmp_path, 2, 1, unescaped)
    assert any("tooltip" in one for one in said["misses"])
    assert STRACE is None or any("named-" in one for one in calls)


def test_the_check_sees_a_connection(tmp_path: Path) -> None:
    (tmp_path / "trace").write_text(
        '1 execve("/usr/bin/python")\n1 connect(3, {sa_family=AF_INET, sin_port=htons(80)}, 16) = -1\n'
        '1 openat(AT_FDCWD, "/usr/lib/x.so", O_RDONLY)\n1 connect(3, {sa_family=AF_UNIX}, 16) = 0\n'
    )
    assert len(reached_for(tmp_path / "trace")) == 1


if __name__ == "__main__":
    main(FIGURE)

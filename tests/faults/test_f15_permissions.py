"""Everything the program writes is for its person only, whatever the umask: files 0600, folders 0700 (F-15).

    python -m tests.faults.test_f15_permissions --full

looks after each part of a life under three umasks; the suite does so under the worst one.
"""

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import write_tree
from tests.faults.figure import Figure, Measured, Task, main
from tests.model_samples import bare_static

UMASKS = (0o000, 0o022, 0o077)


def life(place: Path, umask: int) -> Iterator[tuple[str, list[str]]]:
    """Runs the commands of a life one after the other; after each of them what is open to others, by its name."""
    home, run = place / "home", place / "run"
    for folder in (home, run):
        folder.mkdir(mode=0o700)
    documents = write_tree(place / "documents", {f"{n}.txt": f"The rent number {n} may rise." for n in range(5)})
    model = bare_static(place / "model")
    data, moved = home / ".local" / "share" / "desktop-search", home / "moved"
    environment = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(run), "XDG_CACHE_HOME": str(home / ".cache")}
    environment = {
        name: value for name, value in environment.items() if name not in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")
    }

    def command(*arguments: str, statuses: tuple[int, ...] = (0,)) -> None:
        line = [sys.executable, "-m", "desktop_search", *arguments]
        done = subprocess.run(line, env=environment, capture_output=True, text=True, umask=umask, check=False)
        assert done.returncode in statuses, (arguments, done.stderr)

    command("status")
    (data / "settings.toml").write_text('backend = "hashing"\nreaders = 1\nvector_store = "hnsw"\n')
    (data / "settings.toml").chmod(0o600)
    yield "first start", open_to_others(home, run)
    engine = subprocess.Popen(
        [sys.executable, "-m", "desktop_search", "engine"], env=environment, umask=umask, stderr=subprocess.DEVNULL
    )
    try:
        while not list(run.rglob("*.sock")):
            assert engine.poll() is None
            time.sleep(0.05)
        command("index", str(documents))
        command("search", "rent")
        command("label", "rent", str(documents / "1.txt"), "--relevant")
        command("adapter", "show")
        yield "engine, index, search, label", open_to_others(home, run)
        command("models", "add", str(model), "--name", "mine")
        command("labels", "export", str(home / "labels.jsonl"))
        # There is too little to learn from; what was begun is looked at all the same.
        command("train", "--minutes", "1", statuses=(1, 2))
        yield "models, export, training", open_to_others(home, run)
        command("backup", str(home / "backup.zip"))
        command("restore", str(home / "backup.zip"))
        command("status")
        yield "backup, restore", open_to_others(home, run)
    finally:
        engine.terminate()
        engine.wait(30)
    command("move", str(moved))
    command("search", "rent")
    yield "move", open_to_others(home, run)
    command("erase", "--yes")
    left = [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]
    assert sorted(left) == ["backup.zip", "labels.jsonl"], left
    yield "erase", open_to_others(home, run)


def open_to_others(*places: Path) -> list[str]:
    """What lies there with any right for anybody else. Folders above the program's own are the system's."""
    above = {".local", "share"}
    found = []
    for place in places:
        for path in place.rglob("*"):
            mode = path.lstat().st_mode
            if path.is_symlink() or (path.is_dir() and path.name in above):
                continue
            wanted = 0o700 if stat.S_ISDIR(mode) or stat.S_ISSOCK(mode) else 0o600
            if stat.S_IMODE(mode) & ~wanted:
                found.append(f"{path.relative_to(place)} {stat.S_IMODE(mode):o}")
    return found


def measure(task: Task) -> Measured:
    misses, phases = [], 0
    for umask in UMASKS[: task.n]:
        # A socket's path must be short, and pytest's folders are not.
        place = Path(tempfile.mkdtemp(prefix="ds"))
        try:
            for phase, names in life(place.resolve(), umask):
                phases += 1
                misses += [f"umask {umask:03o}, {phase}: {name}" for name in names]
        finally:
            shutil.rmtree(place)
    return Measured(f"{len(misses)} open after {phases} phases", misses)


FIGURE = Figure(
    "F-15", "0 files or folders that others may enter, under any umask", "umasks", short=1, full=3, measure=measure
)


@pytest.mark.timeout(300)
def test_everything_is_for_its_person_only_under_the_worst_umask(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_what_is_open(tmp_path: Path) -> None:
    (tmp_path / "open.txt").write_text("")
    (tmp_path / "open.txt").chmod(0o640)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder").chmod(0o755)
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "s"))
        (tmp_path / "s").chmod(0o777)
        assert sorted(open_to_others(tmp_path)) == ["folder 755", "open.txt 640", "s 777"]


if __name__ == "__main__":
    main(FIGURE)

"""A disk that is away, or has another in its place, costs no document (F-12).

    python -m tests.faults.test_f12_disks --full

mounts real file systems in a namespace of its own, where the engine runs, too: a folder's own disk, and one that is
mounted inside a folder. They go, come back and are replaced by others. Then folders lose much at once.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.files.changes import is_below
from tests.fakes import engine_at, write_tree
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.living import held

FILES = 60
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount", "--propagation", "private")


def can_mount() -> bool:
    """Whether this system lets us mount in a namespace of our own."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    line = [*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(line, capture_output=True, check=False).returncode == 0


class Disk:
    """A file system that may be connected at places, and keeps what it holds while it is not."""

    def __init__(self, place: Path, name: str) -> None:
        self.holds = place / f"disk {name}"
        self.holds.mkdir()
        _run("mount", "-t", "tmpfs", f"disk-{name}", str(self.holds))
        write_tree(self.holds, {f"{name}{n % 7}/{n}.txt": f"{name} number {n} of the harbour" for n in range(FILES)})

    def connect(self, at: Path) -> None:
        _run("mount", "--bind", str(self.holds), str(at))


def disconnect(at: Path) -> None:
    _run("umount", "--lazy", str(at))


def _run(*line: str) -> None:
    subprocess.run(line, check=True, capture_output=True)


def lost(engine: Engine, documents: set[str], when: str) -> list[str]:
    """What is no longer held, after everything was compared with the disks."""
    engine.rescan()
    engine.wait_until_idle()
    gone = documents - held(engine.data.index_database).keys()
    return [f"{when}: {len(gone)} documents removed, as {min(gone)}"] if gone else []


def not_said(engine: Engine, folder: Path, when: str, *, is_root: bool) -> list[str]:
    """What the status should say while a disk is away, and does not."""
    status = engine.status()
    misses = [] if any(str(folder) in notice for notice in status.notices) else [f"{when}: nobody is told"]
    if is_root and any(one.available for one in status.folders if one.path == str(folder)):
        misses.append(f"{when}: it is shown as there")
    return misses


def disks(times: int, place: Path) -> list[str]:
    """Disks go and come back so often, and half as often others are in their place. Runs in a namespace of its own."""
    own, other, foreign = Disk(place, "own"), Disk(place, "inside"), Disk(place, "foreign")
    root, home = place / "root", write_tree(place / "home", {f"{n}.txt": f"home number {n}" for n in range(FILES)})
    inside = home / "mounted"
    root.mkdir()
    inside.mkdir()
    misses: list[str] = []
    with engine_at(place / "data") as engine:
        for disk, at in ((own, root), (other, inside)):
            disk.connect(at)
        engine.index([str(root), str(home)])
        documents = set(held(engine.data.index_database))
        misses += [] if len(documents) == 3 * FILES else [f"{len(documents)} documents at first"]
        for number in range(times):
            for at, folder in ((root, root), (inside, home)):
                disk, when = (own if at == root else other), f"{at.name}, time {number}"
                disconnect(at)
                misses += lost(engine, documents, f"{when}, away")
                misses += not_said(engine, at, f"{when}, away", is_root=at == folder)
                if number % 2:
                    foreign.connect(at)
                    misses += lost(engine, documents, f"{when}, another disk")
                    misses += not_said(engine, at, f"{when}, another disk", is_root=at == folder)
                    read = [path for path in held(engine.data.index_database) if "foreign" in path]
                    misses += [f"{when}: {len(read)} files of another disk were read"] if read else []
                    disconnect(at)
                disk.connect(at)
                misses += lost(engine, documents, f"{when}, back")
                misses += [f"{when}, back: {one}" for one in engine.status().notices]
        # What is gone from a disk that is there is gone.
        for path in sorted(own.holds.rglob("*.txt"))[:3]:
            path.unlink()
        engine.index([str(root)])
        if (left := len(held(engine.data.index_database))) != 3 * FILES - 3:
            misses.append(f"{left} documents are left of {3 * FILES - 3}")
    return misses


def vanished(seed: int, place: Path) -> list[str]:
    """A folder loses more than a fifth of its files, or is replaced: nothing is forgotten before that is said."""
    dice, misses = random.Random(seed), list[str]()
    folder = write_tree(place / "folder", {f"{n % 9}/{n}.txt": f"folder number {n}" for n in range(4 * FILES)})
    with engine_at(place / "vanished") as engine:
        engine.index([str(folder)])
        for number in range(6):
            (folder / f"{number}").rename(folder / f"moved{number}")
        engine.index([str(folder)])
        documents = set(held(engine.data.index_database))
        misses += [f"moved: {notice}" for notice in engine.status().notices]
        misses += [] if documents == set(map(str, folder.rglob("*.txt"))) else ["what was moved is not as it is"]
        for path in dice.sample(sorted(folder.rglob("*.txt")), FILES):
            path.unlink()
        misses += lost(engine, documents, "a quarter gone") + not_said(engine, folder, "a quarter gone", is_root=False)
        folder.rename(place / "renamed")
        misses += lost(engine, documents, "renamed") + not_said(engine, folder, "renamed", is_root=True)
        write_tree(folder, {"new.txt": "a new folder of the same name"})
        misses += lost(engine, documents, "replaced") + not_said(engine, folder, "replaced", is_root=False)
        engine.keeping.forget_gone([str(folder)])
        left = {path for path in held(engine.data.index_database) if is_below(path, str(folder))}
        misses += (
            [] if left == {str(folder / "new.txt")} else [f"{len(left)} documents are left after they were let go"]
        )
    return misses


def measure(task: Task) -> Measured:
    misses = vanished(task.seed, task.place)
    if not can_mount():
        return Measured("nothing can be mounted here", [*misses, "no namespace to mount in"])
    line = [
        *NAMESPACE,
        sys.executable,
        "-m",
        "tests.faults.test_f12_disks",
        "--inside",
        json.dumps(asdict(task), default=str),
    ]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        return Measured("it ended", [*misses, done.stderr[-1_500:]])
    misses += json.loads(done.stdout.splitlines()[-1])
    return Measured(f"{2 * task.n} times away, {2 * (task.n // 2)} times another disk: {len(misses)} misses", misses)


FIGURE = Figure(
    "F-12",
    "0 documents removed while a disk is away or another is in its place, or a fifth is gone; and it is said",
    "times away, for each of two disks",
    short=2,
    full=10,
    measure=measure,
)


@pytest.mark.timeout(300)
def test_a_disk_that_is_away_costs_no_document(tmp_path: Path) -> None:
    if not can_mount():
        pytest.skip("nothing can be mounted here")
    FIGURE.holds(tmp_path)


def test_the_check_sees_documents_that_are_lost_and_silence(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "folder", {"a.txt": "harbour", "b.txt": "lantern"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        documents = set(held(engine.data.index_database))
        (folder / "a.txt").unlink()
        assert len(lost(engine, documents, "one removed")) == 1
        assert len(not_said(engine, folder, "one removed", is_root=True)) == 2


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        asked = json.loads(sys.argv[2])
        print(json.dumps(disks(asked["n"], Path(asked["place"]))), flush=True)
        os._exit(0)
    main(FIGURE)

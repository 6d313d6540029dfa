"""Killed with kill -9 at any moment, again and again over one index, an engine loses nothing it has promised (F-1).

    python -m tests.faults.test_f01_kills --full

After each kill the next engine answers a question and looks through everything: what was promised is there, whole,
once, and belongs to something; words and vectors are those of the database. Now and then the index is compared with
a fresh one. How an engine is killed while it trains is in test_learning_killed.py.
"""

import contextlib
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop_search.paths import DataDirectory
from tests.fakes import engine_at
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.killed_engine import Errand, Stored, life, make_older, stored, text_of
from tests.faults.nursery import Start, nursery

PHASES = ("reading", "storing", "snapshot", "migration", "reembedding")
FULL_FILES, SHORT_FILES = 2_500, 40
"""Some 10,000 passages in the full form."""
ANSWER_SECONDS = 3.0
PATIENCE_SECONDS = 180.0
FRESH_EVERY, DEEP_EVERY, COMMAND_EVERY = 100, 5, 50
MODELS = ("", "another")


@dataclass
class World:
    """The files on the disk, and what the engines have promised about them so far.

    disk: the version of each file that is there. promised: the version that is stored. since: what else may have been
    stored since, because it stood on the disk; None for nothing.
    """

    data: DataDirectory
    documents: Path
    draw: random.Random
    disk: dict[str, int] = field(default_factory=dict)
    promised: Stored = field(default_factory=dict)
    since: dict[str, set[int | None]] = field(default_factory=dict)
    labels: set[int] = field(default_factory=set)
    may_be_labelled: set[int] = field(default_factory=set)
    model: int = 0
    misses: list[str] = field(default_factory=list)

    def change_files(self, count: int) -> None:
        """Edits, removes and adds some, and makes as many again as are gone."""
        for _ in range(count):
            name = self.draw.randrange(len(self.disk) + 3)
            path = str(self.documents / f"{name}.txt")
            version = self.disk.get(path, 0)
            if version and self.draw.random() < 0.2:
                Path(path).unlink()
                del self.disk[path]
                self._may_be(path, None)
            else:
                self.write(name)

    def write(self, name: int) -> None:
        path = self.documents / f"{name}.txt"
        version = max((0, *(one for one in self._possible(str(path)) if one), self.disk.get(str(path), 0))) + 1
        path.write_text(text_of(name, version), encoding="utf-8")
        self.disk[str(path)] = version
        self._may_be(str(path), version)

    def other_model(self) -> None:
        """Has the next engine change to the other one."""
        self.model = 1 - self.model
        self.settle()

    def settle(self) -> None:
        lines = ['backend = "hashing"', f'model = "{MODELS[self.model]}"', "readers = 1", 'vector_store = "hnsw"']
        # Its judgements are to be kept, and mean nothing.
        lines.append("learn_at_once = false")
        self.data.settings_file.write_text("\n".join(lines), encoding="utf-8")

    def heard(self, said: tuple[Any, ...]) -> None:
        """Takes note of what an engine has said."""
        kind, *rest = said
        if kind == "stored":
            for path, version in rest[0].items():
                self.promised[path] = version
                self.since[path] = {self.disk.get(path)}
        elif kind == "found":
            self._compare(rest[0])
            self.misses += rest[1]
        elif kind == "labelled":
            self.labels.add(rest[0])
        elif kind == "labels":
            self._compare_labels(Counter(int(one.split()[1]) for one in rest[0]))
        elif kind in ("missed", "failed"):
            self.misses.append(rest[0])

    def question(self) -> tuple[str, str]:
        """What one file says in its first sentence, and that file: one whose version on the disk was promised."""
        known = sorted(path for path, version in self.disk.items() if self.promised.get(path) == version)
        path = self.draw.choice(known) if known else ""
        return (f"f{Path(path).stem}v{self.disk[path]}s0", path) if path else ("", "")

    def _compare(self, found: Stored) -> None:
        for path in self.promised.keys() | found.keys():
            there = found.get(path)
            if there not in self._possible(path):
                self.misses.append(
                    f"{Path(path).name}: version {there}, promised {sorted(map(str, self._possible(path)))}"
                )
            # What has been seen after a kill was committed, and may not be lost any more either.
            self.promised[path] = there
            self.since[path] = {self.disk.get(path)}

    def _compare_labels(self, found: Counter[int]) -> None:
        twice = sorted(one for one, count in found.items() if count > 1)
        lost = sorted(self.labels - found.keys())
        invented = sorted(found.keys() - self.labels - self.may_be_labelled)
        self.misses += (
            [f"judgements lost {lost}, twice {twice}, invented {invented}"] if lost or twice or invented else []
        )
        self.labels = set(found)

    def _possible(self, path: str) -> set[int | None]:
        return {self.promised.get(path), *self.since.get(path, {None})}

    def _may_be(self, path: str, version: int | None) -> None:
        self.since.setdefault(path, set()).add(version)


def world_at(place: Path, files: int, seed: int) -> World:
    documents = place / "documents"
    documents.mkdir(parents=True)
    world = World(DataDirectory(place / "data"), documents.resolve(), random.Random(seed))
    world.data.create()
    for name in range(files):
        world.write(name)
    world.settle()
    return world


@dataclass
class Spans:
    """How long each phase lasts here, so that kills fall anywhere in it: learned from those that came to their end."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PHASES, 0.3))

    def note(self, phase: str, seconds: float, *, ended: bool) -> None:
        before = self.seconds[phase]
        self.seconds[phase] = 0.5 * before + 0.55 * seconds if ended else min(1.2 * before, 20.0)


@dataclass
class Kill:
    """One kill -9, so many seconds after an engine has given a sign; and what it had said until then."""

    phase: str
    sign: str
    delay: float
    came: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    answered: float = 0.0
    due_at: float = float("inf")

    def heard(self, said: tuple[Any, ...]) -> None:
        self.came.append(said[0])
        if said[0] == "answered":
            self.answered, self.paths = said[1:]
        if said[0] == self.sign and not self.has_begun:
            self.due_at = time.monotonic() + self.delay

    @property
    def has_begun(self) -> bool:
        return self.due_at != float("inf")

    @property
    def is_too_late(self) -> bool:
        """Whether the engine had come to its end before."""
        return "done" in self.came


def killed_once(start: Start, world: World, phase: str, number: int, spans: Spans, *, deep: bool) -> Kill:
    """One engine from its start to its end by kill -9; what it said, and when it was killed."""
    question, wanted = world.question()
    if phase == "migration":
        make_older(world.data)
    if phase == "reembedding":
        world.other_model()
    world.change_files(3 if phase != "storing" else 12)
    world.may_be_labelled.add(number)
    process, connection = start(life, Errand(str(world.data.root), phase, number, question, deep))
    signs = {"migration": "migrating" if world.draw.random() < 0.7 else "opening", "storing": "storing"}
    delay = world.draw.uniform(0, spans.seconds[phase] if phase != "storing" else 0.03)
    kill = Kill(phase, signs.get(phase, "begins"), delay)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (patience := min(kill.due_at, deadline) - time.monotonic()) > 0 and not kill.is_too_late:
        try:
            if connection.poll(patience):
                kill.heard(said := connection.recv())
                world.heard(said)
        except (EOFError, OSError):
            break
    killed_at = time.monotonic()
    process.kill()
    process.join()
    with contextlib.suppress(EOFError, OSError):
        while connection.poll(0):
            world.heard(connection.recv())
    connection.close()
    if killed_at >= deadline or not (kill.is_too_late or kill.has_begun):
        world.misses.append(f"kill {number} ({phase}): the engine ended with {process.exitcode} after {kill.came[-5:]}")
    if wanted and "answered" in kill.came and wanted not in kill.paths:
        world.misses.append(f"kill {number}: {question} is not found, but {[Path(one).name for one in kill.paths]}")
    if kill.has_begun and phase != "storing":
        spans.note(phase, killed_at - kill.due_at + kill.delay, ended=kill.is_too_late)
    return kill


def as_a_fresh_one(world: World, place: Path) -> list[str]:
    """How an index that came to its end differs from one of the same files that was made in one go."""
    with engine_at(world.data.root) as engine:
        engine.index([str(world.documents)])
        old = stored(world.data.index_database)[0]
        questions = [f"f{Path(path).stem}v{version}s3" for path, version in sorted(world.disk.items())[:20]]
        answers = {one: [hit.path for hit in engine.search(one, mode="words").hits] for one in questions}
    with engine_at(place) as engine:
        engine.index([str(world.documents)])
        new = stored(DataDirectory(place).index_database)[0]
        fresh = {one: [hit.path for hit in engine.search(one, mode="words").hits] for one in questions}
    shutil.rmtree(place)
    misses = [
        f"{Path(path).name}: {old.get(path)} ({_why(world.data, path)}), fresh {new.get(path)}"
        for path in old | new
        if old.get(path) != new.get(path)
    ]
    misses += [
        f"{path} is {new.get(path)} and not {version}"
        for path, version in world.disk.items()
        if new.get(path) != version
    ]
    return misses + [f"{one}: {answers[one]}, fresh {fresh[one]}" for one in questions if answers[one] != fresh[one]]


def _why(data: DataDirectory, path: str) -> str:
    """What the index says of a file that it does not hold as it should."""
    with contextlib.closing(sqlite3.connect(data.index_database)) as connection:
        row = connection.execute("SELECT state, reason FROM files WHERE path = ?", (os.fsencode(path),)).fetchone()
    return "unknown" if row is None else f"{row[0]}: {row[1]}"


def asked_by_a_command(world: World) -> float:
    """The seconds of a search by a command of its own, imports and all, after a kill."""
    question, wanted = world.question()
    began = time.monotonic()
    line = [sys.executable, "-m", "desktop_search", "search", "--data-dir", str(world.data.root), "--json"]
    done = subprocess.run([*line, "--mode", "words", question], capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    hits = [hit["path"] for hit in json.loads(done.stdout or '{"hits": []}')["hits"]]
    if wanted not in hits:
        world.misses.append(f"a command does not find {question}: {done.stderr[-300:]}")
    return seconds


def measure(task: Task) -> Measured:
    place = Path(tempfile.mkdtemp(prefix="ds", dir=task.place)).resolve()
    world, spans = world_at(place, FULL_FILES if task.is_full else SHORT_FILES, task.seed), Spans()
    kills: list[Kill] = []
    commands: list[float] = []
    with engine_at(world.data.root) as engine:
        engine.index([str(world.documents)])
        passages = engine.status().passages
    for path, version in world.disk.items():
        world.promised[path], world.since[path] = version, {version}
    with nursery("tests.faults.killed_engine") as start:
        for number in range(task.n):
            phase = PHASES[number % len(PHASES)]
            deep = number % DEEP_EVERY == number // DEEP_EVERY % DEEP_EVERY
            kills.append(killed_once(start, world, phase, number, spans, deep=deep))
            if task.is_full and number % COMMAND_EVERY == COMMAND_EVERY - 1:
                commands.append(asked_by_a_command(world))
            if number % FRESH_EVERY == FRESH_EVERY - 1 or number == task.n - 1:
                world.misses += as_a_fresh_one(world, place / "fresh")
    answers = [kill.answered for kill in kills if kill.answered]
    slow = [seconds for seconds in answers if seconds > ANSWER_SECONDS]
    if task.is_full and slow:
        world.misses.append(f"{len(slow)} first answers after more than {ANSWER_SECONDS} s, {max(slow):.1f} at most")
    values = {
        "passages": passages,
        "in time": dict(Counter(kill.phase for kill in kills if not kill.is_too_late)),
        "answer seconds": {"median": round(statistics.median(answers), 2), "most": round(max(answers), 2)},
        "command seconds": [round(one, 1) for one in commands],
        "control seconds": round(control(), 1),
        "spans": {phase: round(seconds, 2) for phase, seconds in spans.seconds.items()},
    }
    reached = f"0 lost, twice, in part or astray; first answer within {max(answers):.1f} s over {passages:,} passages"
    return Measured(reached if not world.misses else f"{len(world.misses)} found", world.misses, values)


def control() -> float:
    """How long an engine's modules take to import here."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import desktop_search.engine.engine"], check=True)
    return time.monotonic() - began


FIGURE = Figure(
    "F-1",
    "500 × kill -9 in 5 phases: 0 promised files lost, twice, in part or astray; first answer in 3 s (10,000 passages)",
    "kills",
    short=5,
    full=500,
    measure=measure,
)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no kill -9 and no fork")
@pytest.mark.timeout(300)
def test_what_was_promised_is_there_after_kill_9_in_each_phase(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_what_is_lost_twice_in_part_or_astray(tmp_path: Path) -> None:
    import sqlite3

    world = world_at(tmp_path, 4, seed=1)
    with engine_at(world.data.root) as engine:
        engine.index([str(world.documents)])
    assert stored(world.data.index_database) == (dict.fromkeys(world.disk, 1), [])
    with sqlite3.connect(world.data.index_database) as connection:
        file_of = (
            "(SELECT d.id FROM documents d JOIN files f ON f.id = d.file_id WHERE CAST(f.path AS TEXT) LIKE '%/{}.txt')"
        )
        connection.execute(f"DELETE FROM passages WHERE ordinal > 0 AND document_id IN {file_of.format(0)}")
        connection.execute(f"UPDATE documents SET file_id = 99 WHERE id IN {file_of.format(1)}")
        connection.execute(
            "INSERT INTO documents (file_id, properties) SELECT file_id, '{}' FROM documents "
            f"WHERE id IN {file_of.format(2)}"
        )
        connection.execute(
            "INSERT INTO passages (document_id, ordinal, text, text_hash) SELECT (SELECT max(id) FROM documents), "
            f"ordinal, text, text_hash FROM passages WHERE document_id IN {file_of.format(2)}"
        )
    connection.close()
    found, misses = stored(world.data.index_database)
    said = " ".join(misses)
    assert "0.txt: " in said and "1 documents belong to nothing" in said and "2.txt is there 2 times" in said
    for path in world.disk:
        world.promised[path] = world.disk[path]
    world.heard(("found", found, []))
    assert any(miss.startswith("1.txt: version None") for miss in world.misses)
    world.labels = {1, 2}
    world.heard(("labels", ["label 1", "label 1", "label 3"]))
    assert world.misses[-1] == "judgements lost [2], twice [1], invented [3]"


if __name__ == "__main__":
    main(FIGURE)

"""Every file is counted once, and for every path there is an answer to why it is not found (F-7).

    python -m tests.faults.test_f07_accounting --full

makes random trees of everything that lies on disks. Whoever makes a path knows what must become of it: that is compared
with the index, with its counts, and with what `why` says.
"""

import os
import random
import shutil
import socket
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, closing
from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.records import FileState, Standing
from desktop_search.settings import Settings
from tests.fakes import engine_at, wait_until
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.living import few

SETTINGS = Settings(backend="hashing", readers=2, effort="full", largest_text_characters=5_000)
TREES_AT_ONCE = 500
MOST_ENTRIES, DEEPEST = 6, 4
NAMES = (
    b"a",
    b"Bericht",
    b"caf\xe9",
    "naïve".encode(),
    b"two\nlines",
    b"-rf",
    b"%s",
    b"'; drop",
    b"<b>",
    b"\xff\xfe",
    b"x",
)
WORDS = ("harbour", "lantern", "orchard", "violin", "glacier", "pepper", "saddle", "meadow")

INDEXED, SKIPPED, FAILED, PARTIAL = FileState.INDEXED, FileState.SKIPPED, FileState.FAILED, FileState.PARTIAL
IN_ANSWERS = frozenset({Standing.FOUND, Standing.DUPLICATE, Standing.NO_MATCH, Standing.TOO_LOW})
TELLING: Mapping[FileState | Standing, frozenset[Standing]] = {
    INDEXED: IN_ANSWERS,
    PARTIAL: IN_ANSWERS,
    SKIPPED: frozenset({Standing.SKIPPED, Standing.EMPTY}) | IN_ANSWERS,
    FAILED: frozenset({Standing.FAILED}) | IN_ANSWERS,
}
"""What `why` may say of a file that the index knows; of what it does not know, one thing only."""

Fates = dict[str, FileState | Standing]


class Grower:
    """Makes trees, and knows what must become of each path in them."""

    def __init__(self, dice: random.Random) -> None:
        self.fates: Fates = {}
        self._dice = dice
        self._files: Mapping[str, tuple[bytes, FileState, Callable[[], bytes]]] = {
            "text": (b".txt", INDEXED, self._text),
            "markdown": (b".md", INDEXED, lambda: b"# Title\n\n" + self._text()),
            "page": (b".html", INDEXED, lambda: b"<p>" + self._text() + b"</p>"),
            "empty": (b".txt", SKIPPED, lambda: b""),
            "binary": (b".bin", SKIPPED, lambda: bytes(range(256)) * self._dice.randint(1, 8)),
            "broken": (b".pdf", FAILED, lambda: b"%PDF-1.7\nnothing follows" + self._text()),
            "long": (b".txt", PARTIAL, lambda: self._text() * 150),
        }

    def tree(self, folder: Path) -> None:
        """Makes one tree."""
        folder.mkdir(parents=True)
        self._fill(os.fsencode(folder), depth=0, hidden=False)

    def _fill(self, folder: bytes, *, depth: int, hidden: bool) -> None:
        rules = self._dice.random() < 0.15
        if rules:
            self._write(os.path.join(folder, b".gitignore"), b"*.log\n", INDEXED, hidden)
        for number in range(self._dice.randint(0, MOST_ENTRIES)):
            stem = os.path.join(folder, self._dice.choice(NAMES) + str(number).encode())
            kind = self._dice.choices(
                ("file", "folder", "log", "link", "pipe", "socket", "noise"), (70, 12, 6, 5, 2, 2, 3)
            )
            self._one(kind[0], stem, depth=depth, hidden=hidden, logs_hidden=rules)

    def _one(self, kind: str, stem: bytes, *, depth: int, hidden: bool, logs_hidden: bool) -> None:
        name = os.fsdecode(stem)
        if kind == "file":
            suffix, state, content = self._files[self._dice.choice(tuple(self._files))]
            self._write(stem + suffix, content(), state, hidden)
        elif kind == "log":
            # Rules hold below the folder they stand in, too: only names of its own are made here.
            self._write(stem + b".log", self._text(), INDEXED, hidden or logs_hidden)
        elif kind == "folder" and depth < DEEPEST and not logs_hidden:
            os.mkdir(stem)
            self.fates[name] = Standing.EXCLUDED if hidden else Standing.FOLDER
            self._fill(stem, depth=depth + 1, hidden=hidden)
        elif kind == "noise" and depth < DEEPEST:
            noise = os.path.join(os.path.dirname(stem), b"node_modules")
            if not os.path.lexists(noise):
                os.mkdir(noise)
                self.fates[os.fsdecode(noise)] = Standing.EXCLUDED
                self._fill(noise, depth=depth + 1, hidden=True)
        elif kind == "link":
            os.symlink(self._dice.choice((b".", b"nowhere", b"/etc/hosts", os.path.dirname(stem))), stem)
            self.fates[name] = Standing.EXCLUDED if hidden else Standing.LINK
        elif kind in ("pipe", "socket"):
            special(stem, kind)
            self.fates[name] = Standing.EXCLUDED if hidden else Standing.SPECIAL

    def _write(self, path: bytes, content: bytes, state: FileState, hidden: bool) -> None:
        with open(path, "wb") as file:
            file.write(content)
        self.fates[os.fsdecode(path)] = Standing.EXCLUDED if hidden else state

    def _text(self) -> bytes:
        return " ".join(self._dice.choices(WORDS, k=12)).encode() + b".\n"


def special(path: bytes, kind: str) -> None:
    """Makes a pipe or a socket; a socket by its bare name, as its whole path may be too long."""
    if kind == "pipe":
        os.mkfifo(path)
        return
    with chdir(os.path.dirname(path)), socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.basename(path))


def everything_below(folder: Path) -> Iterator[str]:
    """Each path of a tree, as the system lists it."""
    for place, folders, files in os.walk(folder):
        yield from (os.path.join(place, name) for name in (*folders, *files))


def states(engine: Engine) -> dict[str, FileState]:
    """The state of each file that the index knows, read past the engine."""
    with closing(sqlite3.connect(f"file:{engine.data.index_database}?mode=ro", uri=True)) as connection:
        return {
            os.fsdecode(path): FileState(state) for path, state in connection.execute("select path, state from files")
        }


def unequal(engine: Engine, folder: Path, fates: Fates) -> list[str]:
    """What the index and its counts say otherwise than those who made the files."""
    known, seen = states(engine), {path: fate for path, fate in fates.items() if isinstance(fate, FileState)}
    counted, right = engine.status().counts, Counter(seen.values())
    numbers = {state: getattr(counted, state.value) for state in FileState}
    return [
        *(f"never made: {path!r}" for path in set(everything_below(folder)) ^ fates.keys()),
        *(f"not known: {path!r}" for path in seen.keys() - known.keys()),
        *(f"known: {path!r}" for path in known.keys() - seen.keys()),
        *(f"{path!r} is {known[path]}, not {seen[path]}" for path in seen.keys() & known if known[path] != seen[path]),
        *(f"{numbers[state]} {state}, not {right[state]}" for state in FileState if numbers[state] != right[state]),
        *([f"{counted.seen} seen of {len(seen)}"] if counted.seen != len(seen) else []),
    ]


def unexplained(engine: Engine, fates: Fates, query: str = "zeppelin") -> list[str]:
    """The paths of which `why` says something else than it should, asked for a word that stands in none of them."""
    wrong = []
    for path, fate in fates.items():
        told = engine.why(query, path, mode="words")
        right = TELLING[fate] if isinstance(fate, FileState) else frozenset({fate})
        if told.state not in right or not told.reasons:
            wrong.append(f"why {path!r}: {told.state} {told.reasons}, but it is {fate}")
    return wrong


def is_balanced(engine: Engine) -> bool:
    """Whether at this moment, in the middle of the work, each file known is in exactly one of the states."""
    with closing(sqlite3.connect(f"file:{engine.data.index_database}?mode=ro", uri=True)) as connection:
        connection.execute("begin")
        total = connection.execute("select count(*) from files").fetchone()[0]
        rows = dict(connection.execute("select state, count(*) from files group by state").fetchall())
    return bool(sum(rows.get(state.value, 0) for state in FileState) == total)


def measure(task: Task) -> Measured:
    dice, misses, paths, files = random.Random(task.seed), list[str](), 0, 0
    forest = task.place / "forest"
    with engine_at(task.place / "data", settings=SETTINGS) as engine:
        for first in range(0, task.n, TREES_AT_ONCE):
            grower = Grower(dice)
            forest.mkdir()
            for number in range(first, min(first + TREES_AT_ONCE, task.n)):
                grower.tree(forest / f"tree{number}")
                grower.fates[str(forest / f"tree{number}")] = Standing.FOLDER
            engine.index([str(forest)], wait=False)
            wait_until(lambda: is_balanced(engine) and engine.is_idle, 600)
            misses += few(unequal(engine, forest, grower.fates)) + few(unexplained(engine, grower.fates))
            paths += len(grower.fates)
            files += sum(isinstance(fate, FileState) for fate in grower.fates.values())
            engine.forget([str(forest)])
            shutil.rmtree(forest)
    reached = f"{files:,} files in {task.n:,} trees counted, {paths:,} paths explained, {len(misses)} wrong"
    return Measured(reached, misses, {"files": files, "paths": paths})


FIGURE = Figure(
    "F-7",
    "seen = indexed + partial + skipped + failed + pending, exactly; `why` answers for every path",
    "trees",
    short=40,
    full=20_000,
    measure=measure,
)


@pytest.mark.timeout(300)
def test_every_file_is_counted_and_every_path_explained(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_a_file_that_is_not_counted_and_an_answer_that_is_wrong(tmp_path: Path) -> None:
    grower = Grower(random.Random(1))
    grower.tree(tmp_path / "forest")
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        engine.index([str(tmp_path / "forest")])
        assert unequal(engine, tmp_path / "forest", grower.fates) == []
        (tmp_path / "forest" / "new.txt").write_text("nobody has looked at it yet")
        fates = grower.fates | {str(tmp_path / "forest" / "new.txt"): INDEXED}
        wrong = unequal(engine, tmp_path / "forest", fates)
        assert {line.partition(":")[0].lstrip("0123456789 ") for line in wrong} >= {"not known"}
        assert [line for line in wrong if "seen of" in line]
        assert len(unexplained(engine, fates)) == 1
        engine.index([str(tmp_path / "forest")])
        assert unequal(engine, tmp_path / "forest", fates) == []


if __name__ == "__main__":
    main(FIGURE)

"""Whatever happens to files, and whenever the engine is killed, its index ends as a fresh one (F-11).

    python -m tests.faults.test_f11_differential --full

does random things to a tree that an engine watches: files made, edited, saved as editors save, moved over each other,
removed, linked, given other rights; folders renamed, moved, and taken away with all they hold. It is killed in between.
Moving files about, in the end, must have nothing embedded anew.
"""

import os
import random
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from desktop_search.settings import Settings
from tests.fakes import engine_at, wait_until
from tests.faults.figure import Figure, Measured, Task, main
from tests.faults.living import Held, LivingEngine, as_written, differences, few, held, short_folder, wait_until_same

OPERATIONS_A_SEED, KILL_EVERY, MOVES = 2_000, 250, 40
FIRST_FILES, MOST_PAUSE_SECONDS = 60, 0.01
PATIENCE_SECONDS = 60.0
WORDS = ("harbour", "lantern", "orchard", "violin", "glacier", "pepper", "saddle", "meadow")
SETTINGS = Settings(backend="hashing", readers=1)


class Disorder:
    """Does things to the files of a tree, by dice."""

    def __init__(self, root: Path, dice: random.Random) -> None:
        self._root = root
        self._dice = dice
        self._outside = root.with_name("outside")
        self._count = 0
        root.mkdir()
        self._outside.mkdir()
        for _ in range(FIRST_FILES):
            self._make()
        self._ways: Sequence[tuple[int, Callable[[], None]]] = (
            (22, self._make),
            (22, self._edit),
            (10, self._save_atomically),
            (10, self._remove),
            (12, self._move_file),
            (6, self._move_folder),
            (3, self._move_away),
            (3, self._bring_back),
            (1, self._remove_folder),
            (6, self._change_mode),
            (5, self._link),
        )

    def one(self) -> None:
        """One operation. What cannot be done, such as moving a folder into itself, is left."""
        weights = [weight for weight, _ in self._ways]
        way = self._dice.choices([way for _, way in self._ways], weights)[0]
        try:
            way()
        except (OSError, shutil.Error):
            return

    def move(self) -> None:
        """One operation that moves or renames a file or a folder, and changes no text."""
        try:
            self._dice.choice((self._rename_file, self._move_folder))()
        except (OSError, shutil.Error):
            return

    def _text(self) -> str:
        self._count += 1
        return f"{' '.join(self._dice.choices(WORDS, k=6))} number {self._count}"

    def _files(self) -> list[Path]:
        return sorted(path for path in self._root.rglob("*.txt") if path.is_file() and not path.is_symlink())

    def _folders(self) -> list[Path]:
        return [self._root, *sorted(path for path in self._root.rglob("*") if path.is_dir() and not path.is_symlink())]

    def _file(self) -> Path:
        return self._dice.choice(self._files() or [self._root / "none.txt"])

    def _new_name(self) -> Path:
        self._count += 1
        folder = self._dice.choice(self._folders())
        if self._dice.random() < 0.15:
            folder = folder / f"folder{self._count}"
            folder.mkdir()
        return folder / f"{self._dice.choice(WORDS)}{self._count}.txt"

    def _make(self) -> None:
        self._new_name().write_text(self._text())

    def _edit(self) -> None:
        path = self._file()
        if self._dice.random() < 0.5:
            path.write_text(self._text())
        else:
            with path.open("a") as file:
                file.write(f" {self._text()}")

    def _save_atomically(self) -> None:
        path = self._file()
        beside = path.with_name(f".{path.name}.tmp~")
        beside.write_text(self._text())
        beside.rename(path)

    def _remove(self) -> None:
        self._file().unlink()

    def _move_file(self) -> None:
        over = self._dice.random() < 0.2
        self._file().rename(self._file() if over else self._new_name())

    def _rename_file(self) -> None:
        self._file().rename(self._new_name())

    def _move_folder(self) -> None:
        folder, into = (
            self._dice.choice(self._folders()[1:] or [self._root / "none"]),
            self._dice.choice(self._folders()),
        )
        self._count += 1
        folder.rename(into / f"moved{self._count}")

    def _move_away(self) -> None:
        folder = self._dice.choice(self._folders()[1:] or [self._root / "none"])
        self._count += 1
        if sum(1 for _ in folder.rglob("*.txt")) < 10:
            folder.rename(self._outside / f"away{self._count}")

    def _bring_back(self) -> None:
        away = self._dice.choice(sorted(self._outside.iterdir()) or [self._outside])
        away.rename(self._dice.choice(self._folders()) / away.name)

    def _remove_folder(self) -> None:
        folder = self._dice.choice(self._folders()[1:] or [self._root / "none"])
        if sum(1 for _ in folder.rglob("*.txt")) < 10:
            shutil.rmtree(folder)

    def _change_mode(self) -> None:
        # Root reads what nobody may, so this has the file looked at anew and no more.
        self._file().chmod(self._dice.choice((0o600, 0o644, 0o400, 0o666)))

    def _link(self) -> None:
        self._count += 1
        link = self._dice.choice(self._folders()) / f"link{self._count}"
        link.symlink_to(self._dice.choice((self._root, self._file(), Path("nowhere"))))


def one_seed(seed: int, operations: int, place: Path) -> tuple[list[str], int, int]:
    """What differs in the end, how often the engine was killed, and how many vectors moves cost."""
    dice = random.Random(seed)
    root, kills = place / "files", 0
    disorder = Disorder(root, dice)
    engine = LivingEngine(place)
    with engine:
        engine.call("index", paths=[str(root)])
        for number in range(operations):
            disorder.one()
            time.sleep(dice.random() * MOST_PAUSE_SECONDS)
            if number % KILL_EVERY == min(KILL_EVERY, operations) // 2:
                engine.kill()
                kills += 1
                for _ in range(dice.randint(0, 30)):
                    disorder.one()
                engine.start()
        engine.call("verify", deep=True)
        asked = say_yes(engine, root)
        right = _fresh(root, place / "fresh")
        misses = [f"after everything: {one}" for one in wait_until_same(engine, lambda: right, PATIENCE_SECONDS)]
        misses[:0] = [f"after everything: {notice}" for notice in engine.call("status").notices]
        wait_until(lambda: engine.call("status").state == "idle", PATIENCE_SECONDS)
        made = engine.vectors_made()
        for _ in range(MOVES):
            disorder.move()
        moved = as_written(root)
        misses += [f"after moves: {one}" for one in wait_until_same(engine, lambda: moved, PATIENCE_SECONDS)]
        wait_until(lambda: engine.call("status").state == "idle", PATIENCE_SECONDS)
        embedded = engine.vectors_made() - made
        misses += [f"moves had {embedded} passages embedded anew"] if embedded else []
        misses += unsound(engine)
    return [f"seed {seed}{' (asked)' if asked else ''}: {one}" for one in few(misses)], kills, embedded


def say_yes(engine: LivingEngine, root: Path) -> bool:
    """Answers, where the engine asks whether much that went while it was killed is really gone; whether it asked."""
    wait_until(lambda: engine.call("status").state == "idle", PATIENCE_SECONDS)
    is_asked = any("are gone from" in notice for notice in engine.call("status").notices)
    if is_asked:
        engine.call("forget_gone", paths=[str(root)])
    return is_asked


def _fresh(root: Path, place: Path) -> dict[str, Held]:
    with engine_at(place, settings=SETTINGS) as engine:
        engine.index([str(root)])
        return held(engine.data.index_database)


def unsound(engine: LivingEngine) -> list[str]:
    """What a deep check of databases, words and vectors finds."""
    wait_until(lambda: not engine.call("verification").is_under_way, PATIENCE_SECONDS)
    engine.call("verify", deep=True)
    wait_until(lambda: not engine.call("verification").is_under_way, PATIENCE_SECONDS)
    return [str(problem) for problem in engine.call("verification").problems]


def measure(task: Task) -> Measured:
    misses, kills, embedded, seeds = list[str](), 0, 0, 0
    for first in range(0, task.n, OPERATIONS_A_SEED):
        with short_folder() as place:
            found, killed, made = one_seed(task.seed + seeds, min(OPERATIONS_A_SEED, task.n - first), place)
        misses, kills, embedded, seeds = misses + found, kills + killed, embedded + made, seeds + 1
    reached = (
        f"{task.n:,} operations, {seeds} seeds, {kills} kills: {len(misses)} differences, {embedded} embedded anew"
    )
    return Measured(reached, misses, {"seeds": seeds, "kills": kills})


FIGURE = Figure(
    "F-11",
    "0 differences to a fresh index after any operations and kills; moves embed nothing anew",
    "operations",
    short=200,
    full=20 * OPERATIONS_A_SEED,
    measure=measure,
)


@pytest.mark.timeout(400)
@pytest.mark.skipif(os.name == "nt", reason="its names and modes are others")
def test_the_index_ends_as_a_fresh_one(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_an_index_that_is_not_as_a_fresh_one(tmp_path: Path) -> None:
    root = tmp_path / "files"
    disorder = Disorder(root, random.Random(1))
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        engine.index([str(root)])
        assert differences(held(engine.data.index_database), _fresh(root, tmp_path / "fresh")) == []
        for _ in range(20):
            disorder.one()
        assert differences(held(engine.data.index_database), _fresh(root, tmp_path / "newer")) != []


if __name__ == "__main__":
    main(FIGURE)

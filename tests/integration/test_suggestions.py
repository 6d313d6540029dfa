"""What an empty quick search offers: opened lately and often, then changed last; and nothing that was erased."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.engine.suggestions import by_habit
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings
from desktop_search.storage.openings import Opening

DAY = 86_400.0


def test_often_counts_and_long_ago_counts_less() -> None:
    openings = [Opening("/daily last year", "", 0.0) for _ in range(100)] + [
        Opening("/twice", "", 364 * DAY),
        Opening("/twice", "", 365 * DAY),
        Opening("/once", "", 365 * DAY),
    ]
    assert by_habit(openings, 365 * DAY) == ["/twice", "/once", "/daily last year"]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    folder = tmp_path / "files"
    folder.mkdir()
    for number, name in enumerate(("oldest.txt", "older.txt", "newest.txt")):
        (folder / name).write_text(f"Words in {name}.")
        os.utime(folder / name, (1_700_000_000 + number, 1_700_000_000 + number))
    return [str(folder / name) for name in ("oldest.txt", "older.txt", "newest.txt")]


@pytest.fixture
def engine(tmp_path: Path, files: list[str]) -> Iterator[Engine]:
    engine = Engine(DataDirectory(tmp_path / "data"), Settings(backend="hashing", readers=1))
    engine.index([os.path.dirname(files[0])])
    yield engine
    engine.close()


def offered(engine: Engine) -> list[str]:
    return [os.path.basename(hit.path) for hit in engine.habits.suggestions(3)]


def test_opened_files_come_first_then_those_that_changed_last(engine: Engine, files: list[str]) -> None:
    assert offered(engine) == ["newest.txt", "older.txt", "oldest.txt"]
    engine.habits.note_opening(files[0], "words")
    assert offered(engine) == ["oldest.txt", "newest.txt", "older.txt"]
    assert engine.habits.suggestions(1)[0].size > 0


def test_a_file_that_is_gone_is_not_offered(engine: Engine, files: list[str]) -> None:
    engine.habits.note_opening(files[0])
    os.unlink(files[0])
    assert offered(engine)[0] == "newest.txt"


def test_erased_and_forgotten_openings_are_gone(engine: Engine, files: list[str]) -> None:
    engine.habits.note_opening(files[0])
    engine.habits.forget_openings()
    assert offered(engine)[0] == "newest.txt"
    engine.habits.note_opening(files[0])
    engine.forget([os.path.dirname(files[0])])
    assert offered(engine) == []


def test_who_does_not_want_it_is_not_remembered(tmp_path: Path, files: list[str]) -> None:
    data = DataDirectory(tmp_path / "data")
    engine = Engine(data, Settings(backend="hashing", remember_openings=False))
    engine.habits.note_opening(files[0], "words")
    engine.close()
    again = Engine(data, Settings(backend="hashing"))
    assert again.habits.suggestions() == []
    again.close()

"""The doctor's page: right where all is well, and a sentence that helps where something is not."""

import sqlite3
from collections import namedtuple
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from desktop_search.engine import abilities, doctor
from desktop_search.engine.engine import Engine
from desktop_search.files import coverage
from desktop_search.records import Condition, Finding, Label
from desktop_search.settings import Settings
from tests.fakes import engine_at, write_tree

RIGHT, WARNING, WRONG = Condition.RIGHT, Condition.WARNING, Condition.WRONG
NAMES = [
    "disk",
    "privacy",
    "sqlite",
    "index",
    "words",
    "judgements",
    "model",
    "backend",
    "sandbox",
    "folders",
    "watching",
    "files",
]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """One with a folder of two files, that watches."""
    folder = write_tree(tmp_path / "documents", {"a.txt": "One text.", "b/c.txt": "Another text."})
    with engine_at(tmp_path / "data", watch=True) as opened:
        opened.index([str(folder)])
        yield opened


def page(engine: Engine) -> dict[str, Finding]:
    return {one.name: one for one in engine.doctor()}


def test_all_is_well(engine: Engine) -> None:
    found = page(engine)
    assert list(found) == NAMES
    # These vectors know no meaning, which only tests want.
    assert [name for name, one in found.items() if one.state is not RIGHT] == ["backend"]
    assert found["files"].said == "2 of 2 files can be searched by their text."
    assert found["watching"].said == "Changes in all folders are noticed at once."
    assert all(one.said.endswith(".") for one in found.values())


def test_words_that_are_missing_are_told_of(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine._words.index.remove([1])
    engine._words.index.commit()
    found = page(engine)["words"]
    assert (found.state, found.said) == (WARNING, "1 of 2 passages can be found by their words.")

    def fail(*_: object) -> None:
        raise ValueError("FileDoesNotExist")

    monkeypatch.setattr(engine._words.index, "newest", fail)
    assert page(engine)["words"].state is WRONG


def test_a_full_disk_is_wrong(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage(100_000_000_000, 0, 600_000_000))
    assert page(engine)["disk"].state is WRONG
    assert "0.4 GB" in page(engine)["disk"].hint
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage(100_000_000_000, 0, 1_500_000_000))
    assert page(engine)["disk"].state is WARNING


def test_what_others_may_read_is_warned_of(engine: Engine) -> None:
    engine.data.root.chmod(0o755)
    assert page(engine)["privacy"].state is WARNING


def test_an_old_sqlite_is_wrong(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sqlite3, "sqlite_version_info", (3, 31, 1))
    assert page(engine)["sqlite"].state is WRONG


def test_damaged_judgements_are_wrong(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    engine.judging.import_labels([Label("fruit", "/a", "a passage", True, "person", 1.0)])
    with closing(sqlite3.connect(engine.data.user_database)) as connection, connection:
        connection.execute("UPDATE labels SET query = 'Fruit'")
    assert page(engine)["judgements"].state is WRONG
    assert "verify --deep --repair" in page(engine)["judgements"].hint


def test_a_model_that_is_not_there_is_wrong(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with engine_at(tmp_path / "data", settings=Settings(model=str(tmp_path / "nothing"), readers=1)) as engine:
        found = page(engine)
        assert (found["model"].state, found["model"].said) == (WRONG, f"There is no model in {tmp_path / 'nothing'}.")
        assert found["folders"].state is WARNING and "watching" not in found


def test_a_model_of_nonsense_is_wrong(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    service = engine._embedding.now.service
    embedder = service.start().result()
    monkeypatch.setattr(embedder, "embed_query", lambda text: np.full(256, np.nan, np.float32))
    monkeypatch.setattr(embedder, "embed_passages", lambda texts: np.full((len(texts), 256), np.nan, np.float32))
    assert abilities.model(service).state is WRONG


@pytest.mark.parametrize(("level", "state"), [("full", RIGHT), ("partial", WARNING), ("none", WARNING)])
def test_the_sandbox_is_as_it_is(engine: Engine, monkeypatch: pytest.MonkeyPatch, level: str, state: Condition) -> None:
    monkeypatch.setattr("desktop_search.indexing.workers.Readers.sandbox", lambda _: level)
    assert page(engine)["sandbox"].state is state


def test_a_reader_that_does_not_start_is_wrong(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("multiprocessing.spawn._python_exe", b"/nowhere/python")
    assert page(engine)["sandbox"].state is WRONG


def test_a_file_that_goes_while_the_doctor_looks_is_nothing(engine: Engine, tmp_path: Path) -> None:
    # As a log that SQLite puts away: it is listed, and is not there when it is looked at.
    (tmp_path / "data" / "gone.db").symlink_to(tmp_path / "nowhere")
    assert page(engine)["privacy"].state is RIGHT


def test_a_folder_that_is_away_is_warned_of(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "documents").rename(tmp_path / "elsewhere")
    found = page(engine)["folders"]
    assert found.state is WARNING and str(tmp_path / "documents") in found.said


def test_too_few_watches_are_warned_of(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "SETTLE_SECONDS", 0.0)
    monkeypatch.setattr(coverage, "watched_inodes", lambda own_files=None: frozenset({1}))
    found = page(engine)["watching"]
    assert found.state is WARNING
    assert found.said.endswith("folders are not watched: what changes there is found later.")
    assert "max_user_watches=" in found.hint
    assert any("are not watched, as the system allows no more" in notice for notice in engine.status().notices)


def test_what_is_watched_is_known_by_its_number(engine: Engine, tmp_path: Path) -> None:
    watched = coverage.watched_inodes()
    if not watched:
        pytest.skip("the system does not say what it watches")
    assert (tmp_path / "documents").stat().st_ino in watched
    assert coverage.watched_inodes(tmp_path / "nothing") == frozenset()


def test_files_that_could_not_be_read_are_warned_of(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "documents" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing else")
    engine.index([str(tmp_path / "documents")])
    found = page(engine)["files"]
    assert found.state is WARNING and "1 could not be read" in found.said

"""A folder is compared with the disk part by part: the first files are read before the last are listed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_search.files import walk
from desktop_search.indexing import comparing, scanning
from desktop_search.records import FileStat, FileState
from tests.fakes import engine_at, wait_until, write_tree


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths the disk has told so far."""
    told: list[str] = []

    def walked(*arguments: Any, real: Any = walk.walk, **more: Any) -> Iterator[FileStat]:
        for stat in real(*arguments, **more):
            told.append(stat.path)
            yield stat

    monkeypatch.setattr(scanning.walk, "walk", walked)
    return told


def test_the_first_files_wait_to_be_read_before_the_last_are_listed(
    tmp_path: Path, listed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "FIRST_PART", 4)
    folder = write_tree(tmp_path / "files", {f"{number:03}.txt": "a lighthouse" for number in range(40)})
    put: list[tuple[int, int]] = []
    with engine_at(tmp_path / "data") as engine:
        queue = engine._indexer.reading
        monkeypatch.setattr(
            queue, "put", lambda stats, real=queue.put: (put.append((len(stats), len(listed))), real(stats))
        )
        assert engine.index([str(folder)]).counts.indexed == 40
    assert put == [(4, 4), (8, 12), (16, 28), (12, 40)]


def test_what_is_gone_is_forgotten_and_the_rest_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "FIRST_PART", 1)
    folder = write_tree(tmp_path / "files", {f"{number}.txt": f"lighthouse {number}" for number in range(9)})
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).counts.indexed == 9
        for number in range(0, 9, 2):
            (folder / f"{number}.txt").unlink()
        (folder / "new.txt").write_text("a new lighthouse")
        counts = engine.index([str(folder)]).counts
        assert (counts.seen, counts.indexed) == (5, 5)
        assert {Path(hit.path).name for hit in engine.search("lighthouse", mode="words").hits} == {
            "1.txt",
            "3.txt",
            "5.txt",
            "7.txt",
            "new.txt",
        }


def test_a_disk_that_fails_in_the_middle_loses_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(comparing, "FIRST_PART", 1)
    folder = write_tree(tmp_path / "files", {f"{number}.txt": f"lighthouse {number}" for number in range(9)})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        (folder / "0.txt").unlink()

        def failing(*arguments: Any, real: Any = walk.walk, **more: Any) -> Iterator[FileStat]:
            for number, stat in enumerate(real(*arguments, **more)):
                if number == 4:
                    raise OSError("the disk is gone")
                yield stat

        with monkeypatch.context() as patch:
            patch.setattr(scanning.walk, "walk", failing)
            engine.rescan()
            wait_until(lambda: engine._indexer.trouble is not None)
            assert engine.status().counts.seen == 9


def test_a_pause_in_the_middle_begins_the_comparison_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "FIRST_PART", 1)
    folder = write_tree(tmp_path / "files", {f"{number:03}.txt": f"lighthouse {number}" for number in range(30)})
    with engine_at(tmp_path / "data") as engine:
        engine.add_folders([str(folder)])
        for _ in range(5):
            engine.pause()
            engine.resume()
        assert engine.wait_until_idle(60)
        assert engine.status().counts.indexed == 30
        assert engine._db.count_passages() == 30
        assert {file.state for file in engine._db.known_files(str(folder))} == {FileState.INDEXED}

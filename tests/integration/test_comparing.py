"""A folder is compared with the disk part by part: the first files are read before the last are listed."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from desktop_search.files import walk
from desktop_search.files.walk import file_stat
from desktop_search.indexing import comparing, scanning, storing
from desktop_search.indexing import indexer as indexer_module
from desktop_search.records import FileStat, FileState, Folder, ReadOutcome
from desktop_search.storage.index_db import IndexDb
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
            queue,
            "put",
            lambda stats, real=queue.put, **more: (put.append((len(stats), len(listed))), real(stats, **more)),
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


def test_what_was_stored_meanwhile_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "FIRST_PART", 4)
    folder = write_tree(tmp_path / "files", {f"{number:03}.txt": f"lighthouse {number}" for number in range(12)})
    db = IndexDb(tmp_path / "index.db")
    stats = [file_stat(str(path), path.lstat()) for path in sorted(folder.iterdir())]
    db.mark_pending(stats)
    scanner = scanning.Scanner(db, never=[])
    scanner.folders = (Folder(str(folder)),)
    reading, storing, recognition = Mock(), Mock(), Mock()
    parts = comparing.Comparing(db, scanner, storing, reading, recognition).parts(
        str(folder), is_outdated=lambda file: False
    )
    next(parts)
    db.replace([ReadOutcome(stat, FileState.INDEXED) for stat in stats[:9]])
    list(parts)
    put = [stat for call in reading.put.call_args_list for stat in call.args[0]]
    assert put == [*stats[:4], *stats[9:]]


def test_files_that_are_read_again_are_read_once_however_often_the_comparison_begins_anew(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {f"{number}.txt": f"lighthouse {number}" for number in range(5)})
    db = IndexDb(tmp_path / "index.db")
    stats = [file_stat(str(path), path.lstat()) for path in sorted(folder.iterdir())]
    db.replace([ReadOutcome(stat, FileState.INDEXED) for stat in stats])
    scanner = scanning.Scanner(db, never=[])
    scanner.folders = (Folder(str(folder)),)
    reading, handed = Mock(), set[str]()
    work = comparing.Comparing(db, scanner, Mock(), reading, Mock())
    for _ in range(3):
        list(work.parts(str(folder), is_outdated=lambda file: False, reread=handed))
        db.replace([ReadOutcome(stat, FileState.INDEXED) for stat in stats])
    assert sum(len(call.args[0]) for call in reading.put.call_args_list) == 5


def test_a_long_pause_lets_the_index_as_it_was_go_and_a_short_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "FIRST_PART", 1)
    folder = write_tree(tmp_path / "files", {f"{number:03}.txt": f"lighthouse {number}" for number in range(30)})
    with engine_at(tmp_path / "data") as engine:
        indexer = engine._indexer

        def walked(*arguments: Any, real: Any = walk.walk, **more: Any) -> Iterator[FileStat]:
            for number, stat in enumerate(real(*arguments, **more)):
                if number == 3:
                    # Before the next message is looked at, and so in the middle of the comparison.
                    indexer._paused = True
                yield stat

        with monkeypatch.context() as patch:
            patch.setattr(scanning.walk, "walk", walked)
            patch.setattr(indexer_module, "LONG_HELD_SECONDS", 0.0)
            engine.add_folders([str(folder)])
            wait_until(lambda: indexer._paused and indexer._rounds._parts is None)
        engine.resume()
        assert engine.wait_until_idle(60)
        assert engine.status().counts.indexed == 30
        assert indexer.reading.read_now == 30


def test_what_was_read_is_found_before_the_next_part_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "FIRST_PART", 4)
    monkeypatch.setattr(storing, "COMMIT_SECONDS", 0.0)
    folder = write_tree(tmp_path / "files", {f"{number:03}.txt": "a lighthouse" for number in range(60)})
    waited: list[int] = []
    found: list[int] = []
    with engine_at(tmp_path / "data") as engine:
        indexer = engine._indexer
        real = indexer._rounds.go_on

        def go_on() -> None:
            waited.append(len(indexer._storing.waiting))
            found.append(engine._words.index.passages)
            real()
            # So that something has been read when it is the next part's turn.
            if not any(found):
                time.sleep(0.3)

        monkeypatch.setattr(indexer._rounds, "go_on", go_on)
        engine.index([str(folder)])
    assert len(waited) > 3
    assert set(waited) == {0}
    assert any(found)

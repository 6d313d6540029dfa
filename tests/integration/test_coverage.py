"""Folders that nobody tells us of: a watch that was lost is made anew, and what the system does not allow is said."""

import ctypes
import os
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.files import coverage
from desktop_search.files.coverage import Coverage
from desktop_search.files.watcher import Watcher
from desktop_search.records import Folder
from tests.fakes import engine_at, wait_until, write_tree

where_it_is_told = pytest.mark.skipif(
    not coverage.OWN_FILES.is_dir(), reason="the system does not say what it watches, and nothing is made anew"
)

IN_CLOSE_NOWRITE, IN_OPEN, IN_CREATE = 0x10, 0x20, 0x100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "documents", {"a.txt": "One text.", "b/c.txt": "Another text."})


@pytest.fixture
def hinted() -> queue.Queue[str]:
    return queue.Queue()


@pytest.fixture
def watcher(folder: Path, hinted: queue.Queue[str]) -> Iterator[Watcher]:
    watcher = Watcher(hinted.put, lambda: None, folders_changed=lambda: None)
    watcher.watch([str(folder)])
    yield watcher
    watcher.close()


def lose_the_watch(folder: Path) -> None:
    """Has the system watch a folder no more, and tell nobody, as where folders come and go at once."""
    number = folder.stat().st_ino
    for name in os.listdir(coverage.OWN_FILES):
        lines = (coverage.OWN_FILES / name).read_text().splitlines() if os.path.exists(f"/proc/self/fd/{name}") else []
        for line in lines:
            if line.startswith("inotify wd:") and int(line.split(" ")[2].removeprefix("ino:"), 16) == number:
                watch = int(line.split(" ")[1].removeprefix("wd:"), 16)
                assert ctypes.CDLL(None).inotify_rm_watch(int(name), watch) == 0


def wait_for(hinted: queue.Queue[str], path: str) -> None:
    deadline = time.monotonic() + 20
    while hinted.get(timeout=max(0.0, deadline - time.monotonic())) != path:
        pass


@where_it_is_told
def test_a_watch_that_was_lost_is_made_anew(folder: Path, watcher: Watcher, hinted: queue.Queue[str]) -> None:
    folders = [Folder(str(folder))]
    looked = Coverage(hinted.put, watcher.watch_anew, never=[])
    assert looked.look(folders) == coverage.Covered(2)
    while not hinted.empty():
        hinted.get()
    lose_the_watch(folder / "b")
    (folder / "b" / "meanwhile.txt").write_text("Nobody tells of this.")
    assert coverage.covered(folders).unwatched == (str(folder / "b"),)
    assert looked.look(folders) == coverage.Covered(2)
    # What changed meanwhile is looked for, and what changes from now on is told.
    wait_for(hinted, str(folder))
    (folder / "b" / "new.txt").write_text("A third text.")
    wait_for(hinted, str(folder / "b" / "new.txt"))


@where_it_is_told
def test_an_engine_follows_a_folder_whose_watch_was_lost(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data", watch=True) as engine:
        engine.index([str(folder)])
        lose_the_watch(folder / "b")
        (folder / "b" / "meanwhile.txt").write_text("Of an octopus nobody tells.")
        assert engine.keeping.covered() == coverage.Covered(2)
        wait_until(lambda: bool(engine.search("octopus", mode="words").hits))
        (folder / "b" / "later.txt").write_text("Of a walrus somebody tells.")
        wait_until(lambda: bool(engine.search("walrus", mode="words").hits))


def test_events_that_were_lost_hold_nobody_up(tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with engine_at(tmp_path / "data", watch=True) as engine:
        engine.index([str(folder)])
        # Who is told holds a lock of watchdog's, which whoever adds a folder may be waiting for.
        with engine.keeping._changing:
            telling = threading.Thread(target=engine.keeping._overflowed, daemon=True)
            telling.start()
            telling.join(10)
            assert not telling.is_alive()
        assert "all folders are scanned" in caplog.text


@where_it_is_told
def test_a_folder_just_made_is_given_a_moment(
    folder: Path, watcher: Watcher, hinted: queue.Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = iter([frozenset({1}), coverage.watched_inodes()])
    monkeypatch.setattr(coverage, "watched_inodes", lambda own_files=None: next(told))
    anew: list[None] = []
    looked = Coverage(hinted.put, lambda: anew.append(None), never=[])
    assert looked.look([Folder(str(folder))]) == coverage.Covered(2)
    assert not anew


def test_a_watch_that_is_lost_later_is_made_anew_too(
    folder: Path, hinted: queue.Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "SETTLE_SECONDS", 0.0)
    folders, anew = [Folder(str(folder))], list[None]()
    looked = Coverage(hinted.put, lambda: anew.append(None), never=[])
    for watched in (frozenset({1}), frozenset(), frozenset({1})):
        monkeypatch.setattr(coverage, "watched_inodes", lambda own_files=None, watched=watched: watched)
        looked.look(folders)
    assert len(anew) == 2


def test_what_is_closed_watches_no_more(folder: Path, watcher: Watcher, hinted: queue.Queue[str]) -> None:
    looked = Coverage(hinted.put, watcher.watch_anew, never=[])
    looked.close()
    watcher.close()
    watcher.watch_anew()
    watcher.watch([str(folder), str(folder / "b")])
    assert looked.look([Folder(str(folder))]) == coverage.Covered()


def test_what_the_system_does_not_allow_is_not_tried_again_until_it_allows_more(
    folder: Path, hinted: queue.Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "watched_inodes", lambda own_files=None: frozenset({1}))
    monkeypatch.setattr(coverage, "SETTLE_SECONDS", 0.0)
    anew: list[None] = []
    looked = Coverage(hinted.put, lambda: anew.append(None), never=[])
    for _ in range(3):
        assert looked.look([Folder(str(folder))]).unwatched == (str(folder), str(folder / "b"))
    assert looked.now.unwatched and len(anew) == 1
    monkeypatch.setattr(coverage, "allowed_watches", lambda: "more")
    looked.look([Folder(str(folder))])
    assert len(anew) == 2


@where_it_is_told
def test_reading_files_wakes_nobody(folder: Path, watcher: Watcher) -> None:
    """The readers open every file, so the system is not even asked to tell of that; also not of later folders."""
    (folder / "made later").mkdir()
    wait_until(lambda: len(_watched_for()) == 3)

    assert all(mask & IN_CREATE for mask in _watched_for())
    assert not any(mask & (IN_OPEN | IN_CLOSE_NOWRITE) for mask in _watched_for())


def _watched_for() -> list[int]:
    """What the system is asked to tell of each place that this process watches, as inotify's flags."""
    masks: list[int] = []
    for name in os.listdir(coverage.OWN_FILES):
        lines = (coverage.OWN_FILES / name).read_text().splitlines() if os.path.exists(f"/proc/self/fd/{name}") else []
        masks += [int(line.split("mask:")[1].split()[0], 16) for line in lines if line.startswith("inotify wd:")]
    return masks

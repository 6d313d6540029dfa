"""Fault 27: what a cloud keeps elsewhere is found by name, and never fetched for being looked at."""

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_search.files import online_only, walk
from desktop_search.indexing import opening
from desktop_search.indexing.plan import Keep, Read, plan
from desktop_search.records import FileStat, FileState, ReadOutcome
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile
from tests.fakes import engine_at, write_tree

LINE = "36 35 0:52 / {place} rw,nosuid,nodev,relatime shared:1 - {kind} remote: rw,user_id=1000\n"


def status(**values: Any) -> Any:
    """What a system says of a file, as far as it says anything."""
    return SimpleNamespace(**{"st_size": 100, "st_dev": os.makedev(0, 52), **values})


@pytest.mark.parametrize("attributes", [0x1000, 0x40000, 0x400000, 0x400020])
def test_windows_says_that_content_is_recalled(attributes: int) -> None:
    assert online_only.is_online_only(status(st_file_attributes=attributes))
    assert not online_only.is_online_only(status(st_file_attributes=0x20))


def test_macos_says_that_a_file_has_no_data() -> None:
    assert online_only.is_online_only(status(st_flags=0x40000020))
    assert not online_only.is_online_only(status(st_flags=0x20))


@pytest.mark.parametrize(
    ("kind", "blocks", "size", "expected"),
    [
        ("fuse.rclone", 0, 100, True),
        ("fuse.rclone", 8, 100, False),
        ("fuse.rclone", 0, 0, False),
        ("fuse.sshfs", 0, 100, False),
        ("btrfs", 0, 100, False),
    ],
)
def test_on_linux_it_is_a_file_of_a_cloud_without_any_block(
    monkeypatch: pytest.MonkeyPatch, kind: str, blocks: int, size: int, expected: bool
) -> None:
    monkeypatch.setattr(online_only, "mounted_as", lambda device: kind)
    assert online_only.is_online_only(status(st_blocks=blocks, st_size=size)) is expected


def test_the_kind_of_a_mount_is_read_from_what_the_system_says() -> None:
    mounts = LINE.replace("0:52", "0:51").format(place="/", kind="ext4") + LINE.format(
        place=r"/home/ann/My\040Drive", kind="fuse.rclone"
    )
    assert online_only.kind_of("0:52", mounts) == "fuse.rclone"
    assert online_only.kind_of("0:53", mounts) == ""


def test_sparse_files_of_this_machine_are_not_taken_for_any(tmp_path: Path) -> None:
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(10_000_000)
    assert not online_only.is_online_only((tmp_path / "sparse").stat())


def test_a_file_that_lies_online_only_is_found_by_name_and_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tree(tmp_path / "files", {"holiday in Norway.txt": "A fjord.", "here.txt": "A lighthouse."})
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    away = {os.stat(folder / "holiday in Norway.txt").st_ino}
    monkeypatch.setattr(walk, "is_online_only", lambda status: status.st_ino in away)
    real, touched = os.open, []

    def watched(path: Any, *arguments: Any, **options: Any) -> int:
        if "Norway" in str(path):
            touched.append(path)
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "open", watched)
    with engine_at(tmp_path / "data") as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.skipped, counts.pending) == (1, 1, 0)
        path = str(folder / "holiday in Norway.txt")
        [known] = IndexDb(tmp_path / "data" / "index.db").known_files(path)
        assert (known.state, known.reason) == (FileState.SKIPPED, opening.ONLINE_ONLY)
        assert [hit.path for hit in engine.search("norway", mode="words").hits] == [path]
        assert engine.index([str(folder)]).read_now == 0
        assert touched == []
        # It has come, and nothing but that has changed.
        away.clear()
        assert engine.index([str(folder)]).counts.indexed == 2
        assert engine.search("fjord", mode="words").hits[0].path == path


AWAY = online_only.ONLINE_ONLY_NS


@pytest.fixture
def freed(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The inodes of the files that a sync client has freed from the disk."""
    inodes: set[int] = set()
    monkeypatch.setattr(walk, "is_online_only", lambda status: status.st_ino in inodes)
    return inodes


def shore(tmp_path: Path) -> tuple[Path, Path]:
    folder = write_tree(tmp_path / "files", {"letter.txt": "A lighthouse at the shore."})
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    return folder, folder / "letter.txt"


def known(data: Path, path: Path) -> KnownFile:
    [file] = IndexDb(data / "index.db").known_files(str(path))
    return file


def test_a_file_that_is_freed_from_the_disk_keeps_its_text(tmp_path: Path, freed: set[int]) -> None:
    folder, letter = shore(tmp_path)
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).counts.indexed == 1
        before = known(tmp_path / "data", letter)
        [hit] = engine.search("lighthouse", mode="words").hits
        for _ in range(2):
            freed.add(letter.stat().st_ino)
            for _ in range(2):
                summary = engine.index([str(folder)])
                assert (summary.counts.indexed, summary.counts.skipped, summary.read_now) == (1, 0, 0)
                assert known(tmp_path / "data", letter).stat.changed_ns == AWAY
                assert engine.search("lighthouse", mode="words").hits == (hit,)
            # It comes back as it was: it is known by the same stat, and need not be read.
            freed.clear()
            assert engine.index([str(folder)]).read_now == 0
            assert known(tmp_path / "data", letter) == before
        # It is freed again, and comes back changed.
        freed.add(letter.stat().st_ino)
        engine.index([str(folder)])
        freed.clear()
        letter.write_text("A windmill in the dunes.", encoding="utf-8")
        assert engine.index([str(folder)]).read_now == 1
        assert not engine.search("lighthouse", mode="words").hits
        assert engine.search("windmill", mode="words").hits


def test_a_file_that_changed_in_the_cloud_loses_the_text_it_no_longer_has(tmp_path: Path, freed: set[int]) -> None:
    folder, letter = shore(tmp_path)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        freed.add(letter.stat().st_ino)
        engine.index([str(folder)])
        os.utime(letter, (1, 1))
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.skipped) == (0, 1)
        assert known(tmp_path / "data", letter).reason == opening.ONLINE_ONLY
        assert not engine.search("lighthouse", mode="words").hits


def test_a_file_that_is_freed_while_it_waits_to_be_read_again_keeps_its_text(tmp_path: Path, freed: set[int]) -> None:
    folder, letter = shore(tmp_path)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
    db = IndexDb(tmp_path / "data" / "index.db")
    db.mark_pending([known(tmp_path / "data", letter).stat])
    db.close()
    freed.add(letter.stat().st_ino)
    with engine_at(tmp_path / "data") as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.skipped, counts.pending) == (1, 0, 0)
        assert engine.search("lighthouse", mode="words").hits
        assert engine.index([str(folder)]).read_now == 0


HERE = FileStat("/a", 1, 5, 6, 1, 7)
THERE = FileStat("/a", 1, 5, AWAY, 2, 8)
TEXTS = (FileState.INDEXED, FileState.PARTIAL)


def planned(stat: FileStat, was: FileStat, state: FileState, *, is_outdated: bool = False) -> list[Any]:
    file = KnownFile(was, state, None, 1)
    return list(plan([stat], [file], is_outdated=lambda _: is_outdated, unlisted=()))


@pytest.mark.parametrize("state", FileState)
def test_only_what_has_a_text_has_one_to_keep(state: FileState) -> None:
    step = Keep if state in TEXTS else Read
    assert planned(THERE, HERE, state) == [step(THERE)]
    assert planned(HERE, THERE, state) == [step(HERE)]


def test_a_newer_format_waits_until_the_file_is_here() -> None:
    assert planned(THERE, HERE, FileState.INDEXED, is_outdated=True) == [Keep(THERE)]
    assert planned(THERE, THERE, FileState.INDEXED, is_outdated=True) == []
    assert planned(HERE, THERE, FileState.INDEXED, is_outdated=True) == [Read(HERE)]


def test_a_file_that_may_have_changed_while_it_was_read_is_read_once_it_is_back() -> None:
    doubtful = FileStat("/a", 1, 5, 0, 1, 7)
    assert planned(THERE, doubtful, FileState.INDEXED) == []
    assert planned(HERE, doubtful, FileState.INDEXED) == [Read(HERE)]


def test_only_files_with_a_text_of_their_own_are_kept(tmp_path: Path) -> None:
    db = IndexDb(tmp_path / "index.db")
    db.replace([ReadOutcome(HERE, FileState.PARTIAL, reason="It is long.", format="text 1")])
    changed = FileStat("/a", 1, 6, AWAY, 2, 8)
    assert db.keep_texts([changed, FileStat("/b", 1, 1, AWAY, 1, 1)]) == set()
    assert db.keep_texts([THERE]) == {THERE}
    [file] = db.known_files("/a")
    assert file == KnownFile(THERE, FileState.PARTIAL, "text 1", 0, "It is long.")
    # It was never read: there is nothing to keep.
    db.mark_pending([FileStat("/c", 1, 1, 1, 1, 1)])
    assert db.keep_texts([FileStat("/c", 1, 1, AWAY, 1, 1)]) == set()

"""Fault 27: what a cloud keeps elsewhere is found by name, and never fetched for being looked at."""

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop_search.files import online_only, walk
from desktop_search.indexing import opening
from desktop_search.records import FileState
from desktop_search.storage.index_db import IndexDb
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

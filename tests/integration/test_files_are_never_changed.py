"""A promise: a person's files are opened for reading, and nothing about them or their folders is changed."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from desktop_search.paths import resource
from tests.fakes import engine_at, write_tree

State = dict[str, tuple[object, ...]]


def state_of(folder: Path) -> State:
    """All that is known of each file and folder: its content, and when anything about it was changed."""
    found = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        now = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        extended = tuple(sorted(os.listxattr(path, follow_symlinks=False))) if sys.platform == "linux" else ()
        kept = (now.st_ino, now.st_mode, now.st_uid, now.st_gid, now.st_nlink, now.st_size)
        found[str(path)] = (*kept, now.st_mtime_ns, now.st_ctime_ns, content, extended)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of many formats, broken ones, and what is left out."""
    shutil.copytree(resource("samples"), tmp_path / "files" / "samples")
    odd = {"broken.pdf": "%PDF-1.7 and no more", "broken.docx": "no archive", ".env": "TOKEN=abc", "empty.txt": ""}
    return write_tree(tmp_path / "files", odd)


def test_files_and_folders_are_never_changed(folder: Path, tmp_path: Path) -> None:
    before = state_of(folder)
    with engine_at(tmp_path / "data", watch=True) as engine:
        engine.index([str(folder)])
        hits = engine.search("heating and insurance", limit=20).hits
        assert hits
        for hit in hits:
            engine.preview(hit.path, query="heating")
            engine.why("heating", hit.path)
            engine.judging.label_file("heating", hit.path, relevant=True)
            engine.habits.note_opening(hit.path)
        engine.keeping.change_rules(str(folder), ["*.md"])
        engine.index([str(folder)], rescan=True)
        engine.keeping.failures(retry=True)
        engine.checking.verify(deep=True, repair=True)
        engine.doctor()
        engine.forget([str(folder)])
    assert state_of(folder) == before


def test_the_check_sees_any_change(folder: Path) -> None:
    before = state_of(folder)
    one = folder / "empty.txt"
    os.utime(one, ns=(one.stat().st_atime_ns, one.stat().st_mtime_ns))
    assert state_of(folder) != before

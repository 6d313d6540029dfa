"""What is promised of a reader holds for each of its threads: libraries start some, and read strangers' files there."""

import queue
import sys
from pathlib import Path

import psutil
import pytest

from desktop_search.engine import parts
from desktop_search.files.walk import file_stat
from desktop_search.indexing.reading import NICENESS
from desktop_search.indexing.sandbox import Level
from desktop_search.records import FileState, ReadOutcome
from desktop_search.settings import Settings

NICE_AT = 16
"""In /proc/…/stat, behind the name of the program."""


@pytest.mark.model
@pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own here")
def test_all_threads_of_a_reader_are_locked_in_and_yield_to_others(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The lighthouse keeper counts the ships. " * 500, encoding="utf-8")
    outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()
    before = {child.pid for child in psutil.Process().children()}
    readers = parts.readers(Settings(readers=1), outcomes.put)
    try:
        readers.give(file_stat(str(note), note.lstat()))
        assert outcomes.get(timeout=120).state is FileState.INDEXED
        is_locked = readers.levels() == {Level.FULL}
        children = [child.pid for child in psutil.Process().children() if child.pid not in before]
        tasks = [
            task
            for pid in children
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
            for task in Path(f"/proc/{pid}/task").iterdir()
        ]
        assert tasks
        for task in tasks:
            fields = (task / "stat").read_text().rpartition(") ")[2].split()
            assert int(fields[NICE_AT]) >= NICENESS
            assert not is_locked or "Seccomp:\t2" in (task / "status").read_text()
    finally:
        readers.close()

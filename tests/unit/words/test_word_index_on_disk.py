"""What survives closing, opening again, and damage."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from word_entries import file, found, named, passage, words

from desktop_search.errors import DesktopSearchError
from desktop_search.words import idling, schema
from desktop_search.words.index import WordIndex
from tests.fakes import wait_until


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with a committed, closed index: three passages, one of them removed, and a file."""
    place = tmp_path / "words"
    index = WordIndex(place)
    index.add([passage(1, "apple"), passage(2, "pear"), passage(3, "plum"), file(-1, "tax.pdf")])
    index.commit()
    index.remove([3])
    index.commit()
    index.close()
    return place


def test_a_new_index_says_so(tmp_path: Path) -> None:
    index = WordIndex(tmp_path / "not" / "yet")

    assert index.was_rebuilt
    assert index.ids() == set()
    index.close()


def test_what_was_committed_is_there_after_opening_again(place: Path) -> None:
    index = WordIndex(place)

    assert not index.was_rebuilt
    assert index.ids() == {1, 2, -1}
    assert len(index) == 3
    assert found(index, words("apples")) == [1]
    assert named(index, "tax") == [-1]
    index.close()


def test_an_index_can_be_written_after_opening_again(place: Path) -> None:
    index = WordIndex(place)
    index.add([passage(9, "cherries in German", language="de")])
    index.commit()

    assert found(index, words("cherries")) == [9]
    index.close()


def test_what_was_not_committed_is_not_found(place: Path) -> None:
    index = WordIndex(place)
    index.add([passage(9, "cherry")])
    index.remove([1])
    assert found(index, words("cherry", "apple")) == [1]
    index.close()

    again = WordIndex(place)
    assert again.ids() == {1, 2, -1}
    again.close()


def test_removed_entries_are_gone(place: Path) -> None:
    index = WordIndex(place)
    index.remove([1, 2, -1, 777])
    index.add([passage(9, "cherry")])
    index.commit()

    assert index.ids() == {9}
    assert found(index, words("pear", "apple", "cherry")) == [9]
    assert found(index, words("pear")) == []
    index.close()


def test_clearing_leaves_nothing_and_the_index_usable(place: Path) -> None:
    index = WordIndex(place)
    index.clear()
    assert len(index) == 0

    index.add([passage(1, "apple")])
    index.commit()
    assert found(index, words("apple")) == [1]
    index.close()


def test_ids_of_many_entries_are_known(tmp_path: Path) -> None:
    index = WordIndex(None)
    index.add(passage(entry_id, "word") for entry_id in range(1, 3001))
    index.commit()

    assert index.ids() == set(range(1, 3001))
    index.close()


def garbled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(len(content) // 3, len(content) // 3 + min(9, len(content))):
        content[at % len(content)] ^= 0xFF
    path.write_bytes(content)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [garbled, truncated, emptied, Path.unlink])
def test_a_damaged_file_is_survived(place: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    for number, name in enumerate(sorted(path.relative_to(place) for path in place.rglob("*") if path.is_file())):
        copy = tmp_path / str(number)
        shutil.copytree(place, copy)
        if (copy / name).stat().st_size == 0:
            continue
        damage(copy / name)

        index = WordIndex(copy)

        # Some files are no part of the index proper; then everything must still be there.
        assert index.was_rebuilt or index.ids() == {1, 2, -1}, name
        index.add([passage(5, "cherry")])
        index.commit()
        assert found(index, words("cherry")) == [5], name
        assert index.was_rebuilt or name.name in {".managed.json", ".tantivy-meta.lock"}, name
        index.close()


def test_an_index_of_another_version_is_made_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)

    index = WordIndex(place)

    assert index.was_rebuilt
    assert len(index) == 0
    index.close()


def test_an_index_of_other_fields_is_made_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "files", schema.passages)

    index = WordIndex(place)

    assert index.was_rebuilt
    index.close()


def test_a_file_in_the_place_of_the_directory_is_replaced(tmp_path: Path) -> None:
    place = tmp_path / "words"
    place.write_text("no directory")

    index = WordIndex(place)

    assert index.was_rebuilt
    index.close()


def test_an_index_in_use_is_left_alone(place: Path) -> None:
    index = WordIndex(place)

    with pytest.raises(DesktopSearchError, match="used by another"):
        WordIndex(place)

    assert found(index, words("apple")) == [1]
    index.close()


def test_other_threads_may_search_while_one_writes(place: Path) -> None:
    index = WordIndex(place)
    stop = Event()

    def search_until_stopped() -> int:
        searches = 0
        while not stop.is_set():
            assert 1 in found(index, words("apple"))
            searches += 1
        return searches

    with ThreadPoolExecutor(2) as pool:
        searching = [pool.submit(search_until_stopped) for _ in range(2)]
        for entry_id in range(10, 30):
            index.add([passage(entry_id, "cherry")])
            index.commit()
        stop.set()

    assert all(done.result() > 0 for done in searching)
    index.close()


def test_what_an_interrupted_commit_left_behind_is_in_no_ones_way(tmp_path: Path) -> None:
    place = tmp_path / "words"
    index = WordIndex(place)
    index.add([passage(number, f"word{number}") for number in range(1, 9)])
    index.commit()
    index.close()
    before = {path: path.read_bytes() for path in place.glob("*/meta.json")}
    for _ in range(2):
        index = WordIndex(place)
        index.remove([1])
        index.commit()
        assert len(index) == 7
        index.close()
        # Killed or out of space before the commit counted, but after its files were written.
        for path, content in before.items():
            path.write_bytes(content)


def test_an_index_that_could_not_be_reopened_can_be_the_next_time(place: Path) -> None:
    index = WordIndex(place)
    aside = place.with_name("aside")
    place.rename(aside)
    place.write_text("in the way")
    for _ in range(2):
        with pytest.raises((ValueError, OSError)):
            index.reopen()

    place.unlink()
    aside.rename(place)
    index.reopen()
    assert found(index, words("apples")) == [1]
    index.close()
    index.close()


OPENED = """
import ctypes, sys
from pathlib import Path
from desktop_search.words.idling import PR_GET_TIMERSLACK
from desktop_search.words.index import WordIndex
libc = ctypes.CDLL(None, use_errno=True)
header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert libc.capset(header, none) == 0
before = libc.prctl(PR_GET_TIMERSLACK)
indexes = [WordIndex(Path(sys.argv[1]) / name) for name in ("one", "another")]
assert libc.prctl(PR_GET_TIMERSLACK) == before
print("opened", flush=True)
sys.stdin.read()
"""
"""Without the rights of root: what the system lets root alone say of threads is of no use to a person."""


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only Linux tells how late, and only root")
def test_an_index_that_is_open_hardly_wakes_the_machine(tmp_path: Path) -> None:
    line = [sys.executable, "-c", OPENED, str(tmp_path)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as opener:
        assert opener.stdout is not None
        assert opener.stdout.readline() == "opened\n"
        # A thread that has just been started has no name for a moment.
        wait_until(lambda: len(watchers_of(opener.pid)) == 4)
        slack = [int(Path(f"/proc/{one}/timerslack_ns").read_text()) for one in watchers_of(opener.pid)]
        opener.communicate()
    assert slack == 4 * [idling.LATE_NANOSECONDS]


def watchers_of(process: int) -> list[str]:
    """The threads by which tantivy looks after its files; the system keeps fifteen letters of their name."""
    found = []
    for thread in Path(f"/proc/{process}/task").iterdir():
        # Others may end meanwhile.
        with contextlib.suppress(OSError):
            if (thread / "comm").read_text().startswith("thread-tantivy-"):
                found.append(thread.name)
    return found

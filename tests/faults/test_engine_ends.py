"""Fault 43: a file over which the engine itself ends is read alone from then on, and in the end no more."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy.exc import OperationalError

from desktop_search.indexing import attempts as attempts_module
from desktop_search.indexing import reading_queue, storing
from desktop_search.indexing.attempts import ENDED_AGAIN, Attempts
from desktop_search.indexing.reading_queue import ReadingQueue
from desktop_search.records import FileStat, FileState, ReadOutcome
from desktop_search.settings import Settings
from desktop_search.storage.index_db import IndexDb
from tests.fakes import engine_at, wait_until, write_tree

SETTINGS = Settings(backend="hashing", readers=1, extra_formats="tests.mock_format")
ENGINE_THAT_DIES = """
import os, signal, sys
from pathlib import Path
from desktop_search.indexing import reader
from tests.fakes import engine_at
from tests.faults.test_engine_ends import SETTINGS

def checked(answer, real=reader.untrusted.checked):
    if "deadly" in str(answer):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(answer)

reader.untrusted.checked = checked
with engine_at(Path(sys.argv[1]), settings=SETTINGS) as engine:
    engine.index([sys.argv[2]])
"""
"""An engine that an answer of a reader kills: as one that takes all the memory there is would."""
GIVEN_UP_AFTER = 4
"""Engines that end over a file: once among others, and three times alone."""


class FakeReaders:
    """Takes files and reads none."""

    count = 1

    def __init__(self) -> None:
        self.given: list[str] = []
        self.refused: list[str] = []

    def give(self, stat: FileStat) -> None:
        self.given.append(stat.path)

    def taken(self, outcome: ReadOutcome) -> None:
        """Nothing waits for it."""

    def refuse(self, stat: FileStat, sentence: str) -> None:
        self.refused.append(stat.path)


def stat(number: int) -> FileStat:
    return FileStat(f"/{number}", 1, number, number, 1, number)


def files(count: int) -> list[FileStat]:
    """Files in the order in which they are read: the newest first."""
    return [stat(number) for number in reversed(range(count))]


def started(db: IndexDb) -> tuple[ReadingQueue, FakeReaders, Attempts]:
    """What an engine has after its start. None before it ended as it should."""
    readers = FakeReaders()
    attempts = Attempts(db, "at tests", is_to_be_read=lambda file: file.state is FileState.PENDING, at_once=4)
    queue = ReadingQueue(readers, attempts)  # type: ignore[arg-type]
    return queue, readers, attempts


@pytest.fixture(autouse=True)
def _as_if_files_were_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_queue, "MOST_AHEAD", reading_queue.READS_AHEAD)


@pytest.fixture
def db(tmp_path: Path) -> IndexDb:
    db = IndexDb(tmp_path / "index.db")
    db.mark_pending(files(20))
    return db


def done(queue: ReadingQueue, *numbers: int) -> None:
    for number in numbers:
        queue.take(ReadOutcome(stat(number), FileState.INDEXED))
    queue.give_out()


def stored(db: IndexDb, attempts: Attempts, *numbers: int, state: FileState = FileState.INDEXED) -> None:
    outcomes = [ReadOutcome(stat(number), state) for number in numbers]
    db.replace(outcomes)
    attempts.settled(outcomes)


def suspects(db: IndexDb) -> set[int]:
    """Whom the next engine suspects if this one ends now."""
    *_, attempts = started(db)
    return {number for number in range(400) if attempts.is_suspect(stat(number))}


def full_disk(*_: Any) -> NoReturn:
    raise OperationalError("INSERT", {}, Exception("database or disk is full"))


def killing(data: Path, folder: Path) -> int:
    """Indexes with an engine that an answer may kill, and returns how it ended."""
    line = [sys.executable, "-c", ENGINE_THAT_DIES, str(data), str(folder)]
    return subprocess.run(line, check=False, timeout=120).returncode


@pytest.mark.skipif(sys.platform == "win32", reason="it has no kill -9")
def test_a_file_over_which_the_engine_ends_again_and_again_is_given_up(tmp_path: Path) -> None:
    good = {f"{number}.mock": f"text lighthouse {number}" for number in range(12)}
    folder = write_tree(tmp_path / "files", {**good, "deadly.mock": "text deadly"})
    os.utime(folder / "deadly.mock", (time.time() - 1000, time.time() - 1000))
    data = tmp_path / "data"
    assert [killing(data, folder) for _ in range(GIVEN_UP_AFTER)] == GIVEN_UP_AFTER * [-signal.SIGKILL]
    assert killing(data, folder) == 0, "it is not handed out again: once among others and three times alone were enough"
    with engine_at(data, settings=SETTINGS) as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.failed, counts.pending) == (12, 1, 0)
        [failure] = engine.keeping.failures()
        assert (failure.path, failure.reason) == (str(folder / "deadly.mock"), ENDED_AGAIN)
        # The person may ask for it again.
        engine.keeping.failures(retry=True)
        assert engine.index([str(folder)]).counts.indexed == 13


def test_an_end_that_was_no_files_fault_costs_none(db: IndexDb) -> None:
    queue, readers, _ = started(db)
    queue.put(files(6))
    queue.give_out()
    assert readers.given == ["/5", "/4"]
    queue, readers, attempts = started(db)
    queue.put(files(6))
    # Of six, four were written down together; the others are read first, and then those one by one.
    queue.give_out()
    assert readers.given == ["/1", "/0"]
    done(queue, 1, 0)
    for number in (5, 4, 3, 2):
        assert readers.given[-1] == f"/{number}"
        done(queue, number)
    assert (len(readers.given), readers.refused) == (6, [])
    attempts.end()
    queue, readers, _ = started(db)
    queue.put(files(6))
    queue.give_out()
    assert readers.given == ["/5", "/4"], "after an orderly end nothing is a suspect"


def test_three_ends_over_a_file_that_was_read_alone_are_one_too_many(db: IndexDb) -> None:
    for _ in range(GIVEN_UP_AFTER):
        queue, readers, _ = started(db)
        queue.put(files(1))
        queue.give_out()
        assert (readers.given, readers.refused) == (["/0"], [])
    for _ in range(2):
        queue, readers, attempts = started(db)
        queue.put(files(1))
        queue.give_out()
        assert (readers.given, readers.refused) == ([], ["/0"])
    done(queue, 0)
    stored(db, attempts, 0, state=FileState.FAILED)
    db.mark_pending(files(1))
    queue.put(files(1))
    queue.give_out()
    assert readers.given == ["/0"], "asked for once more, it is read"
    attempts.end()


def test_what_the_engine_ended_over_alone_comes_after_the_other_suspects(db: IndexDb) -> None:
    """Else an innocent file that happens to come first would meet the end of one engine after the other."""
    met = []
    for _ in range(9):
        queue, readers, _ = started(db)
        queue.put(files(4))
        queue.give_out()
        met.append(readers.given)
        assert readers.refused == []
    # All together, and then each of them alone, but never the same again while there are others.
    assert met == [["/3", "/2"], *2 * [["/3"], ["/2"], ["/1"], ["/0"]]]


def test_lists_that_an_older_version_wrote_are_read(db: IndexDb) -> None:
    queue, *_ = started(db)
    queue.put(files(2))
    queue.give_out()
    lists = json.loads(db.meta("attempts at tests") or "")
    del lists["ended alone twice"]
    db.set_meta("attempts at tests", json.dumps(lists))
    assert suspects(db) == {0, 1}


def test_a_suspect_waits_until_what_was_read_before_it_is_stored(db: IndexDb) -> None:
    queue, *_ = started(db)
    queue.put(files(1))
    queue.give_out()
    queue, readers, _ = started(db)
    queue.put(files(1))
    queue.give_out(all_is_stored=False)
    assert (readers.given, queue.waits_for_storing) == ([], True)
    queue.give_out()
    assert (readers.given, queue.waits_for_storing) == (["/0"], False)


def test_a_file_that_has_changed_is_another(db: IndexDb) -> None:
    for _ in range(GIVEN_UP_AFTER):
        queue, *_others = started(db)
        queue.put(files(1))
        queue.give_out()
    queue, readers, _ = started(db)
    changed = FileStat("/0", 2, 2, 2, 1, 1)
    queue.put([changed])
    queue.give_out()
    assert (readers.given, readers.refused) == (["/0"], [])


def test_a_slow_file_stays_written_down_while_others_pass(db: IndexDb) -> None:
    queue, *_ = started(db)
    queue.put(files(20))
    queue.give_out()
    for number in range(18, 3, -1):  # The first, number 19, stays in its reader's hands.
        done(queue, number)
    *_, attempts = started(db)
    assert attempts.is_suspect(stat(19))


def test_many_files_are_written_down_in_one_transaction(db: IndexDb, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, readers, _ = started(db)
    written = []
    monkeypatch.setattr(db, "set_meta", lambda key, value: written.append(value))
    queue.put(files(20))
    queue.give_out()
    for number in range(19, -1, -1):
        done(queue, number)
    assert len(readers.given) == 20
    assert len(written) == 20 // 4


def test_what_the_person_has_forgotten_is_not_written_down_any_more(db: IndexDb) -> None:
    queue, *_ = started(db)
    queue.put(files(3))
    queue.give_out()
    queue.drop(lambda path: path == "/2")
    queue.drop(lambda path: path == "/1")
    assert "/1" not in (db.meta("attempts at tests") or "")
    assert "/2" not in (db.meta("attempts at tests") or "")
    assert "/0" in (db.meta("attempts at tests") or "")


def test_what_was_stored_before_the_end_is_not_to_blame(db: IndexDb) -> None:
    for _ in range(GIVEN_UP_AFTER):
        queue, *_others = started(db)
        queue.put(files(1))
        queue.give_out()
    db.replace([ReadOutcome(stat(0), FileState.INDEXED)])
    queue, readers, _ = started(db)
    queue.put(files(1))
    queue.give_out()
    assert (readers.given, readers.refused) == (["/0"], [])


def test_an_engine_that_is_closed_in_the_middle_leaves_no_suspects(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"slow.mock": "sleep 5"})
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        engine.index([str(folder)], wait=False)
        wait_until(lambda: engine.status().current is not None)
    db = IndexDb(tmp_path / "data" / "index.db")
    assert "slow" not in (db.meta("attempts at files") or "")


def test_what_was_handed_out_stays_written_down_until_it_is_stored(db: IndexDb) -> None:
    count = storing.FILES_AT_ONCE - 10
    assert count > 2 * attempts_module.FILES_AT_ONCE
    db.mark_pending(files(400))
    readers = FakeReaders()
    attempts = Attempts(db, "at tests", is_to_be_read=lambda file: file.state is FileState.PENDING)
    queue = ReadingQueue(readers, attempts)  # type: ignore[arg-type]
    queue.put(files(400))
    queue.give_out()
    for number in range(399, 399 - count, -1):
        done(queue, number)
    handed_out = {int(path.removeprefix("/")) for path in readers.given}
    assert len(handed_out) == count + reading_queue.READS_AHEAD
    assert handed_out <= suspects(db)
    stored(db, attempts, *range(399, 399 - count, -1))
    for number in range(399 - count, 0, -1):
        done(queue, number)
        stored(db, attempts, number)
    assert len(suspects(db)) <= attempts_module.FILES_AT_ONCE


def test_a_file_that_is_read_anew_before_it_is_stored_stays_written_down(db: IndexDb) -> None:
    *_, attempts = started(db)
    attempts.begin(stat(7), [])
    attempts.begin(stat(6), [])
    anew = FileStat("/7", 2, 8, 8, 1, 7)
    attempts.begin(anew, [])
    stored(db, attempts, 7)
    db.mark_pending([anew])
    attempts.begin(stat(5), [])
    *_, next_attempts = started(db)
    assert next_attempts.is_suspect(anew)


def test_a_file_that_was_read_alone_is_to_blame_until_it_is_stored(db: IndexDb) -> None:
    for _ in range(GIVEN_UP_AFTER):
        # The engine ends over storing the file: others had begun by then.
        queue, readers, _attempts = started(db)
        queue.put(files(1))
        queue.give_out()
        assert readers.given == ["/0"]
        done(queue, 0)
        queue.put(files(3))
        queue.give_out(all_is_stored=False)
    queue, readers, _attempts = started(db)
    queue.put(files(1))
    queue.give_out()
    assert (readers.given, readers.refused) == ([], ["/0"])


def test_a_file_is_not_handed_out_unless_that_is_written_down(db: IndexDb, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, readers, _ = started(db)
    queue.put(files(6))
    with monkeypatch.context() as patch:
        patch.setattr(db, "set_meta", full_disk)
        for _ in range(2):
            with pytest.raises(OperationalError):
                queue.give_out()
    assert readers.given == []
    queue.give_out()
    assert readers.given == ["/5", "/4"]
    assert suspects(db) == {5, 4, 3, 2}


def test_a_suspect_is_read_alone_even_if_that_could_not_be_written_down_at_once(
    db: IndexDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, *_ = started(db)
    queue.put(files(2))
    queue.give_out()
    queue, readers, attempts = started(db)
    queue.put(files(2))
    with monkeypatch.context() as patch:
        patch.setattr(db, "set_meta", full_disk)
        with pytest.raises(OperationalError):
            queue.give_out()
    assert attempts.is_suspect(stat(1))
    queue.give_out()
    assert readers.given == ["/1"], "alone"


def test_a_file_that_was_given_up_stays_so_until_that_is_stored(db: IndexDb) -> None:
    for _ in range(GIVEN_UP_AFTER):
        queue, *_others = started(db)
        queue.put(files(1))
        queue.give_out()
    queue, readers, attempts = started(db)
    for _ in range(2):
        # What was said of it could not be stored, and a scan finds it still to be read.
        queue.put(files(1))
        queue.give_out()
        done(queue, 0)
    # Meanwhile others are read, and the engine ends over them.
    attempts.begin(stat(5), [])
    assert readers.refused == 2 * ["/0"]
    *_, attempts = started(db)
    assert attempts.gives_up(stat(0))
    stored(db, attempts, 0, state=FileState.FAILED)
    assert not attempts.gives_up(stat(0))


def test_an_engine_that_stores_what_it_read_leaves_nothing_written_down(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {f"{number}.mock": f"text {number}" for number in range(5)})
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).counts.indexed == 5
        indexer = engine._indexer
        assert not indexer._attempts._unsettled
        written = indexer._db.meta("attempts at files")
        assert written is None or ".mock" not in written

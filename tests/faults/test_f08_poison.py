"""A file that kills its readers is given up after two of them, and tried again only for a reason (F-8).

python -m tests.faults.test_f08_poison --full
"""

import time
from pathlib import Path

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.indexing import opening, reader
from desktop_search.settings import Settings
from tests import mock_format
from tests.fakes import engine_at, write_tree
from tests.faults import measuring
from tests.faults.figure import Figure, Measured, Task, main

SETTINGS = Settings(backend="hashing", readers=1, extra_formats="tests.mock_format")
DEADLY = ("die", "exit", "abort", "garbage", "sysexit", "answer surrogate")
"""A segmentation fault, an end, an abort, nonsense on the pipe, an end by an exception, and an answer that is none."""
MOST_DEATHS = 2


class Life:
    """What becomes of a poisonous file, part by part: each names what was done, and how many readers died of it."""

    def __init__(self, place: Path, poison: str) -> None:
        self.misses: list[str] = []
        self.versions = 0
        self._data, self._poison = place / "data", poison
        self._folder = write_tree(place / "files", {"poison.mock": poison, "good.mock": "text a lighthouse"})
        self._deaths = 0

    def live(self) -> None:
        """Counts into misses and versions. The format's version is afterwards what it was."""
        # A file that was made in the very moment of reading is looked at twice.
        time.sleep(2 * opening.SAME_TICK_NS / 1e9)
        version = mock_format.VERSION
        with measuring.watched_readers() as seen:
            try:
                with engine_at(self._data, settings=SETTINGS) as engine:
                    self._part("a new file", engine, seen, is_version=True)
                    self._part("nothing has changed", engine, seen)
                with engine_at(self._data, settings=SETTINGS) as engine:
                    self._part("a new start", engine, seen)
                    engine.keeping.failures(retry=True)
                    self._note("asked to try again", seen, is_version=True)
                    (self._folder / "poison.mock").write_text(f"{self._poison}\n")
                    self._part("another content", engine, seen, is_version=True)
                mock_format.VERSION = version + 1
                with engine_at(self._data, settings=SETTINGS) as engine:
                    self._part("a newer format", engine, seen, is_version=True)
            finally:
                mock_format.VERSION = version

    def _part(self, what: str, engine: Engine, seen: measuring.Watched, *, is_version: bool = False) -> None:
        counts = engine.index([str(self._folder)]).counts
        if (counts.indexed, counts.failed, counts.pending) != (1, 1, 0):
            self.misses.append(f"{self._poison}, {what}: {counts}")
        self._note(what, seen, is_version=is_version)

    def _note(self, what: str, seen: measuring.Watched, *, is_version: bool) -> None:
        deaths, self._deaths = seen.deaths - self._deaths, seen.deaths
        self.versions += is_version
        if deaths != (MOST_DEATHS if is_version else 0):
            self.misses.append(f"{self._poison}, {what}: {deaths} readers died")


def measure(task: Task) -> Measured:
    misses, versions = [], 0
    for number, poison in enumerate(DEADLY[: task.n]):
        life = Life(task.place / str(number), poison)
        life.live()
        misses += life.misses
        versions += life.versions
    return Measured(f"{versions} versions of files killed {MOST_DEATHS} readers each", misses)


FIGURE = Figure(
    "F-8",
    "2 readers die of a version of a file, and none later but for a change, a newer format or its person",
    "deadly files",
    short=1,
    full=len(DEADLY),
    measure=measure,
)


def test_a_version_of_a_file_kills_two_readers_and_no_more(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_a_file_that_kills_more_readers_or_fewer(tmp_path: Path) -> None:
    life = Life(tmp_path, "text a harmless one")
    life.live()
    assert "text a harmless one, a new file: 0 readers died" in life.misses
    assert len(life.misses) == 9, "none died in four versions, and in all five parts both files were read"


def test_a_file_that_hangs_costs_one_reader(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"hangs.mock": "sleep", "good.mock": "text a lighthouse"})
    settings = Settings(backend="hashing", readers=1, extra_formats="tests.mock_format", read_deadline_seconds=1.0)
    with measuring.watched_readers() as seen, engine_at(tmp_path / "data", settings=settings) as engine:
        counts = engine.index([str(folder)]).counts
        assert (counts.indexed, counts.failed) == (1, 1)
        assert seen.deaths == 1
        assert seen.seconds[str(folder / "hangs.mock")] < 1.0 + 2.0


def test_a_reader_that_holds_on_to_memory_is_replaced_between_two_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tree(tmp_path / "files", {f"{number}.txt": f"lighthouse {number}" for number in range(3)})
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    monkeypatch.setattr(reader, "LARGEST_READER_BYTES", 1)
    monkeypatch.setattr(reader, "MEASURED_EVERY", 1)
    with measuring.watched_readers() as seen, engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).counts.indexed == 3
    assert (seen.starts, seen.deaths) == (3, 0)


def test_what_a_reader_holds_is_looked_at_after_each_large_file_and_every_tenth_of_the_small_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {f"{number}.txt": f"lighthouse {number}" for number in range(reader.MEASURED_EVERY + 1)}
    folder = write_tree(tmp_path / "files", {**small, "large.txt": "lighthouse " * (reader.LARGE_FILE_BYTES // 11 + 1)})
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    monkeypatch.setattr(reader, "LARGEST_READER_BYTES", 1)
    with measuring.watched_readers() as seen, engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).counts.indexed == len(small) + 1
    # Of one day the smallest come first: after the tenth it is replaced, and after the large one.
    assert (seen.starts, seen.deaths) == (2, 0)


def test_what_failed_for_want_of_a_library_is_read_once_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_tree(tmp_path / "files", {"a.mock": "lacks gone", "good.mock": "text a lighthouse"})
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).counts.failed == 1
        [failure] = engine.keeping.failures()
        assert failure.reason == "Install desktop_search_lacks_this to read files of this kind."
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).read_now == 0
    # Named as a library, it is one more thing by which files are read again: that it is installed.
    monkeypatch.setattr(mock_format, "LIBRARIES", ("psutil",), raising=False)
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).read_now == 1


if __name__ == "__main__":
    main(FIGURE)

"""A file that kills its readers is given up after two of them, and tried again only for a reason."""

import time
from pathlib import Path

import pytest

from desktop_search.indexing import opening, reader
from desktop_search.settings import Settings
from tests import mock_format
from tests.fakes import engine_at, write_tree
from tests.faults import measuring

SETTINGS = Settings(backend="hashing", readers=1, extra_formats="tests.mock_format")


def test_a_version_of_a_file_kills_two_readers_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The other ways to die cost two readers as well: tests/integration/test_hostile_formats.py.
    folder = write_tree(tmp_path / "files", {"poison.mock": "die", "good.mock": "text a lighthouse"})
    # A file that was made in the very moment of reading is looked at twice.
    time.sleep(2 * opening.SAME_TICK_NS / 1e9)
    with measuring.watched_readers() as seen:
        with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
            assert engine.index([str(folder)]).counts.failed == 1
            assert seen.deaths == 2
            engine.index([str(folder)])
            assert seen.deaths == 2
        with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
            engine.index([str(folder)])
            assert seen.deaths == 2, "a new start is no reason"
            [failure] = engine.failures(retry=True)
            assert (failure.reason, seen.deaths) == ("The reader crashed on this file, twice.", 4)
            (folder / "poison.mock").write_text("die again")
            engine.index([str(folder)])
            assert seen.deaths == 6, "a changed file is another file"
        monkeypatch.setattr(mock_format, "VERSION", mock_format.VERSION + 1)
        with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
            engine.index([str(folder)])
            assert seen.deaths == 8, "a newer format may know better"


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
        [failure] = engine.failures()
        assert failure.reason == "Install desktop_search_lacks_this to read files of this kind."
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).read_now == 0
    # Named as a library, it is one more thing by which files are read again: that it is installed.
    monkeypatch.setattr(mock_format, "LIBRARIES", ("psutil",), raising=False)
    with engine_at(tmp_path / "data", settings=SETTINGS) as engine:
        assert engine.index([str(folder)]).read_now == 1

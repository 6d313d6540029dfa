"""What the pages of the window ask the engine for: settings, rules, folders, failures, and how fast it goes."""

import json
from pathlib import Path

import pytest

from desktop_search import settings, wire
from desktop_search.engine.about import about
from desktop_search.engine.history import WorkHistory
from desktop_search.engine.methods import OF_ENGINE, OF_KEEPING
from desktop_search.engine.rules_preview import preview
from desktop_search.errors import DesktopSearchError
from desktop_search.records import FileStat, WorkSample
from tests.fakes import HASHING, engine_at, write_tree


def test_changed_settings_are_kept_and_those_of_the_engine_wait_for_its_next_start(tmp_path: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        state = engine.change_settings({"readers": 3, "keep_last_query": True})
        assert (state.values["readers"], state.waiting) == (3, ("readers",))
        kept = settings.load(engine.data.settings_file)
        assert (kept.readers, kept.keep_last_query, kept.backend) == (3, True, "hashing")
        assert engine.settings() == wire.loads(wire.dumps(state))
    with engine_at(tmp_path / "data", settings=kept) as engine:
        assert engine.settings().waiting == ()


def test_a_setting_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        for wrong in ({"readers": 1000}, {"theme": "pink"}, {"no_such": 1}, {"readers": 2, "hotkey": 7}):
            with pytest.raises(DesktopSearchError):
                engine.change_settings(wrong)
        assert engine.settings().values["readers"] == HASHING.readers
        assert not engine.data.settings_file.exists()


def test_a_disk_that_refuses_the_settings_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with engine_at(tmp_path / "data") as engine:
        monkeypatch.setattr(settings, "save", refuse)
        with pytest.raises(DesktopSearchError, match="No space left"):
            engine.change_settings({"readers": 2})
        assert engine.settings().values["readers"] == 1


def test_whether_openings_are_remembered_changes_at_once(tmp_path: Path) -> None:
    notes = write_tree(tmp_path / "notes", {"a.txt": "a", "b.txt": "b"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(notes)])
        engine.change_settings({"remember_openings": False})
        engine.habits.note_opening(str(notes / "a.txt"))
        engine.change_settings({"remember_openings": True})
        assert engine.habits._stored.all() == []


def test_rules_are_tried_before_they_are_used(tmp_path: Path) -> None:
    tree = {"a.txt": "a", "drafts/b.txt": "b", "drafts/deep/c.txt": "c", ".ssh/config": "d", "old/e.iso": "e"}
    notes = write_tree(tmp_path / "notes", tree)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(notes)])
        shown = engine.keeping.preview_rules(str(notes), ["drafts/", "!.ssh/", "*.bak", "# a remark", "!"])
        assert [(Path(one.path).name, one.files, one.is_folder) for one in shown.hidden] == [("drafts", 2, True)]
        assert [(Path(one.path).name, one.rule) for one in shown.taken_back] == [(".ssh", "!.ssh/")]
        assert (shown.hidden_files, shown.idle, shown.broken, shown.is_complete) == (2, ("*.bak",), ("!",), True)
        assert engine.status().counts.seen == 4
        engine.keeping.change_rules(str(notes), ["drafts/"])
        engine.wait_until_idle()
        assert engine.status().counts.seen == 2
        assert engine.folders()[0].ignore_rules == ("drafts/",)
        engine.keeping.change_rules(str(notes), [])
        engine.wait_until_idle()
        assert engine.status().counts.seen == 4


def test_a_large_folder_is_looked_through_only_so_far(tmp_path: Path) -> None:
    notes = write_tree(tmp_path / "notes", {f"{number}.txt": "" for number in range(20)})
    shown = preview(str(notes), ["*.txt"], lambda _: 1, most=10)
    assert (shown.looked_at, shown.hidden_count, shown.is_complete, shown.idle) == (10, 10, False, ())
    late = iter([0.0, *[99.0] * 50])
    assert preview(str(notes), ["*.txt"], lambda _: 1, clock=lambda: next(late)).looked_at == 0


def test_rules_of_a_folder_that_is_not_ours_cannot_be_changed(tmp_path: Path) -> None:
    with engine_at(tmp_path / "data") as engine, pytest.raises(DesktopSearchError, match="not among the folders"):
        engine.keeping.change_rules(str(tmp_path), ["*.txt"])


def test_each_folder_tells_its_coverage_and_when_it_was_compared(tmp_path: Path) -> None:
    notes = write_tree(tmp_path / "notes", {"a.txt": "Some words.", "b.txt": "Other words."})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(notes)])
        engine.change_settings({"read_first": str(notes)})
        (told,) = engine.folder_details()
        assert (told.counts.indexed, told.passages, told.embedded, told.available) == (2, 2, 2, True)
        assert (told.is_first, told.watched) == (True, False)
        assert told.scanned_at is not None
        assert wire.loads(wire.dumps([told])) == [told]
        for file in notes.iterdir():
            file.unlink()
        notes.rmdir()
        engine.rescan()
        engine.wait_until_idle()
        (away,) = engine.folder_details()
        assert (away.available, away.counts.indexed, away.scanned_at) == (False, 2, told.scanned_at)
        assert not engine.status().folders[0].available


def test_one_failure_is_tried_again(tmp_path: Path) -> None:
    notes = write_tree(tmp_path / "notes", {"a.docx": "PK\x03\x04 broken", "b.docx": "PK\x03\x04 also"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(notes)])
        before = {failure.path: failure.when for failure in engine.keeping.failures()}
        assert len(before) == 2
        engine.keeping.retry([str(notes / "a.docx")])
        engine.wait_until_idle()
        after = {failure.path: failure.when for failure in engine.keeping.failures()}
        assert {Path(path).name for path in before if after[path] != before[path]} == {"a.docx"}


def test_how_far_the_work_was_is_remembered(tmp_path: Path) -> None:
    notes = write_tree(tmp_path / "notes", {"a.txt": "Some words."})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(notes)])
        engine.status()
        last = engine.work_history()[-1]
        assert (last.read, last.made, last.passages, last.embedded) == (1, 1, 1, 1)


def test_the_history_stays_short_and_keeps_its_ends() -> None:
    history = WorkHistory(most=10, seconds=2)
    for moment in range(200):
        history.note(WorkSample(float(moment), moment, moment, 500, moment))
    kept = history.samples()
    assert len(kept) <= 10
    assert (kept[0].at, kept[-1].at) == (0.0, max(one.at for one in kept))
    assert kept[-1].at >= 160


def test_a_time_in_which_nothing_happens_needs_only_its_two_ends() -> None:
    history = WorkHistory()
    for moment in range(0, 1000, 2):
        history.note(WorkSample(float(moment), 5, 5, 5, 5))
    assert [sample.at for sample in history.samples()] == [0.0, 998.0]


def test_the_files_of_one_folder_are_read_first() -> None:
    from desktop_search.indexing.reading_queue import ReadingQueue

    class Readers:
        count = 1
        given: list[str] = []  # noqa: RUF012

        def give(self, stat: FileStat) -> None:
            self.given.append(stat.path)

    readers = Readers()
    reading = ReadingQueue(readers)  # type: ignore[arg-type]
    reading.put(
        [FileStat(path, 1, age, age, 1, 1) for age, path in enumerate(("/wanted/old", "/wanted/new", "/b", "/c"))]
    )
    reading.read_first("/wanted")
    reading.give_out()
    assert readers.given == ["/wanted/new", "/wanted/old", "/c", "/b"]


def test_it_says_what_it_is_made_of_and_holds_no_connection(tmp_path: Path) -> None:
    told = about(tmp_path)
    names = {library.name.lower(): library for library in told.libraries}
    assert {"numpy", "tantivy"} <= set(names)
    assert names["numpy"].version
    assert names["numpy"].licence
    assert told.connections == 0
    assert json.loads(wire.dumps(told))["record"] == "About"


def test_the_window_may_ask_for_all_of_it() -> None:
    asked = {"settings", "change_settings", "preview_rules", "change_rules", "folder_details", "retry", "about"}
    assert asked | {"work_history"} <= OF_ENGINE | OF_KEEPING

"""The index says what the disk says, whatever happened to the files, while the program ran or while it did not."""

import os
import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.records import FileState
from tests.fakes import engine_at, wait_until, write_tree

FILES = {
    "letters/landlord.txt": "The deposit is returned four weeks after the keys are handed over.",
    "recipes/soup.md": "# Lentil soup\n\nSimmer the lentils with cumin until they are soft.\n",
    "notes/bicycle.txt": "The rear brake squeals when it rains.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "documents", FILES)


def paths(engine: Engine, question: str, mode: str = "words") -> list[str]:
    return [os.path.basename(hit.path) for hit in engine.search(question, mode=mode).hits]


def test_a_folder_in_a_question_the_right_file_at_the_right_place(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        summary = engine.index([str(folder)])
        answer = engine.search("lentils with cumin")
    assert (summary.counts.seen, summary.counts.indexed, summary.passages, summary.embedded) == (3, 3, 3, 3)
    hit = answer.hits[0]
    assert os.path.basename(hit.path) == "soup.md"
    assert (hit.title, hit.heading, hit.line) == ("Lentil soup", "Lentil soup", 3)
    assert [hit.snippet[start:end] for start, end in hit.snippet_marks] == ["Lentil", "lentils", "cumin"]
    assert answer.complete
    assert hit.score == pytest.approx(sum(hit.reasons.values()))


def test_what_changed_while_the_program_did_not_run_is_right_at_the_next_scan(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
    (folder / "notes/bicycle.txt").write_text("The chain is worn and skips.", encoding="utf-8")
    (folder / "letters/landlord.txt").unlink()
    (folder / "recipes/soup.md").rename(folder / "recipes/dal.md")
    (folder / "new.txt").write_text("A fresh idea about lighthouses.", encoding="utf-8")
    with engine_at(tmp_path / "data") as engine:
        summary = engine.index([str(folder)])
        assert paths(engine, "chain") == ["bicycle.txt"]
        assert paths(engine, "squeals") == []
        assert paths(engine, "deposit") == []
        assert paths(engine, "lentils") == ["dal.md"]
        assert paths(engine, "lighthouses") == ["new.txt"]
    assert (summary.counts.seen, summary.counts.indexed) == (3, 3)


def test_a_renamed_copied_or_touched_file_costs_no_embedding(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        (folder / "recipes/soup.md").rename(folder / "dal.md")
        (folder / "copy.txt").write_bytes((folder / "notes/bicycle.txt").read_bytes())
        os.utime(folder / "letters/landlord.txt")
        summary = engine.index([str(folder)])
        assert summary.read_now >= 3
        assert summary.embedded_now == 0
        assert (summary.passages, summary.embedded) == (4, 4)
        answer = engine.search("rear brake squeals when it rains", mode="meaning", limit=1)
        found = {answer.hits[0].path, *answer.hits[0].duplicates}
        assert {os.path.basename(path) for path in found} == {"bicycle.txt", "copy.txt"}


def test_an_unchanged_folder_is_not_read_again_but_rescan_reads_everything(tmp_path: Path, folder: Path) -> None:
    time.sleep(0.1)  # Files changed in the very moment of reading are looked at twice.
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).read_now == 3
        assert engine.index([str(folder)]).read_now == 0
        again = engine.index([str(folder)], rescan=True)
    assert (again.read_now, again.embedded_now) == (3, 0)


def test_changes_on_disk_appear_in_the_results_within_seconds(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data", watch=True) as engine:
        engine.index([str(folder)])
        (folder / "deep/er").mkdir(parents=True)
        (folder / "deep/er/story.txt").write_text("An octopus opened the jar.", encoding="utf-8")
        (folder / "notes/bicycle.txt").unlink()
        wait_until(lambda: paths(engine, "octopus") == ["story.txt"] and paths(engine, "squeals") == [])
        (folder / "deep").rename(folder / "moved")

        def found_at(engine: Engine) -> list[str]:
            return [hit.path for hit in engine.search("octopus", mode="words").hits]

        wait_until(lambda: found_at(engine) == [str(folder / "moved/er/story.txt")])


def test_closing_in_the_middle_and_starting_again_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "many", {f"{n}.txt": f"Letter number {n} about subject{n}." for n in range(300)})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)], wait=False)
        wait_until(lambda: engine.status().counts.indexed > 0)
    with engine_at(tmp_path / "data") as engine:
        summary = engine.index([str(folder)])
        assert summary.counts.indexed == 300
        assert summary.read_now < 300
        assert (summary.passages, summary.embedded) == (300, 300)
        assert paths(engine, "subject217") == ["217.txt"]


def test_a_forgotten_folder_is_gone_and_stays_away(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        gone = engine.forget([str(folder / "recipes")])
        assert (gone.files, gone.passages) == (1, 1)
        assert engine.index([str(folder)]).counts.seen == 2
        assert paths(engine, "lentils") == []
        # Asked for again it comes back.
        engine.index([str(folder / "recipes")])
        assert paths(engine, "lentils") == ["soup.md"]
        assert engine.forget([str(folder)]).files == 3
        assert engine.folders() == []
        assert paths(engine, "deposit") == []


def test_a_folder_is_struck_off_only_when_nothing_of_it_is_left(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No scan looks at what lies in no folder: what an end in between leaves behind would be found for ever.
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        before = engine.status().counts
        with monkeypatch.context() as interrupted:
            interrupted.setattr(engine._indexer, "forget", Mock(side_effect=OSError("the disk is full")))
            with pytest.raises(OSError, match="full"):
                engine.forget([str(folder)])
    with engine_at(tmp_path / "data") as engine:
        assert [one.path for one in engine.folders()] == [str(folder)]
        assert engine.status().counts == before
        engine.forget([str(folder)])
        assert (engine.folders(), engine.status().counts.seen) == ([], 0)


def test_files_that_cannot_be_read_are_found_by_name_and_say_why(tmp_path: Path, folder: Path) -> None:
    (folder / "photo of the harbour.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of use")
    with engine_at(tmp_path / "data") as engine:
        summary = engine.index([str(folder)])
        assert (summary.counts.seen, summary.counts.skipped, summary.counts.failed) == (5, 1, 1)
        assert paths(engine, "photo harbour") == ["photo of the harbour.bin"]
        assert paths(engine, "broken.pdf")[0] == "broken.pdf"
        [failure] = engine.keeping.failures()
    assert failure.state is FileState.FAILED
    assert failure.reason.endswith(".")


def test_ignored_files_are_not_seen(tmp_path: Path, folder: Path) -> None:
    write_tree(folder, {".gitignore": "*.log\n", "app.log": "secret words", "node_modules/x.js": "secret words"})
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).counts.seen == 4
        assert paths(engine, "secret") == []


def test_a_name_that_is_not_utf_8_is_indexed_found_and_shown(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    name = os.fsdecode(b"caf\xe9 menu.txt")
    (folder / name).write_text("Crêpes and cider.", encoding="utf-8")
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert paths(engine, "cider") == [name]


def test_links_are_not_followed(tmp_path: Path, folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "alias.txt").symlink_to(folder / "notes/bicycle.txt")
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder)]).counts.seen == 3


def test_searching_in_a_folder_finds_only_what_is_in_it(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        for mode in ("words", "meaning", "both"):
            answer = engine.search("the", mode=mode, folder=str(folder / "notes"))
            assert {os.path.basename(hit.path) for hit in answer.hits} <= {"bicycle.txt"}
        assert engine.search("brake", folder=str(folder / "notes")).hits
        assert not engine.search("brake", folder=str(folder / "recipes"), mode="words").hits


def test_a_phrase_that_nothing_contains_is_said_and_searched_for_as_words(tmp_path: Path, folder: Path) -> None:
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert paths(engine, '"rear brake"') == ["bicycle.txt"]
        answer = engine.search('"brake rear"', mode="words")
    assert [os.path.basename(hit.path) for hit in answer.hits] == ["bicycle.txt"]
    assert "brake rear" in answer.notices[0]

"""Things that go wrong beside the straight way, each of which once lost or doubled a file, or made somebody wait."""

import os
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from desktop_search.engine.engine import Engine
from desktop_search.errors import DesktopSearchError
from desktop_search.files import changes
from desktop_search.records import FileState
from desktop_search.settings import Settings
from tests.fakes import engine_at, wait_until, write_tree

MOCK = Settings(backend="hashing", readers=1, extra_formats="tests.mock_format")


def found(engine: Engine, question: str) -> list[str]:
    return [os.path.basename(hit.path) for hit in engine.search(question, mode="words").hits]


def test_a_change_while_the_file_is_being_read_is_not_lost(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"slow.mock": "sleep 1.5"})
    with engine_at(tmp_path / "data", watch=True, settings=MOCK) as engine:
        engine.index([str(folder)], wait=False)
        wait_until(lambda: engine.status().current is not None)
        time.sleep(0.3)
        (folder / "new").write_text("text an octopus")
        (folder / "new").replace(folder / "slow.mock")
        wait_until(lambda: found(engine, "octopus") == ["slow.mock"])


def test_a_file_deleted_while_it_is_being_read_does_not_come_back(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"slow.mock": "sleep 1.5", "next.mock": "text a lighthouse"})
    with engine_at(tmp_path / "data", settings=MOCK) as engine:
        engine.index([str(folder)], wait=False)
        wait_until(lambda: engine.status().current is not None)
        for file in folder.iterdir():
            file.unlink()
        summary = engine.index([str(folder)])
        assert summary.counts.seen == 0
        assert found(engine, "slept") == found(engine, "lighthouse") == found(engine, "slow.mock") == []


def test_one_long_document_does_not_hide_the_others(tmp_path: Path) -> None:
    long = "\n\n".join(f"The radiator of room {number} is bled by its valve. " * 12 for number in range(400))
    folder = write_tree(tmp_path / "files", {"long.txt": long, "short.txt": "How to service the radiator at home."})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert set(found(engine, "radiator")) == {"long.txt", "short.txt"}


def test_copies_do_not_crowd_out_other_answers(tmp_path: Path) -> None:
    files = {f"copy{number}.txt": "The radiator is cold." for number in range(60)}
    files |= {
        f"other{number}.txt": f"The radiator of room {number} is cold, and so is floor {number}."
        for number in range(12)
    }
    folder = write_tree(tmp_path / "files", files)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        answer = engine.search("radiator cold", limit=10, mode="words")
    assert len(answer.hits) == 10
    assert max(len(hit.duplicates) for hit in answer.hits) == 59


def test_a_hint_above_the_folders_stands_for_all_of_them(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "root", {"a.txt": "alpha"})
    with engine_at(tmp_path / "data", watch=True) as engine:
        engine.index([str(folder)])
        write_tree(folder, {".gitignore": "*.log\n"} | {f"d{n}/{n}.txt": f"word{n}" for n in range(600)})
        wait_until(lambda: found(engine, "word599") == ["599.txt"])
    assert changes.covering([str(tmp_path / "root"), *(f"/elsewhere/{n}" for n in range(600))])


def test_folders_inside_each_other_are_all_kept_true(tmp_path: Path) -> None:
    inner = write_tree(tmp_path / "a/b", {"x.txt": "alpha"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(inner)])
        engine.index([str(tmp_path / "a")])
        write_tree(inner, {"x.txt": "beta", "new.txt": "gamma"})
        summary = engine.index([str(tmp_path / "a"), str(inner)])
        assert (summary.counts.seen, found(engine, "beta"), found(engine, "gamma")) == (2, ["x.txt"], ["new.txt"])


def test_a_single_file_that_is_gone_is_forgotten_but_a_folder_is_kept_until_the_person_says(tmp_path: Path) -> None:
    write_tree(tmp_path, {"one.txt": "alpha", "folder/two.txt": "beta"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(tmp_path / "one.txt"), str(tmp_path / "folder")])
        (tmp_path / "one.txt").unlink()
        shutil.rmtree(tmp_path / "folder")
        engine.rescan()
        engine.wait_until_idle()
        assert found(engine, "alpha") == []
        assert found(engine, "beta") == ["two.txt"]
        assert "not there at the moment" in engine.status().notices[0]
        engine.forget([str(tmp_path / "folder")])
        assert found(engine, "beta") == []


def test_an_unmounted_disk_keeps_its_files(tmp_path: Path) -> None:
    # An unmounted disk leaves the empty folder behind that it was mounted on, which is another one.
    disk = write_tree(tmp_path / "disk", {"photo.txt": "alpha"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(disk)])
        disk.rename(tmp_path / "away")
        disk.mkdir()
        engine.index([str(disk)])
        assert found(engine, "alpha") == ["photo.txt"]
        assert engine.status().notices
        disk.rmdir()
        (tmp_path / "away").rename(disk)
        assert engine.index([str(disk)]).embedded_now == 0
        assert engine.status().notices == ()
        # The same folder, emptied by the person, is empty.
        (disk / "photo.txt").unlink()
        engine.index([str(disk)])
        assert found(engine, "alpha") == []


def test_a_folder_deleted_and_made_anew_is_watched_again(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "root", {"a.txt": "alpha"})
    with engine_at(tmp_path / "data", watch=True) as engine:
        engine.index([str(folder)])
        shutil.rmtree(folder)
        engine.look_after_folders()
        write_tree(folder, {"b.txt": "beta"})
        engine.look_after_folders()
        wait_until(lambda: found(engine, "beta") == ["b.txt"] and found(engine, "alpha") == [])
        (folder / "c.txt").write_text("gamma")
        wait_until(lambda: found(engine, "gamma") == ["c.txt"])


def test_a_folder_named_by_a_link_is_the_folder_it_leads_to(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "real", {"a.txt": "alpha"})
    (tmp_path / "link").symlink_to(folder)
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(tmp_path / "link")]).counts.seen == 1
        assert engine.search("alpha", folder=str(tmp_path / "link")).hits
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(DesktopSearchError, match="neither a folder nor a file"):
            engine.index([str(tmp_path / "pipe")])


def test_what_was_forgotten_stays_away_whatever_rule_files_say(tmp_path: Path) -> None:
    folder = write_tree(
        tmp_path / "root", {".gitignore": "!important.txt\n", "important.txt": "alpha", "b.txt": "beta"}
    )
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert engine.forget([str(folder / "important.txt")]).files == 1
        engine.index([str(folder)])
        assert found(engine, "alpha") == []


def test_a_path_named_inside_an_ignored_folder_is_indexed_by_itself(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "root", {"venv/lib/notes.txt": "alpha", "b.txt": "beta"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert engine.index([str(folder / "venv/lib")]).counts.indexed == 1
        engine.index([str(folder)])
        assert found(engine, "alpha") == ["notes.txt"]


def test_folders_named_twice_are_counted_once(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "root", {"sub/a.txt": "alpha"})
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(folder), str(folder / "sub"), str(folder)]).counts.seen == 1


@pytest.mark.parametrize("part", ["database", "vectors", "words"])
def test_a_write_that_fails_once_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    from desktop_search.indexing import indexer
    from desktop_search.storage.index_db import IndexDb
    from desktop_search.words.index import WordIndex

    monkeypatch.setattr(indexer, "TROUBLE_SECONDS", 0.1)
    owner, name = {
        "database": (IndexDb, "replace"),
        "vectors": (IndexDb, "add_vectors"),
        "words": (WordIndex, "add"),
    }[part]
    real, failed = getattr(owner, name), threading.Event()

    def once(*arguments: Any, **others: Any) -> Any:
        if not failed.is_set():
            failed.set()
            raise OSError(28, "No space left on device")
        return real(*arguments, **others)

    folder = write_tree(tmp_path / "files", {f"{n}.txt": f"word{n}" for n in range(20)})
    with engine_at(tmp_path / "data") as engine:
        monkeypatch.setattr(owner, name, once)
        summary = engine.index([str(folder)])
        assert failed.is_set()
        assert (summary.counts.indexed, summary.counts.pending, summary.passages, summary.embedded) == (20, 0, 20, 20)
        (folder / "more.txt").write_text("more")
        engine.index([str(folder)])
        for number in range(20):
            assert found(engine, f"word{number}") == [f"{number}.txt"]


def test_excluded_words_hold_for_files_found_by_name_too(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"radiator.txt": "It has a valve.", "heating.txt": "The radiator is cold."})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert found(engine, "radiator -valve") == ["heating.txt"]
        answer = engine.search("-valve")
        assert (answer.hits, len(answer.notices)) == ((), 1)


def test_a_missing_model_is_said_and_words_go_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = write_tree(tmp_path / "files", {"a.txt": "alpha"})
    settings = Settings(model=str(tmp_path / "nowhere"), readers=1)
    with engine_at(tmp_path / "data", settings=settings) as engine:
        summary = engine.index([str(folder)])
        assert summary.counts.indexed == 1
        assert "no model" in " ".join(summary.notices).lower()
        answer = engine.search("alpha")
    assert answer.hits
    assert answer.notices


def test_a_moved_file_costs_no_embedding_even_when_its_old_place_is_looked_at_first(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a/x.txt": "alpha beta", "b/y.txt": "gamma"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(tmp_path / "a"), str(tmp_path / "b")])
    (tmp_path / "a/x.txt").rename(tmp_path / "b/x.txt")
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(tmp_path / "a")])
    with engine_at(tmp_path / "data") as engine:
        assert engine.index([str(tmp_path / "b")]).embedded_now == 0


def test_a_graph_of_another_index_is_never_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("hnswlib", reason="could not be built here: exact search does its work")
    settings = Settings(backend="hashing", readers=1, vector_store="hnsw")
    folder = write_tree(tmp_path / "files", {f"{n}.txt": f"zebra{n}" for n in range(5)})
    with engine_at(tmp_path / "data", settings=settings) as engine:
        engine.index([str(folder)])
        cache = engine._embedding.now.cache
        assert cache is not None
        wait_until(lambda: type(cache.store).__name__ == "HnswStore")
    for leftover in (tmp_path / "data").glob("index.db*"):
        leftover.unlink()
    write_tree(folder, {f"{n}.txt": f"okapi{n}" for n in range(5)})
    with engine_at(tmp_path / "data", settings=settings) as engine:
        engine.index([str(folder)])
        assert os.path.basename(engine.search("okapi3", mode="meaning").hits[0].path) == "3.txt"


def test_files_that_cannot_be_opened_just_now_are_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_search.indexing import indexer, opening

    monkeypatch.setattr(indexer, "AGAIN_SECONDS", 0.2)
    real, failures = opening.opened, iter([True])

    def opened(stat: Any) -> Any:
        if next(failures, False):
            raise OSError(24, "Too many open files")
        return real(stat)

    monkeypatch.setattr(opening, "opened", opened)
    folder = write_tree(tmp_path / "files", {"a.txt": "alpha"})
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        wait_until(lambda: found(engine, "alpha") == ["a.txt"])
        assert engine.keeping.failures() == []


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "files", {"a.txt": "alpha"})
    (folder / "a.txt").chmod(0)
    with engine_at(tmp_path / "data") as engine:
        engine.index([str(folder)])
        assert engine.keeping.failures()[0].state is FileState.FAILED

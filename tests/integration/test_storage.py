"""The databases: replaced whole, refused when newer, put aside when damaged, never when merely busy."""

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from desktop_search.engine.opening import open_databases
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing import word_cache
from desktop_search.paths import DataDirectory
from desktop_search.records import (
    EmbeddingId,
    FileStat,
    FileState,
    Folder,
    Label,
    Location,
    Passage,
    ReadDocument,
    ReadOutcome,
)
from desktop_search.storage.connection import Database, DatabaseDamaged
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.user_db import UserDb

EMBEDDING = EmbeddingId("test", "test", "1", "float32", 4)


def outcome(path: str, *texts: str, size: int = 1) -> ReadOutcome:
    passages = tuple(Passage(text, text.encode().ljust(16)[:16], None, Location(page=1)) for text in texts)
    return ReadOutcome(
        FileStat(path, size, 1, 2, 3, 4), FileState.INDEXED, (ReadDocument(passages, "Title"),), None, "t", 1
    )


@pytest.fixture
def db(tmp_path: Path) -> IndexDb:
    return IndexDb(tmp_path / "index.db")


def test_a_file_is_replaced_whole_and_ids_are_never_used_again(db: IndexDb) -> None:
    first = db.replace([outcome("/a", "one", "two"), outcome("/b", "three")])
    second = db.replace([outcome("/a", "four")])
    assert second.passages_removed == first.passages_added[:2]
    assert second.files_removed == first.files_added[:1]
    assert min(second.passages_added) > max(first.passages_added)
    assert db.counts().seen == 2
    removed = db.forget(["/"])
    assert set(removed.passages_removed) == {first.passages_added[2], *second.passages_added}
    again = db.replace([outcome("/a", "five")])
    assert min(again.passages_added) > max(second.passages_added)
    assert db.all_ids() == {*again.passages_added, *(-id for id in again.files_added)}


def test_a_folder_does_not_hold_its_neighbours(db: IndexDb) -> None:
    db.replace([outcome(path, path) for path in ("/a/x", "/a.txt", "/ab/x", "/a", "/a/y/z")])
    assert {file.stat.path for file in db.known_files("/a")} == {"/a", "/a/x", "/a/y/z"}
    assert db.counts("/ab").seen == 1
    db.forget(["/a"])
    assert {file.stat.path for file in db.known_files("/")} == {"/a.txt", "/ab/x"}


def test_known_files_come_in_the_order_of_the_walk(db: IndexDb) -> None:
    paths = ["/d/a/b", "/d/a.txt", "/d/a-b", "/d/B", "/d/\udce9"]
    db.mark_pending([FileStat(path, 0, 0, 0, 0, 0) for path in paths])
    known = [file.stat.path for file in db.known_files("/d")]
    assert known == sorted(paths, key=lambda path: path.encode("utf-8", "surrogateescape"))


def test_a_pending_file_keeps_its_passages_until_it_is_read(db: IndexDb) -> None:
    db.replace([outcome("/a", "one")])
    assert db.mark_pending([FileStat("/a", 9, 9, 9, 9, 9)]).files_added == ()
    assert db.counts().pending == 1
    assert db.count_passages() == 1


def test_equal_text_has_one_vector_and_unused_ones_go(db: IndexDb) -> None:
    db.replace([outcome("/a", "same", "other"), outcome("/b", "same")])
    number = db.embedding_number(EMBEDDING)
    waiting = db.unembedded(number, after=0, limit=10)
    assert len(waiting) == 3
    assert not db.has_vectors(number)
    hashes = sorted({item.text_hash for item in waiting})
    db.add_vectors(number, hashes, np.eye(4, dtype=np.float32)[:2])
    assert db.unembedded(number, after=0, limit=10) == []
    assert db.count_passages(number) == 3
    assert db.has_vectors(number)
    ids = [id for chunk, _ in db.vectors(number) for id in chunk]
    assert len(ids) == 3
    db.forget_files(["/a"])
    assert db.remove_unused_vectors() == 1
    assert db.count_passages(number) == 1


def test_a_vector_that_is_not_finite_is_refused(db: IndexDb) -> None:
    with pytest.raises(ValueError):
        db.add_vectors(db.embedding_number(EMBEDDING), [b"x" * 16], np.full((1, 4), np.nan, np.float32))


def test_a_failed_transaction_leaves_nothing_behind(db: IndexDb) -> None:
    broken = outcome("/b", "text")
    object.__setattr__(broken.documents[0].passages[0], "text", object())
    with pytest.raises(Exception, match=r"."):
        db.replace([outcome("/a", "one"), broken])
    assert db.counts().seen == 0
    db.replace([outcome("/a", "one")])
    assert db.counts().seen == 1


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    for name, opened in (("index.db", IndexDb), ("user.db", UserDb)):
        path = tmp_path / name
        opened(path).close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        before = path.read_bytes()
        with pytest.raises(DesktopSearchError, match="newer version"):
            opened(path)
        assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"This is no database. " * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_index_is_put_aside_and_labels_stay(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    data = DataDirectory(tmp_path)
    label = Label("query", "/a", "passage", True, "person", 1.0)
    opened = open_databases(data)
    opened.user_db.add_label(label)
    opened.user_db.add_folders([Folder("/documents")])
    opened.db.close()
    opened.user_db.close()
    for leftover in tmp_path.glob("index.db-*"):
        leftover.unlink()
    data.index_database.write_bytes(content)
    opened = open_databases(data)
    assert "damaged" in opened.notices[0]
    assert [path.read_bytes() for path in tmp_path.glob("damaged-*-index.db")] == [content]
    assert opened.db.counts().seen == 0
    assert opened.user_db.labels() == [label]
    assert opened.user_db.folders() == [Folder("/documents")]
    opened.db.close()
    opened.user_db.close()


def test_another_programs_database_is_never_taken_over(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "index.db") as connection:
        connection.execute("PRAGMA application_id = 1")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(DatabaseDamaged):
        IndexDb(tmp_path / "index.db")


def with_byte(file: Path, at: int, value: int) -> Path:
    content = bytearray(file.read_bytes())
    content[at] = value
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(("at", "value"), [(18, 0x82), (19, 0x82), (47, 0x0C)])
def test_what_would_be_read_only_for_ever_is_damaged(tmp_path: Path, at: int, value: int) -> None:
    # One flipped bit, and SQLite takes the file for that of a newer format, in which nothing can be written.
    file = tmp_path / "index.db"
    IndexDb(file).close()
    with pytest.raises(DatabaseDamaged):
        IndexDb(with_byte(file, at, value))


@pytest.mark.parametrize(("at", "value"), [(18, 0), (19, 0), (19, 1), (44, 1)])
def test_a_header_that_sqlite_reads_as_ever_is_no_damage(tmp_path: Path, at: int, value: int) -> None:
    file = tmp_path / "index.db"
    IndexDb(file).close()
    opened = IndexDb(with_byte(file, at, value))
    opened.set_meta("tried", "yes")
    assert opened.meta("tried") == "yes"
    opened.close()


@pytest.mark.parametrize(("at", "value"), [(18, 0x82), (47, 0x0C)])
def test_a_header_that_is_right_in_the_log_is_no_damage(tmp_path: Path, at: int, value: int) -> None:
    opened = IndexDb(tmp_path / "index.db")
    with opened.database.writing() as connection:
        # The header is part of the first page, which a change of the tables writes.
        connection.exec_driver_sql("CREATE TABLE later (x)")
    for end in ("", "-wal"):
        shutil.copy(tmp_path / f"index.db{end}", tmp_path / f"killed.db{end}")
    opened.close()
    killed = IndexDb(with_byte(tmp_path / "killed.db", at, value))
    killed.set_meta("tried", "yes")
    killed.close()
    assert IndexDb(tmp_path / "killed.db").meta("tried") == "yes"


def test_a_database_that_finds_no_room_says_that_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(Database, "_migrate", full)
    with pytest.raises(DesktopSearchError, match="The disk is full"):
        IndexDb(tmp_path / "index.db")


def test_a_locked_database_is_not_a_damaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_search.storage.connection.BUSY_MILLISECONDS", 50)
    holder = sqlite3.connect(tmp_path / "index.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DesktopSearchError, match="locked"):
        IndexDb(tmp_path / "index.db")
    holder.close()
    IndexDb(tmp_path / "index.db").close()


def test_the_first_texts_are_found_at_once_however_many_names_came_before(
    db: IndexDb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_cache, "FIRST_COMMIT_SECONDS", 3600.0)
    monkeypatch.setattr(word_cache, "COMMIT_SECONDS", 3600.0)
    words = word_cache.WordCache(db, tmp_path / "words")
    found = []
    for change in (
        db.mark_pending([outcome("/a").stat]),
        db.mark_pending([outcome("/b").stat]),
        db.replace([outcome("/a", "one", "two")]),
        db.replace([outcome("/b", "three")]),
    ):
        words.apply(change)
        words.commit_if_due()
        found.append(words.index.passages)
    # Names are made searchable together with what follows them, and so are all texts but the first.
    assert found == [0, 0, 2, 2]
    words.close()

"""Copies of what a person decided: made of a sound file only, put back for a damaged one, without what was erased."""

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_search import plugins
from desktop_search.engine.opening import open_databases
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import Folder, Label, Problem
from desktop_search.storage.connection import WRITE_FORMAT
from desktop_search.storage.copies import KEPT, Copies, put_back_rows, wrong_rows
from desktop_search.storage.migrations import user as migrations
from desktop_search.storage.openings import StoredOpenings
from desktop_search.storage.user_db import UserDb
from tests.fakes import engine_at

LABELS = [Label(f"query {number}", "/a", f"passage {number}", True, "person", 1.0) for number in range(3)]
FOLDER = Folder("/documents", ("*.bak",))


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataDirectory]:
    """A data directory with some decisions in it, and a copy of them."""
    user_db = UserDb(tmp_path / "user.db")
    for label in LABELS:
        user_db.add_label(label)
    user_db.add_folders([FOLDER])
    user_db.close()
    directory = DataDirectory(tmp_path)
    assert copies_of(directory).keep() is not None
    yield directory


def copies_of(data: DataDirectory) -> Copies:
    return Copies(data.user_database, data.user_copies)


def damage(database: Path, old: bytes, new: bytes) -> None:
    content = database.read_bytes()
    assert content.count(old) == 1
    database.write_bytes(content.replace(old, new))


def found_in(data: DataDirectory) -> tuple[list[Label], list[Folder], list[Problem], list[str]]:
    opened = open_databases(data)
    try:
        return opened.user_db.labels(), opened.user_db.folders(), opened.problems, opened.notices
    finally:
        opened.user_db.close()
        opened.db.close()


@pytest.mark.parametrize("content", [b"", b"nonsense" * 500, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_copy_takes_the_place_of_a_damaged_file(
    data: DataDirectory, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    data.user_database.write_bytes(content)
    labels, folders, problems, notices = found_in(data)
    assert (labels, folders) == (LABELS, [FOLDER])
    assert problems == [Problem("user.db", "damage found when it was opened", 1, repaired=True)]
    assert "copy of" in notices[0]
    assert [path.read_bytes() for path in data.root.glob("damaged-*-user.db")] == [content]
    assert found_in(data)[2:] == ([], [])


def test_damaged_rows_are_put_back_and_later_ones_stay(data: DataDirectory, caplog: pytest.LogCaptureFixture) -> None:
    user_db = UserDb(data.user_database)
    user_db.add_label(Label("later", "/b", "", False, "person", 2.0))
    user_db.close()
    damage(data.user_database, b"passage 1", b"passage!1")
    damage(data.user_database, b"*.bak", b'*."ak')
    labels, folders, problems, _ = found_in(data)
    assert sorted(one.passage for one in labels) == ["", "passage 0", "passage 1", "passage 2"]
    assert folders == [FOLDER]
    assert [one.repaired for one in problems] == [True]


def test_a_damaged_copy_is_passed_over(data: DataDirectory, caplog: pytest.LogCaptureFixture) -> None:
    copies = copies_of(data)
    newest = copies.keep()
    assert newest is not None
    damage(newest, b"passage 1", b"passage!1")
    assert [copy != newest for copy in copies.sound()] == [True]
    data.user_database.write_bytes(b"")
    assert found_in(data)[0] == LABELS


def test_a_copy_in_which_nothing_could_be_written_is_passed_over(data: DataDirectory) -> None:
    copies = copies_of(data)
    newest = copies.keep()
    assert newest is not None
    content = bytearray(newest.read_bytes())
    content[WRITE_FORMAT] = 0x82
    newest.write_bytes(content)
    assert [copy != newest for copy in copies.sound()] == [True]


def test_without_a_copy_a_damaged_file_is_left_for_its_person(tmp_path: Path) -> None:
    (tmp_path / "user.db").write_bytes(b"nonsense" * 500)
    with pytest.raises(DesktopSearchError, match="damaged"):
        open_databases(DataDirectory(tmp_path))
    assert (tmp_path / "user.db").read_bytes() == b"nonsense" * 500


def test_no_copy_is_made_of_a_damaged_file(data: DataDirectory, caplog: pytest.LogCaptureFixture) -> None:
    copies = copies_of(data)
    before = copies.all()
    damage(data.user_database, b"passage 1", b"passage!1")
    assert copies.keep() is None
    copies.renew()
    assert copies.all() == before
    assert "damaged" in caplog.text


def test_few_copies_are_kept_and_nobody_else_may_read_them(data: DataDirectory) -> None:
    copies = copies_of(data)
    made = [copies.keep() for _ in range(KEPT + 2)]
    assert copies.all() == made[: -KEPT - 1 : -1]
    assert {stat.S_IMODE(copy.stat().st_mode) for copy in copies.all()} == {0o600}
    assert stat.S_IMODE(data.user_copies.stat().st_mode) == 0o700
    assert {path.name[:5] for path in data.user_copies.iterdir()} == {"user-"}


def test_a_copy_is_made_only_when_something_has_changed(data: DataDirectory) -> None:
    copies = copies_of(data)
    before = copies.all()
    copies.keep_if_due(every_seconds=0)
    assert copies.all() == before
    user_db = UserDb(data.user_database)
    user_db.add_label(LABELS[0])
    copies.keep_if_due()
    assert copies.all() == before
    copies.keep_if_due(every_seconds=0)
    user_db.close()
    assert len(copies.all()) == 2


def test_a_copy_is_made_before_tables_are_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older_ones = list(plugins.modules_in(migrations))[:4]
    with monkeypatch.context() as older:
        older.setattr("desktop_search.storage.connection.plugins.modules_in", lambda package: older_ones)
        UserDb(tmp_path / "user.db").close()
    with closing(sqlite3.connect(tmp_path / "user.db")) as connection, connection:
        connection.execute("INSERT INTO labels VALUES (7, 'query', X'2f61', 'passage', 1, 'person', 1.0)")
    data = DataDirectory(tmp_path)
    assert found_in(data)[0] == [Label("query", "/a", "passage", True, "person", 1.0)]
    oldest = copies_of(data).all()[-1]
    with closing(sqlite3.connect(oldest)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (4,)
    # What had no digest was given one.
    with closing(sqlite3.connect(data.user_database)) as connection:
        assert connection.execute("SELECT length(digest) FROM labels").fetchall() == [(8,)]


def test_what_was_erased_is_in_no_copy(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    with engine_at(tmp_path / "data") as engine:
        engine.add_folders([str(documents)])
        engine.judging.import_labels([Label("secretive question", "/a", "", True, "person", 1.0)])
        engine.habits.note_opening("/opened/secretively")
        assert StoredOpenings(engine._user_db.database).all()
    with engine_at(tmp_path / "data") as engine:
        kept = b"".join(path.read_bytes() for path in (tmp_path / "data" / "copies").iterdir())
        assert b"secretive question" in kept and b"/opened/secretively" not in kept
        engine.judging.remove_labels("secretive question")
        engine.forget([str(documents)])
        kept = b"".join(path.read_bytes() for path in (tmp_path / "data" / "copies").iterdir())
        assert b"secretive question" not in kept and str(documents).encode() not in kept


def test_a_damaged_digest_is_put_back_and_rows_of_another_history_never_are(
    data: DataDirectory, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(data.user_database)) as connection, connection:
        connection.execute("UPDATE labels SET digest = X'00' WHERE id = 1")
        # As after a restoring: the same number, and another judgement.
        connection.execute("UPDATE labels SET query = 'another', digest = X'00' WHERE id = 2")
    with closing(UserDb(data.user_database)) as user_db:
        [copy] = copies_of(data).sound()
        put_back_rows(user_db, copy, wrong_rows(user_db))
        assert wrong_rows(user_db) == {"labels": [2]}
        assert [label.query for label in user_db.labels()] == ["query 0", "another", "query 2"]


def test_a_copy_takes_the_place_also_where_there_are_no_links(
    data: DataDirectory, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refusing(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refusing)
    data.user_database.write_bytes(b"nonsense" * 500)
    assert found_in(data)[0] == LABELS
    assert [path.read_bytes() for path in data.root.glob("damaged-*-user.db")] == [b"nonsense" * 500]


def test_copies_made_when_commands_end_leave_those_of_the_days_before(data: DataDirectory) -> None:
    copies, day = copies_of(data), 86_400
    [first] = copies.all()
    os.utime(first, (time.time() - 2 * day,) * 2)
    before = copies.keep()
    assert before is not None
    os.utime(before, (time.time() - day / 2,) * 2)
    for number in range(3):
        with closing(UserDb(data.user_database)) as user_db:
            user_db.add_label(Label(f"later {number}", "/b", "", False, "person", 2.0))
        # Each as a command of its own.
        copies_of(data).keep_if_due(every_seconds=0)
    newest, *older = copies.all()
    assert older == [before, first]
    assert b"later 2" in newest.read_bytes()


def test_forgetting_removes_damaged_indexes_that_hold_its_text(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    with engine_at(tmp_path / "data") as engine:
        engine.add_folders([str(documents)])
        for name in ("damaged-20260101-000000-index.db", "damaged-20260101-000000-index.db-wal"):
            (tmp_path / "data" / name).write_bytes(b"its text")
        engine.forget([str(documents)])
        assert not list((tmp_path / "data").glob("damaged-*"))

"""A backup brings everything back that cannot be made anew; a damaged or hostile one changes nothing."""

import json
import re
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_search import settings as settings_file
from desktop_search.embedding import importing
from desktop_search.engine.belongings import archive, backing_up, restoring
from desktop_search.engine.opening import open_databases
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import Label
from desktop_search.storage import user_copies
from desktop_search.storage.copies import Copies, wrong_rows
from desktop_search.storage.openings import Opening, StoredOpenings
from desktop_search.storage.user_db import UserDb
from tests.belongings_samples import MODEL, QUERY, Home, home_at, kept_in, tree, tried
from tests.fakes import engine_at

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_at(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def home(sample: Home, tmp_path: Path) -> Home:
    """A copy of its own; what was in use there names the place where it was made, as a copied home does."""
    shutil.copytree(sample.data.root, tmp_path / "data")
    data = DataDirectory(tmp_path / "data")
    restored = tmp_path / "start.zip"
    backing_up.write(sample.data, restored)
    restoring.restore(data, restored, try_out=tried)
    shutil.rmtree(data.backups)
    return Home(data, sample.documents)


@pytest.fixture
def backup(home: Home, tmp_path: Path) -> Path:
    backing_up.back_up(home.data, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


def test_a_backup_brings_labels_searches_settings_and_models_back_on_an_empty_home(
    home: Home, backup: Path, tmp_path: Path
) -> None:
    elsewhere = DataDirectory(tmp_path / "new" / "data")
    done = restoring.restore(elsewhere, backup, try_out=tried)
    assert (done.labels, done.folders, done.models, done.put_aside, done.notices) == (1, 1, (MODEL,), "", ())
    assert kept_in(elsewhere) == kept_in(home.data)
    assert settings_file.load(elsewhere.settings_file).model == str((elsewhere.installed_models / MODEL).resolve())
    with engine_at(elsewhere.root, settings=settings_file.load(elsewhere.settings_file)) as engine:
        engine.rescan()
        engine.wait_until_idle(30)
        assert Path(engine.search(QUERY).hits[0].path).name == "rent.txt"
    assert not list(elsewhere.root.glob(".restoring-*"))


def test_a_backup_is_for_its_person_only_and_never_replaces_a_file_by_itself(home: Home, backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    before = backup.read_bytes()
    with pytest.raises(DesktopSearchError, match="exists already"):
        backing_up.back_up(home.data, backup)
    assert backup.read_bytes() == before
    backing_up.back_up(home.data, backup, force=True)
    assert [path.name for path in backup.parent.glob(".backup*")] == []
    with pytest.raises(DesktopSearchError, match="inside the data directory"):
        backing_up.back_up(home.data, home.data.root / "backup.zip")


def test_a_backup_holds_nothing_that_was_deleted(home: Home, tmp_path: Path) -> None:
    user_db = UserDb(home.data.user_database)
    user_db.remove_labels(QUERY, str(home.documents / "rent.txt"), "")
    user_db.close()
    with sqlite3.connect(home.data.user_database) as raw:
        raw.execute("DELETE FROM saved_searches")
        raw.execute("DELETE FROM model_reports")
    raw.close()
    backing_up.back_up(home.data, tmp_path / "after.zip")
    assert QUERY.encode() not in (tmp_path / "after.zip").read_bytes()


def test_what_was_there_is_kept_as_a_backup_and_can_be_brought_back(home: Home, backup: Path) -> None:
    user_db = UserDb(home.data.user_database)
    user_db.remove_labels(QUERY, str(home.documents / "rent.txt"), "")
    user_db.close()
    changed = kept_in(home.data)
    done = restoring.restore(home.data, backup, try_out=tried)
    assert kept_in(home.data) != changed
    restoring.restore(home.data, Path(done.put_aside), try_out=tried)
    assert kept_in(home.data) == changed
    for _ in range(4):
        restoring.restore(home.data, backup, try_out=tried)
    assert len(list(home.data.backups.iterdir())) == restoring.KEPT


def test_what_fails_after_everything_was_restored_is_no_failure(
    home: Home, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.data.user_database.write_bytes(b"damaged" * 1000)

    def refuse(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as full:
        full.setattr(Copies, "keep", refuse)
        assert restoring.restore(home.data, backup, try_out=tried).labels


def test_a_model_of_the_same_name_gets_another_one(home: Home, backup: Path, tmp_path: Path) -> None:
    elsewhere = DataDirectory(tmp_path / "other")
    elsewhere.create()
    source = tmp_path / "another"
    shutil.copytree(home.data.installed_models / MODEL, source)
    (source / "installed.json").unlink()
    (source / "README.md").write_text("Not the same.")
    importing.import_model(source, elsewhere.installed_models, MODEL, try_out=tried)
    done = restoring.restore(elsewhere, backup, try_out=tried)
    assert done.models == (f"{MODEL}-2",)
    assert settings_file.load(elsewhere.settings_file).model.endswith(f"/{MODEL}-2")
    assert kept_in(elsewhere)["used"] == [f"models/installed/{MODEL}-2"]


def test_a_failure_in_the_end_brings_everything_back(
    home: Home, tmp_path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = DataDirectory(tmp_path / "other")
    elsewhere.create()
    settings_file.save(settings_file.Settings(rescan_minutes=5), elsewhere.settings_file)
    UserDb(elsewhere.user_database).close()
    before = tree(elsewhere.root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(user_copies, "put_in_place", full)
    with pytest.raises(DesktopSearchError, match="No space left on device"):
        restoring.restore(elsewhere, backup, try_out=tried)
    after = tree(elsewhere.root)
    assert {
        name: sha for name, sha in after.items() if not name.startswith(("backups/", "engine.lock", "user.db-"))
    } == before


def test_a_damaged_user_database_is_what_a_backup_is_for(home: Home, backup: Path) -> None:
    good = kept_in(home.data)
    home.data.user_database.write_bytes(b"not a database at all" * 300)
    restoring.restore(home.data, backup, try_out=tried)
    assert kept_in(home.data) == good
    assert len(list(home.data.root.glob("damaged-*-user.db"))) == 1


@pytest.mark.parametrize("start", [100, 4096, 2 * 4096])
def test_damage_anywhere_in_the_user_database_is_mended_by_a_backup(home: Home, backup: Path, start: int) -> None:
    good = kept_in(home.data)
    content = bytearray(home.data.user_database.read_bytes())
    content[start : start + 3000] = b"\xff" * 3000
    home.data.user_database.write_bytes(content)
    restoring.restore(home.data, backup, try_out=tried)
    assert kept_in(home.data) == good
    assert [path.read_bytes() for path in home.data.root.glob("damaged-*-user.db")] == [content]


def test_what_was_restored_is_what_comes_back_after_damage(
    home: Home, backup: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = kept_in(home.data)["labels"]
    with closing(UserDb(home.data.user_database)) as user_db:
        user_db.remove_labels(QUERY, str(home.documents / "rent.txt"), "")
        user_db.add_label(Label("another", "/a", "another passage", True, "person", 1.0))
    assert Copies(home.data.user_database, home.data.user_copies).keep() is not None
    restoring.restore(home.data, backup, try_out=tried)
    content = home.data.user_database.read_bytes()
    for damaged in (b"", content.replace(b"The rent", b"the!rent")):
        home.data.user_database.write_bytes(damaged)
        opened = open_databases(home.data)
        opened.db.close()
        opened.user_db.close()
        assert kept_in(home.data)["labels"] == good


def test_a_backup_of_before_there_were_digests_gets_them(home: Home, backup: Path, tmp_path: Path) -> None:
    columns = "ALTER TABLE labels DROP COLUMN digest; ALTER TABLE folders DROP COLUMN digest; PRAGMA user_version=4"
    older = rewritten(backup, tmp_path / "older.zip", with_user_db(columns))
    good = kept_in(home.data)
    done = restoring.restore(home.data, older, try_out=tried)
    assert kept_in(home.data) == good and done.notices == ()
    with closing(UserDb(home.data.user_database)) as user_db:
        assert wrong_rows(user_db) == {}
    again = backing_up.back_up(home.data, tmp_path / "again.zip")
    assert again.notices == ()
    restoring.restore(home.data, Path(again.file), try_out=tried)


def test_a_damaged_judgement_is_told_of_and_left_out_and_the_others_are_restored(home: Home, tmp_path: Path) -> None:
    with closing(UserDb(home.data.user_database)) as user_db:
        user_db.add_label(Label("another", "/a", "another passage", True, "person", 1.0))
    content = home.data.user_database.read_bytes()
    home.data.user_database.write_bytes(content.replace(b"another passage", b"an!ther passage"))
    done = backing_up.back_up(home.data, tmp_path / "b.zip")
    assert len(done.notices) == 1 and "Damaged" in done.notices[0]
    restored = restoring.restore(home.data, Path(done.file), try_out=tried)
    assert restored.labels == 1 and len(restored.notices) == 1
    with closing(UserDb(home.data.user_database)) as user_db:
        assert [label.query for label in user_db.labels()] == [QUERY] and wrong_rows(user_db) == {}


def test_what_was_put_aside_does_not_tell_what_was_opened(home: Home, backup: Path) -> None:
    with closing(UserDb(home.data.user_database)) as user_db:
        StoredOpenings(user_db.database).add(Opening("/opened/secretively", "", 1.0))
    done = restoring.restore(home.data, backup, try_out=tried)
    assert b"/opened/secretively" not in Path(done.put_aside).read_bytes()


def test_a_locked_database_is_not_called_damaged(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> bytes:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(user_copies, "snapshot", locked)
    with pytest.raises(DesktopSearchError, match="cannot be read: database is locked"):
        backing_up.back_up(home.data, tmp_path / "b.zip")


def test_a_backup_cannot_have_the_program_load_what_is_not_its_own(home: Home, backup: Path, tmp_path: Path) -> None:
    text = b'extra_formats = "evil"\nreranker = "/nowhere/at/all"\nreaders = 3\n'
    hostile = rewritten(backup, tmp_path / "hostile.zip", lambda members: members | {"settings.toml": text})
    done = restoring.restore(home.data, hostile, try_out=tried)
    kept = settings_file.load(home.data.settings_file)
    assert (kept.extra_formats, kept.reranker, kept.readers) == ("", "", 3)
    assert len(done.notices) == 2


def rewritten(source: Path, target: Path, change: Callable[[Members], Members], *, sums: bool = True) -> Path:
    """A backup with other members; with sums its manifest is made to fit."""
    with zipfile.ZipFile(source) as packed:
        members = {name: packed.read(name) for name in packed.namelist() if name != archive.MANIFEST}
        manifest = json.loads(packed.read(archive.MANIFEST))
    members = change(members)
    if sums:
        import hashlib

        manifest["files"] = {
            name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in members.items()
        }
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in {**members, archive.MANIFEST: json.dumps(manifest).encode()}.items():
            packed.writestr(name, content)
    return target


def with_user_db(statements: str) -> Callable[[Members], Members]:
    """Members whose user.db was changed by SQL."""

    def change(members: Members) -> Members:
        with sqlite3.connect(":memory:") as database:
            database.deserialize(members["user.db"])
            database.executescript(statements)
            return members | {"user.db": database.serialize()}

    return change


def cut(members: Members) -> Members:
    return members | {"user.db": members["user.db"][:-5000]}


def without(name: str) -> Callable[[Members], Members]:
    return lambda members: {one: content for one, content in members.items() if one != name}


def adding(name: str, content: bytes = b"hello") -> Callable[[Members], Members]:
    return lambda members: members | {name: content}


HOSTILE: dict[str, tuple[Callable[[Members], Members], str]] = {
    "a path out of it": (adding("models/x/../../../evil"), "no name that a backup has"),
    "an absolute path": (adding("/etc/cron.d/evil"), "no name that a backup has"),
    "a drive": (adding("C:\\evil"), "no name that a backup has"),
    "another file": (adding("index.db"), "no name that a backup has"),
    "code in a model": (adding(f"models/{MODEL}/evil.py"), "evil.py is code"),
    "a pickle in a model": (adding(f"models/{MODEL}/weights.pkl"), "may hold code"),
    "a model of unknown modules": (
        adding(f"models/{MODEL}/modules.json", b'[{"idx":0,"name":"0","path":"","type":"os.system"}]'),
        "none of the modules that are known",
    ),
    "a model without weights": (without(f"models/{MODEL}/model.safetensors"), "not safe or not whole"),
    "no labels": (without("user.db"), "holds no labels"),
    "a trigger": (
        with_user_db("CREATE TRIGGER t AFTER INSERT ON labels BEGIN DELETE FROM folders; END"),
        "trigger that is not ours",
    ),
    "a view": (with_user_db("CREATE VIEW v AS SELECT 1"), "view that is not ours"),
    "another table": (with_user_db("CREATE TABLE evil (a)"), "table that is not ours"),
    "a newer version": (with_user_db("PRAGMA user_version=999"), "newer version"),
    "another program's": (with_user_db("PRAGMA application_id=7"), "another program"),
    "numbers for texts": (with_user_db("UPDATE labels SET query = x'00ff'"), "labels are damaged"),
    "no list of rules": (with_user_db("UPDATE folders SET ignore_rules = '{'"), "labels are damaged"),
    "a database cut short": (cut, "labels"),
    "no database": (adding("user.db", b"x" * 9000), "labels cannot be read"),
    "settings that do not fit": (adding("settings.toml", b"readers = 'many'\n"), "settings do not fit"),
    "no TOML": (adding("settings.toml", b"= = ="), "settings do not fit"),
}


def assert_refused(home: Home, hostile: Path, reason: str) -> None:
    before = tree(home.data.root)
    with pytest.raises(DesktopSearchError, match=reason):
        restoring.restore(home.data, hostile, try_out=tried)
    assert tree(home.data.root) == before


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_backup_is_refused_with_a_reason_and_changes_nothing(
    home: Home, backup: Path, tmp_path: Path, what: str
) -> None:
    change, reason = HOSTILE[what]
    assert_refused(home, rewritten(backup, tmp_path / "hostile.zip", change), reason)


def test_a_wrong_checksum_is_refused(home: Home, backup: Path, tmp_path: Path) -> None:
    def change(members: Members) -> Members:
        return members | {"settings.toml": members["settings.toml"].replace(b"77", b"78")}

    changed = rewritten(backup, tmp_path / "h.zip", change, sums=False)
    assert_refused(home, changed, "settings.toml in it is damaged")


@pytest.mark.parametrize("size", ["1e400", "1000000000000000000", "-5"])
def test_a_size_that_cannot_be_is_refused(home: Home, backup: Path, tmp_path: Path, size: str) -> None:
    with zipfile.ZipFile(backup) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    manifest = re.sub(rb'"size": \d+', b'"size": ' + size.encode(), members[archive.MANIFEST], count=1)
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as packed:
        for name, content in {**members, archive.MANIFEST: manifest}.items():
            packed.writestr(name, content)
    assert_refused(home, tmp_path / "odd.zip", "cannot be read|does not hold what it says")


def test_links_packed_twins_and_giants_are_refused(home: Home, backup: Path, tmp_path: Path) -> None:
    def packed(make: Callable[[zipfile.ZipFile], None]) -> Path:
        target = tmp_path / "odd.zip"
        shutil.copy(backup, target)
        with zipfile.ZipFile(target, "a") as into:
            make(into)
        return target

    link = zipfile.ZipInfo("models/x/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert_refused(home, packed(lambda into: into.writestr(link, "/etc/passwd")), "link or no plain file")
    bomb = packed(lambda into: into.writestr("models/x/bomb", bytes(50_000_000), zipfile.ZIP_DEFLATED))
    assert_refused(home, bomb, "packed or encrypted")
    assert_refused(home, packed(lambda into: into.writestr("models/x/more", b"")), "does not hold what it says")
    assert_refused(home, packed(lambda into: into.writestr("USER.db", b"")), "no name that a backup has")
    content = bytearray(backup.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (0x7FFFFFFF).to_bytes(4, "little")
    (tmp_path / "giant.zip").write_bytes(content)
    assert_refused(home, tmp_path / "giant.zip", "claims to hold more|damaged")


def test_a_backup_that_was_cut_or_changed_anywhere_is_refused(home: Home, backup: Path, tmp_path: Path) -> None:
    content = backup.read_bytes()
    for at in range(100, len(content), len(content) // 12):
        (tmp_path / "cut.zip").write_bytes(content[:at])
        assert_refused(home, tmp_path / "cut.zip", "not restored")
        (tmp_path / "no.zip").write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        assert_refused(home, tmp_path / "no.zip", "not restored")
    for odd in (tmp_path, tmp_path / "nowhere.zip"):
        assert_refused(home, odd, "is no file|does not exist")


def test_what_a_newer_version_keeps_is_never_replaced(home: Home, backup: Path) -> None:
    with sqlite3.connect(home.data.user_database) as newer:
        newer.execute("PRAGMA user_version=999")
    newer.close()
    assert_refused(home, backup, "newer version")

"""Erasing leaves nothing of the program's, and touches nothing that is the person's."""

import os
from pathlib import Path

import pytest

from desktop_search import autostart, desktop_entry
from desktop_search.embedding import choice
from desktop_search.embedding.embedder import Options
from desktop_search.engine import launch
from desktop_search.engine.belongings import erasing, inventory, moving
from desktop_search.engine.client import Client
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory
from tests.belongings_samples import Home, home_at, tree
from tests.fakes import engine_at


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return home_at(tmp_path)


def test_erasing_leaves_no_file_and_the_persons_own_are_untouched(home: Home, tmp_path: Path) -> None:
    launch.connect_or_launch(home.data).close()
    mine = tree(home.documents)
    said = erasing.plan(home.data)
    done = erasing.erase(home.data)
    assert {one.kind for one in said.removals} >= {inventory.INDEX, inventory.LABELS, inventory.MODELS, inventory.LOGS}
    assert done.files > 20 and done.left == ()
    assert not home.data.root.exists()
    assert tree(home.documents) == mine
    assert list(Path(os.environ["XDG_RUNTIME_DIR"]).rglob("*.sock")) == []
    with pytest.raises(EngineUnavailable):
        Client.connect(home.data)


def test_after_erasing_a_fresh_start_works(home: Home) -> None:
    erasing.erase(home.data)
    with engine_at(home.data.root) as engine:
        assert engine.folders() == [] and engine.judging.labels() == []
        engine.index([str(home.documents)])
        assert engine.search("rent").hits


def test_what_the_person_has_put_there_stays(home: Home, tmp_path: Path) -> None:
    root, outside = home.data.root, tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("mine")
    own = [
        root / "notes.txt",
        root / "models" / "my model" / "a.bin",
        root / "logs" / "ship.txt",
        root / "vectors" / "x",
    ]
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    (root / "learning").mkdir(exist_ok=True)
    (root / "learning" / "run").symlink_to(outside)
    (root / "models" / "installed" / "mine").mkdir()
    (root / "models" / "installed" / "mine" / "weights").write_text("mine")
    done = erasing.erase(home.data)
    assert sorted(tree(root)) == sorted(
        ["learning/run", "models/installed/mine/weights", *(str(path.relative_to(root)) for path in own)]
        if (root / "learning" / "run").is_symlink()
        else ["models/installed/mine/weights", *(str(path.relative_to(root)) for path in own)]
    )
    assert (outside / "precious.txt").read_text() == "mine"
    assert set(done.left) >= {str(root / "notes.txt"), str(root / "models" / "my model")}


@pytest.mark.parametrize("what", ["documents", "empty", "home", "nowhere"])
def test_a_folder_that_is_none_of_the_programs_is_refused(tmp_path: Path, what: str) -> None:
    place = tmp_path / what
    files = {"documents": ["letter.txt"], "home": ["words/a.txt", "logs/b.log", "models/c", "CACHEDIR.TAG"]}
    for name in files.get(what, ()):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("mine")
    if what == "empty":
        place.mkdir()
    before = tree(tmp_path)
    with pytest.raises(DesktopSearchError, match="no data directory"):
        erasing.erase(DataDirectory(place))
    assert tree(tmp_path) == before


def test_a_folder_that_is_half_removed_is_known_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_short(folder: Path) -> None:
        (folder / "installed.json").unlink()
        raise OSError(5, "Input/output error", str(folder))

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", cut_short)
        with pytest.raises(OSError, match="Input/output"):
            erasing.remove(home.data.installed_models / "tuned-here")
    assert inventory.others(home.data.root) == []
    erasing.erase(home.data)
    assert not home.data.root.exists()


def test_an_interrupted_erasing_can_be_gone_on_with(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    remove = erasing.remove
    done: list[Path] = []

    def failing(path: Path) -> None:
        if len(done) == 4:
            raise OSError(13, "Permission denied", str(path))
        done.append(path)
        remove(path)

    monkeypatch.setattr(erasing, "remove", failing)
    with pytest.raises(DesktopSearchError, match="Not everything could be removed"):
        erasing.erase(home.data)
    monkeypatch.undo()
    erasing.erase(home.data)
    assert not home.data.root.exists()


def test_after_a_move_nothing_starts_what_was_erased(home: Home, tmp_path: Path) -> None:
    asked, new = home.data.root, DataDirectory(tmp_path / "new")
    way = autostart.of_this_system()
    way.switch_on(desktop_entry.command(home.data, "--background"))
    entry = desktop_entry.install(desktop_entry.APPLICATION_ID, desktop_entry.command(home.data), "icon")
    moving.move(home.data, new.root, asked=asked)
    assert [one.files for one in erasing.plan(new, asked=asked).removals if one.kind == erasing.DESKTOP] == [2]
    erasing.erase(new, asked=asked)
    assert not way.is_on() and not entry.exists()
    assert not asked.exists() and not new.root.exists()


def test_no_file_is_removed_while_it_is_locked(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    remove = erasing.remove

    def as_on_windows(path: Path) -> None:
        if path == home.data.lock_file:
            raise PermissionError(13, "Permission denied", str(path))
        remove(path)

    monkeypatch.setattr(erasing, "remove", as_on_windows)
    erasing.erase(home.data)
    assert not home.data.root.exists()


def test_only_what_starts_this_very_index_is_taken_out_of_the_desktop(home: Home, tmp_path: Path) -> None:
    other = DataDirectory(tmp_path / "another")
    way = autostart.XdgAutostart(tmp_path / "config")
    entry = desktop_entry.install(desktop_entry.APPLICATION_ID, desktop_entry.command(other), "icon")
    way.switch_on(desktop_entry.command(home.data, "--background"))
    erasing.erase(home.data)
    assert not way.path.exists()
    assert entry.exists()


def test_what_loading_the_shipped_model_leaves_is_the_programs(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESKTOP_SEARCH_PREPARED_MODELS")
    choice.embedder_of("openvino", "", "cpu", Options(place=home.data.root))
    assert any(home.data.models.glob("*.checked"))
    assert inventory.others(home.data.root) == []

"""A data directory that has moved is found again, answers as before, and is gone from its old place."""

import os
from pathlib import Path

import pytest

from desktop_search import moved
from desktop_search import settings as settings_file
from desktop_search.engine import launch
from desktop_search.engine.belongings import moving
from desktop_search.engine.client import Client
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory
from tests.belongings_samples import QUERY, Home, home_at, kept_in, tree
from tests.fakes import engine_at


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_at(tmp_path)


def test_what_was_moved_is_whole_and_found_from_the_old_place(home: Home, tmp_path: Path) -> None:
    before, new = kept_in(home.data), tmp_path / "disk" / "data"
    done = moving.move(home.data, new)
    assert moved.located(home.data.root) == new
    assert sorted(tree(home.data.root)) == [moved.SIGN]
    assert done.files == len(tree(new)) and not done.left
    assert kept_in(DataDirectory(new)) == before
    settings = settings_file.load(DataDirectory(new).settings_file)
    with engine_at(new, settings=settings) as engine:
        # The same model in the new place: nothing is embedded anew.
        assert engine.learning.models().next is None
        assert engine.index([str(home.documents)]).embedded_now == 0
        assert Path(engine.search(QUERY).hits[0].path).name == "rent.txt"


def test_a_move_on_and_back_home_leaves_one_directory(home: Home, tmp_path: Path) -> None:
    first, before = home.data.root, kept_in(home.data)
    places = [tmp_path / "one", tmp_path / "two", first, tmp_path / "one"]
    for place in places:
        moving.move(DataDirectory(moved.located(first)), place, asked=first)
        assert moved.located(first) == place
        assert kept_in(DataDirectory(place)) == before
        whole = [one for one in {first, *places} if (one / "user.db").exists()]
        assert whole == [place]


def test_an_engine_that_runs_is_ended_first(home: Home, tmp_path: Path) -> None:
    launch.connect_or_launch(home.data).close()
    moving.move(home.data, tmp_path / "new")
    with pytest.raises(EngineUnavailable):
        Client.connect(home.data)
    assert kept_in(DataDirectory(tmp_path / "new"))["labels"]


@pytest.mark.parametrize("what", ["full", "inside", "around", "file"])
def test_a_place_that_cannot_take_it_is_refused(home: Home, tmp_path: Path, what: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    places = {"inside": home.data.root / "new", "around": tmp_path}
    before = tree(tmp_path)
    with pytest.raises(DesktopSearchError):
        moving.move(home.data, places.get(what, tmp_path / what))
    assert tree(tmp_path) == before


def test_a_disk_that_is_away_is_named_and_nothing_is_begun_anew(home: Home, tmp_path: Path) -> None:
    moving.move(home.data, tmp_path / "disk")
    os.rename(tmp_path / "disk", tmp_path / "away")
    with pytest.raises(DesktopSearchError, match="which is not there"):
        moved.located(home.data.root)
    assert sorted(tree(home.data.root)) == [moved.SIGN]


def test_signs_that_lead_in_a_circle_are_an_error(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / name).mkdir()
        moved.put_sign(tmp_path / name, tmp_path / other)
    with pytest.raises(DesktopSearchError, match="lead nowhere"):
        moved.located(tmp_path / "a")


def test_what_is_not_the_programs_stays_where_it_was(home: Home, tmp_path: Path) -> None:
    (home.data.root / "letter.txt").write_text("mine")
    done = moving.move(home.data, tmp_path / "new")
    assert done.left == (str(home.data.root / "letter.txt"),)
    assert sorted(tree(home.data.root)) == ["letter.txt", moved.SIGN]

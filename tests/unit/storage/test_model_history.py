"""Which models a person has used, newest first, and what was measured of the tuned ones."""

from pathlib import Path

import pytest

from desktop_search.storage.model_history import ModelHistory
from desktop_search.storage.user_db import UserDb


@pytest.fixture
def history(tmp_path: Path) -> ModelHistory:
    return ModelHistory(UserDb(tmp_path / "user.db").database)


def used(history: ModelHistory, *folders: str) -> None:
    for number, folder in enumerate(folders):
        history.note_use(folder, float(number))


def test_before_the_first_change_there_was_no_other_model(history: ModelHistory) -> None:
    assert history.before("") is None
    used(history, "", "")
    assert history.before("") is None


def test_the_model_before_is_the_one_chosen_last_that_is_another(history: ModelHistory) -> None:
    used(history, "", "/a", "/a")
    assert history.before("/a") == ""
    used(history, "/b")
    assert history.before("/b") == "/a"


def test_to_undo_twice_is_to_do_it_again(history: ModelHistory) -> None:
    used(history, "", "/a")
    used(history, "")
    assert history.before("") == "/a"


def test_a_model_that_came_into_the_settings_by_hand_has_the_last_chosen_one_before_it(history: ModelHistory) -> None:
    used(history, "", "/a")
    assert history.before("/by hand") == "/a"


def test_the_newest_report_counts_of_all_and_of_each_model(history: ModelHistory) -> None:
    assert history.report() is None
    history.add_report("one", {"gain": 0.1}, ["b", "a"], 1.0)
    history.add_report("one", {"gain": 0.2}, ["a"], 2.0)
    history.add_report("two", {"gain": 0.3}, [], 3.0)
    newest, of_one = history.report(), history.report("one")
    assert newest is not None and (newest.revision, newest.report, newest.learned) == (
        "two",
        {"gain": 0.3},
        frozenset(),
    )
    assert of_one is not None and (of_one.report, of_one.learned) == ({"gain": 0.2}, frozenset({"a"}))
    assert history.report("three") is None
    assert (history.learned_by("one"), history.learned_by("three")) == (frozenset({"a"}), frozenset())

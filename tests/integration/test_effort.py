"""A person who wants the machine worked gently gets it, and sees what it waits for."""

from pathlib import Path

import pytest

from desktop_search.indexing import effort, presence
from desktop_search.settings import Settings
from tests.fakes import engine_at, wait_until, write_tree


def test_gentle_indexing_waits_for_power_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "ASKED_EVERY_SECONDS", 0.0)
    monkeypatch.setattr("desktop_search.indexing.indexer.HELD_SECONDS", 0.05)
    monkeypatch.setattr(presence, "is_on_battery", lambda: True)
    home = write_tree(tmp_path / "home", {"boat.txt": "A boat on the lake."})
    with engine_at(tmp_path / "data", settings=Settings(backend="hashing", readers=1, effort="gentle")) as engine:
        engine.add_folders([str(home)])
        wait_until(lambda: engine.status().state == "paused")
        assert any("battery" in notice for notice in engine.status().notices)
        assert not engine.search("boat").hits

        monkeypatch.setattr(presence, "is_on_battery", lambda: False)
        assert engine.wait_until_idle(30)
        assert engine.search("boat").hits
        assert not any("battery" in notice for notice in engine.status().notices)


def test_another_effort_is_used_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "is_on_battery", lambda: True)
    home = write_tree(tmp_path / "home", {"boat.txt": "A boat on the lake."})
    with engine_at(tmp_path / "data", settings=Settings(backend="hashing", readers=1, effort="gentle")) as engine:
        engine.add_folders([str(home)])
        wait_until(lambda: engine.status().state == "paused")
        engine.change_settings({"effort": "full"})
        assert engine.wait_until_idle(30)
        assert engine.search("boat").hits

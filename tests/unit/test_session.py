"""A command whose engine goes away asks the next one: of many at once, each may be the engine for a moment."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_search.engine import session
from desktop_search.errors import DesktopSearchError, EngineUnavailable
from desktop_search.paths import DataDirectory


class Ending:
    """Engines that end while they are asked, but for the last."""

    is_running_engine = True

    def __init__(self, count: int) -> None:
        self.left = count

    def call(self, method: str, **_arguments: Any) -> str:
        self.left -= 1
        if self.left >= 0:
            raise EngineUnavailable("The search engine has stopped.")
        return method


def ask(engines: Ending, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Any, bool]:
    @contextmanager
    def one_of_them(_data: DataDirectory) -> Iterator[Ending]:
        yield engines

    monkeypatch.setattr(session, "session", one_of_them)
    return session.call(DataDirectory(tmp_path), "status")


def test_a_command_outlives_many_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(Ending(9), monkeypatch, tmp_path) == ("status", True)


def test_a_command_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(EngineUnavailable):
        ask(Ending(1_000_000), monkeypatch, tmp_path)


def test_an_engine_that_finds_no_room_to_begin_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("desktop_search.engine.engine.Engine.__init__", full)
    with pytest.raises(DesktopSearchError, match="The disk is full"), session.session(DataDirectory(tmp_path)):
        pass

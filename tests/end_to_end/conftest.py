"""The installed command, run as a person or a script runs it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import is_running, wait_until


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory whose engine embeds by hashing: quick to start, no meaning."""
    place = tmp_path / "data"
    place.mkdir()
    (place / "settings.toml").write_text('backend = "hashing"\n')
    return place


@pytest.fixture
def running(data_dir: Path) -> Iterator[None]:
    """An engine runs, as where the window is open: each command then asks it, and starts none for itself."""
    line = [sys.executable, "-m", "desktop_search", "engine", "--data-dir", str(data_dir)]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as engine:
        try:
            wait_until(lambda: is_running(data_dir))
            yield
        finally:
            engine.terminate()


@pytest.fixture
def run(data_dir: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs desktop-search with arguments, on the test's data directory."""

    def command(*arguments: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        line = [sys.executable, "-m", "desktop_search", arguments[0], "--data-dir", str(data_dir), *arguments[1:]]
        return subprocess.run(line, capture_output=True, text=True, timeout=timeout, check=False)

    return command


@pytest.fixture
def answer(run: Callable[..., "subprocess.CompletedProcess[str]"]) -> Callable[..., dict[str, Any]]:
    """The JSON object a command prints; fails unless that is all it prints and it exits with 0."""

    def ask(*arguments: str, status: int = 0) -> dict[str, Any]:
        done = run(arguments[0], "--json", *arguments[1:])
        assert done.returncode == status, done.stderr
        assert done.stderr == ""
        value: dict[str, Any] = json.loads(done.stdout)
        return value

    return ask

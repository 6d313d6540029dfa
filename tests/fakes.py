"""Engines and files for tests: real databases and readers, vectors by hashing where meaning does not matter."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_search.engine.client import Client
from desktop_search.engine.engine import Engine
from desktop_search.errors import EngineUnavailable
from desktop_search.paths import DataDirectory
from desktop_search.settings import Settings

HASHING = Settings(backend="hashing", readers=1)


@contextmanager
def engine_at(root: Path, *, watch: bool = False, settings: Settings = HASHING) -> Iterator[Engine]:
    """An open engine over a data directory, closed at the end."""
    engine = Engine(DataDirectory(root), settings, watch=watch)
    try:
        yield engine
    finally:
        engine.close()


def is_running(data_dir: Path) -> bool:
    """Whether an engine of a process of its own answers there."""
    try:
        Client.connect(DataDirectory(data_dir)).close()
    except EngineUnavailable:
        return False
    return True


def write_tree(folder: Path, files: dict[str, str]) -> Path:
    """Writes text files by their relative names, and returns the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Waits for something that another thread or process will do. Raises AssertionError when it does not."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)

"""Engines and files for tests: real databases and readers, vectors by hashing where meaning does not matter."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_search.engine.engine import Engine
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


def write_tree(folder: Path, files: dict[str, str]) -> Path:
    """Writes text files by their relative names, and returns the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder

"""Every setting once: name, default, bounds and help. Kept as TOML beside the index."""

import dataclasses
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_search.errors import DesktopSearchError


def _setting(default: Any, about: str, least: float | None = None, most: float | None = None) -> Any:
    return field(default=default, metadata={"help": about, "least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each field carries its help and bounds as metadata."""

    backend: str = _setting("torch", "What computes the vectors: torch, or hashing (no meaning, for tests).")
    model: str = _setting("", "Folder of a sentence-transformers model; empty for the one that is shipped.")
    device: str = _setting("auto", "Where the model runs: auto, cpu, cuda or mps.")
    vector_store: str = _setting("auto", "auto, exact or hnsw. auto is exact up to exact_search_limit passages.")
    exact_search_limit: int = _setting(50_000, "Up to this many passages the nearest are found exactly.", 0, 10**9)
    readers: int = _setting(0, "Processes that read files; 0 means one for each processor core.", 0, 64)
    read_deadline_seconds: float = _setting(15.0, "A file that takes longer to read is given up.", 1, 3600)
    reader_memory_megabytes: int = _setting(1024, "A reader that needs more memory is stopped.", 128, 65536)
    largest_file_megabytes: int = _setting(200, "Larger files are found by name only.", 1, 100_000)
    largest_text_characters: int = _setting(10_000_000, "Longer texts are cut, and the file is partial.", 1000, 10**9)
    recognise_text: bool = _setting(True, "Text in pictures and scanned pages is read, where that is installed.")
    recognise_minutes: int = _setting(10, "Of a file that takes longer, only the first pages are recognised.", 3, 1440)
    extra_formats: str = _setting("", "Python modules with further formats, separated by commas.")
    passage_tokens: int = _setting(200, "How many tokens a passage has at most, where the model allows.", 64, 8192)
    meaning_weight: float = _setting(0.5, "How much meaning counts against words, from 0 to 1.", 0, 1)
    rescan_minutes: int = _setting(60, "The folders are compared with the disk at least this often.", 1, 10_080)


def load(path: Path) -> Settings:
    """Reads the settings, taking the default for what the file does not name.

    Raises DesktopSearchError for a file that is not TOML, a name nobody knows or a value out of bounds.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise DesktopSearchError(f"The settings file {path} cannot be read: {error}.", "Mend or delete it.") from error
    return checked(values)


def checked(values: dict[str, Any]) -> Settings:
    """Settings from plain values. Raises DesktopSearchError naming the value that does not fit."""
    known = {setting.name: setting for setting in dataclasses.fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise DesktopSearchError(f"There is no setting called “{name}”.")
        expected = type(known[name].default)
        if not isinstance(value, expected) and not (expected is float and isinstance(value, int)):
            raise DesktopSearchError(f"The setting “{name}” must be of type {expected.__name__}.")
        least, most = known[name].metadata["least"], known[name].metadata["most"]
        if (least is not None and value < least) or (most is not None and value > most):
            raise DesktopSearchError(f"The setting “{name}” must be between {least:g} and {most:g}.")
    return Settings(**values)


def save(settings: Settings, path: Path) -> None:
    """Writes the settings that differ from their defaults, replacing the file in one step."""
    import tomli_w

    changed = {
        setting.name: getattr(settings, setting.name)
        for setting in dataclasses.fields(Settings)
        if getattr(settings, setting.name) != setting.default
    }
    temporary = path.with_suffix(".new")
    with open(temporary, "wb") as file:
        tomli_w.dump(changed, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)

"""What a setting is called and what stands behind its number, from its field alone: a new one needs nothing here."""

import dataclasses
from typing import Any, TypeAlias

from PySide6.QtCore import QCoreApplication

Setting: TypeAlias = "dataclasses.Field[Any]"

_UNITS = {"milliseconds": "ms", "seconds": "s", "minutes": "min", "megabytes": "MB", "percent": "%", "characters": ""}


def group(setting: Setting) -> str:
    return _translated(setting.metadata.get("group") or "More")


def title(setting: Setting) -> str:
    """Its title, or its name as words, without the unit."""
    given = setting.metadata.get("title")
    if given:
        return _translated(given)
    words = setting.name.split("_")
    if len(words) > 1 and words[-1] in _UNITS:
        words.pop()
    return _translated(" ".join(words).capitalize())


def help_text(setting: Setting) -> str:
    return _translated(setting.metadata.get("help", ""))


def unit(setting: Setting) -> str:
    """What its number counts, or nothing."""
    return _translated(_UNITS.get(setting.name.rpartition("_")[2], ""))


def choice(value: str) -> str:
    """A value as it stands in a list of values."""
    return _translated(value if value in ("cpu", "cuda", "mps", "hnsw") else value.capitalize())


def is_about(setting: Setting, query: str) -> bool:
    """Whether all words of a query stand in what is said about a setting."""
    said = " ".join((group(setting), title(setting), help_text(setting), setting.name)).casefold()
    return all(word in said for word in query.casefold().split())


def _translated(text: str) -> str:
    return QCoreApplication.translate("settings", text) if text else ""

"""What a setting is called and what stands behind its number, from its field alone: a new one needs nothing here."""

import dataclasses
from typing import Any, TypeAlias

from PySide6.QtCore import QCoreApplication

from desktop_search.settings import Settings

Setting: TypeAlias = "dataclasses.Field[Any]"

UNITS = {"milliseconds": "ms", "seconds": "s", "minutes": "min", "megabytes": "MB", "percent": "%", "characters": ""}
OWN_NAMES = {"en": "English", "de": "Deutsch"}
"""Languages are called what their speakers call them, so that everybody finds the way back."""


def group(setting: Setting) -> str:
    return _translated(setting.metadata.get("group") or "More")


def title(setting: Setting) -> str:
    return _translated(title_in_english(setting))


def help_text(setting: Setting) -> str:
    return _translated(setting.metadata.get("help", ""))


def unit(setting: Setting) -> str:
    """What its number counts, or nothing."""
    return _translated(UNITS.get(setting.name.rpartition("_")[2], ""))


def choice(value: str) -> str:
    """A value as it stands in a list of values."""
    if value in OWN_NAMES:
        return OWN_NAMES[value]
    return _translated(choice_in_english(value))


def choice_in_english(value: str) -> str:
    return value if value in ("cpu", "cuda", "mps", "hnsw") else value.capitalize()


def title_in_english(setting: Setting) -> str:
    """Its title, or its name as words, without the unit."""
    if given := setting.metadata.get("title"):
        return str(given)
    words = setting.name.split("_")
    if len(words) > 1 and words[-1] in UNITS:
        words.pop()
    return " ".join(words).capitalize()


def texts_in_english() -> list[str]:
    """All that is said about the settings anywhere: what there is to translate."""
    texts = [unit for unit in UNITS.values() if unit]
    for setting in dataclasses.fields(Settings):
        texts += [setting.metadata["group"], title_in_english(setting), setting.metadata["help"]]
        texts += [choice_in_english(value) for value in setting.metadata["choices"] if value not in OWN_NAMES]
    return list(dict.fromkeys(texts))


def is_about(setting: Setting, query: str) -> bool:
    """Whether all words of a query stand in what is said about a setting."""
    said = " ".join((group(setting), title(setting), help_text(setting), setting.name)).casefold()
    return all(word in said for word in query.casefold().split())


def _translated(text: str) -> str:
    return QCoreApplication.translate("settings", text) if text else ""

"""What is said of models, in sentences. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_search.gui import counting, formatting
from desktop_search.records import ModelFigures, ModelUse

MOST_LANGUAGES = 8
"""A card may name a hundred."""


def in_use(use: ModelUse) -> str:
    """Which model answers."""
    return QCoreApplication.translate("models", "In use: {model}").format(model=formatting.one_line(use.now))


def switching(use: ModelUse) -> str:
    """How far the next model is; empty where there is none."""
    if use.next is None:
        return ""
    said = QCoreApplication.translate(
        "models", "Switching to {model}: {percent} % of {passages}. Until then {now} answers."
    )
    percent = 100 * min(use.embedded, use.passages) // max(use.passages, 1)
    names = {"model": formatting.one_line(use.next), "now": formatting.one_line(use.now)}
    return said.format(percent=percent, passages=formatting.passages(use.passages), **names)


def origin(model: Mapping[str, Any], *, is_switching: bool = False) -> str:
    """Where a model comes from, in a word or two, and whether it is in use, or will be."""
    translate = QCoreApplication.translate
    known = {
        "shipped": translate("models", "shipped"),
        "tuned": translate("models", "trained here"),
        "added": translate("models", "added"),
        "downloaded": translate("models", "downloaded"),
        "folder": translate("models", "in its own folder"),
    }
    name = str(model["origin"])
    said = known.get(name, name)
    if not model["in_use"]:
        return said
    used = translate("models", "to be used, {origin}") if is_switching else translate("models", "in use, {origin}")
    return used.format(origin=said)


def speed(model: Mapping[str, Any]) -> str:
    """Passages a second on this machine, where that was measured."""
    measured = model["speed"]
    return "–" if measured is None else QLocale().toString(float(measured["passages_per_second"]), "f", 0)


def languages(said: str) -> str:
    """The languages of a model that others publish."""
    translate = QCoreApplication.translate
    number = said.removesuffix(" languages")
    if number.isdecimal():
        return translate("models", "{number} languages").format(number=formatting.number(int(number)))
    return translate("models", "English") if said == "English" else said


def about(model: Mapping[str, Any]) -> str:
    """What else is known of a model, on a line or two."""
    translate = QCoreApplication.translate
    languages = [str(one) for one in model["languages"]]
    shown = ", ".join(languages[:MOST_LANGUAGES]) + (" …" if len(languages) > MOST_LANGUAGES else "")
    commit = str(model["commit"])[:12]
    measured = model["speed"]
    facts = (
        translate("models", "Languages: {languages}").format(languages=shown) if shown else "",
        translate("models", "Licence: {licence}").format(licence=model["licence"]) if model["licence"] else "",
        translate("models", "Made of: {kinds}").format(kinds=", ".join(map(str, model["kinds"])))
        if model["kinds"]
        else "",
        translate("models", "{name} at commit {commit}").format(name=model["published_as"], commit=commit)
        if commit
        else "",
        translate("models", "Speed measured with {backend}, {precision}").format(**measured) if measured else "",
    )
    return formatting.one_line(" · ".join(fact for fact in facts if fact))


def compared(figures: Sequence[ModelFigures]) -> str:
    """By what models were compared, and what that is worth."""
    said = QCoreApplication.translate(
        "models",
        "Measured by {questions} you judged, of which none of these models has learned anything. 1 is perfect; small"
        " differences are chance where questions are few.",
    )
    return said.format(questions=counting.questions(min((one.questions for one in figures), default=0)))


def measure(value: float) -> str:
    """A measure between 0 and 1."""
    return QLocale().toString(value, "f", 3)

"""What is said of what was learned, in sentences. Pure."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_search.gui import formatting
from desktop_search.records import AdapterState, TrainingState

FEWEST = 5
"""Questions below which a difference says nothing."""
UNDER_WAY = ("preparing", "training", "paused", "measuring")


def figure(value: float) -> str:
    """A measure between 0 and 1."""
    return QLocale().toString(value, "f", 2)


def difference(value: float) -> str:
    """A gain or a loss, with its sign."""
    rounded = round(value, 2)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return sign + figure(abs(rounded))


def interval(gain: float, low: float, high: float) -> str:
    """How much it is, and how sure that is."""
    said = QCoreApplication.translate("learning", "{gain}, 95 % between {low} and {high}")
    return said.format(gain=difference(gain), low=difference(low), high=difference(high))


def how_to_judge() -> str:
    """For whoever has not judged anything yet: how it is done, and what comes of it."""
    return QCoreApplication.translate(
        "learning",
        "When you search, press Ctrl+↑ on a result that answers your question, and Ctrl+↓ on one that does not, or use"
        " the tick and the cross at its right end. From the first judgement on, questions like it are answered better;"
        " after some dozens the model itself can be improved. Nothing of it leaves this computer.",
    )


def learned(state: AdapterState, judgements: int = 0) -> str:
    """From how much was learned, and whether it helps, in one line. judgements are those there are."""
    translate = QCoreApplication.translate
    if not state.questions:
        said = translate("learning", "Nothing has been learned from {judgements} yet")
        none = translate("learning", "Nothing has been learned yet")
        return said.format(judgements=formatting.judgements(judgements)) if judgements else none
    said = translate("learning", "Learned from {questions} you judged").format(
        questions=formatting.questions(state.questions)
    )
    if is_too_early(state):
        return said
    if state.low > 0:
        return translate("learning", "{learned}: results are better for it").format(learned=said)
    return translate("learning", "{learned}: results are worse for it").format(learned=said)


def worth(state: AdapterState, judgements: int = 0) -> str:
    """What it is worth, and how that was found out."""
    translate = QCoreApplication.translate
    if not state.questions:
        return _not_yet(state, judgements)
    if state.questions < FEWEST:
        said = translate(
            "learning", "It is too early to say how much that helps: it takes at least {count} judged questions."
        )
        return said.format(count=FEWEST)
    if state.strength == 0:
        return translate(
            "learning",
            "What they say does not carry over to other questions so far, so results stay as they are. More judgements"
            " may change that.",
        )
    tried = translate(
        "learning",
        "The questions were left out in turn, a fifth of them at a time, and answered with what the others taught: the"
        " right files came out at {before} before and at {after} now, where 1 is perfect (nDCG@10, {interval}).",
    ).format(
        before=figure(state.before),
        after=figure(state.after),
        interval=interval(state.after - state.before, state.low, state.high),
    )
    if is_too_early(state):
        return f"{tried} " + translate("learning", "That may still be chance: it is too early to say.")
    if state.high < 0:
        return f"{tried} " + translate("learning", "It is better switched off for now.")
    return tried


def _not_yet(state: AdapterState, judgements: int) -> str:
    """Why nothing was learned so far."""
    if not judgements:
        return how_to_judge()
    if not state.is_on:
        return QCoreApplication.translate("learning", "It is switched off.")
    return QCoreApplication.translate("learning", "That happens by itself, a moment after the model has been loaded.")


def is_too_early(state: AdapterState) -> bool:
    """Whether it is unknown so far if it helps."""
    return state.questions < FEWEST or state.strength == 0 or state.low <= 0 <= state.high


def phase(state: TrainingState) -> str:
    """What a training is doing, in one line, without the time that is left."""
    translate = QCoreApplication.translate
    steps = {"step": formatting.number(state.step), "steps": formatting.number(state.steps)}
    said = {
        "preparing": translate("learning", "Gathering examples…"),
        "training": translate("learning", "Learning…"),
        "paused": translate("learning", "Paused"),
        "measuring": translate("learning", "Comparing the new model with the old one…"),
        "cancelled": translate("learning", "The training was cancelled. Nothing has changed."),
    }
    if state.steps:
        said |= {
            "training": translate("learning", "Learning: step {step} of {steps}").format(**steps),
            "paused": translate("learning", "Paused at step {step} of {steps}").format(**steps),
        }
    return said.get(state.phase, "")


def whole_phase(state: TrainingState) -> str:
    """The same with the time that is left of it."""
    if state.seconds_left is None or state.phase == "paused":
        return phase(state)
    said = QCoreApplication.translate("learning", "{doing}, {left}")
    return said.format(doing=phase(state).rstrip("…"), left=formatting.time_left(state.seconds_left))


def duration(seconds: float) -> str:
    """How long something took, roughly."""
    translate = QCoreApplication.translate
    if seconds < 90:
        return translate("learning", "{seconds} s").format(seconds=formatting.number(round(seconds)))
    return translate("learning", "{minutes} min").format(minutes=formatting.number(math.ceil(seconds / 60)))


def origin(name: str) -> str:
    """Where a judgement comes from."""
    translate = QCoreApplication.translate
    known = {
        "window": translate("learning", "judged"),
        "command": translate("learning", "command"),
        "import": translate("learning", "imported"),
        "asked": translate("learning", "asked"),
        "opened": translate("learning", "opened"),
        "returned": translate("learning", "left at once"),
    }
    return known.get(name, formatting.one_line(name))


def joined(parts: Sequence[str]) -> str:
    """Facts on one line."""
    return " · ".join(part for part in parts if part)

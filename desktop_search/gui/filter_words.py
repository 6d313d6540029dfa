"""Says in the window's language what a filter of a query means. The engine says it in English, for the terminal."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_search.gui import formatting
from desktop_search.gui.sentences import translated
from desktop_search.records import Filter, FilterKind

_FILES = re.compile(r"(.+) files")
_UNKNOWN = re.compile(r"(.*) \((.*) is not known\)")


def said(one: Filter) -> str:
    """What a filter means, or why it was not understood."""
    if not one.is_valid:
        return translated(one.understood)
    if QLocale().language() == QLocale.Language.English:
        return one.understood
    english = one.understood.removeprefix("not ") if one.negated else one.understood
    meant = _from_values(one) or phrase(one.kind, english)
    return QCoreApplication.translate("filter", "not {filter}").format(filter=meant) if one.negated else meant


def phrase(kind: FilterKind, english: str) -> str:
    """What the engine calls a value of this kind: "PDF files", "in German"."""
    translate = QCoreApplication.translate
    if kind is FilterKind.TYPE:
        if unknown := _UNKNOWN.fullmatch(english):
            said = translate("filter", "{types} ({unknown} is not known)")
            return said.format(
                types=phrase(kind, unknown[1]),
                unknown=_listed(unknown[2], lambda one: formatting.quoted(one.strip("“”"))),
            )
        return _listed(english, _type)
    if kind is FilterKind.LANGUAGE:
        languages = _listed(english.removeprefix("in "), lambda name: translate("languages", name))
        return translate("filter", "in {languages}").format(languages=languages)
    return english


def _listed(english: str, say: Callable[[str], str]) -> str:
    """What the engine lists as "a, b or c", each said anew."""
    return _either([say(part) for part in re.split(r", | or ", english)])


def _either(parts: list[str]) -> str:
    if len(parts) < 2:
        return parts[0] if parts else ""
    said = QCoreApplication.translate("filter", "{several} or {last}")
    return said.format(several=", ".join(parts[:-1]), last=parts[-1])


def _type(english: str) -> str:
    said = QCoreApplication.translate("kinds", english)
    if said == english and (files := _FILES.fullmatch(english)):
        return QCoreApplication.translate("filter", "{type} files").format(type=files[1])
    return said


def _from_values(one: Filter) -> str:
    """What can be said from the values alone; nothing for the kinds that need the engine's words."""
    translate = QCoreApplication.translate
    if one.kind is FilterKind.SIZE:
        return _size(one)
    if one.kind is FilterKind.DATE:
        return translate("filter", "dated {period}").format(period=_period(one))
    if one.kind is FilterKind.CHANGED:
        return translate("filter", "changed {period}").format(period=_period(one))
    patterns = {
        FilterKind.FOLDER: "{parts}",
        FilterKind.NAME: translate("filter", "with {parts} in the name"),
        FilterKind.AUTHOR: translate("filter", "by {authors}"),
    }
    if one.kind not in patterns or not one.values:
        return ""
    is_folder = one.kind is FilterKind.FOLDER
    said = _either(
        [_place(value) if is_folder else formatting.quoted(formatting.visible_name(value)) for value in one.values]
    )
    return patterns[one.kind].format(parts=said, authors=said)


def _place(value: str) -> str:
    value = formatting.visible_name(value)
    if value.startswith(("/", "~")):
        return QCoreApplication.translate("filter", "in {path}").format(path=value)
    return QCoreApplication.translate("filter", "in a folder “{name}”").format(name=value)


def _period(one: Filter) -> str:
    translate = QCoreApplication.translate
    if one.least is not None and one.below is not None:
        first, last = _day(one.least), _day(one.below, before=1)
        if first == last:
            return translate("filter", "on {day}").format(day=first)
        return translate("filter", "from {first} to {last}").format(first=first, last=last)
    if one.below is not None:
        return translate("filter", "before {day}").format(day=_day(one.below))
    if one.least is not None:
        return translate("filter", "since {day}").format(day=_day(one.least))
    return translate("filter", "at any time")


def _size(one: Filter) -> str:
    translate = QCoreApplication.translate
    if one.least is not None and one.below is not None:
        said = translate("filter", "from {least} up to {most}")
        return said.format(least=formatting.size(one.least), most=formatting.size(one.below))
    if one.below is not None:
        return translate("filter", "up to {most}").format(most=formatting.size(one.below))
    if one.least is not None:
        return translate("filter", "from {least}").format(least=formatting.size(one.least))
    return translate("filter", "of any size")


def _day(nanoseconds: int, *, before: int = 0) -> str:
    return formatting.day(datetime.fromtimestamp(nanoseconds / 1e9) - timedelta(days=before))

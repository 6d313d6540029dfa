"""Says the engine's sentences in the window's language: those with values by their templates, the values untouched.

The engine, which may serve a terminal just as well, speaks English. All it can say stands in sentences.txt, collected
from its source by packaging/translate.py, with {1}, {2} … for the values.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_search.errors import DesktopSearchError
from desktop_search.gui import formatting
from desktop_search.paths import resource

CONTEXT = "engine"
FILE = "translations/sentences.txt"
LONGEST = 2000
"""A longer text holds mostly a stranger's words, which could be made to take long to be compared; it stays English."""
MOST_SENTENCES = 12
"""Of what the engine says at once. A text with more of them is a stranger's."""
DEEPEST = 2
"""A sentence may hold another one, such as the reason of a failure, and that one a third."""
_PLACE = re.compile(r"\{(\d+)\}")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+")
_REASON = re.compile(r"\b(meaning|words|name|exact|reranker|title|support|learned)(?= \d|$)")
_LIST = re.compile(r"“[^“”]*”(?:, “[^“”]*”)*")
_QUOTED = re.compile(r"“([^“”]*)”")
_END = re.compile(r"(?<=[.!?]) (?=\S)")


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence of the catalogue, and what it looks like with values in it."""

    text: str
    pattern: re.Pattern[str]


def problem(error: DesktopSearchError) -> str:
    """What a person is told of an error: its title and its hint."""
    return f"{translated(error.title)} {translated(error.hint)}".strip()


def translated(sentence: str) -> str:
    """A sentence of the engine, or several, in the window's language; what is not known stays as it is.

    Values come from strangers' files: they are put in as they are, and the whole is plain text like the sentence.
    """
    return _translated(sentence, 0)


def _translated(text: str, depth: int) -> str:
    if len(text) > LONGEST:
        return text
    return " ".join(_said(sentence, depth) for sentence in _sentences(text))


def _said(sentence: str, depth: int) -> str:
    if sentence in _catalogue()[0]:
        return QCoreApplication.translate(CONTEXT, sentence)
    found = _match(sentence)
    if found is None:
        return sentence
    template, values = found
    said = [_value(value, depth + 1) for value in values]
    return _PLACE.sub(lambda place: said[int(place[1]) - 1], QCoreApplication.translate(CONTEXT, template))


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    """The known sentences that a text consists of; the text itself where it is one, or holds something unknown."""
    ends = list(_END.finditer(text))
    if text not in _catalogue()[0] and len(ends) <= MOST_SENTENCES:
        for end in ends:
            first, rest = text[: end.start()], _sentences(text[end.end() :])
            if _is_known(first) and all(map(_is_known, rest)):
                return first, *rest
    return (text,)


def _is_known(sentence: str) -> bool:
    return sentence in _catalogue()[0] or _match(sentence) is not None


def _value(value: str, depth: int) -> str:
    """A value as it is, unless the engine put it there: a sentence, the name of a reason, a number."""
    if _WHOLE.fullmatch(value):
        return QLocale().toString(int(value.replace(",", "")))
    if _LIST.fullmatch(value):
        return _QUOTED.sub(lambda one: formatting.quoted(one[1]), value)
    if _REASON.match(value):
        return _REASON.sub(lambda name: (formatting.reasons({name[1]: 1.0}) or [name[1]])[0], value)
    return _translated(value, depth) if depth <= DEEPEST else value


@lru_cache(maxsize=4096)
def _match(sentence: str) -> tuple[str, tuple[str, ...]] | None:
    """The template that a sentence was made from, and its values. In the longest one there is least to guess."""
    for template in _catalogue()[1]:
        if (found := template.pattern.fullmatch(sentence)) is not None:
            return template.text, found.groups()
    return None


@cache
def _catalogue() -> tuple[frozenset[str], tuple[_Template, ...]]:
    """The sentences without values, and those with, the longest first."""
    try:
        lines = resource(FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return frozenset(), ()
    with_values = [line for line in lines if _PLACE.search(line)]
    templates = [_Template(text, _pattern(text)) for text in sorted(with_values, key=_fixed_length, reverse=True)]
    return frozenset(lines) - frozenset(with_values), tuple(templates)


def _fixed_length(text: str) -> int:
    return len(_PLACE.sub("", text))


def _pattern(text: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in re.split(r"\{\d+\}", text)]
    return re.compile("(.*?)".join(parts), re.DOTALL)

"""Understands what a person typed: words, "quoted phrases", -excluded words, NOT, AND, OR and filters.

Pure, and never raises.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from desktop_search.records import Filter, Mode, SearchQuery
from desktop_search.searching import filter_keys, filters
from desktop_search.searching.alternatives import Part, PartKind, joined
from desktop_search.searching.filter_values import Typed

MAX_CHARACTERS = 1000
MOST_WORDS_BESIDE_PHRASES = 8
"""A long sentence that quotes somebody is a question like any other: its quotation need not stand in the answer."""

# Quotes and dashes count only where a word begins: 5" and foo-bar are words, and so is --help. A filter ends with a
# space, and so nothing else changes when it is removed. NOT takes one space, as there are two where a filter was.
_ELEMENT = re.compile(
    r"""
    (?<!\S)(?P<dash>-|NOT[ ])?(?P<key>[^\W\d_]{2,16})(?::|(?=[<>]=?\S))(?P<value>(?:"[^"]*(?:"|\Z)|[^\s"])*)(?!\S)
    | (?<![^\s|])(?P<minus>-|NOT[ ])?"(?P<phrase>[^"]*)"
    | (?<!\S)(?:-|NOT[ ])\((?P<group>[^()":<>]*\w[^()":<>]*)\)(?!\S)
    | (?<!\S)(?:-|(?P<not>NOT[ ])(?!(?:AND|OR|NOT)(?!\S)))(?P<excluded>\w\S*)
    | (?<!\S)(?P<or>OR|\|)(?!\S) | (?<=")\|(?=")
    | (?<!\S)(?P<and>AND)(?!\S)
    | (?P<word>\S+)
    """,
    re.VERBOSE,
)
# After one space only: where a filter between two words was removed there are two.
_MORE_WORDS = re.compile(r" [^\s\"]+")
_MOST_WORDS_OF_A_DATE = 4
_CONNECTORS = {"AND", "OR", "|"}
_QUOTES = str.maketrans("“”„‟＂", '"""""')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def parse(
    text: str, *, mode: Mode = Mode.BOTH, folder: str | None = None, limit: int = 10, today: date | None = None
) -> SearchQuery:
    """The query in a text of any kind, of which the first 1,000 characters count.

    The result's text is what is embedded: the typed text without the excluded parts, filters and quotation marks.
    today is what "yesterday" is reckoned from, by default the day it is.
    """
    cleaned = _cleaned(text)
    parts = joined(_parts(cleaned, text, today or date.today()), text)
    words = [part.text for part in parts if part.kind is PartKind.WORD]
    phrases = [part.text for part in parts if part.kind is PartKind.PHRASE and part.either is None]
    either: dict[int, list[str]] = {}
    for part in parts:
        if part.either is not None and part.kind in {PartKind.WORD, PartKind.PHRASE} and part.text:
            either.setdefault(part.either, []).append(f'"{part.text}"' if part.kind is PartKind.PHRASE else part.text)
    if len(words) > MOST_WORDS_BESIDE_PHRASES:
        words, phrases, either = [*words, *" ".join(phrases).split()], [], {}
    # Phrases of which one is enough rank by their words, and by themselves where they stand.
    words += " ".join(part.text for part in parts if part.kind is PartKind.PHRASE and part.either is not None).split()
    kept = (part.text for part in parts if part.kind in {PartKind.WORD, PartKind.PHRASE, PartKind.OR})
    return SearchQuery(
        text=_folded(" ".join(kept)),
        words=_filled(words),
        phrases=_filled(phrases),
        excluded=_filled([part.text for part in parts if part.kind is PartKind.EXCLUDED]),
        folder=folder,
        mode=mode,
        limit=limit,
        filters=tuple(part.filter for part in parts if part.filter is not None),
        alternatives=tuple(tuple(group) for group in either.values()),
        unfinished=_unfinished(cleaned, parts),
    )


def without_phrases(query: SearchQuery) -> SearchQuery:
    """The same question with its phrases as mere words, for when nothing contains them."""
    words = (*query.words, *" ".join(query.phrases).split())
    return replace(query, words=words, phrases=(), alternatives=())


def quoted(query: SearchQuery) -> str:
    """The phrases that have to be there, for a sentence; "" when there are none."""
    phrases = [*query.phrases, *(text.strip('"') for group in query.alternatives for text in group)]
    return ", ".join(f"“{phrase}”" for phrase in phrases)


def spelled_otherwise(query: SearchQuery) -> list[str]:
    """A sentence for each word that was taken for a misspelling."""
    return [
        f"Also searched for “{one.typed}” as {', '.join(f'“{word}”' for word in one.words)}."
        for one in query.spellings
        if not one.is_beginning
    ]


def _parts(cleaned: str, typed: str, today: date) -> list[Part]:
    """The parts of a text, of which cleaned has a character for each."""
    parts: list[Part] = []
    at = 0
    while (element := _ELEMENT.search(cleaned, at)) is not None:
        start, at = element.span()
        if element["key"] is not None:
            found, at = _filter(element, cleaned, typed, today)
            parts += [Part(kind, word, start, at) for kind, word in _instead(element, cleaned[start:at], found)]
            if found is not None:
                parts.append(Part(PartKind.FILTER, "", start, at, found))
        elif (phrase := element["phrase"]) is not None:
            kind = PartKind.EXCLUDED if element["minus"] else PartKind.PHRASE
            parts.append(Part(kind, _folded(_composed(phrase)), start, at))
        elif element["group"] is not None:
            words = (word for word in _words(element["group"]) if word not in _CONNECTORS)
            parts += [Part(PartKind.EXCLUDED, word, start, at) for word in words]
        elif element["not"] and _is_shouted(element["excluded"], parts):
            at = start + len("NOT")
            parts.append(Part(PartKind.WORD, "NOT", start, at))
        elif without := element["excluded"]:
            parts.append(Part(PartKind.EXCLUDED, _composed(without.replace('"', "")), start, at))
        elif element["and"] is not None:
            parts.append(Part(PartKind.AND, element[0], start, at))
        elif element["word"] is None:
            parts.append(Part(PartKind.OR, element[0], start, at))
        else:
            parts += [Part(PartKind.WORD, word, start, at) for word in _words(element["word"])]
    return parts


def _is_shouted(word: str, before: list[Part]) -> bool:
    """Whether a NOT before this word is one of several words in capitals, as in "FILE NOT FOUND"."""
    last = next((part.text for part in reversed(before) if part.kind is PartKind.WORD), None)
    return len(word) > 1 and word.isupper() and (last is None or last.isupper())


def _filter(element: re.Match[str], cleaned: str, typed: str, today: date) -> tuple[Filter | None, int]:
    """The filter that begins with an element, and where it ends: dates may go on for some words."""
    key, value, start = element["key"], element["value"], element.start()
    ends = [element.end()]
    if '"' not in value and (filter_keys.takes_several_words(key) or (not value and filter_keys.is_checked(key))):
        more = _MORE_WORDS.match(cleaned, ends[-1])
        while more is not None and len(ends) <= _MOST_WORDS_OF_A_DATE:
            ends.append(more.end())
            more = _MORE_WORDS.match(cleaned, ends[-1])
    shortest = None
    for end in reversed(ends):
        raw = typed[start:end]
        said = _composed(cleaned[element.start("value") : end])
        shortest = filters.understand(Typed(key, said, raw, start, end, element["dash"] is not None), today)
        if shortest is not None and shortest.is_valid:
            return shortest, end
    return shortest, ends[0]


def _instead(element: re.Match[str], text: str, found: Filter | None) -> list[tuple[PartKind, str]]:
    """What is searched for where a filter was not understood: its value, or all of it where it may be no filter."""
    if found is not None and found.is_valid:
        return []
    if found is None or filter_keys.kind_of(element["key"]) is None:
        if element["dash"]:
            return [(PartKind.EXCLUDED, _composed(text[len(element["dash"]) :].replace('"', "")))]
        return [(PartKind.WORD, word) for word in _words(text)]
    value = "" if element["dash"] else element["value"].strip("<>= ")
    return [(PartKind.WORD, word) for word in _words(value)]


def _words(text: str) -> list[str]:
    return _composed(text.replace('"', " ")).split()


def _unfinished(cleaned: str, parts: list[Part]) -> str | None:
    """The last word, unless something follows it that ends it."""
    if not parts or parts[-1].kind is not PartKind.WORD or len(cleaned) >= MAX_CHARACTERS:
        return None
    return parts[-1].text if cleaned[-1:].isalnum() else None


def _cleaned(text: str) -> str:
    """At most 1,000 characters, one for each typed, without control characters and surrogates."""
    start = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub(" ", start).translate(_QUOTES)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)[:MAX_CHARACTERS]


def _folded(text: str) -> str:
    return " ".join(text.split())[:MAX_CHARACTERS]


def _filled(texts: list[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)

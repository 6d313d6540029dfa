"""Understands what a person typed: words, "quoted phrases" and -excluded words. Pure, and never raises."""

import re
import unicodedata
from dataclasses import replace

from desktop_search.records import Mode, SearchQuery

MAX_CHARACTERS = 1000
MOST_WORDS_BESIDE_PHRASES = 8
"""A long sentence that quotes somebody is a question like any other: its quotation need not stand in the answer."""

# Quotes and dashes count only where a word begins: 5" and foo-bar are words, and so is --help.
_ELEMENT = re.compile(
    r"""
    (?<!\S)(?P<minus>-)?"(?P<phrase>[^"]*)"
    | (?<!\S)-(?P<excluded>\w\S*)
    | (?P<word>\S+)
    """,
    re.VERBOSE,
)
_QUOTES = str.maketrans("“”„‟＂", '"""""')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def parse(text: str, *, mode: Mode = Mode.BOTH, folder: str | None = None, limit: int = 10) -> SearchQuery:
    """The query in a text of any kind, of which the first 1,000 characters count.

    The result's text is what is embedded: the typed text without the excluded parts and the quotation marks.
    """
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    kept: list[str] = []
    for element in _ELEMENT.finditer(_cleaned(text)):
        if (phrase := element["phrase"]) is not None:
            (excluded if element["minus"] else phrases).append(_folded(phrase))
            kept.append("" if element["minus"] else phrase)
        elif without := element["excluded"]:
            excluded.append(without.replace('"', ""))
        else:
            parts = element["word"].replace('"', " ").split()
            words += parts
            kept += parts
    if len(words) > MOST_WORDS_BESIDE_PHRASES:
        words, phrases = [*words, *" ".join(phrases).split()], []
    return SearchQuery(
        text=_folded(" ".join(kept)),
        words=_filled(words),
        phrases=_filled(phrases),
        excluded=_filled(excluded),
        folder=folder,
        mode=mode,
        limit=limit,
    )


def without_phrases(query: SearchQuery) -> SearchQuery:
    """The same question with its phrases as mere words, for when nothing contains them."""
    return replace(query, words=(*query.words, *" ".join(query.phrases).split()), phrases=())


def _cleaned(text: str) -> str:
    """At most 1,000 characters that every part of the program can take: NFC, no control characters, no surrogates."""
    start = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub(" ", unicodedata.normalize("NFC", start)).translate(_QUOTES)[:MAX_CHARACTERS]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _filled(texts: list[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)

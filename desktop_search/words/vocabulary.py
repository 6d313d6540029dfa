"""Looks up which typed words stand nowhere, and what they may have been meant for."""

from collections.abc import Sequence
from dataclasses import replace

from desktop_search.records import SearchQuery, Spelling
from desktop_search.words import analysis, languages, schema, spelling
from desktop_search.words.shelf import Shelf

_LOOKED_AT = 12
"""Words of a query that are looked up: a longer text says enough without those that are misspelled."""


class Vocabulary:
    """All words of the passages and of the files' names."""

    def __init__(self, passages: Shelf, files: Shelf, stemmers: Sequence[str]) -> None:
        self._passages = passages
        self._files = files
        self._stemmers = stemmers

    def spelled(self, query: SearchQuery) -> SearchQuery:
        """The query with what its unknown words may stand for."""
        found = [one for word in query.words[:_LOOKED_AT] if (one := self._meant(word, query.unfinished))]
        return replace(query, spellings=tuple(dict.fromkeys(found))) if found else query

    def _meant(self, typed: str, unfinished: str | None) -> Spelling | None:
        word = analysis.fold(typed).strip(_SIGNS)
        parts = [text for _, text in analysis.phrase(word)]
        # Identifiers, abbreviations, numbers and scripts without spaces have no misspellings that could be told.
        is_ordinary = len(parts) == 1 and word.isalpha() and (len(word) == 1 or not typed.strip(_SIGNS).isupper())
        if not is_ordinary or self._is_known(parts[0]):
            return None
        # In the vocabulary accents are left out, as in the part.
        if typed == unfinished and (begun := spelling.completions(parts[0], self._beginning)):
            return Spelling(typed, begun, is_beginning=True)
        meant = spelling.corrections(parts[0], self._telling, self._beginning)
        return Spelling(typed, meant) if meant else None

    def _is_known(self, word: str) -> bool:
        if word in languages.STOP_WORDS or self._frequency(word):
            return True
        stems = {stem for variants in analysis.stems(word, self._stemmers) for stem in variants}
        return any(self._passages.frequency(schema.RANKED, stem) for stem in stems)

    def _frequency(self, word: str) -> int:
        return self._passages.frequency(schema.EXACT, word) or self._files.frequency(schema.NAME, word)

    def _telling(self, word: str) -> int:
        """In how many texts a word stands; 0 for small words, as "cold" is never meant for "could"."""
        return 0 if word in languages.STOP_WORDS else self._frequency(word)

    def _beginning(self, prefix: str) -> list[tuple[str, int]]:
        in_texts = self._passages.beginning(schema.EXACT, prefix)
        return [*in_texts, *self._files.beginning(schema.NAME, prefix)]


_SIGNS = "'\"?!.,;:()[]{}…"

"""Looks up which typed words stand nowhere, and what they may have been meant for."""

from collections.abc import MutableMapping, Sequence
from dataclasses import replace

from desktop_search.records import SearchQuery, Spelling
from desktop_search.words import analysis, languages, schema, spelling
from desktop_search.words.shelf import Shelf

_LOOKED_AT = 12
"""Words of a query that are looked up: a longer text says enough without those that are misspelled."""
_MOST_KEPT = 4096

Known = MutableMapping[tuple[str, bool, tuple[str, ...]], Spelling | None]
"""What words were found to stand for: as typed, whether unfinished, and the languages."""


class Vocabulary:
    """All words of the passages and of the files' names."""

    def __init__(self, passages: Shelf, files: Shelf, stemmers: Sequence[str], known: Known) -> None:
        """known is what was found since the last commit: a query that is being typed asks for its words each time."""
        self._passages = passages
        self._files = files
        self._stemmers = tuple(stemmers)
        self._known = known

    def spelled(self, query: SearchQuery) -> SearchQuery:
        """The query with what its unknown words may stand for."""
        found = [one for word in query.words[:_LOOKED_AT] if (one := self._meant(word, word == query.unfinished))]
        return replace(query, spellings=tuple(dict.fromkeys(found))) if found else query

    def _meant(self, typed: str, is_unfinished: bool) -> Spelling | None:
        key = typed, is_unfinished, self._stemmers
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = meant = self._looked_up(typed, is_unfinished)
            return meant
        return self._known.get(key)

    def _looked_up(self, typed: str, is_unfinished: bool) -> Spelling | None:
        word = analysis.fold(typed).strip(spelling.SIGNS)
        parts = [text for _, text in analysis.phrase(word)]
        # Identifiers, abbreviations, numbers and scripts without spaces have no misspellings that could be told.
        is_name = len(word) > 1 and typed.strip(spelling.SIGNS).isupper()
        is_ordinary = len(parts) == 1 and word.isalpha() and not is_name
        if not is_ordinary or self._is_known(parts[0]):
            return None
        # In the vocabulary accents are left out, as in the part.
        if is_unfinished and (begun := spelling.completions(parts[0], self._beginning)):
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

    def _beginning(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        in_texts = self._passages.beginning(schema.EXACT, prefix, limit)
        return [*in_texts, *self._files.beginning(schema.NAME, prefix, limit)]

"""Cuts text into words for the word index and for everything that must agree with it, such as marks in snippets.

Every letter of a script written without spaces is a word of its own. The *exact* words of a text keep their form and
also hold identifiers whole ("c++", "node.js"); the *ranked* words are stemmed by the rules of the text's language.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import tantivy

from desktop_search.words import languages

MAX_WORD_BYTES = 120

_PUNCTUATION = "'?!.,;:()"

# The two marks prolong and repeat kana, and belong to no script in Unicode.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\x{30FC}\x{FF70}"
_WORD = tantivy.Tokenizer.regex(
    rf"[{_UNSPACED}&&[\p{{L}}\p{{M}}\p{{N}}]]|[\p{{L}}\p{{M}}\p{{N}}\x{{AD}}&&[^{_UNSPACED}]]+"
)
_UNSPACED_LETTER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(rf"[{_UNSPACED}]")).build()

_IDENTIFIER = re.compile(r"\w+(?:[-._'&@+]\w+)*(?:\+{1,2}(?!\w)|#(?!\w))?")
_LOSES_ITS_PARTS = ("+", "#")
# Soft hyphens go, and so do accents that stay alone after composition, such as the dot that lower-casing İ leaves.
_PLAIN = {0x2019: "'", 0x2018: "'", 0x2010: "-", 0x2011: "-", 0xAD: None} | dict.fromkeys(range(0x300, 0x370))


@dataclass(frozen=True, slots=True)
class Identifier:
    """A word with signs inside or behind it, found at text[start:end]. Its parts may say less than the whole."""

    text: str
    start: int
    end: int

    @property
    def loses_its_parts(self) -> bool:
        """Whether cutting it at its signs changes what it means: "c++" is not "c"."""
        return self.text.endswith(_LOSES_ITS_PARTS)

    @property
    def is_technical(self) -> bool:
        """Whether it is more than a compound of ordinary language, such as "well-known" or "don't"."""
        return not self.text.replace("-", "").replace("'", "").isalpha()


def without_surrogates(text: str) -> str:
    """The text as tantivy can take it, each lone surrogate replaced by one "?", so that offsets stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def fold(text: str) -> str:
    """The form in which texts are compared: lower case, NFKC, plain apostrophes and hyphens. Its length may differ."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", without_surrogates(text)).lower().translate(_PLAIN)


def ranked(text: str, language: str = languages.DEFAULT_LANGUAGE) -> tantivy.PreTokenizedString:
    """The stemmed words of a text."""
    return _ranked_analyzer(languages.STEMMERS[languages.language_of(language)]).pre_tokenize(fold(text))


def exact(text: str) -> tantivy.PreTokenizedString:
    """The words of a text in their own form, and its identifiers, each at the position of its first part."""
    folded = fold(text)
    tokens = _exact_analyzer().pre_tokenize(folded)
    found = identifiers(folded)
    if not found:
        return tokens
    parts = tokens.tokens
    position_at = {part.char_offset_from: part.position for part in parts}
    wholes = [
        tantivy.Token(whole.text, position_at[whole.start], whole.start, whole.end)
        for whole in found
        if whole.start in position_at
    ]
    return tantivy.PreTokenizedString(folded, parts + wholes)


def phrase(text: str) -> list[tuple[int, str]]:
    """The exact words that must follow one another to say what the text says, with their positions.

    "foo-bar" is given by its parts, to find "foo bar" too; "C++" whole, as its part would also find "C".
    """
    folded = fold(text)
    parts = _exact_analyzer().pre_tokenize(folded).tokens
    words = {part.position: part.text for part in parts}
    position_at = {part.char_offset_from: part.position for part in parts}
    for whole in identifiers(folded):
        if whole.loses_its_parts and whole.start in position_at:
            words[position_at[whole.start]] = whole.text
    return sorted(words.items())


def identifiers(folded: str) -> list[Identifier]:
    """The identifiers of a folded text, in order."""
    return [
        Identifier(
            _without_accents(found.group().strip("_")), found.start() + _leading_underscores(found.group()), found.end()
        )
        for found in _IDENTIFIER.finditer(folded)
        if not found.group().strip("_").isalnum() and len(found.group().encode()) <= MAX_WORD_BYTES
    ]


def has_technical(word: str) -> bool:
    """Whether an identifier in a word is more than a compound of ordinary language."""
    return any(one.is_technical for one in identifiers(fold(word)))


def stems(word: str, in_languages: Sequence[str] = (languages.DEFAULT_LANGUAGE,)) -> list[tuple[str, ...]]:
    """For each part of a word its different stems in the given languages; never more than one part per letter."""
    return list(_stems(word, tuple(in_languages)))


@lru_cache(maxsize=65_536)
def _stems(word: str, in_languages: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    # Kept, because marking the words of an answer's passages asks for the same few thousand words again and again:
    # 46 ms of an answer by words were spent here, now it is 9.
    by_language = [_ranked_analyzer(languages.STEMMERS[language]).analyze(fold(word)) for language in in_languages]
    return tuple(tuple(dict.fromkeys(variants)) for variants in zip(*by_language, strict=True))


def spans(text: str) -> list[tuple[int, int]]:
    """[start, end) of every word (or part of an identifier) of a text as it is, in order."""
    tokens = _plain_analyzer().pre_tokenize(without_surrogates(text)).tokens
    return [(token.char_offset_from, token.char_offset_to) for token in tokens]


def is_unspaced(token: str) -> bool:
    """Whether a token is a letter of a script written without spaces."""
    return len(token) == 1 and not token.isascii() and bool(_UNSPACED_LETTER.analyze(token))


def content_words(words: Sequence[str]) -> list[str]:
    """The words without stop words, unless nothing else remains."""
    return [word for word in words if fold(word).strip(_PUNCTUATION) not in languages.STOP_WORDS] or list(words)


def _leading_underscores(text: str) -> int:
    return len(text) - len(text.lstrip("_"))


def _without_accents(text: str) -> str:
    return text if text.isascii() else "".join(_folding_analyzer().analyze(text))


@lru_cache(maxsize=len(languages.STEMMERS))
def _ranked_analyzer(stemmer: str) -> tantivy.TextAnalyzer:
    return _words().filter(tantivy.Filter.stemmer(stemmer)).build()


@lru_cache(maxsize=1)
def _exact_analyzer() -> tantivy.TextAnalyzer:
    return _words().build()


@lru_cache(maxsize=1)
def _plain_analyzer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(_WORD).build()


@lru_cache(maxsize=1)
def _folding_analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()


def _words() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(_WORD).filter(tantivy.Filter.remove_long(MAX_WORD_BYTES))
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())

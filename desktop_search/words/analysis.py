"""Cuts text into words for the word index and for everything that must agree with it, such as marks in snippets.

Every letter of a script written without spaces is a word of its own. The *exact* words of a text keep their form and
also hold identifiers whole ("c++", "node.js"); the *ranked* words are stemmed by the rules of the text's language.
"""

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import tantivy

from desktop_search.words import languages

Words: TypeAlias = str | tantivy.PreTokenizedString
"""Words for a field of the index: a folded text that the index cuts itself, without holding up Python; else tokens."""

MAX_WORD_BYTES = 120
RANKED_ANALYZER, EXACT_ANALYZER = "ranked", "exact"
_MOST_FREQUENT = languages.STEMMERS[languages.DEFAULT_LANGUAGE]

_PUNCTUATION = "'?!.,;:()"

# The two marks prolong and repeat kana, and belong to no script in Unicode.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\x{30FC}\x{FF70}"
_WORD = tantivy.Tokenizer.regex(
    rf"[{_UNSPACED}&&[\p{{L}}\p{{M}}\p{{N}}]]|[\p{{L}}\p{{M}}\p{{N}}\x{{AD}}&&[^{_UNSPACED}]]+"
)
_UNSPACED_LETTER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(rf"[{_UNSPACED}]")).build()

# What it looks ahead for is a sign inside or behind a word: most words have none, and are passed over at once.
_IDENTIFIER = re.compile(
    r"(?<!\w)(?=_*+[^\W_]++(?:_++[^\W_]|_*+(?:[-.'&@+]\w|[+#])))\w+(?:[-._'&@+]\w+)*(?:\+{1,2}(?!\w)|#(?!\w))?"
)
_LOSES_ITS_PARTS = ("+", "#")
_ENDS = ".,;:!?()[]\"'"
# Soft hyphens go, and so do accents that stay alone after composition, such as the dot that lower-casing İ leaves.
_NOT_PLAIN = re.compile("[\u2018\u2019\u2010\u2011\xad\u0300-\u036f]")
_PLAIN = {"\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2011": "-"}
# Signs, and scripts whose words are runs of letters and digits without marks: what `Tokenizer.simple` cuts as _WORD
# does, in a fifth of the time.
_NOT_SIMPLE = re.compile("[^\x00-\xac\xae-\u024f\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2044\u2190-\u23ff]")


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
    normal = unicodedata.normalize("NFKC", without_surrogates(text)).lower()
    return _NOT_PLAIN.sub(lambda found: _PLAIN.get(found.group(), ""), normal)


def ranked(text: str, language: str = languages.DEFAULT_LANGUAGE) -> Words:
    """The stemmed words of a text."""
    folded = fold(text)
    stemmer = languages.STEMMERS[languages.language_of(language)]
    is_simple = _is_simple(folded)
    if is_simple and stemmer == _MOST_FREQUENT:
        return folded
    return _ranked_analyzer(stemmer, is_simple=is_simple).pre_tokenize(folded)


def exact(text: str) -> list[Words]:
    """The words of a text in their own form, and its identifiers, each at the position of its first part.

    Identifiers whose parts say as much are apart, as nothing asks for their positions: `phrase` looks for the parts.
    """
    folded = fold(text)
    is_simple = _is_simple(folded)
    # Most words are nothing but letters, which is seen at once.
    others = itertools.filterfalse(str.isalnum, folded.split())
    wholes = [whole for word in others if not word.strip(_ENDS).isalnum() for whole in _identifiers_in(word)]
    if any(whole.loses_its_parts for whole in wholes):
        parts = _exact_analyzer(is_simple=is_simple).pre_tokenize(folded).tokens
        position_at = {part.char_offset_from: part.position for part in parts}
        return [tantivy.PreTokenizedString(folded, parts + _tokens(identifiers(folded), position_at))]
    words: Words = folded if is_simple else _exact_analyzer(is_simple=False).pre_tokenize(folded)
    return [words, tantivy.PreTokenizedString("", _tokens(wholes, {}))] if wholes else [words]


def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """What cuts `Words` that are handed over as text, by the name that a field of the index gives it."""
    return {
        RANKED_ANALYZER: _ranked_analyzer(_MOST_FREQUENT, is_simple=True),
        EXACT_ANALYZER: _exact_analyzer(is_simple=True),
    }


def _tokens(wholes: Sequence[Identifier], position_at: Mapping[int, int]) -> list[tantivy.Token]:
    return [
        tantivy.Token(whole.text, position_at.get(whole.start, number), whole.start, whole.end)
        for number, whole in enumerate(wholes)
    ]


def phrase(text: str) -> list[tuple[int, str]]:
    """The exact words that must follow one another to say what the text says, with their positions.

    "foo-bar" is given by its parts, to find "foo bar" too; "C++" whole, as its part would also find "C".
    """
    folded = fold(text)
    parts = _exact_analyzer(is_simple=_is_simple(folded)).pre_tokenize(folded).tokens
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


@lru_cache(maxsize=16_384)
def _identifiers_in(word: str) -> tuple[Identifier, ...]:
    return tuple(identifiers(word))


def has_technical(word: str) -> bool:
    """Whether an identifier in a word is more than a compound of ordinary language."""
    return any(one.is_technical for one in identifiers(fold(word)))


def stems(word: str, in_languages: Sequence[str] = (languages.DEFAULT_LANGUAGE,)) -> list[tuple[str, ...]]:
    """For each part of a word its different stems in the given languages; never more than one part per letter."""
    return list(_stems(word, tuple(in_languages)))


def stemmed(text: str) -> list[str]:
    """The words of a text in order, stemmed by the rules of the most frequent language, whatever its own."""
    folded = fold(text)
    stems: list[str] = _ranked_analyzer(_MOST_FREQUENT, is_simple=_is_simple(folded)).analyze(folded)
    return stems


def with_stems(text: str) -> list[tuple[str, str]]:
    """The words of a text in order, each with its stem as stemmed() has it."""
    folded = fold(text)
    words: list[str] = _exact_analyzer(is_simple=_is_simple(folded)).analyze(folded)
    return list(zip(words, stemmed(text), strict=True))


def is_stop_stem(stem: str) -> bool:
    """Whether one of stemmed() says nothing by itself."""
    return stem in _stop_stems()


@lru_cache(maxsize=1)
def _stop_stems() -> frozenset[str]:
    return frozenset(stemmed(" ".join(languages.STOP_WORDS)))


@lru_cache(maxsize=65_536)
def _stems(word: str, in_languages: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    # Kept, because marking the words of an answer's passages asks for the same few thousand words again and again:
    # 46 ms of an answer by words were spent here, now it is 9.
    folded = fold(word)
    is_simple = _is_simple(folded)
    by_language = [
        _ranked_analyzer(languages.STEMMERS[language], is_simple=is_simple).analyze(folded) for language in in_languages
    ]
    return tuple(tuple(dict.fromkeys(variants)) for variants in zip(*by_language, strict=True))


def spans(text: str) -> list[tuple[int, int]]:
    """[start, end) of every word (or part of an identifier) of a text as it is, in order."""
    plain = without_surrogates(text)
    tokens = _plain_analyzer(is_simple=_is_simple(plain)).pre_tokenize(plain).tokens
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


def _is_simple(text: str) -> bool:
    """Whether the simple tokenizer cuts a text as _WORD does."""
    return text.isascii() or _NOT_SIMPLE.search(text) is None


@lru_cache(maxsize=2 * len(languages.STEMMERS))
def _ranked_analyzer(stemmer: str, *, is_simple: bool) -> tantivy.TextAnalyzer:
    return _words(is_simple=is_simple).filter(tantivy.Filter.stemmer(stemmer)).build()


@lru_cache(maxsize=2)
def _exact_analyzer(*, is_simple: bool) -> tantivy.TextAnalyzer:
    return _words(is_simple=is_simple).build()


@lru_cache(maxsize=2)
def _plain_analyzer(*, is_simple: bool) -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(_tokenizer(is_simple=is_simple)).build()


@lru_cache(maxsize=1)
def _folding_analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()


def _words(*, is_simple: bool) -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(_tokenizer(is_simple=is_simple))
    builder = builder.filter(tantivy.Filter.remove_long(MAX_WORD_BYTES))
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())


def _tokenizer(*, is_simple: bool) -> tantivy.Tokenizer:
    return tantivy.Tokenizer.simple() if is_simple else _WORD

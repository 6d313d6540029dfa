"""Shows why a passage was found: which words of it were meant, and the piece of it that holds most of them. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, takewhile

from desktop_search.searching.masking import masked
from desktop_search.words import analysis, languages

Marks = tuple[tuple[int, int], ...]

_SENTENCE_START = re.compile(r"(?<=[.!?…。！？])[\"'»”’)\]]*\s*(?=\S)")
_CUT = "…"
# How far a cut may move to fall between two words; further than any ordinary word is long.
_REACH = 30


@dataclass(frozen=True, slots=True)
class _Found:
    """A matching word at text[start:end], and the term it matches."""

    start: int
    end: int
    term: str


def marks(text: str, terms: Sequence[str], *, language: str | None = None) -> Marks:
    """[start, end) of the words of a text that match one of the terms, in order and never overlapping.

    Words match as they do in the word index: by their stems in the text's language, without case and accents. A term of
    several words is a phrase, and is marked as one; so is an identifier, such as "parse_args".
    """
    return tuple((found.start, found.end) for found in _matches(text, tuple(terms), language))


def snippet(text: str, terms: Sequence[str], *, length: int = 240, language: str | None = None) -> tuple[str, Marks]:
    """The piece of a text with the most different terms, at most `length` characters, and the marks in it.

    It begins and ends at a sentence or between words where it can, with "…" where something is left out; white space
    is folded, and secrets are masked. Where nothing matches it is the beginning.
    """
    whole = " ".join(text.split())
    found = _matches(whole, tuple(terms), language)
    whole = masked(whole)
    start, end = _window(whole, found, max(2, length))
    before = _CUT if start else ""
    after = _CUT if end < len(whole) else ""
    shift = len(before) - start
    inside = tuple((one.start + shift, one.end + shift) for one in found if start <= one.start and one.end <= end)
    return before + whole[start:end] + after, inside


def around(text: str, start: int, end: int, *, length: int = 240) -> tuple[str, Marks]:
    """The piece of a text, as snippet() gives it, that shows text[start:end] from its beginning, with that marked."""
    before, inner, after = (" ".join(part.split()) for part in (text[:start], text[start:end], text[end:]))
    whole = " ".join(filter(None, (before, inner, after)))
    whole = masked(whole)
    first = len(before) + 1 if before and inner else 0
    room = max(2, length) - 2 * len(_CUT)
    if not inner or len(whole) <= room:
        return whole, ((first, first + len(inner)),) if inner else ()
    begin = first if len(inner) * 2 > room else min(first, _start_for(whole, first, room))
    finish = _end_for(whole, begin, room)
    left = _CUT if begin else ""
    shift = len(left) - begin
    mark = (first + shift, min(first + len(inner), finish) + shift)
    return left + whole[begin:finish] + (_CUT if finish < len(whole) else ""), (mark,) if mark[0] < mark[1] else ()


def folded(text: str, spans: Marks, shift: int = 0) -> tuple[str, Marks]:
    """The text with its white space folded, and the marks, whose offsets are larger by shift, moved along."""
    places: list[int] = []
    kept: list[str] = []
    for letter in text.strip():
        places.append(len(kept))
        if not letter.isspace():
            kept.append(letter)
        elif kept[-1] != " ":
            kept.append(" ")
    places.append(len(kept))
    shift += len(text) - len(text.lstrip())
    moved = ((start - shift, end - shift) for start, end in spans)
    return "".join(kept), tuple((places[start], places[end]) for start, end in moved if 0 <= start < end < len(places))


# The snippet and the marks of a hit ask for the same.
@lru_cache(maxsize=4)
def _matches(text: str, terms: tuple[str, ...], language: str | None) -> tuple[_Found, ...]:
    if not terms:
        return ()
    stemmed_as = languages.language_of(language)
    wanted = _wanted_anywhere(terms, stemmed_as) or _wanted(text, terms, stemmed_as)
    places = analysis.spans(text)
    runs = _runs(text, places, wanted.phrases)
    found: list[_Found] = []
    known = _known_terms(wanted.stemmed_as, wanted.stems)
    for start, end in places:
        if found and start < found[-1].end:
            continue
        word = text[start:end]
        if word not in known:
            stems = (stem for variants in analysis.stems(word, (wanted.stemmed_as,)) for stem in variants)
            known[word] = next((stem for stem in stems if stem in wanted.stems), None)
        whole_end = _end_of_whole(text, start, end, wanted.wholes) if wanted.wholes else None
        if start in runs:
            found.append(runs[start])
        elif whole_end:
            found.append(_Found(start, whole_end, analysis.fold(text[start:whole_end])))
        elif (term := known[word]) is not None:
            found.append(_Found(start, end, term))
    return tuple(_with_runs_joined(found, wanted.single_letters))


@lru_cache(maxsize=8)
def _known_terms(_stemmed_as: str, _stems: frozenset[str]) -> dict[str, str | None]:
    """What words match of these stems, as far as it is known: the passages of one answer have most words in common."""
    return {}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is marked in a text: stems of its words, identifiers that stand in it whole, and phrases."""

    stemmed_as: str
    stems: frozenset[str]
    wholes: set[str]
    phrases: list[tuple[str, ...]]
    single_letters: set[str]


@lru_cache(maxsize=8)
def _wanted_anywhere(terms: tuple[str, ...], stemmed_as: str) -> _Wanted | None:
    """What is marked in any text; None where that depends on the text, as with phrases and identifiers."""
    depends = any(len(term.split()) > 1 or analysis.identifiers(analysis.fold(term)) for term in terms)
    return None if depends else _wanted("", terms, stemmed_as)


def _wanted(text: str, terms: Sequence[str], stemmed_as: str) -> _Wanted:
    """A phrase counts as a run, and an identifier whole, where the text has it so; else their words count."""
    words = analysis.content_words([term for term in terms if len(term.split()) < 2])
    phrases = []
    for term in terms:
        if len(term.split()) < 2:
            continue
        run = tuple(_exact(term[start:end]) for start, end in analysis.spans(term))
        if len(run) > 1 and _runs(text, analysis.spans(text), [run]):
            phrases.append(run)
        else:
            words += analysis.content_words(term.split())
    folded_terms, folded_text = [analysis.fold(term) for term in words], analysis.fold(text)
    wholes = {
        one.text
        for term in folded_terms
        for one in analysis.identifiers(term)
        if one.loses_its_parts or (one.is_technical and _stands_in(one.text, folded_text))
    }
    stems = frozenset(
        stem
        for term in folded_terms
        if not any(one.text in wholes for one in analysis.identifiers(term))
        for variants in analysis.stems(term, (stemmed_as,))
        for stem in variants
    )
    return _Wanted(stemmed_as, stems, wholes, phrases, {term for term in folded_terms if len(term) == 1})


def _runs(text: str, places: Sequence[tuple[int, int]], phrases: Sequence[tuple[str, ...]]) -> dict[int, _Found]:
    """Where words of a text follow one another as in a phrase, by where they begin; the longest where several do."""
    if not phrases:
        return {}
    known: dict[str, str] = {}
    words = [known[word] if word in known else known.setdefault(word, _exact(word)) for word in _words(text, places)]
    runs: dict[int, _Found] = {}
    for phrase in sorted(phrases, key=len):
        for at in range(len(words) - len(phrase) + 1):
            if words[at] == phrase[0] and tuple(words[at : at + len(phrase)]) == phrase:
                start, end = places[at][0], places[at + len(phrase) - 1][1]
                runs[start] = _Found(start, end, " ".join(phrase))
    return runs


def _words(text: str, places: Sequence[tuple[int, int]]) -> Iterator[str]:
    return (text[start:end] for start, end in places)


def _exact(word: str) -> str:
    """A word without case and accents."""
    return "".join(part for _, part in analysis.phrase(word))


def _stands_in(whole: str, folded: str) -> bool:
    return whole in folded and re.search(rf"(?<!\w){re.escape(whole)}(?!\w)", folded) is not None


def _with_runs_joined(found: Sequence[_Found], single_letters: set[str]) -> list[_Found]:
    """Letters of scripts without spaces mean something only together, so neighbours become one mark."""
    joined: list[_Found] = []
    for unspaced, group in groupby(found, key=lambda one: analysis.is_unspaced(one.term)):
        for one in group:
            last = joined[-1] if joined else None
            if unspaced and last is not None and last.end == one.start and analysis.is_unspaced(last.term[:1]):
                joined[-1] = _Found(last.start, one.end, last.term + one.term)
            else:
                joined.append(one)
    return [one for one in joined if not analysis.is_unspaced(one.term) or one.term in single_letters]


def _end_of_whole(text: str, start: int, end: int, wholes: set[str]) -> int | None:
    """Where an identifier such as "C++" that begins with the word at text[start:end] ends, if it is a term."""
    for length in sorted({len(whole) for whole in wholes}, reverse=True):
        behind = text[start + length : start + length + 1]
        if start + length >= end and analysis.fold(text[start : start + length]) in wholes and not behind.isalnum():
            return start + length
    return None


def _window(text: str, found: Sequence[_Found], length: int) -> tuple[int, int]:
    """The piece to show, without the signs for what is left out."""
    if len(text) <= length:
        return 0, len(text)
    room = length - 2 * len(_CUT)
    starts = {0} | {_start_for(text, one.start, room) for one in found}
    best = min(starts, key=lambda start: (*_badness(found, start, start + room), start))
    return best, _end_for(text, best, room)


def _badness(found: Sequence[_Found], start: int, end: int) -> tuple[int, int]:
    first = bisect_left(found, start, key=lambda one: one.start)
    inside = [one.term for one in takewhile(lambda one: one.end <= end, found[first : first + end - start])]
    return -len(set(inside)), -len(inside)


def _start_for(text: str, position: int, room: int) -> int:
    """Where a piece that shows the word at position begins: with its sentence, or some words before it."""
    # Near the end of the text a piece begins earlier, so that it is no shorter than elsewhere.
    latest = len(text) - room
    earliest = max(0, min(position - room // 2, latest))
    if not earliest:
        return 0
    sentences = [border.end() for border in _SENTENCE_START.finditer(text, earliest, position)]
    if sentences:
        return sentences[0]
    lead = max(0, min(position - room // 4, latest))
    space = text.find(" ", lead, position)
    return space + 1 if space >= 0 else lead


def _end_for(text: str, start: int, room: int) -> int:
    end = start + room
    if end >= len(text):
        return len(text)
    if text[end] == " ":
        return end
    space = text.rfind(" ", max(start + 1, end - _REACH), end)
    return space if space > start else end

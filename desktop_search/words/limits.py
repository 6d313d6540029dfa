"""Turns what restricts a query (folder, filters, excluded words) into tantivy's query objects. Never raises."""

import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import tantivy
from tantivy import FieldType, Occur, Query

from desktop_search.records import Filter, FilterKind, SearchQuery
from desktop_search.words import analysis, kinds, languages, schema

MAX_TERMS = 64
MAX_CHARACTERS = 1000
MAX_STARS = 8
"""A name with so many is found in milliseconds; with fifty of them tantivy's automaton takes seconds to make."""
_SHORTEST_PART = 3
"""Letters from which a part inside a name is looked for, and not only one where a word begins."""
_NUMBERS = {FilterKind.DATE: schema.DATE, FilterKind.CHANGED: schema.MODIFIED, FilterKind.SIZE: schema.SIZE}

Clause = tuple[Occur, Query]


def limits(fields: tantivy.Schema, field: str, query: SearchQuery) -> list[Clause]:
    """Clauses for the folder, the filters and the excluded words; they add nothing to a score."""
    found: list[Clause] = []
    for text in capped(query.excluded):
        if (without := exactly(fields, field, text)) is not None:
            found.append((Occur.MustNot, without))
    if query.folder is not None:
        found.append(_must(Query.term_query(fields, schema.FOLDER, schema.folder_digest(query.folder))))
    return found + _filters(fields, query.restrictions[:MAX_TERMS])


def exactly(fields: tantivy.Schema, field: str, text: str) -> Query | None:
    """The words of the text one after another in their exact forms; None when there is no word in it."""
    placed = analysis.phrase(text)[:MAX_TERMS]
    if not placed:
        return None
    if len(placed) == 1:
        # tantivy panics over a phrase of one word.
        return Query.term_query(fields, field, placed[0][1])
    return Query.phrase_query(fields, field, placed)


def any_of(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def capped(texts: Sequence[str]) -> list[str]:
    return [text[:MAX_CHARACTERS] for text in texts[:MAX_TERMS]]


def _filters(fields: tantivy.Schema, filters: Sequence[Filter]) -> list[Clause]:
    """A clause for each filter, and one for all filters that were joined by OR."""
    clauses: list[Clause] = []
    joined: dict[int, list[Query]] = {}
    for one in filters:
        found = _matching(fields, one)
        if one.either is not None:
            joined.setdefault(one.either, []).append(_without(found) if one.negated else found)
        else:
            clauses.append((Occur.MustNot, found) if one.negated else _must(found))
    return clauses + [_must(any_of(queries)) for queries in joined.values()]


def _must(query: Query) -> Clause:
    return (Occur.Must, Query.const_score_query(query, 0.0))


def _without(query: Query) -> Query:
    return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])


def _matching(fields: tantivy.Schema, one: Filter) -> Query:
    if (field := _NUMBERS.get(one.kind)) is not None:
        if one.least is None and one.below is None:
            return Query.all_query()
        last = None if one.below is None else one.below - 1
        return Query.range_query(fields, field, FieldType.Integer, lower_bound=one.least, upper_bound=last)
    values = capped(one.values)
    if one.kind is FilterKind.TYPE:
        return any_of([Query.term_query(fields, schema.TYPE, value) for value in values])
    if one.kind is FilterKind.LANGUAGE:
        return any_of([Query.term_query(fields, schema.LANGUAGE, value) for value in values])
    part = {FilterKind.FOLDER: _folder, FilterKind.NAME: _name}.get(one.kind, _author)
    return any_of([query for value in values for query in part(fields, value)])


def _folder(fields: tantivy.Schema, value: str) -> Iterable[Query]:
    """A folder by its path, by its name, or by words that stand together in its path, the last perhaps unfinished.

    What ends like a file's name may be a file's, too: path:src/main.py.
    """
    path = os.path.expanduser(value) if value.startswith("~") else value
    yield Query.term_query(fields, schema.FOLDER, schema.folder_digest(path))
    name = path.rstrip("/\\")
    if name and not os.path.isabs(path):
        yield Query.term_query(fields, schema.FOLDER, schema.folder_name_digest(name))
        yield from _words_of(fields, schema.FOLDER_WORDS, path)
    above, _, file = path.replace("\\", "/").rpartition("/")
    if kinds.suffixes_of(file):
        yield _inside(fields, above, [Query.term_query(fields, schema.FULL_NAME, schema.whole_name(file)[:250])])


def _inside(fields: tantivy.Schema, folder: str, files: Sequence[Query]) -> Query:
    """Those files of a folder, which is told by its path or by the last names in it; all of them where it is empty."""
    if not folder.strip("/"):
        return any_of(files)
    known = [Query.term_query(fields, schema.FOLDER, schema.folder_digest(os.path.expanduser(folder)))]
    if not os.path.isabs(folder):
        known.append(Query.term_query(fields, schema.FOLDER, schema.folder_name_digest(folder)))
        if (words := exactly(fields, schema.FOLDER_WORDS, folder)) is not None:
            known.append(words)
    return all_of([any_of(known), any_of(files)])


def _name(fields: tantivy.Schema, value: str) -> Iterable[Query]:
    """A part of a file's name, perhaps behind a folder; "*" and "?" stand for any letters and any one letter."""
    folder, _, last = value.replace("\\", "/").rpartition("/")
    if folder and last:
        yield _inside(fields, folder, list(_name(fields, last)))
        return
    whole = _few_stars(schema.whole_name(value))
    if "*" in whole or "?" in whole:
        pattern = "".join({"*": ".*", "?": "."}.get(letter) or _escaped(letter) for letter in whole[:100])
        # The suffix need not be thought of.
        yield _like(_This(fields), pattern if "." in whole else f"{pattern}(\\x2e[^\\x2e]+)?")
        return
    yield from _words_of(fields, schema.NAME, value)
    if len(whole) >= _SHORTEST_PART or not analysis.phrase(value):
        pattern = "".join(_escaped(letter) for letter in whole[:100])
        yield _like(_This(fields), f".*{pattern}.*")


def _few_stars(name: str) -> str:
    """A pattern that says the same with fewer stars; from one star too many on, any letters may follow."""
    name = re.sub(r"[*?]*\*[*?]*", lambda run: "?" * run[0].count("?") + "*", name)
    parts = name.split("*")
    return name if len(parts) <= MAX_STARS + 1 else "*".join(parts[:MAX_STARS]) + "*"


class _This:
    """A schema as a key: it is only ever equal to itself."""

    def __init__(self, fields: tantivy.Schema) -> None:
        self.fields = fields

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.fields is other.fields

    def __hash__(self) -> int:
        return id(self.fields)


@lru_cache(maxsize=64)
def _like(fields: _This, pattern: str) -> Query:
    """Whole names that match a pattern; none where the pattern is too much for tantivy, which takes 1,000 states.

    Kept, as one question asks for it several times, and its automaton may take 15 ms to make.
    """
    try:
        return Query.regex_query(fields.fields, schema.FULL_NAME, pattern)
    except ValueError:
        return Query.empty_query()


def _author(fields: tantivy.Schema, value: str) -> Iterable[Query]:
    """All words of a name in any order, perhaps unfinished."""
    words = [word for _, word in analysis.phrase(value)][:MAX_TERMS]
    if words:
        yield all_of([_beginning(fields, schema.AUTHOR, word) for word in words])


def _words_of(fields: tantivy.Schema, field: str, value: str) -> Iterable[Query]:
    placed = analysis.phrase(value)[:MAX_TERMS]
    if len(placed) == 1:
        yield _beginning(fields, field, placed[0][1])
    elif placed:
        yield Query.phrase_query(fields, field, placed)
        yield Query.phrase_prefix_query(fields, field, placed)


def _beginning(fields: tantivy.Schema, field: str, word: str) -> Query:
    if len(word) < _SHORTEST_PART:
        return Query.term_query(fields, field, word)
    return Query.fuzzy_term_query(fields, field, word, distance=0, prefix=True)


def _escaped(letter: str) -> str:
    return letter if letter.isalnum() or letter == " " or not letter.isascii() else f"\\x{ord(letter):02x}"


def languages_of(query: SearchQuery) -> tuple[str, ...]:
    """The stemmers of the languages that a query is restricted to."""
    wanted = (one for one in query.restrictions if one.kind is FilterKind.LANGUAGE and not one.negated)
    return tuple(dict.fromkeys(languages.language_of(value) for one in wanted for value in one.values))

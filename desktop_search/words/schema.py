"""What the word index keeps of a passage or a file, and how a `WordEntry` becomes a tantivy document."""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePath

import tantivy

from desktop_search.words import analysis, kinds, languages

# Raise it whenever a field or the analysis changes: an index of another version is made anew.
VERSION = 4

ID = "id"
RANKED = "ranked"
EXACT = "exact"
NAME = "name"
FULL_NAME = "full_name"
WHOLE_NAME = "whole_name"
FOLDER = "folder"
FOLDER_WORDS = "folder_words"
TYPE = "type"
AUTHOR = "author"
LANGUAGE = "language"
STEMMED_AS = "stemmed_as"
MODIFIED = "modified_ns"
DATE = "date_ns"
NEWEST = "newest_ns"
SIZE = "size"

# A title counts this often in the one ranked field. Fields of their own with boosts cost 6 to 9 points of nDCG@10.
TITLE_WEIGHT = 2
# Characters: each passage is indexed with its document's title, so one of megabytes would be, thousands of times.
LONGEST_TITLE = 500

_JOINTS = re.compile(r"[-_.]+")
_INNER_BORDER = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CASES = bytes(ord("A") if 65 <= byte <= 90 else ord("a") if 97 <= byte <= 122 else ord(" ") for byte in range(256))
_HUMP = b"aAa"
"""Looked for in bytes that say no more than capital or small: an expression takes five times as long."""
_CAMEL_CASE = re.compile(r"\b[a-zA-Z]+[a-z][A-Z][a-z][a-zA-Z]*")
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class WordEntry:
    """A passage (id above 0), or a file that is found by its name alone (id below 0, text empty).

    folder is an absolute path. folder and name may hold surrogate escapes. language is a code such as "de", or None;
    own_date is the document's, in nanoseconds since 1970; read_as names the format that read the file.
    """

    id: int
    text: str
    title: str
    name: str
    folder: str
    suffix: str
    modified_ns: int
    language: str | None = None
    member: str | None = None
    size: int = 0
    author: str = ""
    own_date: int | None = None
    read_as: str | None = None


def passages() -> tantivy.Schema:
    """The fields of a passage."""
    builder = _base()
    for field, analyzer in ((RANKED, analysis.RANKED_ANALYZER), (EXACT, analysis.EXACT_ANALYZER)):
        builder.add_text_field(field, tokenizer_name=analyzer, index_option="position")
    builder.add_text_field(STEMMED_AS, tokenizer_name="raw", index_option="basic")
    return builder.build()


def files() -> tantivy.Schema:
    """The fields of a file found by its name. In an index of their own: as documents without text among the passages
    they would lower the average length, which cost 1.7 points of nDCG@10 with one file a passage."""
    builder = _base()
    builder.add_text_field(WHOLE_NAME, tokenizer_name="raw", index_option="basic")
    return builder.build()


def document(entry: WordEntry) -> tantivy.Document:
    """The tantivy document of an entry. Never raises for any text."""
    made = tantivy.Document()
    _add_what_filters_ask(made, entry)
    if entry.id < 0:
        cut = [entry.name[: len(entry.name) - len(suffix)] for suffix in kinds.suffixes_of(entry.name)]
        names = (entry.name, entry.name.removesuffix(entry.suffix), *cut)
        for form in {form for name in names for form in (whole_name(name), in_words(name))}:
            made.add_text(WHOLE_NAME, digest_of(form))
    else:
        stemmed_as = languages.language_of(entry.language)
        made.add_text(STEMMED_AS, stemmed_as)
        titles = (entry.title[:LONGEST_TITLE],) if entry.title else ()
        text = "\n".join((*titles * TITLE_WEIGHT, entry.text, *_parts_of_identifiers(entry.text)))
        _add_words(made, RANKED, analysis.ranked(text, stemmed_as))
        for words in analysis.exact("\n".join((*titles, entry.text))):
            _add_words(made, EXACT, words)
    return made


def _add_words(made: tantivy.Document, field: str, words: analysis.Words) -> None:
    if isinstance(words, str):
        made.add_text(field, words)
    else:
        made.add_pre_tokenized_text(field, words)


def _add_what_filters_ask(made: tantivy.Document, entry: WordEntry) -> None:
    made.add_integer(ID, entry.id)
    made.add_integer(SIZE, min(entry.size, _LARGEST))
    told = _told(
        entry.name,
        entry.folder,
        member=entry.member,
        author=entry.author,
        language=entry.language,
        read_as=entry.read_as,
    )
    for field, text in told.terms:
        made.add_text(field, text)
    for field, words in told.words:
        _add_words(made, field, words)
    _add_times(made, entry, is_dated=told.has_own_date)


@dataclass(frozen=True, slots=True)
class _Told:
    """What all passages of a document have alike: (field, term), (field, words)."""

    terms: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, analysis.Words], ...]
    has_own_date: bool


@lru_cache(maxsize=512)
def _told(
    name: str, folder: str, *, member: str | None, author: str, language: str | None, read_as: str | None
) -> _Told:
    # What is inside an archive or a mail is found by both names, and is of both kinds.
    names = [name, *([re.split(r" › |/", member)[-1] or member] if member else [])]
    of_each = [kinds.kinds_of(one, read_as) for one in names]
    suffixes = (suffix for one in names for suffix in kinds.suffixes_of(one))
    types = {*suffixes, *(kind for some in of_each for kind in some)}
    code = languages.code_of(language)
    terms = (
        *((FOLDER, digest) for digest in folder_digests(folder)),
        *((FULL_NAME, whole_name(one)[:250]) for one in names),
        *((TYPE, analysis.without_surrogates(one)) for one in types),
        *([(LANGUAGE, code)] if code is not None else []),
    )
    worded = [(FOLDER_WORDS, folder), *((NAME, spelled_out(one)) for one in names), (AUTHOR, author[:1000])]
    words = tuple((field, words) for field, text in worded if text for words in analysis.exact(text))
    return _Told(terms, words, bool(of_each[-1] & kinds.OWN_DATE))


def _add_times(made: tantivy.Document, entry: WordEntry, *, is_dated: bool) -> None:
    """Its file's time and its own. A letter that was begun in May and changed in June is from either."""
    made.add_integer(MODIFIED, entry.modified_ns)
    own = entry.own_date
    for moment in {own if own is not None else entry.modified_ns, own if is_dated and own else entry.modified_ns}:
        made.add_integer(DATE, moment)
    made.add_integer(NEWEST, own if is_dated and own is not None else entry.modified_ns)


def _parts_of_identifiers(text: str) -> list[str]:
    """The words inside "getUserName", once for each such name."""
    if _HUMP not in text.encode("utf-8", "replace").translate(_CASES):
        return []
    return [_INNER_BORDER.sub(" ", name) for name in dict.fromkeys(_CAMEL_CASE.findall(text))]


def spelled_out(name: str) -> str:
    """A file's name followed by itself cut where capitals and digits begin: "TaxReport2023" → "… Tax Report 2023"."""
    cut = _INNER_BORDER.sub(" ", name)
    return name if cut == name else f"{name} {cut}"


def whole_name(name: str) -> str:
    """The form in which whole names are compared."""
    return " ".join(analysis.fold(name).split())


def in_words(name: str) -> str:
    """The same name as people say it: "Tax-Report_2023" and "TaxReport2023" are "tax report 2023"."""
    return whole_name(_JOINTS.sub(" ", _INNER_BORDER.sub(" ", name)))


def digest_of(text: str) -> str:
    """16 characters that stand for a text of any length with any characters in it."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def folder_digest(folder: str) -> str:
    """What stands for a folder in the index."""
    return digest_of(os.path.normcase(os.path.normpath(folder)))


@lru_cache(maxsize=1024)
def folder_digests(folder: str) -> tuple[str, ...]:
    """The folder itself and everything above it, as paths and by their names alone."""
    path = PurePath(os.path.normpath(folder))
    above = (path, *path.parents)
    return tuple({*(folder_digest(str(one)) for one in above), *(folder_name_digest(one.name) for one in above)})


def folder_name_digest(name: str) -> str:
    """What stands for all folders of a name, whatever signs are in it."""
    return digest_of("\0" + whole_name(name))


def _base() -> tantivy.SchemaBuilder:
    builder = tantivy.SchemaBuilder()
    # Not unsigned: a Python int in an unsigned field ends tantivy's writer thread.
    builder.add_integer_field(ID, indexed=True, fast=True)
    for field in (MODIFIED, DATE, SIZE):
        builder.add_integer_field(field, indexed=True, fast=True)
    builder.add_integer_field(NEWEST, fast=True)
    for field in (FOLDER, TYPE, LANGUAGE, FULL_NAME):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in (FOLDER_WORDS, NAME, AUTHOR):
        builder.add_text_field(field, tokenizer_name=analysis.EXACT_ANALYZER, index_option="position")
    return builder

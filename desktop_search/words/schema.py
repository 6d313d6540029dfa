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
VERSION = 3

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
    """The fields of a passage. Text is handed over already cut into words, so that no tokenizer is registered."""
    builder = _base()
    for field in (RANKED, EXACT):
        builder.add_text_field(field, tokenizer_name="raw", index_option="position")
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
        made.add_pre_tokenized_text(RANKED, analysis.ranked(text, stemmed_as))
        made.add_pre_tokenized_text(EXACT, analysis.exact("\n".join((*titles, entry.text))))
    return made


def _add_what_filters_ask(made: tantivy.Document, entry: WordEntry) -> None:
    made.add_integer(ID, entry.id)
    made.add_integer(SIZE, min(entry.size, _LARGEST))
    for digest in folder_digests(entry.folder):
        made.add_text(FOLDER, digest)
    made.add_pre_tokenized_text(FOLDER_WORDS, _exact(entry.folder))
    # What is inside an archive or a mail is found by both names, and is of both kinds.
    names = [entry.name]
    if entry.member:
        names.append(re.split(r" › |/", entry.member)[-1] or entry.member)
    for name in names:
        made.add_pre_tokenized_text(NAME, _exact(spelled_out(name)))
        made.add_text(FULL_NAME, whole_name(name)[:250])
    of_each = [kinds.kinds_of(name, entry.read_as) for name in names]
    suffixes = (suffix for name in names for suffix in kinds.suffixes_of(name))
    for value in {*suffixes, *(kind for some in of_each for kind in some)}:
        made.add_text(TYPE, analysis.without_surrogates(value))
    if entry.author:
        made.add_pre_tokenized_text(AUTHOR, analysis.exact(entry.author[:1000]))
    if (language := languages.code_of(entry.language)) is not None:
        made.add_text(LANGUAGE, language)
    _add_times(made, entry, is_dated=bool(of_each[-1] & kinds.OWN_DATE))


def _add_times(made: tantivy.Document, entry: WordEntry, *, is_dated: bool) -> None:
    """Its file's time and its own. A letter that was begun in May and changed in June is from either."""
    made.add_integer(MODIFIED, entry.modified_ns)
    own = entry.own_date
    for moment in {own if own is not None else entry.modified_ns, own if is_dated and own else entry.modified_ns}:
        made.add_integer(DATE, moment)
    made.add_integer(NEWEST, own if is_dated and own is not None else entry.modified_ns)


def _parts_of_identifiers(text: str) -> list[str]:
    """The words inside "getUserName", once for each such name."""
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


@lru_cache(maxsize=4096)
def _exact(text: str) -> tantivy.PreTokenizedString:
    """As analysis.exact(); all passages of a file ask for the same."""
    return analysis.exact(text)


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
        builder.add_text_field(field, tokenizer_name="raw", index_option="position")
    return builder

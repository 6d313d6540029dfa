"""What the word index keeps of a passage or a file, and how a `WordEntry` becomes a tantivy document."""

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePath

import tantivy

from desktop_search.words import analysis, languages

# Raise it whenever a field or the analysis changes: an index of another version is made anew.
VERSION = 1

ID = "id"
RANKED = "ranked"
EXACT = "exact"
NAME = "name"
WHOLE_NAME = "whole_name"
FOLDER = "folder"
LANGUAGE = "language"
MODIFIED = "modified_ns"

# A title counts this often in the one ranked field. Fields of their own with boosts cost 6 to 9 points of nDCG@10.
TITLE_WEIGHT = 2

_INNER_BORDER = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class WordEntry:
    """A passage (id above 0), or a file that is found by its name alone (id below 0, text empty).

    folder is an absolute path. folder and name may hold surrogate escapes. language is a code such as "de", or None.
    """

    id: int
    text: str
    title: str
    name: str
    folder: str
    suffix: str
    modified_ns: int
    language: str | None = None


def passages() -> tantivy.Schema:
    """The fields of a passage. Text is handed over already cut into words, so that no tokenizer is registered."""
    builder = _base()
    for field in (RANKED, EXACT):
        builder.add_text_field(field, tokenizer_name="raw", index_option="position")
    builder.add_text_field(LANGUAGE, tokenizer_name="raw", index_option="basic")
    return builder.build()


def files() -> tantivy.Schema:
    """The fields of a file found by its name. In an index of their own: as documents without text among the passages
    they would lower the average length, which cost 1.7 points of nDCG@10 with one file a passage."""
    builder = _base()
    builder.add_text_field(NAME, tokenizer_name="raw", index_option="position")
    builder.add_text_field(WHOLE_NAME, tokenizer_name="raw", index_option="basic")
    return builder.build()


def document(entry: WordEntry) -> tantivy.Document:
    """The tantivy document of an entry. Never raises for any text."""
    made = tantivy.Document()
    made.add_integer(ID, entry.id)
    made.add_integer(MODIFIED, entry.modified_ns)
    for digest in folder_digests(entry.folder):
        made.add_text(FOLDER, digest)
    if entry.id < 0:
        made.add_pre_tokenized_text(NAME, analysis.exact(spelled_out(entry.name)))
        for name in {whole_name(entry.name), whole_name(entry.name.removesuffix(entry.suffix))}:
            made.add_text(WHOLE_NAME, digest_of(name))
    else:
        language = languages.language_of(entry.language)
        made.add_text(LANGUAGE, language)
        titles = (entry.title,) if entry.title else ()
        made.add_pre_tokenized_text(RANKED, analysis.ranked("\n".join(titles * TITLE_WEIGHT + (entry.text,)), language))
        made.add_pre_tokenized_text(EXACT, analysis.exact("\n".join((*titles, entry.text))))
    return made


def spelled_out(name: str) -> str:
    """A file's name followed by itself cut where capitals and digits begin: "TaxReport2023" → "… Tax Report 2023"."""
    cut = _INNER_BORDER.sub(" ", name)
    return name if cut == name else f"{name} {cut}"


def whole_name(name: str) -> str:
    """The form in which whole names are compared."""
    return " ".join(analysis.fold(name).split())


def digest_of(text: str) -> str:
    """16 characters that stand for a text of any length with any characters in it."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def folder_digest(folder: str) -> str:
    """What stands for a folder in the index."""
    return digest_of(os.path.normcase(os.path.normpath(folder)))


@lru_cache(maxsize=1024)
def folder_digests(folder: str) -> tuple[str, ...]:
    """The folder itself and everything above it."""
    path = PurePath(os.path.normpath(folder))
    return tuple(folder_digest(str(above)) for above in (path, *path.parents))


def _base() -> tantivy.SchemaBuilder:
    builder = tantivy.SchemaBuilder()
    # Not unsigned: a Python int in an unsigned field ends tantivy's writer thread.
    builder.add_integer_field(ID, indexed=True, fast=True)
    builder.add_integer_field(MODIFIED, fast=True)
    builder.add_text_field(FOLDER, tokenizer_name="raw", index_option="basic")
    return builder

"""Makes the entries of the word index from what SQLite holds of passages and files."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from desktop_search.storage import descriptions
from desktop_search.storage.descriptions import Description
from desktop_search.storage.index_queries import IndexQueries, StoredPassage
from desktop_search.words import dates, detection
from desktop_search.words.index import WordEntry


def of_passages(db: IndexQueries, ids: Collection[int]) -> Iterator[WordEntry]:
    """The entries of passages; ids that are gone are left out."""
    passages = db.stored_passages(ids).values()
    told = descriptions.of_documents(db.database, {passage.document_id for passage in passages})
    languages = _detected([passage for passage in passages if not passage.language])
    for passage in passages:
        about = told.get(passage.document_id, Description())
        yield WordEntry(
            passage.id,
            passage.text,
            passage.title or "",
            *_place(passage.path),
            passage.modified_ns,
            passage.language or languages.get(passage.document_id),
            member=passage.member,
            size=passage.size,
            author=about.told("author"),
            own_date=dates.moment(about.told("date")),
            read_as=about.read_as,
        )


def of_files(db: IndexQueries, ids: Collection[int]) -> Iterator[WordEntry]:
    """The entries of files, found by their names; ids that are gone are left out."""
    told = descriptions.of_files(db.database, ids)
    for file in db.stored_files(ids).values():
        about = told.get(file.id, Description())
        yield WordEntry(
            -file.id,
            "",
            "",
            *_place(file.path),
            file.modified_ns,
            about.language,
            size=file.size,
            author=about.told("author"),
            own_date=dates.moment(about.told("date")),
            read_as=about.read_as,
        )


@lru_cache(maxsize=1024)
def _place(path: str) -> tuple[str, str, str]:
    """A file's name, its folder and its suffix."""
    return Path(path).name, str(Path(path).parent), Path(path).suffix.lower()


def _detected(passages: Collection[StoredPassage]) -> dict[int, str | None]:
    """The languages of documents that do not say it, as they were read before languages were detected."""
    texts: dict[int, list[str]] = defaultdict(list)
    for passage in passages:
        if len(texts[passage.document_id]) * 200 < detection.LOOKED_AT:
            texts[passage.document_id].append(passage.text)
    return {document_id: detection.language_in("\n".join(some)) for document_id, some in texts.items()}

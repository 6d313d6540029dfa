"""Finds passages by their words and files by their names, for searching. A cache: the engine fills it from SQLite."""

import contextlib
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_search.errors import DesktopSearchError
from desktop_search.records import Neighbour, SearchQuery
from desktop_search.words import directory, information, languages, limits, query_builder, schema, spelling
from desktop_search.words.schema import WordEntry
from desktop_search.words.shelf import Shelf
from desktop_search.words.vocabulary import Known, Vocabulary

__all__ = ["WordEntry", "WordIndex"]

logger = logging.getLogger(__name__)

_PASSAGES, _FILES = "passages", "files"
_PASSAGES_HEAP_BYTES = 50_000_000
# The least that tantivy takes is 15,000,000.
_FILES_HEAP_BYTES = 16_000_000
# More languages than this in one index are taken for wrong labels: each costs another stem for every word.
_MAX_LANGUAGES = 4
_KEPT_RESTRICTIONS = 16


class WordIndex:
    """The words of passages and the names of files, in a directory or (None) in memory.

    One thread adds, removes, commits and closes; any thread may search. What is added is found after commit().
    was_rebuilt says that the index began empty, because nothing usable lay in the directory.
    """

    def __init__(self, place: Path | None) -> None:
        """Opens or makes the index. Damage, or another version's index, is never an error: it is made anew, empty.

        Raises DesktopSearchError when the directory cannot be written or another process has the index open.
        """
        self.was_rebuilt = True
        self._place = place
        self._allowed: dict[SearchQuery, frozenset[int]] = {}
        self._spellings: Known = {}
        if place is None:
            self._open(None)
        elif not self._opened_as_it_is(place):
            self._make_anew(place)
        self._notice_languages()

    def add(self, entries: Iterable[WordEntry]) -> None:
        """Adds passages and files under new ids: as none is used twice, nothing is looked for to be replaced."""
        for entry in entries:
            self._shelf_of(entry.id).add(schema.document(entry))

    def remove(self, ids: Iterable[int]) -> None:
        """Removes entries; unknown ids do nothing."""
        for entry_id in ids:
            self._shelf_of(entry_id).remove((entry_id,))

    def commit(self) -> None:
        """Makes everything added and removed so far durable and visible to searches."""
        for shelf in (self._files, self._passages):
            shelf.commit()
        self._allowed, self._spellings = {}, {}
        self._notice_languages()

    def clear(self) -> None:
        """Removes every entry, at once."""
        for shelf in (self._files, self._passages):
            shelf.clear()
        self.commit()

    def rewrite(self, passages: Iterable[WordEntry], files: Iterable[WordEntry]) -> None:
        """Puts these entries in the place of all there are, which are found until then.

        What is only removed stays in the files of the index until they happen to be merged.
        """
        self._files.rewrite(map(schema.document, files))
        self._passages.rewrite(map(schema.document, passages))
        self.commit()

    def is_as_written(self) -> bool:
        """Whether every file of it has the checksum it was written with. Reads all of them."""
        # What is being merged takes files away, and so at first one may be missing that is needed no more.
        shelves = (_PASSAGES, _FILES)
        return self._place is None or any(directory.is_sound(self._place, schema.VERSION, shelves) for _ in range(3))

    def reopen(self) -> None:
        """Begins again where an error has ended tantivy's writer, as a full disk does. What was not committed is lost.

        Raises ValueError and OSError.
        """
        with contextlib.suppress(ValueError):
            self.close()
        self._open(self._place)

    def close(self) -> None:
        """Waits for what runs in the background and lets the directory go. What was not committed is lost."""
        try:
            self._files.close()
        finally:
            self._passages.close()

    def ids(self) -> set[int]:
        """The ids of all entries, passages and files."""
        return self._passages.ids() | self._files.ids()

    def __len__(self) -> int:
        return len(self._passages) + len(self._files)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self._passages)

    def search(self, query: SearchQuery, limit: int) -> list[Neighbour]:
        """The best passages for a query, best first. Scores are BM25, comparable only within one answer."""
        built = query_builder.passages(self._passages.fields, query, self._stemmers(query))
        return [Neighbour(row.id, row.score) for row in self._passages.rows(built, limit)]

    def holding(self, query: SearchQuery, limit: int) -> list[Neighbour]:
        """The best of the passages that search() finds in which an identifier of the query stands as it was typed."""
        if not (identifiers := query_builder.identifiers(query)):
            return []
        built = query_builder.passages(self._passages.fields, query, self._stemmers(query), identifiers=identifiers)
        return [Neighbour(row.id, row.score) for row in self._passages.rows(built, limit)]

    def full_score(self, query: SearchQuery) -> float:
        """The score that a passage with all words of the query, spelled right, would have, as often as can count."""
        words = (*spelling.corrected(query.words, query.spellings), *" ".join(query.phrases).split())
        passages = self._passages
        return information.full_score(
            words, self._stemmers(query), lambda stem: passages.frequency(schema.RANKED, stem), passages=len(passages)
        )

    def information_of(self, words: Iterable[str]) -> list[float]:
        """How much each word says here, in nats: the rarer it is in the languages that are there, the more."""
        passages = self._passages
        stemmers = self._stemmers(SearchQuery(""))

        def frequency(stem: str) -> int:
            return passages.frequency(schema.RANKED, stem)

        return [information.of_word(word, stemmers, frequency, passages=len(passages)) for word in words]

    def allowed(self, query: SearchQuery) -> Collection[int] | None:
        """The passages that a search by meaning may find: with the phrases, past the filters, without excluded words.

        None when the query leaves all of them open. Kept until the next commit, as a query asks several times: the
        first time it takes 1.2 ms for each 1,000 passages.
        """
        key = _restriction_of(query)
        kept = self._allowed
        if (known := kept.get(key)) is not None:
            return known
        restriction = query_builder.restriction(self._passages.fields, query, self._stemmers(query))
        if restriction is None:
            return None
        found = frozenset(self._passages.ids(restriction))
        if len(kept) >= _KEPT_RESTRICTIONS:
            kept.clear()
        kept[key] = found
        return found

    def excluded_among(self, query: SearchQuery, passages: Sequence[int]) -> set[int]:
        """Those of the passages in which something stands that the query excludes."""
        built = query_builder.excluded_among(self._passages.fields, query, passages)
        return self._passages.ids(built, len(passages)) if built is not None else set()

    def newest(self, query: SearchQuery, limit: int) -> list[tuple[int, int]]:
        """(id, time) of the newest passages and files that the filters let pass, for a query that says nothing else."""
        found = [
            one
            for shelf, field in ((self._passages, schema.EXACT), (self._files, schema.NAME))
            for one in shelf.newest(query_builder.everything(shelf.fields, field, query), limit)
        ]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def spelled(self, query: SearchQuery) -> SearchQuery:
        """The query, with other words for those that stand in no text and no name: misspelled, or not yet finished."""
        return Vocabulary(self._passages, self._files, self._stemmers(query), self._spellings).spelled(query)

    def names(self, query: SearchQuery, limit: int) -> list[Neighbour]:
        """Files by their names: first the name typed, then all words in it, then all words begin one; newest first."""
        if limit < 1:
            return []
        built = query_builder.names(self._files.fields, query)
        # Many files are equally good, and tantivy would cut them off in no useful order.
        rows = self._files.rows(built, limit * 4 + 200)
        rows.sort(key=lambda row: (-row.score, -row.modified_ns, -row.id))
        return [Neighbour(row.id, row.score) for row in rows[:limit]]

    def _shelf_of(self, entry_id: int) -> Shelf:
        return self._passages if entry_id > 0 else self._files

    def _open(self, place: Path | None) -> None:
        self._passages = Shelf(schema.passages(), place and place / _PASSAGES, _PASSAGES_HEAP_BYTES)
        try:
            self._files = Shelf(schema.files(), place and place / _FILES, _FILES_HEAP_BYTES)
        except ValueError:
            # Else its lock would stand in the way of making the index anew.
            self._passages.close()
            raise

    def _opened_as_it_is(self, place: Path) -> bool:
        if not directory.is_sound(place, schema.VERSION, (_PASSAGES, _FILES)):
            return False
        try:
            self._open(place)
        except (ValueError, OSError) as error:
            # The index of a running engine must not be emptied under its hands.
            if "LockBusy" in str(error):
                raise DesktopSearchError(
                    "The word index is being used by another program.", "Close the other Desktop Search and try again."
                ) from error
            logger.info("The word index is made anew: %s", error)
            return False
        self.was_rebuilt = False
        return True

    def _make_anew(self, place: Path) -> None:
        try:
            directory.make_empty(place, schema.VERSION, (_PASSAGES, _FILES))
            self._open(place)
        except (ValueError, OSError) as error:
            raise DesktopSearchError(
                f"The word index cannot be written to {place}.", "Check the folder's permissions and the free space."
            ) from error

    def _notice_languages(self) -> None:
        found = self._passages.terms(schema.STEMMED_AS)[:_MAX_LANGUAGES]
        self._languages = tuple(found) or (languages.DEFAULT_LANGUAGE,)

    def _stemmers(self, query: SearchQuery) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self._languages, *limits.languages_of(query))))


def _restriction_of(query: SearchQuery) -> SearchQuery:
    """What of a query restricts it: equal for all queries with the same restriction."""
    return SearchQuery(
        "",
        phrases=query.phrases,
        excluded=query.excluded,
        folder=query.folder,
        filters=tuple(replace(one, text="", start=0, end=0) for one in query.restrictions),
        alternatives=query.alternatives,
    )

"""Finds the documents that an answer could hold, many more than are shown, and counts what they have in common."""

from dataclasses import replace
from datetime import date

from desktop_search.records import Facets, FilterKind, Mode, SearchQuery
from desktop_search.searching import calibration, exclusion, facets, grouping
from desktop_search.searching.candidates import Candidates
from desktop_search.searching.meaning import Meaning
from desktop_search.storage import found_documents
from desktop_search.storage.found_documents import FoundDocument
from desktop_search.storage.index_queries import IndexQueries
from desktop_search.words.index import WordIndex

MOST = 1000
"""Documents. Counting more takes longer than a person waits for a side panel."""
DEPTHS = (1000, 4000, 16_000)
MOST_NAMES = 200


class Faceting:
    """Reads the caches and the database; any number of threads may count at once."""

    def __init__(self, db: IndexQueries, words: WordIndex, candidates: Candidates) -> None:
        self._db = db
        self._words = words
        self._candidates = candidates

    def facets(self, query: SearchQuery, meaning: Meaning | None, *, typed: str, today: date) -> Facets:
        """The facets of a query. meaning is the query's, or None where there is none."""
        if not query.says_something and not query.restrictions:
            return Facets(typed, 0, True)
        documents, is_all = self._documents(query, meaning)
        made = []
        for kind in facets.KINDS:
            chosen = [one for one in query.restrictions if one.kind is kind and one.either is None]
            # A folder's facet goes deeper instead: what is offered lies in the chosen one.
            if chosen and kind is not FilterKind.FOLDER:
                others = replace(query, filters=tuple(one for one in query.filters if one not in chosen))
                counted, _ = self._documents(others, meaning)
            else:
                counted = documents
            made.append(facets.counted(kind, counted, today))
        return Facets(typed, len(documents), is_all, tuple(made))

    def _documents(self, query: SearchQuery, meaning: Meaning | None) -> tuple[list[FoundDocument], bool]:
        """The best documents and files, at most MOST, and whether these are all."""
        if not query.says_something:
            return self._listed(query)
        for depth in DEPTHS:
            found = self._candidates.found(query, meaning, depth, is_order_all=False)
            places = found_documents.of_passages(self._db.database, [one.passage_id for one in found.fused])
            gone = exclusion.excluded(self._db, self._words, query, {one.id for one in places.values()})
            documents = {id: one.id for id, one in places.items() if one.id not in gone}
            groups = grouping.group(found.fused, documents, best=1)
            if found.is_all or len(groups) > MOST:
                break
        likely = [
            group
            for group in groups
            if calibration.relevance(found.scale, cosine=group.cosine, words=group.bm25) >= calibration.NOTHING
        ]
        kept = likely or groups
        by_text = [places[group.passages[0]] for group in kept[:MOST]]
        named = self._named(query, {one.file_id for one in by_text})
        # Where the last ones looked at were unlikely already, there are no further likely ones behind them.
        is_all = len(kept) <= MOST and (found.is_all or len(likely) < len(groups))
        return (by_text + named)[:MOST], is_all and len(by_text) + len(named) <= MOST

    def _named(self, query: SearchQuery, known: set[int]) -> list[FoundDocument]:
        if query.mode is Mode.MEANING:
            return []
        ids = {-neighbour.passage_id for neighbour in self._words.names(query, MOST_NAMES)} - known
        ids -= exclusion.excluded_files(self._db, self._words, query, ids)
        return list(found_documents.of_files(self._db.database, ids).values())

    def _listed(self, query: SearchQuery) -> tuple[list[FoundDocument], bool]:
        """The newest that the filters let pass, for a query that says nothing else."""
        for depth in DEPTHS:
            found = [id for id, _ in self._words.newest(query, depth)]
            places = found_documents.of_passages(self._db.database, [id for id in found if id > 0])
            gone = exclusion.excluded(self._db, self._words, query, {one.id for one in places.values()})
            by_text = {one.id: one for one in places.values() if one.id not in gone}
            with_text = {one.file_id for one in by_text.values()}
            named = {-id for id in found if id < 0} - with_text
            named -= exclusion.excluded_files(self._db, self._words, query, named)
            files = found_documents.of_files(self._db.database, named)
            if len(by_text) + len(files) > MOST or len(found) < depth:
                break
        documents = [*by_text.values(), *files.values()]
        return documents[:MOST], len(documents) <= MOST and len(found) < depth

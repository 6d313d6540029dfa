"""Answers a query: words, meaning and names, fused, grouped by document, with the passages that show why."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_search.records import Hit, Mode, SearchQuery
from desktop_search.searching import calibration, copies, exclusion, grouping, hits
from desktop_search.searching.calibration import Scale
from desktop_search.searching.candidates import Candidates
from desktop_search.searching.grouping import Group
from desktop_search.searching.meaning import Meaning
from desktop_search.storage.index_queries import IndexQueries, Place, StoredFile, StoredPassage
from desktop_search.words.index import WordIndex

CANDIDATES, DEEPER, MOST_CANDIDATES = 200, 4, 12_800
"""How deep both lists are taken before they are fused; deeper when few documents fill them, up to the last."""
MATCHES_SHOWN = 3
NAME_LIMIT = 50
NAME_WEIGHTS = ((4.0, 1.05), (2.0, 0.35), (1.0, 0.1))
"""What a name adds to a score between 0 and 1, by how it matches: as a whole, with all words, by their beginnings."""
NAME = "name"
LEAST_COMPARED, MOST_COMPARED = 20, 100
"""How many of the first documents are compared word by word, each with each: 100 take 60 ms, 2,000 took 24 s."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What may be shown: a document with the files that say the same, or without one a file found by its name."""

    score: float
    file_id: int
    group: Group | None = None
    copies: tuple[int, ...] = ()


class Searcher:
    """Reads the caches and the database; any number of threads may search at once."""

    def __init__(
        self,
        db: IndexQueries,
        words: WordIndex,
        candidates: Candidates,
    ) -> None:
        self._db = db
        self._words = words
        self._candidates = candidates

    def search(self, query: SearchQuery, meaning: Meaning | None, *, plain: bool = False) -> list[Hit]:
        """The best hits. meaning is the query's, or None where there is none (yet).

        plain leaves out the marks, which take most of the time of a long list that nobody reads.
        """
        depth = CANDIDATES
        while True:
            found = self._candidates.found(query, meaning, depth)
            places = self._db.places([one.passage_id for one in found.fused])
            documents = {id: place.document_id for id, place in places.items()}
            if gone := exclusion.excluded(self._db, self._words, query, documents.values()):
                documents = {id: document_id for id, document_id in documents.items() if document_id not in gone}
            # One long document may hold all the best passages: look deeper until there are enough others.
            if found.is_all or depth >= MOST_CANDIDATES or len(set(documents.values())) >= query.limit:
                break
            depth *= DEEPER
        groups = grouping.group(found.fused, documents, best=MATCHES_SHOWN)
        names = self._by_name(query) if query.mode is not Mode.MEANING else {}
        return self._hits(query, groups, places, names, found.scale, plain=plain)

    def _by_name(self, query: SearchQuery) -> dict[int, float]:
        """File ids with what their name adds to the score."""
        found: dict[int, float] = {}
        for neighbour in self._words.names(query, NAME_LIMIT):
            found[-neighbour.passage_id] = next(
                weight for least, weight in (*NAME_WEIGHTS, (0.0, 0.0)) if neighbour.score >= least
            )
        return found

    def _hits(
        self,
        query: SearchQuery,
        groups: Sequence[Group],
        places: Mapping[int, Place],
        names: Mapping[int, float],
        scale: Scale,
        *,
        plain: bool,
    ) -> list[Hit]:
        """Documents with their names' part of the score, copies folded, and files found by their name alone."""
        file_of = {group.document_id: places[group.passages[0]].file_id for group in groups}
        named = [_with_name(group, names.get(file_of[group.document_id], 0.0)) for group in groups]
        # What no part of the query speaks for is no answer, even if nothing better fills the list.
        named = sorted((group for group in named if group.score > 0), key=lambda group: -group.score)
        folded = copies.folded(
            self._db,
            named,
            places,
            compared=LEAST_COMPARED if plain else min(max(LEAST_COMPARED, 2 * query.limit), MOST_COMPARED),
        )
        only_names = self._db.stored_files(names.keys() - set(file_of.values()))
        for id in exclusion.excluded_files(self._db, self._words, query, only_names):
            del only_names[id]
        found = [_Entry(group.score, file_of[group.document_id], group, same) for group, same in folded]
        found += [_Entry(names[id], id) for id in only_names]
        found.sort(key=lambda one: -one.score)
        shown = grouping.varied(found[: 5 * query.limit], lambda one: one.file_id)[: query.limit]
        return self._made(SearchQuery(query.text) if plain else query, shown, only_names, scale)

    def _made(
        self, query: SearchQuery, shown: Sequence["_Entry"], only_names: Mapping[int, StoredFile], scale: Scale
    ) -> list[Hit]:
        """Only of what is shown the texts are read."""
        passages = self._db.stored_passages([id for one in shown if one.group for id in one.group.passages])
        copied = self._db.stored_files({id for one in shown for id in one.copies})
        firsts = self._first_passages([only_names[one.file_id] for one in shown if one.group is None])
        made: list[Hit] = []
        for one in shown:
            if one.group is None:
                file = only_names[one.file_id]
                hit = hits.of_name(query, file, firsts.get(file.id), one.score)
                cosine, words = None, 0.0
            # What was removed while the search ran is no answer any more.
            elif all(id in passages for id in one.group.passages):
                paths = [copied[id].path for id in one.copies if id in copied]
                hit = hits.of_text(query, one.group, passages, paths)
                cosine, words = one.group.cosine, one.group.bm25
            else:
                continue
            name, has_phrase = hit.reasons.get(NAME, 0.0), bool(query.phrases and one.group)
            relevance = calibration.relevance(scale, cosine=cosine, words=words, name=name, has_phrase=has_phrase)
            made.append(dataclasses.replace(hit, relevance=relevance))
        return made

    def _first_passages(self, files: Iterable[StoredFile]) -> dict[int, StoredPassage]:
        firsts = self._db.first_passages([file.id for file in files])
        passages = self._db.stored_passages(firsts.values())
        return {file_id: passages[id] for file_id, id in firsts.items() if id in passages}


def _with_name(group: Group, bonus: float) -> Group:
    if not bonus:
        return group
    return dataclasses.replace(group, score=group.score + bonus, reasons={**group.reasons, NAME: bonus})

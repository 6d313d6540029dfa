"""Answers a query: words, meaning and names, fused, grouped by document, with the passages that show why."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from desktop_search.records import Array, Hit, Mode, Neighbour, SearchQuery
from desktop_search.searching import fusion, grouping, hits
from desktop_search.searching.fusion import Fused
from desktop_search.searching.grouping import Group
from desktop_search.storage.index_queries import IndexQueries, StoredFile, StoredPassage
from desktop_search.vectors.store import VectorStore
from desktop_search.words.index import WordIndex

CANDIDATES, DEEPER, MOST_CANDIDATES = 200, 4, 12_800
"""How deep both lists are taken before they are fused; deeper when few documents fill them, up to the last."""
MATCHES_SHOWN = 3
NAME_LIMIT = 50
NAME_WEIGHTS = ((4.0, 1.0), (2.0, 0.35), (1.0, 0.1))
"""What a name adds to a score between 0 and 1, by how it matches: as a whole, with all words, by their beginnings."""


class Searcher:
    """Reads the caches and the database; any number of threads may search at once."""

    def __init__(
        self,
        db: IndexQueries,
        words: WordIndex,
        vectors: Callable[[], VectorStore | None],
        *,
        meaning_weight: float,
    ) -> None:
        self._db = db
        self._words = words
        self._vectors = vectors
        self._meaning_weight = meaning_weight

    def search(self, query: SearchQuery, vector: Array | None) -> list[Hit]:
        """The best hits. vector is the query's, float32 [dimensions], or None where there is no meaning (yet)."""
        depth = CANDIDATES
        while True:
            fused, is_all = self._candidates(query, vector, depth)
            passages = self._db.stored_passages([one.passage_id for one in fused])
            documents = {id: passage.document_id for id, passage in passages.items()}
            # One long document may hold all the best passages: look deeper until there are enough others.
            if is_all or depth >= MOST_CANDIDATES or len(set(documents.values())) >= query.limit:
                break
            depth *= DEEPER
        groups = grouping.group(fused, documents, best=MATCHES_SHOWN)
        names = self._by_name(query) if query.mode is not Mode.MEANING else {}
        return self._hits(query, groups, passages, names)

    def _candidates(self, query: SearchQuery, vector: Array | None, depth: int) -> tuple[list[Fused], bool]:
        """The fused passages of both lists, taken so deep, and whether these are all there are."""
        by_words = self._words.search(query, depth) if query.mode is not Mode.MEANING else []
        by_meaning: list[Neighbour] = []
        mean_cosine, nearest = 0.0, 0
        store = self._vectors()
        if vector is not None and store is not None and query.mode is not Mode.WORDS:
            # Phrases, excluded words and the folder hold for meaning too, and before the nearest are taken.
            by_meaning = store.search(vector, depth, self._words.allowed(query))
            nearest = len(by_meaning)
            mean_cosine = store.mean_similarity(vector)
            # A passage found by its words has a meaning too, also where it is not among the nearest.
            known = {neighbour.passage_id for neighbour in by_meaning}
            others = [neighbour.passage_id for neighbour in by_words if neighbour.passage_id not in known]
            cosines = store.similarities(vector, others)
            by_meaning += [Neighbour(id, float(cosine)) for id, cosine in zip(others, cosines, strict=True)]
        fused = fusion.fuse(by_words, by_meaning, mean_cosine=mean_cosine, weight=self._meaning_weight)
        return fused, len(by_words) < depth and nearest < depth

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
        passages: Mapping[int, StoredPassage],
        names: Mapping[int, float],
    ) -> list[Hit]:
        """Documents with their names' part of the score, copies folded, and files found by their name alone."""
        first_of = {group.document_id: passages[group.passages[0]] for group in groups}
        named = [_with_name(group, names.get(first_of[group.document_id].file_id, 0.0)) for group in groups]
        # What no part of the query speaks for is no answer, even if nothing better fills the list.
        named = sorted((group for group in named if group.score > 0), key=lambda group: -group.score)
        texts = self._db.document_texts([group.document_id for group in named])
        folded = grouping.fold_duplicates(named, texts)
        only_names = self._db.stored_files(names.keys() - {first.file_id for first in first_of.values()})
        if query.excluded:
            only_names = self._without_excluded(query, only_names)
        firsts = self._first_passages(only_names.values())
        found: list[tuple[float, Callable[[], Hit]]] = [
            (group.score, partial(hits.of_text, query, group, passages, [first_of[copy].path for copy in copies]))
            for group, copies in folded
        ]
        found += [
            (names[id], partial(hits.of_name, query, file, firsts.get(id), names[id]))
            for id, file in only_names.items()
        ]
        found.sort(key=lambda one: -one[0])
        return [make() for _, make in found[: query.limit]]

    def _without_excluded(self, query: SearchQuery, files: Mapping[int, StoredFile]) -> dict[int, StoredFile]:
        """The files none of whose passages holds an excluded word."""
        allowed = self._words.allowed(query) or set()
        passages = self._db.passages_of(files)
        return {id: file for id, file in files.items() if all(one in allowed for one in passages.get(id, ()))}

    def _first_passages(self, files: Iterable[StoredFile]) -> dict[int, StoredPassage]:
        firsts = self._db.first_passages([file.id for file in files])
        passages = self._db.stored_passages(firsts.values())
        return {file_id: passages[id] for file_id, id in firsts.items() if id in passages}


def _with_name(group: Group, bonus: float) -> Group:
    if not bonus:
        return group
    return dataclasses.replace(group, score=group.score + bonus, reasons={**group.reasons, "name": bonus})

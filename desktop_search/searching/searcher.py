"""Answers a query: words, meaning and names, fused, grouped by document, with the passages that show why."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence

from desktop_search.records import Array, Hit, Match, Mode, Neighbour, SearchQuery
from desktop_search.searching import fusion, grouping, snippets
from desktop_search.searching.grouping import Group
from desktop_search.storage.index_queries import IndexQueries, StoredFile, StoredPassage
from desktop_search.vectors.store import VectorStore
from desktop_search.words.index import WordIndex

CANDIDATES = 200
"""How deep both lists are taken before they are fused."""
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
        by_words = self._words.search(query, CANDIDATES) if query.mode is not Mode.MEANING else []
        by_meaning, mean_cosine = self._by_meaning(query, vector, by_words)
        fused = fusion.fuse(by_words, by_meaning, mean_cosine=mean_cosine, weight=self._meaning_weight)
        passages = self._db.stored_passages([one.passage_id for one in fused])
        groups = grouping.group(
            fused, {id: passage.document_id for id, passage in passages.items()}, best=MATCHES_SHOWN
        )
        names = self._by_name(query) if query.mode is not Mode.MEANING else {}
        return self._hits(query, groups, passages, names)

    def _by_meaning(
        self, query: SearchQuery, vector: Array | None, by_words: Sequence[Neighbour]
    ) -> tuple[list[Neighbour], float]:
        store = self._vectors()
        if vector is None or store is None or query.mode is Mode.WORDS:
            return [], 0.0
        # Phrases, excluded words and the folder hold for meaning too, and before the nearest are taken.
        nearest = store.search(vector, CANDIDATES, self._words.allowed(query))
        # A passage found by its words has a meaning too, also where it is not among the nearest.
        known = {neighbour.passage_id for neighbour in nearest}
        others = [neighbour.passage_id for neighbour in by_words if neighbour.passage_id not in known]
        cosines = store.similarities(vector, others)
        nearest += [Neighbour(id, float(cosine)) for id, cosine in zip(others, cosines, strict=True)]
        return nearest, store.mean_similarity(vector)

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
        scored: list[tuple[float, Group | None, StoredFile | None]] = []
        file_of = {group.document_id: passages[group.passages[0]].file_id for group in groups}
        for group in groups:
            bonus = names.get(file_of[group.document_id], 0.0)
            scored.append((group.score + bonus, group, None))
        # Files whose text says nothing about the query, or that have no text, are found by their name alone.
        only_names = self._db.stored_files(names.keys() - set(file_of.values()))
        scored.extend((names[id], None, file) for id, file in only_names.items())
        # What no part of the query speaks for is no answer, even if nothing better fills the list.
        scored = [one for one in scored if one[0] > 0]
        scored.sort(key=lambda one: -one[0])
        # Enough to fill the answer when copies are folded.
        scored = scored[: 2 * query.limit + 10]
        firsts = self._first_passages(file for _, group, file in scored if group is None)
        texts = self._db.document_texts([group.document_id for _, group, _ in scored if group is not None])
        hits: list[Hit] = []
        first_with: dict[bytes, int] = {}
        for score, found, file in scored:
            if found is None:
                if file is not None and len(hits) < query.limit:
                    hits.append(_name_hit(query, file, firsts.get(file.id), score))
                continue
            shown = [passages[id] for id in found.passages]
            text = texts.get(found.document_id)
            if text is not None and text in first_with:
                original = hits[first_with[text]]
                duplicates = (*original.duplicates, shown[0].path)
                hits[first_with[text]] = dataclasses.replace(original, duplicates=duplicates)
                continue
            if len(hits) == query.limit:
                continue
            if text is not None:
                first_with[text] = len(hits)
            hits.append(_hit(query, found, shown, names.get(shown[0].file_id, 0.0)))
        return hits

    def _first_passages(self, files: Iterable[StoredFile | None]) -> dict[int, StoredPassage]:
        firsts = self._db.first_passages([file.id for file in files if file is not None])
        passages = self._db.stored_passages(firsts.values())
        return {file_id: passages[id] for file_id, id in firsts.items() if id in passages}


def _hit(query: SearchQuery, group: Group, shown: Sequence[StoredPassage], name_bonus: float) -> Hit:
    best = shown[0]
    terms = (*query.words, *query.phrases)
    snippet, marks = snippets.snippet(best.text, terms, language=best.language)
    reasons = dict(group.reasons)
    if name_bonus:
        reasons["name"] = name_bonus
    return Hit(
        path=best.path,
        member=best.member,
        title=best.title,
        score=sum(reasons.values()),
        page=best.page,
        line=best.line,
        heading=best.heading,
        snippet=snippet,
        matches=tuple(
            Match(
                passage.text,
                passage.page,
                passage.line,
                passage.heading,
                snippets.marks(passage.text, terms, language=passage.language),
            )
            for passage in shown
        ),
        reasons=reasons,
        snippet_marks=marks,
        modified_ns=best.modified_ns,
        size=best.size,
    )


def _name_hit(query: SearchQuery, file: StoredFile, first: StoredPassage | None, score: float) -> Hit:
    """A file found by its name; what it begins with is shown, but no passage claims to match."""
    snippet, marks = snippets.snippet(first.text, query.words, language=first.language) if first else ("", ())
    return Hit(
        path=file.path,
        member=None,
        title=first.title if first else None,
        score=score,
        page=None,
        line=None,
        heading=None,
        snippet=snippet,
        matches=(),
        reasons={"name": score},
        snippet_marks=marks,
        modified_ns=file.modified_ns,
        size=file.size,
    )

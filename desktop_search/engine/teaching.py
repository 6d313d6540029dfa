"""Finds the judgements that would teach most: results of the person's own questions of which the search is unsure."""

from collections.abc import Iterator
from math import log2

from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.engine.learning_sources import Sources
from desktop_search.records import Hit, ToJudge
from desktop_search.storage.openings import StoredOpenings
from desktop_search.storage.saved_searches import StoredSearches

QUESTIONS = 30
"""The newest; each takes some 30 ms."""
LOOKED_AT = 10
OF_A_QUESTION = 2
SPLIT = 0.35
"""From this difference on, the shares that words and meaning have in a score count as a disagreement."""


class Teaching:
    """Any thread may use it."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._openings = StoredOpenings(sources.user_db.database)
        self._saved = StoredSearches(sources.user_db.database)

    def offered(self, limit: int) -> list[ToJudge]:
        """At most limit results, the one that would teach most first, and no more than two of a question."""
        judged = {(one.query, one.path) for one in self._sources.user_db.labels() if one.origin not in WEAK_ORIGINS}
        known = {query for query, _ in judged}
        found: list[tuple[float, ToJudge]] = []
        for query in self._questions():
            hits = self._sources.asking.search(query, limit=LOOKED_AT, mode="both", folder=None, plain=True).hits
            values = [
                (_value(hit, rank, is_new=query not in known), hit)
                for rank, hit in enumerate(hits, start=1)
                if (query, hit.path) not in judged
            ]
            for value, hit in sorted(values, key=lambda one: -one[0])[:OF_A_QUESTION]:
                found.append((value, ToJudge(query, hit, _why(hit, is_new=query not in known))))
        found.sort(key=lambda one: -one[0])
        return [one for _, one in found[:limit]]

    def _questions(self) -> list[str]:
        """What the person has asked, the newest first."""
        return list(dict.fromkeys(self._asked()))[:QUESTIONS]

    def _asked(self) -> Iterator[str]:
        asked = [(one.at, one.query) for one in self._sources.user_db.labels()]
        asked += [(at, query) for at, query in self._openings.questions()]
        asked += [(one.at, one.query) for one in self._saved.all()]
        for _, query in sorted(asked, reverse=True):
            if folded := " ".join(query.split()):
                yield folded


def _value(hit: Hit, rank: int, *, is_new: bool) -> float:
    """How much a judgement would teach: the less sure, and the higher it stands, the more."""
    relevance = 0.5 if hit.relevance is None else hit.relevance
    unsure = 1.0 - abs(2.0 * relevance - 1.0)
    return (unsure + _disagreement(hit) + 0.5 * is_new) / log2(rank + 1)


def _disagreement(hit: Hit) -> float:
    words, meaning = hit.reasons.get("words", 0.0), hit.reasons.get("meaning", 0.0)
    whole = words + meaning
    return abs(words - meaning) / whole if whole > 0 else 0.0


def _why(hit: Hit, *, is_new: bool) -> str:
    if is_new:
        return "Nothing was judged for this question yet."
    if _disagreement(hit) > SPLIT:
        return "Words and meaning disagree about it."
    return "It may be right as well as wrong."

"""Lets a reranker change the order of hits, within what their exactness and its time allow. Pure."""

import dataclasses
from collections.abc import Sequence

from desktop_search.chunking.embedded import embedded_text
from desktop_search.records import Hit, SearchQuery
from desktop_search.reranking import blending
from desktop_search.reranking.blending import Candidate
from desktop_search.words import analysis

DEPTH = 30
"""So many hits may change places."""
NAME = "name"
EXACT_NAME = 0.3
"""A file whose name has all the words of the question gets at least this for it."""
RERANKER = "reranker"


def texts(hits: Sequence[Hit]) -> list[str]:
    """What a reranker reads of each of the first hits: the title and the best passage."""
    return [embedded_text(hit.title, hit.matches[0].text if hit.matches else hit.snippet) for hit in hits[:DEPTH]]


def reordered(query: SearchQuery, hits: Sequence[Hit], relevances: Sequence[float]) -> list[Hit]:
    """The hits in their new order; relevances are those of as many of the first as were scored.

    Each takes the score of its new place, and the difference is a reason of its own, so that scores still fall from
    hit to hit and reasons still add up. What was found by its very name, phrase or identifier keeps its place.
    """
    known = [*relevances[:DEPTH], *[None] * len(hits)]
    order = blending.blended(
        [
            Candidate(hit.score, relevance, is_exact=is_exact(query, hit))
            for hit, relevance in zip(hits, known, strict=False)
        ]
    )
    return [_at_place(hits[old], hits[new].score) for new, old in enumerate(order)]


def is_exact(query: SearchQuery, hit: Hit) -> bool:
    """Whether a hit has what was typed to the letter: its name, a phrase, an identifier."""
    if query.phrases or query.alternatives or hit.reasons.get(NAME, 0.0) >= EXACT_NAME:
        return True
    typed = {one.text for word in query.words for one in analysis.identifiers(analysis.fold(word)) if one.is_technical}
    if not typed:
        return False
    said = {one.text for match in hit.matches for one in analysis.identifiers(analysis.fold(match.text))}
    return bool(typed & said)


def _at_place(hit: Hit, score: float) -> Hit:
    if hit.score == score:
        return hit
    reasons = {**hit.reasons, RERANKER: score - sum(hit.reasons.values())}
    return dataclasses.replace(hit, score=sum(reasons.values()), reasons=reasons)

"""Gives a complete answer its last touches: a reranker's order, better snippets, and the sentence that answers."""

import dataclasses
from collections.abc import Sequence

from desktop_search.records import AnswerLine, Array, Hit, SearchQuery
from desktop_search.reranking.service import RerankingService
from desktop_search.searching import reordering, showing
from desktop_search.searching.candidates import meant_text
from desktop_search.searching.sentence_vectors import SentenceVectors


class Finish:
    """Any thread may use it. Whatever it cannot do in time it leaves as the search gave it."""

    def __init__(
        self, sentence_vectors: SentenceVectors, reranking: RerankingService | None, *, rerank_milliseconds: float
    ) -> None:
        """reranking is None where no reranker is set."""
        self._sentence_vectors = sentence_vectors
        self._reranking = reranking
        self._rerank_milliseconds = rerank_milliseconds

    def widened(self, query: SearchQuery) -> SearchQuery:
        """The query with the limit that a search must have for what may come to the top."""
        if self._reranking is None or self._reranking.problem is not None:
            return query
        return dataclasses.replace(query, limit=max(query.limit, reordering.DEPTH))

    def ordered(self, query: SearchQuery, hits: Sequence[Hit], *, reranked: bool = True) -> list[Hit]:
        """The hits a person sees, at most the query's limit, as the reranker ranks them unless that is not wanted."""
        found = list(hits)
        # What holds a phrase holds it everywhere: there is nothing to rank anew.
        may_move = reranked and len(found) > 1 and not query.phrases and not query.alternatives
        if self._reranking is not None and may_move:
            relevances = self._reranking.scores(
                meant_text(query), reordering.texts(found), milliseconds=self._rerank_milliseconds
            )
            found = reordering.reordered(query, found, relevances)
        return found[: query.limit]

    def explained(self, query: SearchQuery, hits: Sequence[Hit], vector: Array) -> tuple[list[Hit], AnswerLine | None]:
        """The same hits with the sentences that say why they are there, and the answer line. vector is the query's.

        The model has to read these sentences, which takes longer than the search.
        """
        return showing.shown(query, hits, vector, self._sentence_vectors)

"""When a reranker is asked at all."""

from typing import cast
from unittest.mock import Mock

import pytest

from desktop_search.records import Hit, SearchQuery
from desktop_search.reranking.service import RerankingService
from desktop_search.searching.finishing import Finish
from desktop_search.searching.sentence_vectors import SentenceVectors


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (SearchQuery("a b", ("a", "b")), 1),
        (SearchQuery("a b", phrases=("a b",)), 0),
        (SearchQuery("a b or c d", ("a", "b"), alternatives=(('"a b"', '"c d"'),)), 0),
    ],
)
def test_what_holds_a_phrase_is_not_ranked_anew(query: SearchQuery, asked: int) -> None:
    reranking = Mock(spec=RerankingService)
    reranking.scores.return_value = [0.0, 1.0]
    finish = Finish(cast(SentenceVectors, Mock()), reranking, rerank_milliseconds=100.0)
    hits = [Hit(path, None, None, 1.0, None, None, None, "", (), {"words": 1.0}) for path in ("/a", "/b")]

    finish.ordered(query, hits)

    assert reranking.scores.call_count == asked
    finish.ordered(query, hits, reranked=False)
    assert reranking.scores.call_count == asked, "what a person judged of this question stays where that puts it"

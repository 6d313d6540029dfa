"""How a reranker's numbers become a new order of hits."""

import pytest

from desktop_search.records import Hit, Match, SearchQuery
from desktop_search.searching.reordering import is_exact, reordered, texts

PLAIN = SearchQuery("bleed radiators", ("bleed", "radiators"))


def hit(name: str, score: float, *, text: str = "text", title: str | None = None, named: float = 0.0) -> Hit:
    reasons = {"words": score - named, **({"name": named} if named else {})}
    return Hit(name, None, title, score, None, None, None, text, (Match(text),), reasons)


def test_hits_take_the_score_of_their_new_place_and_reasons_add_up() -> None:
    old = [hit("a", 0.9), hit("b", 0.89), hit("c", 0.2)]

    new = reordered(PLAIN, old, [0.0, 9.0, 1.0])

    assert [one.path for one in new] == ["b", "a", "c"]
    assert [one.score for one in new] == pytest.approx([0.9, 0.89, 0.2])
    assert all(sum(one.reasons.values()) == pytest.approx(one.score, abs=1e-12) for one in new)
    assert new[0].reasons["reranker"] > 0 > new[1].reasons["reranker"]
    assert new[2] == old[2]


def test_hits_that_were_not_scored_stay() -> None:
    old = [hit("a", 0.9), hit("b", 0.89), hit("c", 0.88)]
    assert reordered(PLAIN, old, []) == old
    assert [one.path for one in reordered(PLAIN, old, [0.0, 5.0])] == ["b", "a", "c"]


def test_a_name_a_phrase_and_an_identifier_are_exact() -> None:
    named, plain = hit("report.pdf", 2.0, named=1.0), hit("b", 1.0, text="call parse_args() here")
    assert is_exact(PLAIN, named)
    assert not is_exact(PLAIN, plain)
    assert is_exact(SearchQuery("x", phrases=("x",)), plain)
    assert is_exact(SearchQuery("x or y", ("x", "y"), alternatives=(('"x"', '"y"'),)), plain)
    assert is_exact(SearchQuery("parse_args", ("parse_args",)), plain)
    assert not is_exact(SearchQuery("well-known", ("well-known",)), hit("c", 1.0, text="a well-known fact"))


def test_a_reranker_reads_the_title_and_the_best_passage() -> None:
    assert texts([hit("a", 1.0, text="Body.", title="Title"), hit("b", 1.0, text="Title is here", title="Title")]) == [
        "Title\nBody.",
        "Title is here",
    ]

"""How much the words of a question can say at most."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.words import information
from desktop_search.words.index import WordIndex
from tests.unit.words.word_entries import passage, words

Filled = Callable[..., WordIndex]
VOCABULARY = ("harvest", "pear", "orchard", "lighthouse", "keys", "deposit", "running", "houses")
texts = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=30).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(st.lists(texts, min_size=1, max_size=12), st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5))
def test_no_passage_scores_more(passages: list[str], typed: list[str]) -> None:
    index = WordIndex(None)
    try:
        index.add(passage(id, text) for id, text in enumerate(passages, start=1))
        index.commit()
        query = words(*typed)
        best = max((one.score for one in index.search(query, 100)), default=0.0)
        assert best <= index.full_score(query) * (1 + 1e-5)
    finally:
        index.close()


def test_a_passage_that_says_nothing_else_comes_near_it(filled: Filled) -> None:
    index = filled(passage(1, "pear " * 200), *(passage(id, "a lighthouse by the sea " * 40) for id in range(2, 40)))

    [found] = index.search(words("pear"), 10)
    assert found.score == pytest.approx(index.full_score(words("pear")), rel=0.02)


def test_rare_words_say_more(filled: Filled) -> None:
    index = filled(passage(1, "pear sea"), passage(2, "sea"), passage(3, "sea"))

    assert index.full_score(words("pear")) > index.full_score(words("sea")) > 0


def test_small_words_say_nothing_beside_others(filled: Filled) -> None:
    index = filled(passage(1, "the pear"), passage(2, "the sea"))

    assert index.full_score(words("the", "pear")) == index.full_score(words("pear"))


def test_no_words_say_nothing() -> None:
    assert information.full_score([], ["en"], lambda _: 0, passages=10) == 0.0


def test_a_misspelled_word_says_as_much_as_the_one_it_was_meant_for(filled: Filled) -> None:
    index = filled(passage(1, "the harvest of pears"), *(passage(id, "a harvest") for id in range(2, 9)))
    query = index.spelled(words("harvset", "pears"))

    assert index.full_score(query) == index.full_score(words("harvest", "pears"))

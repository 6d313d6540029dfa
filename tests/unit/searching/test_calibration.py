"""How likely a hit is to be relevant."""

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.records import Hit
from desktop_search.searching.calibration import NOTHING, SURE, Scale, is_sure, notices, relevance

SCALE = Scale(usual_cosine=0.1, full_words=20.0)
scales = st.builds(Scale, st.floats(-1, 1), st.floats(0, 1000))
cosines = st.none() | st.floats(-1, 1) | st.just(nan)
bm25 = st.floats(0, 1000)


def hit(probability: float | None) -> Hit:
    return Hit("/a.txt", None, None, 1.0, None, None, None, "", (), {}, relevance=probability)


@given(scales, cosines, bm25, st.floats(0, 2), st.booleans())
def test_it_is_a_probability(scale: Scale, cosine: float | None, words: float, name: float, has_phrase: bool) -> None:
    assert 0.0 <= relevance(scale, cosine=cosine, words=words, name=name, has_phrase=has_phrase) <= 1.0


@given(scales, st.tuples(st.floats(-1, 1), st.floats(-1, 1)), bm25)
def test_it_grows_with_the_cosine(scale: Scale, pair: tuple[float, float], words: float) -> None:
    less, more = sorted(pair)

    assert relevance(scale, cosine=less, words=words) <= relevance(scale, cosine=more, words=words)


@given(scales, cosines, st.tuples(bm25, bm25))
def test_it_grows_with_the_words(scale: Scale, cosine: float | None, pair: tuple[float, float]) -> None:
    less, more = sorted(pair)

    assert relevance(scale, cosine=cosine, words=less) <= relevance(scale, cosine=cosine, words=more)


def test_words_and_meaning_together_are_sure_and_chance_is_not() -> None:
    assert relevance(SCALE, cosine=0.7, words=12.0) >= SURE
    assert relevance(SCALE, cosine=0.12, words=0.5) < NOTHING


def test_without_a_cosine_the_words_decide() -> None:
    assert relevance(SCALE, cosine=None, words=20.0) >= SURE
    assert relevance(SCALE, cosine=None, words=0.0) == 0.0


def test_who_types_a_name_or_a_phrase_means_it() -> None:
    whole, all_words, beginnings = (relevance(SCALE, cosine=0.0, words=0.0, name=name) for name in (1.05, 0.35, 0.1))

    assert whole > all_words >= SURE > beginnings > NOTHING
    assert relevance(SCALE, cosine=0.0, words=0.0, has_phrase=True) >= SURE


@pytest.mark.parametrize(("probability", "sure"), [(SURE, True), (SURE - 0.01, False), (None, False)])
def test_from_a_probability_on_a_hit_is_sure(probability: float | None, sure: bool) -> None:
    assert is_sure(hit(probability)) is sure


def test_it_is_said_when_nothing_answers() -> None:
    [notice] = notices([hit(0.01), hit(NOTHING / 2)])

    assert notice == "Probably nothing here answers that; these files come nearest."


@pytest.mark.parametrize("probabilities", [(), (0.01, NOTHING), (0.9,), (None,), (0.01, None)])
def test_otherwise_nothing_is_said(probabilities: tuple[float | None, ...]) -> None:
    assert notices([hit(one) for one in probabilities]) == ()

"""How two rankings become one."""

from math import nan
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.records import Neighbour
from desktop_search.searching.fusion import fuse, with_exact, words_confidence

scores = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-1, 1)
neighbours = st.lists(st.builds(Neighbour, st.integers(1, 20), scores), max_size=15)


def ids(words: list[Neighbour], meaning: list[Neighbour], *, weight: float = 0.5) -> list[int]:
    return [fused.passage_id for fused in fuse(words, meaning, mean_cosine=0.1, weight=weight)]


def test_both_kinds_of_evidence_count() -> None:
    fused = fuse(
        [Neighbour(1, 10.0), Neighbour(2, 5.0)],
        [Neighbour(1, 0.1), Neighbour(2, 0.5), Neighbour(3, 0.9)],
        mean_cosine=0.1,
        weight=0.5,
    )

    assert {one.passage_id: one.score for one in fused} == pytest.approx({1: 0.5, 2: 0.5, 3: 0.5})
    assert next(one for one in fused if one.passage_id == 2).reasons == pytest.approx({"words": 0.25, "meaning": 0.25})


def test_the_weight_decides_which_evidence_leads() -> None:
    words, meaning = [Neighbour(1, 10.0)], [Neighbour(1, 0.1), Neighbour(2, 0.9)]

    assert ids(words, meaning, weight=0.2) == [1, 2]
    assert ids(words, meaning, weight=0.8) == [2, 1]


def test_one_kind_of_evidence_alone_counts_in_full() -> None:
    assert fuse([Neighbour(1, 3.0)], [], mean_cosine=0.1, weight=0.9)[0].score == 1.0
    assert fuse([], [Neighbour(1, 0.7)], mean_cosine=0.1, weight=0.2)[0].score == 1.0
    assert fuse([], [], mean_cosine=0.1, weight=0.5) == []


def test_a_cosine_below_the_mean_is_no_evidence() -> None:
    fused = fuse([Neighbour(1, 1.0)], [Neighbour(1, -0.3), Neighbour(2, 0.6)], mean_cosine=0.1, weight=0.5)

    assert {one.passage_id: one.reasons["meaning"] for one in fused} == {1: 0.0, 2: 0.5}


def test_equal_scores_come_by_passage_id() -> None:
    assert ids([Neighbour(3, 1.0), Neighbour(1, 1.0), Neighbour(2, 1.0)], []) == [1, 2, 3]


def test_scores_that_are_no_numbers_do_not_count() -> None:
    assert ids([Neighbour(1, nan), Neighbour(2, 1.0)], []) == [2]


@given(neighbours, neighbours, st.floats(-1, 1), st.floats(0, 1), st.randoms())
def test_the_order_of_the_lists_does_not_matter(
    words: list[Neighbour], meaning: list[Neighbour], mean_cosine: float, weight: float, random: Random
) -> None:
    expected = fuse(words, meaning, mean_cosine=mean_cosine, weight=weight)
    random.shuffle(words)
    random.shuffle(meaning)

    assert fuse(words, meaning, mean_cosine=mean_cosine, weight=weight) == expected


@given(neighbours, neighbours, st.floats(-1, 1), st.floats(-1, 2))
def test_reasons_add_up_to_a_score_between_0_and_1(
    words: list[Neighbour], meaning: list[Neighbour], mean_cosine: float, weight: float
) -> None:
    fused = fuse(words, meaning, mean_cosine=mean_cosine, weight=weight)

    assert all(sum(one.reasons.values()) == one.score for one in fused)
    assert all(0.0 <= one.score <= 1.0 + 1e-9 for one in fused)
    assert fused == sorted(fused, key=lambda one: (-one.score, one.passage_id))


def test_three_rare_words_are_evidence_enough_and_an_everyday_word_is_little() -> None:
    assert words_confidence([Neighbour(1, 30.0), Neighbour(2, 1.0)], passages=10_000) == 1.0
    assert words_confidence([Neighbour(1, 1.5)], passages=10_000) < 0.1
    assert words_confidence([], passages=10_000) == 0.0


def test_the_same_words_say_less_in_a_larger_index() -> None:
    found = [Neighbour(1, 9.0)]

    assert words_confidence(found, passages=100) > words_confidence(found, passages=1_000_000) > 0.0


def test_words_that_say_little_are_given_less() -> None:
    words, meaning = [Neighbour(1, 2.0)], [Neighbour(1, 0.1), Neighbour(2, 0.9)]
    sure, unsure = (
        fuse(words, meaning, mean_cosine=0.1, weight=0.4, confidence=confidence) for confidence in (1.0, 0.2)
    )

    assert [one.passage_id for one in sure] == [1, 2]
    assert [one.passage_id for one in unsure] == [2, 1]
    assert unsure[1].reasons["words"] == pytest.approx(0.2 * sure[0].reasons["words"])


@given(neighbours, st.integers(0, 10**7))
def test_a_confidence_is_a_share(words: list[Neighbour], passages: int) -> None:
    assert 0.0 <= words_confidence(words, passages=passages) <= 1.0


def test_what_holds_an_identifier_whole_comes_before_all_that_does_not() -> None:
    fused = fuse([Neighbour(1, 10.0), Neighbour(2, 4.0), Neighbour(3, 1.0)], [], mean_cosine=0.0, weight=0.0)
    exact = with_exact(fused, {2, 3}, share=1.0)

    assert [one.passage_id for one in exact] == [2, 3, 1]
    assert [one.reasons.get("exact") for one in exact] == [0.5, 0.5, None]


def test_an_identifier_in_a_longer_question_counts_for_its_share_of_it() -> None:
    fused = fuse([Neighbour(1, 10.0), Neighbour(2, 4.0)], [], mean_cosine=0.0, weight=0.0)

    assert [one.passage_id for one in with_exact(fused, {2}, share=0.1)] == [1, 2]


@given(neighbours, neighbours, st.sets(st.integers(1, 20)), st.floats(-1, 2))
def test_with_identifiers_too_reasons_add_up_and_without_them_nothing_changes(
    words: list[Neighbour], meaning: list[Neighbour], holders: set[int], share: float
) -> None:
    fused = fuse(words, meaning, mean_cosine=0.1, weight=0.4)
    exact = with_exact(fused, holders, share=share)

    assert all(sum(one.reasons.values()) == one.score <= 1.0 + 1e-9 for one in exact)
    assert exact == sorted(exact, key=lambda one: (-one.score, one.passage_id))
    assert {one.passage_id for one in exact} == {one.passage_id for one in fused}
    assert with_exact(fused, set(), share=share) == with_exact(fused, holders, share=0.0) == fused

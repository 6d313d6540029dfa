"""What a reranker may change about an order, and what it may not."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_search.reranking.blending import Candidate, blended

numbers = st.floats(allow_nan=True, allow_infinity=True)
candidates = st.lists(st.builds(Candidate, numbers, st.none() | numbers, st.booleans()), max_size=40)


def order(*found: Candidate) -> list[int]:
    return blended(found)


def test_a_better_passage_rises() -> None:
    assert order(Candidate(1.0, -3.0), Candidate(0.95, 4.0), Candidate(0.1, -9.0)) == [1, 0, 2]


def test_the_first_is_not_buried_by_what_the_search_found_far_below() -> None:
    lower = [Candidate(0.5 - rank / 100, 5.0) for rank in range(20)]
    assert order(Candidate(1.0, -5.0), *lower)[0] == 0


def test_further_down_the_reranker_counts_more() -> None:
    def rises(place: int) -> bool:
        found = [Candidate(1.0, 1.0)] * place + [Candidate(0.8, 0.0), Candidate(0.25, 0.7)]
        return order(*found)[place] == place + 1

    assert [rises(place) for place in (0, 5, 15)] == [False, False, True]


def test_an_exact_hit_keeps_its_place() -> None:
    exact = Candidate(0.2, -9.0, is_exact=True)
    assert order(Candidate(0.9, -1.0), exact, Candidate(0.1, 9.0), Candidate(0.8, 9.0))[1] == 1


def test_what_was_not_scored_keeps_its_place() -> None:
    assert order(Candidate(0.9, 0.0), Candidate(0.89, 9.0), Candidate(0.5), Candidate(0.4)) == [1, 0, 2, 3]


def test_without_a_difference_nothing_changes() -> None:
    assert order(*[Candidate(1.0, 2.0)] * 5) == [0, 1, 2, 3, 4]
    assert order() == []


@given(candidates)
def test_it_is_a_permutation_in_which_exact_hits_never_fall(found: list[Candidate]) -> None:
    new = blended(found)

    assert sorted(new) == list(range(len(found)))
    assert blended(found) == new
    assert all(new[place] == place for place, one in enumerate(found) if one.is_exact or one.relevance is None)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(-20, 20)), max_size=30))
def test_the_scale_of_a_rerankers_numbers_does_not_count(found: list[tuple[float, int]]) -> None:
    plain = [Candidate(score, float(relevance)) for score, relevance in found]
    scaled = [Candidate(one.score, (one.relevance or 0.0) * 4.0 + 8.0) for one in plain]

    assert blended(plain) == blended(scaled)

"""Wrong answers that teach: near to the question, and never an answer nor what says the same."""

import random

import numpy as np
import pytest

from desktop_search.records import Array
from desktop_search.training.mining import SAME, apart_from, hard_negatives

SIZE = 8
QUESTION: Array = np.eye(SIZE, dtype=np.float32)[0]


def at(cosine: float, axis: int) -> Array:
    """A passage with this cosine to the question, on a side of its own."""
    vector = np.zeros(SIZE, dtype=np.float32)
    vector[0], vector[axis] = cosine, (1 - cosine**2) ** 0.5
    return vector


def mined(candidates: list[Array], positives: list[Array], count: int = 3, seed: int = 1) -> list[int]:
    rows = (np.stack(some) if some else np.zeros((0, SIZE), dtype=np.float32) for some in (candidates, positives))
    return hard_negatives(QUESTION, *rows, count=count, draw=random.Random(seed))


@pytest.mark.parametrize("seed", range(30))
def test_neither_an_answer_nor_what_says_the_same_is_taken_for_a_wrong_one(seed: int) -> None:
    answer = at(0.8, 1)
    nearly = answer + 0.2 * at(0.0, 2)
    nearly /= np.linalg.norm(nearly)
    others = [at(0.7 - 0.05 * number, 2 + number % 5) for number in range(8)]
    assert float(nearly @ answer) > SAME
    assert not {0, 1} & set(mined([answer, nearly, *others], [answer], seed=seed))
    assert mined([answer, nearly], [answer], seed=seed) == [], "rather none than a wrong one"


def test_what_comes_as_near_as_the_answer_is_left_alone() -> None:
    answer = at(0.8, 1)
    candidates = [at(cosine, axis) for cosine, axis in [(0.95, 2), (0.79, 3), (0.7, 2), (0.69, 3), (0.6, 4), (0.5, 5)]]
    # The first two are perhaps answers nobody judged, and of the others the first two are passed over.
    assert sorted(mined(candidates, [answer])) == [4, 5]


def test_where_everything_is_near_the_first_are_passed_over_all_the_same() -> None:
    candidates = [at(0.9 - 0.01 * number, 2 + number % 5) for number in range(6)]
    assert set(mined(candidates, [at(0.5, 1)], count=9)) <= {2, 3, 4, 5}
    assert mined(candidates[:1], [at(0.5, 1)]) == [0]


def test_without_candidates_or_answers_nothing_is_mined() -> None:
    assert mined([], [at(0.8, 1)]) == []
    assert mined([at(0.5, 2)], []) == []


def test_at_most_as_many_as_wanted_and_none_twice() -> None:
    candidates = [at(0.6 - 0.01 * number, 2 + number % 5) for number in range(20)]
    for count in (1, 5, 50):
        found = mined(candidates, [at(0.9, 1)], count=count)
        assert len(found) == len(set(found)) == min(count, 18)


def test_texts_that_differ_in_white_space_and_case_only_are_the_same() -> None:
    assert apart_from(["The  Lease", "a chain", "STRASSE"], ["the lease\n", "straße"]) == ["a chain"]

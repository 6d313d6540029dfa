"""Questions that measure are never learned from: not today, and not when there are more of them."""

import pytest

from desktop_search.training.splitting import LEAST_OF_FILE, MOST_OF_FILE, of_file, split

QUESTIONS = [f"question number {number}" for number in range(400)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 10, 37, 400])
def test_each_question_is_in_one_part_only(count: int) -> None:
    made = split(QUESTIONS[:count])
    every = [*made.train, *made.validation, *made.held_out]
    assert sorted(every) == sorted(QUESTIONS[:count])


@pytest.mark.parametrize("count", [10, 20, 60, 200])
def test_what_was_learned_from_never_measures_later(count: int) -> None:
    for more in range(count, 400, 39):
        learned = {*split(QUESTIONS[:count]).train, *split(QUESTIONS[:count]).validation}
        assert not learned & set(split(QUESTIONS[:more]).held_out)


def test_parts_depend_on_words_alone() -> None:
    made = split(QUESTIONS)
    assert split(reversed(QUESTIONS)) == made
    assert split(QUESTIONS + QUESTIONS) == made
    shouted = split([f" {one.upper()} " for one in QUESTIONS])
    assert {" ".join(one.lower().split()) for one in shouted.held_out} == set(made.held_out)


def test_a_quarter_measures_and_a_twelfth_ends_the_training() -> None:
    made = split(QUESTIONS)
    assert 0.19 < len(made.held_out) / 400 < 0.31
    assert 0.05 < len(made.validation) / 400 < 0.12


@pytest.mark.parametrize(
    ("count", "parts"), [(10, (5, 2, 3)), (6, (2, 2, 2)), (3, (1, 1, 1)), (2, (1, 1, 0)), (1, (1, 0, 0))]
)
def test_a_few_questions_are_shared_out_too(count: int, parts: tuple[int, int, int]) -> None:
    # Of words whose places are all high, as of few questions most often none is in the first quarter.
    high = split(QUESTIONS).train[:count]
    made = split(high)
    assert (len(made.train), len(made.validation), len(made.held_out)) == parts


def test_a_tenth_of_a_file_measures_and_less_of_a_large_one() -> None:
    assert len(of_file(QUESTIONS)) == 40
    assert of_file(reversed(QUESTIONS + QUESTIONS)) == of_file(QUESTIONS)
    assert len(of_file(QUESTIONS[:50])) == LEAST_OF_FILE
    assert of_file(QUESTIONS[:40]) == frozenset(), "too few to prove anything teach instead"
    assert len(of_file(map(str, range(5000)))) == MOST_OF_FILE


def test_of_a_file_that_grows_hardly_any_example_measures_what_it_has_taught() -> None:
    learned = set(QUESTIONS[:200]) - of_file(QUESTIONS[:200])
    assert len(learned & of_file(QUESTIONS)) <= 8

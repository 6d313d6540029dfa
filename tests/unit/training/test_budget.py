"""A training ends in time, whatever the machine; pauses cost it nothing, and an earlier start counts."""

import pytest

from desktop_search.training.budget import LOOKED_AT, Budget, rate

PLANNED = 100


def steps_done(budget: Budget, *, each: float, now: float, pauses: dict[int, float] | None = None) -> int:
    """How many steps a training does of which each takes so many seconds. pauses are seconds after a step."""
    step = 0
    while True:
        step, now = step + 1, now + each
        pause = (pauses or {}).get(step, 0.0)
        now += pause
        budget.pause(pause)
        if step >= budget.end(step, PLANNED, now):
            return step


def test_a_fast_machine_does_all_that_is_planned() -> None:
    assert steps_done(Budget(600, spent=0, now=50), each=1, now=50) == PLANNED


def test_a_slow_machine_does_as_many_steps_as_there_is_time_for() -> None:
    assert steps_done(Budget(600, spent=0, now=50), each=20, now=50) == 30


def test_what_comes_before_the_first_step_counts() -> None:
    assert steps_done(Budget(600, spent=0, now=50), each=20, now=250) == 20


def test_what_was_spent_before_it_was_interrupted_counts() -> None:
    assert steps_done(Budget(600, spent=400, now=50), each=20, now=50) == 10


@pytest.mark.parametrize("step", [1, LOOKED_AT, LOOKED_AT + 10])
def test_a_pause_costs_no_step(step: int) -> None:
    budget = Budget(600, spent=0, now=50)
    assert steps_done(budget, each=20, now=50, pauses={step: 10_000}) == 30
    assert budget.spent(50 + 30 * 20 + 10_000) == 600


def test_what_was_spent_is_told_without_pauses() -> None:
    budget = Budget(600, spent=5, now=50)
    assert budget.spent(50) == 5
    budget.pause(7)
    assert budget.spent(70) == 18


def test_where_no_time_is_left_it_ends_with_the_next_step() -> None:
    assert steps_done(Budget(1, spent=0, now=50), each=20, now=50) == LOOKED_AT + 2


def test_the_end_is_not_decided_anew_when_the_machine_becomes_faster_or_slower() -> None:
    budget = Budget(600, spent=0, now=0)
    for step in range(1, LOOKED_AT + 2):
        end = budget.end(step, PLANNED, 20.0 * step)
    assert end == budget.end(LOOKED_AT + 2, PLANNED, 1e6) == 30


def test_a_training_of_few_steps_ends_with_the_last_of_them() -> None:
    assert Budget(600, spent=0, now=0).end(1, 2, 9e9) == 2


def test_the_rate_rises_at_first_and_is_gone_at_the_end() -> None:
    rates = [rate(step, 20) for step in range(21)]
    assert rates[:3] == [0.0, 0.5, 1.0]
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert (rates[20], rate(21, 20)) == (0.0, 0.0)

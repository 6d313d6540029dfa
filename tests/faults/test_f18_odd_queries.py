"""No query is an error, and none takes long, whatever is typed (F-18).

    python -m tests.faults.test_f18_odd_queries --full

asks a real engine of 10,000 passages: all of them as a person sees them first, by words, and one of 20 for the whole
answer. An ordinary query is asked between the odd ones, as control.
"""

import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from desktop_search.engine.engine import Engine
from desktop_search.searching import query as queries
from desktop_search.words.index import WordIndex
from tests import odd_queries
from tests.fakes import engine_at
from tests.faults.figure import Figure, Measured, Task, main

PASSAGES, FEW_PASSAGES = 10_000, 1_000
ORDINARY = "tax report harvest"
WORST = ("name:" + "?*" * 200 + "z", "name:" + "*a" * 300 + "b")
"""What once took seconds, however large the index."""
CONTROL_EVERY = 25
WHOLE_EVERY = 20
MOST_P99_SECONDS, MOST_SECONDS = 0.05, 1.0
WARM_UP = 20


def asked(
    ask: Callable[[str], Any], typed: Iterable[str], clock: Callable[[], float] = time.perf_counter
) -> tuple[list[tuple[float, str]], list[float], list[str]]:
    """Seconds of each query with its beginning, those of the ordinary one between them, and what was raised."""
    spent, control, errors = [], [], []
    for number, text in enumerate(typed):
        started = clock()
        try:
            ask(text)
        except Exception as error:  # Whatever it is: none is right.
            errors.append(f"{text[:80]!a}: {type(error).__name__}: {error}"[:300])
        spent.append((clock() - started, text[:200]))
        if number % CONTROL_EVERY == 0:
            started = clock()
            ask(ORDINARY)
            control.append(clock() - started)
    return sorted(spent), sorted(control), errors


def slow(spent: list[tuple[float, str]], control: list[float], *, is_full: bool) -> list[str]:
    """What took too long. In the suite a slow machine may take its time, measured by the ordinary query."""
    p99, own_p99 = _p99([seconds for seconds, _ in spent]), _p99(control)
    most_p99 = MOST_P99_SECONDS if is_full else max(MOST_P99_SECONDS, 10 * own_p99)
    most = MOST_SECONDS if is_full else max(MOST_SECONDS, 50 * own_p99)
    misses = [f"{seconds:.2f} s for {text!a}" for seconds, text in spent if seconds > most]
    if p99 > most_p99:
        misses.append(f"99 of 100 took up to {1000 * p99:.0f} ms, the ordinary one {1000 * own_p99:.0f} ms")
    return misses


def _p99(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]


def by_words(words: WordIndex, typed: str) -> None:
    """Understands a query and searches for it by words, by names and by filters."""
    query = words.spelled(queries.parse(typed, today=date(2026, 11, 21)))
    words.search(query, 200)
    words.names(query, 50)
    words.allowed(query)
    words.newest(query, 50)


def measure(task: Task) -> Measured:
    with engine_at(task.place / "data") as engine:
        _fill(engine, PASSAGES if task.is_full else FEW_PASSAGES)
        words = engine._words.index
        for _ in range(WARM_UP):
            by_words(words, ORDINARY)
            engine.search(ORDINARY)
        typed = [*WORST, *odd_queries.generated(task.n, task.seed)]
        # In the suite, what this thread computes: what else a machine does meanwhile is not the query's fault.
        clock = time.perf_counter if task.is_full else time.thread_time
        spent, control, errors = asked(lambda text: by_words(words, text), typed, clock)
        whole, whole_control, whole_errors = asked(engine.search, typed[::WHOLE_EVERY])
    misses = errors + whole_errors + slow(spent, control, is_full=task.is_full)
    # A whole answer takes its time for what is shown of it; what holds for it is that none takes a second.
    most = MOST_SECONDS if task.is_full else max(MOST_SECONDS, 50 * _p99(whole_control))
    misses += [f"{seconds:.2f} s for the whole answer to {text!a}" for seconds, text in whole if seconds > most]
    values = _told("words", spent, control) | _told("whole", whole, whole_control)
    reached = (
        f"{len(errors) + len(whole_errors)} errors, by words p99 {values['words_p99_ms']} ms,"
        f" worst {values['words_worst_ms']} ms; an ordinary query meanwhile p99 {values['words_control_p99_ms']} ms;"
        f" whole answers p99 {values['whole_p99_ms']} ms, worst {values['whole_worst_ms']} ms"
    )
    return Measured(reached, misses, values)


def _told(name: str, spent: list[tuple[float, str]], control: list[float]) -> dict[str, float]:
    seconds = [one for one, _ in spent]
    found = {
        "median": seconds[len(seconds) // 2],
        "p99": _p99(seconds),
        "worst": seconds[-1],
        "control_median": control[len(control) // 2],
        "control_p99": _p99(control),
    }
    return {f"{name}_{key}_ms": round(1000 * value, 1) for key, value in found.items()}


def _fill(engine: Engine, passages: int) -> None:
    engine.add(list(odd_queries.documents(passages)))
    engine.wait_until_idle()
    status = engine.status()
    assert status.passages == status.embedded == passages


FIGURE = Figure(
    "F-18",
    "0 errors, p99 ≤ 50 ms and none over 1 s among 10,000 passages",
    "odd queries",
    short=400,
    full=100_000,
    measure=measure,
)


def test_odd_queries_are_answered_in_time(tmp_path: Path) -> None:
    FIGURE.holds(tmp_path)


def test_the_check_sees_an_error_and_what_is_slow() -> None:
    def ask(text: str) -> None:
        if text == "C++":
            raise ValueError("no such column")
        time.sleep(0.1 * (text == "slow"))

    spent, control, errors = asked(ask, ["C++", "slow", "fast"])
    assert errors == ["'C++': ValueError: no such column"]
    [miss] = slow(spent, control, is_full=True)
    assert miss.startswith("99 of 100 took up to 10")
    assert slow([(1.5, "a")], [0.001], is_full=False) == [
        "1.50 s for 'a'",
        "99 of 100 took up to 1500 ms, the ordinary one 1 ms",
    ]


if __name__ == "__main__":
    main(FIGURE)

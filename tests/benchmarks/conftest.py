"""Benchmarks print ratios of one run; they never fail for being slow."""

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def median_seconds() -> Callable[..., list[float]]:
    """Median times of several functions, run in turn so that a busy machine slows all of them alike."""

    def measure(*functions: Callable[[], object], rounds: int = 5) -> list[float]:
        times: list[list[float]] = [[] for _ in functions]
        for _ in range(rounds):
            for function, spent in zip(functions, times, strict=True):
                started = time.perf_counter()
                function()
                spent.append(time.perf_counter() - started)
        return [sorted(spent)[len(spent) // 2] for spent in times]

    return measure


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints a line of the report, past pytest's capture."""

    def line(text: str) -> None:
        with capsys.disabled():
            print(f"\n    {text}", end="")

    return line

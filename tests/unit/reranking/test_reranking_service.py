"""A reranker has its time, its thread, and no power to stop a search."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from desktop_search.errors import ModelUnavailable
from desktop_search.reranking.reranker import Reranker
from desktop_search.reranking.service import AT_ONCE, RerankingService

TEXTS = [f"text {number}" for number in range(20)]


class Clock:
    """A time that passes only when a reranker works."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Slow:
    """Scores a text by its number, 10 ms each."""

    name, device, precision = "slow", "cpu", "float32"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        if query == "break":
            raise RuntimeError("broken")
        self.clock.now += 0.010 * len(texts)
        return [float(text.split()[1]) for text in texts]


@contextmanager
def service(load: "type[Slow] | None" = Slow) -> Iterator[RerankingService]:
    clock = Clock()

    def loaded() -> Reranker:
        if load is None:
            raise ModelUnavailable("There is no reranker in /nowhere.")
        return load(clock)

    made = RerankingService(loaded, clock)
    try:
        yield made
    finally:
        made.close()


def test_the_first_texts_are_scored_until_the_time_is_up() -> None:
    with service() as reranking:
        assert reranking.scores("q", TEXTS, milliseconds=1000) == [float(number) for number in range(20)]
        some = reranking.scores("q", TEXTS, milliseconds=100)
    assert some == [float(number) for number in range(2 * AT_ONCE)]


def test_there_is_always_time_for_one_batch() -> None:
    with service() as reranking:
        assert len(reranking.scores("q", TEXTS, milliseconds=10)) == AT_ONCE
        assert reranking.scores("q", [], milliseconds=10) == []


def test_without_a_reranker_nothing_is_scored_and_it_is_said_why(caplog: pytest.LogCaptureFixture) -> None:
    with service(None) as reranking:
        assert reranking.scores("q", TEXTS, milliseconds=100) == []
        assert reranking.problem == "There is no reranker in /nowhere."


def test_a_reranker_that_fails_once_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    with service() as reranking:
        assert reranking.problem is None
        assert reranking.scores("break", TEXTS, milliseconds=100) == []
        assert "failed" in (reranking.problem or "")
        assert reranking.scores("q", TEXTS, milliseconds=1000) != []


def test_a_closed_service_answers_at_once() -> None:
    with service() as reranking:
        reranking.close()
        assert not reranking.start().done()

"""Who is closed, and how, when one model takes the place of another and the engine ends in the middle of it."""

import threading
from typing import Any

import pytest

from desktop_search.indexing.succession import ModelChoice, Succession

NOW, NEXT = ModelChoice("hashing", "now"), ModelChoice("hashing", "next")


class Queue:
    """A model's queue that says how it was ended."""

    def __init__(self) -> None:
        self.ended = ""
        self.may_end = threading.Event()
        self.may_end.set()
        self.cache = self.problem = self.notify = None
        self.embedded_now, self.embed_seconds = 0, 0.0

    def succeeds(self) -> None:
        pass

    def close(self) -> None:
        self.ended = "closed"

    def leave(self) -> None:
        assert self.may_end.wait(30)
        self.ended = "left"


class Database:
    """Says which model answered last time."""

    def meta(self, key: str) -> str | None:
        return {"model_key": NOW.key, "embedding": "1"}.get(key)

    def has_vectors(self, number: int) -> bool:
        return number == 1


@pytest.fixture
def queues() -> dict[ModelChoice, Queue]:
    return {NOW: Queue(), NEXT: Queue()}


def succession(queues: dict[ModelChoice, Queue]) -> Succession:
    database: Any = Database()
    make: Any = queues.__getitem__
    return Succession(database, make, NEXT)


def test_only_the_model_that_answers_keeps_its_graph(queues: dict[ModelChoice, Queue]) -> None:
    """There is room for one: that of a model that will only answer later would take the place of the other."""
    succession(queues).close()
    assert {choice.folder: queue.ended for choice, queue in queues.items()} == {"now": "closed", "next": "left"}


def test_a_model_that_is_left_has_ended_before_the_engine_does(queues: dict[ModelChoice, Queue]) -> None:
    models = succession(queues)
    queues[NEXT].may_end.clear()
    models.change_to(NOW)
    assert models.next is None
    assert not queues[NEXT].ended
    threading.Timer(0.2, queues[NEXT].may_end.set).start()
    models.close()
    assert queues[NEXT].ended == "left"

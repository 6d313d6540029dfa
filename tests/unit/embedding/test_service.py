"""Queries overtake passages, also in the middle of a request, and closing waits for one batch only."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError

import numpy as np
import pytest

from desktop_search.embedding.embedder import joined
from desktop_search.embedding.service import EmbeddingService
from desktop_search.records import Array, EmbeddingId


class SlowEmbedder:
    """One text a batch; each waits until the test lets it go on."""

    def __init__(self) -> None:
        self.id = EmbeddingId("slow", "slow", "1", "float32", 2)
        self.device = "cpu"
        self.done: list[str] = []
        self.may_go = threading.Semaphore(0)
        self.has_begun = threading.Semaphore(0)

    def embed_query(self, text: str) -> Array:
        self.done.append(text)
        return np.ones(2, dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Array:
        return joined(self.embed_in_batches(texts), len(texts), 2)

    def embed_in_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        for row in reversed(range(len(texts))):
            self.has_begun.release()
            assert self.may_go.acquire(timeout=20)
            self.done.append(texts[row])
            yield [row], np.full((1, 2), row, dtype=np.float32)


@pytest.fixture
def slow() -> SlowEmbedder:
    return SlowEmbedder()


def test_a_query_is_answered_between_two_batches_of_one_request(slow: SlowEmbedder) -> None:
    service = EmbeddingService(lambda: slow)
    passages = service.embed_passages(["a", "b", "c"])
    assert slow.has_begun.acquire(timeout=20)
    query = service.embed_query("?")
    slow.may_go.release()
    assert query.result(timeout=20).shape == (2,)
    assert not passages.done()
    slow.may_go.release(2)
    assert passages.result(timeout=20)[:, 0].tolist() == [0, 1, 2]
    assert slow.done == ["c", "?", "b", "a"]
    service.close()


def test_closing_waits_for_one_batch_only(slow: SlowEmbedder) -> None:
    service = EmbeddingService(lambda: slow)
    passages = service.embed_passages(["a", "b", "c"])
    waiting = service.embed_passages(["d"])
    assert slow.has_begun.acquire(timeout=20)
    threading.Timer(0.1, slow.may_go.release).start()
    service.close()
    assert slow.done == ["c"]
    with pytest.raises(CancelledError):
        passages.result(timeout=5)
    assert waiting.cancelled()


def test_a_model_that_rests_answers_queries_and_lets_itself_be_closed(slow: SlowEmbedder) -> None:
    service = EmbeddingService(lambda: slow, rest_seconds=lambda _worked: 600.0)
    passages = service.embed_passages(["a", "b"])
    slow.may_go.release(2)
    assert slow.has_begun.acquire(timeout=20)
    assert service.embed_query("?").result(timeout=20).shape == (2,)
    assert slow.done == ["b", "?"]
    service.close()
    with pytest.raises(CancelledError):
        passages.result(timeout=20)


def test_the_sentences_of_an_answer_are_embedded_without_rest(slow: SlowEmbedder) -> None:
    service = EmbeddingService(lambda: slow, rest_seconds=lambda _worked: 600.0)
    slow.may_go.release(2)
    assert service.embed_at_once(["a", "b"]).result(timeout=20)[:, 0].tolist() == [0, 1]
    service.close()


def test_held_work_stops_after_the_batch_in_hand_and_queries_go_on(slow: SlowEmbedder) -> None:
    service = EmbeddingService(lambda: slow)
    passages = service.embed_passages(["a", "b"])
    assert slow.has_begun.acquire(timeout=20)
    service.hold(True)
    slow.may_go.release(2)
    assert service.embed_query("?").result(timeout=20).shape == (2,)
    assert slow.done == ["b", "?"]
    service.hold(False)
    assert passages.result(timeout=20)[:, 0].tolist() == [0, 1]
    service.close()

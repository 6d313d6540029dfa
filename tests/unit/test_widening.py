"""A graph that misses too much searches wider, and is given up where that is not enough."""

import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from desktop_search.indexing.vector_cache import VectorCache
from desktop_search.records import Array, EmbeddingId
from desktop_search.vectors import recall, snapshots

hnsw = pytest.importorskip("desktop_search.vectors.stores.hnsw", exc_type=ImportError)
pytest.importorskip("hnswlib", reason="could not be built here: exact search does its work")

DIMENSIONS = 384
AT_ONCE = 500


def unit_vectors(count: int) -> Array:
    made = np.random.default_rng(0).normal(size=(count, DIMENSIONS)).astype(np.float32)
    unit: Array = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


def test_breadth_is_doubled_until_the_recall_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors without any structure are the hardest; a narrow start makes a small number of them hard enough."""
    monkeypatch.setattr(recall, "SEARCH_BREADTH", 100)
    graph = hnsw.create(DIMENSIONS)
    graph.add(range(4_000), unit_vectors(4_000))
    graph.breadth = 100
    assert recall.recall(graph) < 0.99
    assert recall.widen_until_right(graph)
    assert 100 < graph.breadth <= 800
    assert recall.recall(graph) >= 0.99
    assert graph.checked_count == 4_000


def test_eight_times_the_breadth_is_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "recall", lambda *_, **__: 0.5)
    graph = hnsw.create(DIMENSIONS)
    assert not recall.widen_until_right(graph)
    assert graph.breadth == 8 * hnsw.SEARCH_BREADTH


def test_a_saved_graph_keeps_its_breadth(tmp_path: Path) -> None:
    graph = hnsw.create(DIMENSIONS)
    graph.add(range(50), unit_vectors(50))
    graph.breadth, graph.checked_count = 1600, 50
    snapshots.save(graph, tmp_path, fingerprint="model", generation=1)
    loaded = snapshots.load(tmp_path, fingerprint="model")
    assert loaded is not None
    assert (loaded.breadth, loaded.checked_count) == (1600, 50)


class Vectors:
    """The part of an index database that a cache of vectors asks."""

    def __init__(self) -> None:
        self.known: dict[int, Array] = {}
        self.parts = 0
        self.is_read = threading.Event()

    def put(self, count: int) -> None:
        self.known = dict(enumerate(unit_vectors(count)))

    def embedding_number(self, embedding: EmbeddingId) -> int:
        return 1

    def identity(self) -> str:
        return "one"

    def count_passages(self, number: int) -> int:
        return len(self.known)

    def embedded_ids(self, number: int) -> set[int]:
        return set(self.known)

    def vectors(self, number: int, ids: Any = None) -> Any:
        wanted = sorted(self.known if ids is None else ids)
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            self.parts += 1
            self.is_read.set()
            yield some, np.array([self.known[id] for id in some])


@pytest.fixture
def db() -> Vectors:
    return Vectors()


def cache_of(db: Vectors, place: Path) -> VectorCache:
    embedding: Any = SimpleNamespace(fingerprint="model", dimensions=DIMENSIONS)
    made: Any = db
    return VectorCache(made, place, embedding, kind="auto", exact_limit=100)


def with_a_graph_ready(db: Vectors, place: Path) -> VectorCache:
    """A cache whose graph is built, and not yet taken over."""
    cache = cache_of(db, place)
    is_ready = threading.Event()
    cache.notify = is_ready.set
    cache.grow()
    assert is_ready.wait(30)
    return cache


def with_a_graph(db: Vectors, place: Path) -> VectorCache:
    """A cache in which a graph of 150 vectors answers."""
    db.put(150)
    cache = cache_of(db, place)
    assert grown(cache) == "HnswStore"
    return cache


def grown(cache: VectorCache) -> str:
    """The kind of store after a chance to grow."""
    cache.grow()
    for thread in threading.enumerate():
        if thread.name == "building the graph":
            thread.join(30)
    cache.grow()
    return type(cache.store).__name__


def test_a_graph_takes_over_above_the_limit_and_not_before(db: Vectors, tmp_path: Path) -> None:
    db.put(100)
    assert grown(cache_of(db, tmp_path)) == "ExactStore"
    db.put(101)
    cache = cache_of(db, tmp_path)
    assert grown(cache) == "HnswStore"
    assert cache.store.ids() == set(db.known)
    assert not cache.is_growing


def test_a_graph_that_misses_too_much_never_takes_over(
    db: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(recall, "recall", lambda *_, **__: 0.5)
    db.put(150)
    cache = cache_of(db, tmp_path)
    assert grown(cache) == "ExactStore"
    assert cache.notice is not None
    assert not cache.is_growing
    assert "misses too much" in caplog.text


def test_a_graph_that_doubled_is_checked_again(
    db: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache = with_a_graph(db, tmp_path)
    graph: Any = cache.store
    more = unit_vectors(400)
    db.known.update((id, more[id]) for id in range(150, 400))
    graph.add(range(150, 400), more[150:])
    assert grown(cache) == "HnswStore"
    assert graph.checked_count == 400
    assert id(cache.store) == id(graph)
    # Had it not been right any more, exact search would have come back.
    monkeypatch.setattr(recall, "recall", lambda *_, **__: 0.5)
    graph.checked_count = 100
    assert grown(cache) == "ExactStore"
    assert cache.store.ids() == set(db.known)


def test_a_graph_that_is_being_built_keeps_nobody_from_closing(db: Vectors, tmp_path: Path) -> None:
    """A process that ends while hnswlib is at work is aborted, so its end must not come before that of the thread."""
    db.put(40_000)
    cache = cache_of(db, tmp_path)
    all_parts, db.parts = db.parts, 0
    db.is_read.clear()
    cache.grow()
    assert db.is_read.wait(30)
    cache.close()
    assert not any(thread.name == "building the graph" for thread in threading.enumerate())
    assert 0 < db.parts < all_parts
    assert not cache.is_growing
    assert type(cache.store).__name__ == "ExactStore"


def test_a_recall_that_is_being_measured_is_given_up_too(
    db: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph that doubled and was not looked at to the end is looked at again after the next start."""
    cache = with_a_graph(db, tmp_path)
    more = unit_vectors(400)
    db.known.update((id, more[id]) for id in range(150, 400))
    cache.store.add(range(150, 400), more[150:])
    is_measured = threading.Event()

    def measure(graph: Any, go_on: Any) -> float:
        is_measured.set()
        while True:
            time.sleep(0.01)
            go_on()

    monkeypatch.setattr(recall, "recall", measure)
    cache.grow()
    assert is_measured.wait(30)
    cache.close()
    monkeypatch.undo()
    assert cache.notice is None
    again = cache_of(db, tmp_path)
    assert isinstance(again.store, hnsw.HnswStore)
    assert again.store.checked_count == 150
    assert grown(again) == "HnswStore"
    assert again.store.checked_count == 400


def test_a_closed_cache_builds_nothing_any_more(db: Vectors, tmp_path: Path) -> None:
    db.put(150)
    cache = cache_of(db, tmp_path)
    cache.close()
    assert grown(cache) == "ExactStore"
    assert not cache.is_growing


def test_a_graph_that_is_ready_when_its_cache_is_closed_is_there_after_the_next_start(
    db: Vectors, tmp_path: Path
) -> None:
    db.put(150)
    cache = with_a_graph_ready(db, tmp_path)
    # What comes before it is taken over is in it, too.
    db.put(160)
    cache.close()
    assert isinstance(cache_of(db, tmp_path).store, hnsw.HnswStore)
    saved = snapshots.load(tmp_path, fingerprint="model|one")
    assert saved is not None
    assert saved.ids() == set(range(160))


def test_a_cache_of_a_model_that_is_left_keeps_nothing(db: Vectors, tmp_path: Path) -> None:
    """Its graph would take the place of that of the model that answers now."""
    cache = with_a_graph(db, tmp_path)
    cache.leave()
    assert snapshots.load(tmp_path, fingerprint="model|one") is None


def test_a_graph_that_is_dropped_while_it_is_built_is_begun_again(db: Vectors, tmp_path: Path) -> None:
    """What is erased may be in it."""
    db.put(20_000)
    cache = cache_of(db, tmp_path)
    db.is_read.clear()
    cache.grow()
    assert db.is_read.wait(30)
    db.put(150)
    cache.drop_graph()
    assert not cache.is_growing
    cache.bring_up_to_date()
    assert grown(cache) == "HnswStore"
    assert cache.store.ids() == set(range(150))


def test_what_goes_wrong_in_another_look_at_a_graph_ends_its_answers(
    db: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cache = with_a_graph(db, tmp_path)
    cache.save_again()
    cache.close()
    cache = cache_of(db, tmp_path)
    assert isinstance(cache.store, hnsw.HnswStore)
    cache.store.checked_count = 10

    def fail(*_: Any, **__: Any) -> float:
        raise RuntimeError("it is broken")

    monkeypatch.setattr(recall, "recall", fail)
    assert grown(cache) == "ExactStore"
    assert cache.store.ids() == set(range(150))
    assert cache.notice == "The graph could not be built (RuntimeError): exact search is used instead."
    assert "it is broken" in caplog.text
    # Neither does it answer after the next start.
    assert snapshots.load(tmp_path, fingerprint="model|one") is None


def test_what_is_ready_is_taken_over_another_time_if_that_fails(
    db: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.put(150)
    cache = with_a_graph_ready(db, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(db, "embedded_ids", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            cache.grow()
        assert cache.is_growing
    assert grown(cache) == "HnswStore"


def test_closing_goes_on_where_what_is_ready_cannot_be_taken_over(
    db: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    db.put(150)
    cache = with_a_graph_ready(db, tmp_path)
    monkeypatch.setattr(db, "embedded_ids", lambda _: 1 / 0)
    cache.close()
    assert type(cache.store).__name__ == "ExactStore"
    assert "not taken over" in caplog.text

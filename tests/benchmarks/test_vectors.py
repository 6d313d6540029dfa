"""Exact search against numpy in float32, the oracle, and against the graph: time, what is missed, and memory.

DESKTOP_SEARCH_BENCH_VECTORS names the sizes, separated by commas; above DESKTOP_SEARCH_BENCH_GRAPH no graph is built.
"""

import os
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from desktop_search.records import Array
from desktop_search.vectors import scanning
from desktop_search.vectors.store import VectorStore
from desktop_search.vectors.stores.exact import ExactStore

SIZES = [int(size) for size in os.environ.get("DESKTOP_SEARCH_BENCH_VECTORS", "10000,50000").split(",")]
LARGEST_GRAPH = int(os.environ.get("DESKTOP_SEARCH_BENCH_GRAPH", "50000"))
DIMENSIONS, LIMIT, QUESTIONS = 384, 200, 30
AT_ONCE = 10_000


def like_real_vectors(count: int, seed: int) -> Array:
    """Unit vectors that lean to one side, in topics and things of uneven size, rounded as they are stored."""
    random, world = np.random.default_rng(seed), np.random.default_rng(0)
    topics = 0.5 + world.normal(size=(300, DIMENSIONS))
    things = (topics[np.arange(3000) % 300] + 0.6 * world.normal(size=(3000, DIMENSIONS))).astype(np.float32)
    unit: Array = np.empty((count, DIMENSIONS), dtype=np.float32)
    for start in range(0, count, AT_ONCE):
        of = np.minimum(random.exponential(500, size=min(AT_ONCE, count - start)).astype(int), 2999)
        made = things[of] + 0.5 * random.normal(size=(len(of), DIMENSIONS)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        unit[start : start + len(of)] = made.astype(np.float16)
    return unit


def filled(create: Callable[[], VectorStore], vectors: Array) -> tuple[VectorStore, float]:
    """A store with the vectors, and the bytes of memory that each of them takes."""
    tracemalloc.start()
    store = create()
    for start in range(0, len(vectors), AT_ONCE):
        store.add(range(start, min(start + AT_ONCE, len(vectors))), vectors[start : start + AT_ONCE])
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    if hasattr(store, "_graph"):  # hnswlib's own memory, which Python does not see, is what it would write.
        taken += store._graph.index_file_size()
    return store, taken / len(vectors)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("count", SIZES)
def test_the_nearest_vectors(
    count: int, median_seconds: Callable[..., list[float]], say: Callable[[str], None]
) -> None:
    vectors, queries = like_real_vectors(count, 1), like_real_vectors(QUESTIONS, 2)

    def oracle(query: Array) -> list[int]:
        cosines = vectors @ query
        best = np.argpartition(-cosines, LIMIT)[:LIMIT]
        return [int(row) for row in best[np.argsort(-cosines[best])]]

    def found(store: VectorStore) -> Callable[[Array], list[int]]:
        return lambda query: [one.passage_id for one in store.search(query, LIMIT)]

    finders, bytes_each = {"numpy fp32": oracle}, {"numpy fp32": 4.0 * DIMENSIONS}
    stores: dict[str, Callable[[], VectorStore]] = {
        "int8, rescored": lambda: ExactStore(DIMENSIONS),
        "int8 by numpy, rescored": lambda: ExactStore(DIMENSIONS, scanning.with_numpy),
    }
    if count <= LARGEST_GRAPH:
        hnsw = pytest.importorskip("desktop_search.vectors.stores.hnsw", exc_type=ImportError)
        pytest.importorskip("hnswlib", reason="could not be built here")
        stores["hnsw"] = lambda: hnsw.create(DIMENSIONS)
    scanning.fastest()
    for name, create in stores.items():
        store, bytes_each[name] = filled(create, vectors)
        finders[name] = found(store)
    all_seconds = median_seconds(*(lambda find=find: [find(query) for query in queries] for find in finders.values()))
    true = [oracle(query) for query in queries]
    for (name, find), seconds in zip(finders.items(), all_seconds, strict=True):
        answers = list(zip(true, map(find, queries), strict=True))
        recall = {
            limit: sum(len(set(right[:limit]) & set(ids[:limit])) for right, ids in answers) / limit / QUESTIONS
            for limit in (10, LIMIT)
        }
        say(
            f"{count:,} vectors, {name}: {seconds / all_seconds[0]:.2f} × numpy's time"
            f" ({seconds / QUESTIONS * 1000:.2f} ms a query), recall@10 {recall[10]:.4f}, @{LIMIT} {recall[LIMIT]:.4f},"
            f" {bytes_each[name]:,.0f} bytes a vector"
        )
        assert min(recall.values()) >= 0.99, name

"""Exact search against the graph: where the graph begins to pay, and what it misses."""

from collections.abc import Callable

import numpy as np
import pytest

from desktop_search.records import Array
from desktop_search.vectors.stores.exact import ExactStore

hnsw = pytest.importorskip("desktop_search.vectors.stores.hnsw", exc_type=ImportError)
pytest.importorskip("hnswlib", reason="could not be built here")

DIMENSIONS, CLUSTERS, LIMIT = 384, 200, 200


def like_real_vectors(count: int, seed: int) -> Array:
    """Unit vectors in clusters, as texts about a limited number of things have."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(CLUSTERS, DIMENSIONS))
    made = centres[random.integers(CLUSTERS, size=count)] + 0.7 * random.normal(size=(count, DIMENSIONS))
    unit: Array = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.mark.parametrize("count", [2_000, 20_000])
def test_exact_search_against_the_graph(
    count: int, median_seconds: Callable[..., list[float]], say: Callable[[str], None]
) -> None:
    vectors, queries = like_real_vectors(count, 1), like_real_vectors(50, 2)
    exact, graph = ExactStore(DIMENSIONS), hnsw.create(DIMENSIONS)
    for store in (exact, graph):
        store.add(range(count), vectors)
    seconds = median_seconds(
        lambda: [exact.search(query, LIMIT) for query in queries],
        lambda: [graph.search(query, LIMIT) for query in queries],
    )
    hits = sum(
        len({one.passage_id for one in exact.search(query, 10)} & {one.passage_id for one in graph.search(query, 10)})
        for query in queries
    )
    say(
        f"{count:,} vectors: exact takes {seconds[0] / seconds[1]:.2f} × the graph's time"
        f" ({seconds[0] / len(queries) * 1000:.2f} ms a query); the graph's recall@10 is {hits / len(queries) / 10:.3f}"
    )
    assert hits / len(queries) / 10 >= 0.95

"""Measures what a store misses by asking it for its own vectors, and widens a graph's search until it misses little."""

import logging
from collections.abc import Callable

import numpy as np

from desktop_search.records import Array
from desktop_search.vectors.store import VectorStore
from desktop_search.vectors.stores.hnsw import SEARCH_BREADTH, HnswStore

logger = logging.getLogger(__name__)

SAMPLES, NEAREST = 100, 10
LEAST_RECALL = 0.99
MOST_WIDENING = 8
AT_ONCE = 16_384
TOLERANCE = 1e-5
"""Passages whose cosines differ by less are equally near; with copies of a text, any of them will do."""


def recall(store: VectorStore, samples: int = SAMPLES, go_on: Callable[[], None] = lambda: None) -> float:
    """Of the 10 nearest other vectors of some of a store's own, the part that its search finds. 1.0 for an empty store.

    Takes one look at every vector. Others may write meanwhile, and what comes or goes may count as missed. go_on is
    called every now and then, and what it raises ends it.
    """
    ids = sorted(store.ids())
    if len(ids) < 2:
        return 1.0
    chosen = np.random.default_rng(0).choice(ids, min(samples, len(ids)), replace=False).tolist()
    queries = store.vectors(chosen)
    still_there = np.flatnonzero(~np.isnan(queries).any(axis=1))
    chosen, queries = [chosen[place] for place in still_there], queries[still_there]
    if not chosen:
        return 1.0
    nearest = min(NEAREST + 1, len(ids))  # The vector itself is always found, and says nothing.
    bounds = _nearest_cosines(store, ids, queries, nearest, go_on).min(axis=1) - TOLERANCE
    found = 0
    for id, query, bound in zip(chosen, queries, bounds, strict=True):
        go_on()
        found += sum(bool(one.score >= bound and one.passage_id != id) for one in store.search(query, nearest))
    return min(1.0, found / (len(chosen) * (nearest - 1)))


def widen_until_right(graph: HnswStore, go_on: Callable[[], None] = lambda: None) -> bool:
    """Doubles the breadth of a graph's search until its recall is 0.99; False if eight times is too little.

    Raises what go_on, which is called every now and then, raises.
    """
    while True:
        count = len(graph)
        measured = recall(graph, go_on=go_on)
        logger.info("the graph of %d finds %.3f with a breadth of %d", len(graph), measured, graph.breadth)
        if measured >= LEAST_RECALL:
            graph.checked_count = count
            return True
        if graph.breadth >= MOST_WIDENING * SEARCH_BREADTH:
            return False
        graph.breadth *= 2


def _nearest_cosines(
    store: VectorStore, ids: list[int], queries: Array, count: int, go_on: Callable[[], None]
) -> Array:
    """The greatest cosines of each query, float32 [queries, count], unordered."""
    best: Array = np.full((len(queries), count), -np.inf, dtype=np.float32)
    for start in range(0, len(ids), AT_ONCE):
        go_on()
        cosines = queries @ store.vectors(ids[start : start + AT_ONCE]).T
        # What was removed meanwhile has no vector.
        both = np.concatenate([best, np.nan_to_num(cosines, nan=-np.inf)], axis=1)
        best = -np.partition(-both, count - 1, axis=1)[:, :count]
    return best

"""Every store finds what comparing with every vector in float32 finds: numpy is the oracle."""

import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from desktop_search.records import Array
from desktop_search.vectors import recall, scanning
from desktop_search.vectors.packed import AT_ONCE, DEPTH, PackedVectors
from desktop_search.vectors.scanning import Scan
from desktop_search.vectors.store import VectorStore
from desktop_search.vectors.stores.exact import ExactStore

DIMENSIONS, COUNT, LIMIT = 384, 20_000, 200


def usearch() -> Scan:
    pytest.importorskip("usearch", reason="not installed here: numpy does its work")
    return scanning.with_usearch()


def graph(dimensions: int) -> VectorStore:
    pytest.importorskip("hnswlib", reason="could not be built here: exact search does its work")
    from desktop_search.vectors.stores import hnsw

    return hnsw.create(dimensions)


STORES: dict[str, Callable[[int], VectorStore]] = {
    "usearch": lambda dimensions: ExactStore(dimensions, usearch()),
    "numpy": lambda dimensions: ExactStore(dimensions, scanning.with_numpy),
    "graph": graph,
}
exact_stores = pytest.mark.parametrize("name", ["usearch", "numpy"])


def like_real_vectors(count: int, seed: int) -> Array:
    """Unit vectors that lean to one side, in topics and things of uneven size, rounded as they are stored."""
    random, world = np.random.default_rng(seed), np.random.default_rng(0)
    topics = 0.5 + world.normal(size=(300, DIMENSIONS))
    things = topics[np.arange(3000) % 300] + 0.6 * world.normal(size=(3000, DIMENSIONS))
    of = np.minimum(random.exponential(500, size=count).astype(int), 2999)
    made = things[of] + 0.5 * random.normal(size=(count, DIMENSIONS))
    unit = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit.astype(np.float16).astype(np.float32)


@pytest.fixture(scope="module")
def many() -> Array:
    return like_real_vectors(COUNT, 1)


@pytest.fixture(scope="module")
def queries() -> Array:
    return like_real_vectors(30, 2)


@pytest.mark.parametrize("name", STORES)
def test_the_ten_and_the_two_hundred_nearest_are_found(name: str, many: Array, queries: Array) -> None:
    store = STORES[name](DIMENSIONS)
    many = many[: COUNT // 2] if name == "graph" else many  # Half as many are built in a third of the time.
    store.add(range(len(many)), many)
    hits = {10: 0, LIMIT: 0}
    for query in queries:
        cosines = many @ query
        found = store.search(query, LIMIT)
        for one in found:
            assert one.score == pytest.approx(cosines[one.passage_id], abs=1e-5)
        for limit in hits:
            true = set(np.argsort(-cosines)[:limit].tolist())
            hits[limit] += len(true & {one.passage_id for one in found[:limit]})
    for limit, number in hits.items():
        assert number / (limit * len(queries)) >= 0.99, limit


@exact_stores
@pytest.mark.parametrize("part", [50, 5_000, AT_ONCE + 1])
def test_a_filter_leaves_exactly_the_nearest_that_pass(name: str, part: int, many: Array, queries: Array) -> None:
    store = STORES[name](DIMENSIONS)
    store.add(range(COUNT), many)
    allowed = np.random.default_rng(3).choice(COUNT, part, replace=False)
    hits = 0
    for query in queries[:10]:
        true = allowed[np.argsort(-(many[allowed] @ query))[:50]].tolist()
        found = [one.passage_id for one in store.search(query, 50, allowed=allowed.tolist())]
        assert set(found) <= set(allowed.tolist())
        hits += len(set(true) & set(found))
    assert hits / 500 >= 0.998  # Cosines that differ by a millionth may change places.


@exact_stores
def test_copies_of_a_text_come_in_the_order_of_their_ids(name: str) -> None:
    store = STORES[name](DIMENSIONS)
    text, others = like_real_vectors(1, 5), like_real_vectors(3_000, 6)
    copies = np.random.default_rng(0).permutation(3_000) + 10_000
    store.add(range(3_000), others)
    store.add(copies.tolist(), np.repeat(text, 3_000, axis=0))
    # Places change by a removal, and the answer must not.
    store.remove(range(0, 3_000, 2))
    assert [one.passage_id for one in store.search(text[0], LIMIT)] == list(range(10_000, 10_000 + LIMIT))


def test_copies_of_a_text_have_the_same_score() -> None:
    """A product of matrices adds up the last rows in another order than the others."""
    store = ExactStore(DIMENSIONS)
    text = like_real_vectors(1, 5)
    copies = np.random.default_rng(0).permutation(37).tolist()
    store.add(copies, np.repeat(text, 37, axis=0))
    for query in np.random.default_rng(1).normal(size=(20, DIMENSIONS)).astype(np.float32):
        found = store.search(query, 37)
        assert len({one.score for one in found}) == 1
        assert [one.passage_id for one in found] == list(range(37))
        assert set(store.similarities(query, copies[:5]).tolist()) == {found[0].score}


@exact_stores
def test_more_candidates_are_compared_where_the_codes_cannot_tell(name: str) -> None:
    """One dimension far above all others leaves the codes nothing for the rest."""
    store = STORES[name](DIMENSIONS)
    made = 0.01 * np.random.default_rng(0).normal(size=(4_000, DIMENSIONS)).astype(np.float32)
    made[:, 0] = 1.0
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    store.add(range(4_000), made)
    right = 0
    for query in made[:20]:
        true = set(np.argsort(-(made.astype(np.float64) @ query))[:50].tolist())
        right += len(true & {one.passage_id for one in store.search(query, 50)})
    assert right / 1000 >= 0.99


def test_a_score_is_the_similarity_to_the_last_bit(many: Array, queries: Array) -> None:
    store = ExactStore(DIMENSIONS)
    store.add(range(COUNT), many)
    found = store.search(queries[0], LIMIT)
    again = store.similarities(queries[0], [one.passage_id for one in found])
    assert [one.score for one in found] == again.tolist()


@exact_stores
def test_vectors_of_zeros_hide_nothing(name: str) -> None:
    store = STORES[name](DIMENSIONS)
    store.add(range(2_000), np.zeros((2_000, DIMENSIONS), dtype=np.float32))
    real = like_real_vectors(500, 1)
    store.add(range(2_000, 2_500), real)
    assert store.search(real[7], 1)[0].passage_id == 2_007
    assert len(store.search(np.zeros(DIMENSIONS, dtype=np.float32), 5)) == 5


def test_usearch_that_cannot_be_loaded_is_replaced_by_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Scan:
        raise ModuleNotFoundError("No module named 'usearch'")

    monkeypatch.setattr(scanning, "with_usearch", broken)
    scanning.fastest.cache_clear()
    try:
        assert scanning.fastest() is scanning.with_numpy
    finally:
        scanning.fastest.cache_clear()


def test_loading_usearch_asks_no_other_machine() -> None:
    """The package can download a part for SQLite, which is not to happen unasked."""
    usearch()
    code = (
        "import sys; sys.addaudithook(lambda event, _: print(event) if event.startswith('socket.') else None);"
        "from desktop_search.vectors import scanning; scanning.with_usearch()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_usearch_is_used_where_it_is_installed() -> None:
    usearch()
    scanning.fastest.cache_clear()
    assert scanning.fastest() is not scanning.with_numpy


@pytest.mark.parametrize("least", [1, DEPTH * LIMIT])
def test_both_scans_find_the_same(least: int, many: Array) -> None:
    codes = np.rint(many * 400).clip(-127, 127).astype(np.int8)
    rows, cosines = usearch()(codes, codes[5], least)
    again, as_numpy = scanning.with_numpy(codes, codes[5], least)
    assert len(set(rows.tolist()) & set(again.tolist())) >= least - 1
    assert np.sort(cosines) == pytest.approx(np.sort(as_numpy), abs=1e-5)


def test_a_passage_takes_less_than_a_kilobyte(many: Array) -> None:
    tracemalloc.start()
    try:
        store = ExactStore(DIMENSIONS)
        for start in range(0, COUNT, 1_000):
            store.add(range(10**6 + start, 10**6 + start + 1_000), many[start : start + 1_000])
            if len(store) > COUNT / 2:
                assert tracemalloc.get_traced_memory()[0] / len(store) < 1_000
    finally:
        tracemalloc.stop()


def test_usearch_is_loaded_before_the_first_question(monkeypatch: pytest.MonkeyPatch, many: Array) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(scanning, "fastest", lambda: loaded.append("now") or scanning.with_numpy)
    packed = PackedVectors(DIMENSIONS)
    packed.append(many[:500])
    assert not loaded
    packed.append(many[:5_000])
    packed.append(many[:5_000])
    assert loaded == ["now"]


def test_memory_comes_back_after_most_was_removed(many: Array) -> None:
    packed = PackedVectors(DIMENSIONS)
    packed.append(many)
    packed.cut_to(2_000)
    assert len(packed._step) == 2_000


@exact_stores
def test_questions_are_answered_while_vectors_come_and_go(name: str, many: Array) -> None:
    store = STORES[name](DIMENSIONS)
    store.add(range(3_000), many[:3_000])
    ended = threading.Event()

    def write() -> None:
        for start in range(3_000, 8_000, 500):
            store.add(range(start, start + 500), many[start : start + 500])
            store.remove(range(start - 1_000, start - 500))
        ended.set()

    writer = threading.Thread(target=write, name="writing")
    writer.start()
    asked = 0
    while not ended.is_set() or asked < 5:
        found = store.search(many[11], LIMIT)
        asked += 1
        assert len(found) == LIMIT
        assert found[0].passage_id == 11
        for one in found[:20]:
            assert one.score == pytest.approx(float(many[one.passage_id] @ many[11]), abs=1e-5)
    writer.join()


class Forgetful(ExactStore):
    """Answers with what is left of the nearest when every fourth is missed."""

    def search(self, vector: Array, limit: int, allowed: object = None) -> list:  # type: ignore[type-arg,override]
        return [one for place, one in enumerate(super().search(vector, limit + limit // 3)) if place % 4 != 3][:limit]


def test_recall_is_measured_as_it_is(many: Array) -> None:
    right, wrong = ExactStore(DIMENSIONS), Forgetful(DIMENSIONS)
    for store in (right, wrong):
        store.add(range(5_000), many[:5_000])
    assert recall.recall(right) == 1.0
    assert 0.7 <= recall.recall(wrong) <= 0.8
    assert recall.recall(ExactStore(DIMENSIONS)) == 1.0


def test_copies_do_not_count_as_missed(many: Array) -> None:
    store = graph(DIMENSIONS)
    store.add(range(2_000), np.repeat(many[:20], 100, axis=0))
    assert recall.recall(store) >= 0.99

"""What every vector store promises, whatever is in the folder."""

from types import ModuleType

import numpy as np
import pytest

from desktop_search import plugins
from desktop_search.records import Array
from desktop_search.vectors import stores
from desktop_search.vectors.store import VectorStore

DIMENSIONS = 32


def vectors(count: int, seed: int = 0) -> Array:
    made = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    unit: Array = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


@pytest.fixture(params=list(plugins.modules_in(stores)), ids=lambda module: module.__name__.rpartition(".")[2])
def store(request: pytest.FixtureRequest) -> VectorStore:
    module: ModuleType = request.param
    try:
        made: VectorStore = module.create(DIMENSIONS)
    except ImportError as error:
        pytest.skip(f"{error.name} could not be built here: exact search does its work")
    return made


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    assert store.search(vectors(1)[0], 10) == []
    assert store.search(vectors(1)[0], 10, allowed=[1, 2]) == []
    assert store.mean_similarity(vectors(1)[0]) == 0.0
    assert store.usual_similarity() == 0.0
    assert np.isnan(store.vectors([7])).all()
    assert store.vectors([]).shape == (0, DIMENSIONS)
    assert np.isnan(store.similarities(vectors(1)[0], [7])).all()
    store.add([], np.zeros((0, DIMENSIONS), dtype=np.float32))
    assert len(store) == 0


def test_the_nearest_come_first_with_their_cosines(store: VectorStore) -> None:
    many = vectors(500)
    store.add(range(1, 501), many)
    query = vectors(1, seed=1)[0]
    cosines = many @ query
    expected = [int(row) + 1 for row in np.argsort(-cosines)[:10]]
    found = store.search(query, 10)
    assert [neighbour.passage_id for neighbour in found] == expected
    assert [neighbour.score for neighbour in found] == pytest.approx(sorted(cosines, reverse=True)[:10], abs=1e-5)


def test_a_filtered_search_is_exact_and_never_falsely_empty(store: VectorStore) -> None:
    many = vectors(2000)
    store.add(range(2000), many)
    query = many[0]
    farthest = [int(row) for row in np.argsort(many @ query)[:5]]
    found = store.search(query, 10, allowed=[*farthest, 999_999])
    assert sorted(neighbour.passage_id for neighbour in found) == sorted(farthest)


def test_more_is_asked_for_than_there_is(store: VectorStore) -> None:
    store.add([5, 6], vectors(2))
    assert len(store.search(vectors(1)[0], 100)) == 2


def test_what_was_removed_is_not_found_again(store: VectorStore) -> None:
    many = vectors(300)
    store.add(range(300), many)
    store.remove([*range(0, 290), 4711])
    assert len(store) == 10
    assert store.ids() == set(range(290, 300))
    found = {neighbour.passage_id for neighbour in store.search(many[0], 50)}
    assert found == set(range(290, 300))
    assert store.mean_similarity(many[295]) == pytest.approx(float((many[290:] @ many[295]).mean()), abs=1e-5)


def test_similarities_are_those_of_the_vectors(store: VectorStore) -> None:
    many = vectors(20)
    store.add(range(20), many)
    found = store.similarities(many[3], [3, 4, 999])
    assert found[:2] == pytest.approx([1.0, float(many[4] @ many[3])], abs=1e-5)
    assert np.isnan(found[2])


def test_vectors_come_in_the_order_of_their_ids(store: VectorStore) -> None:
    many = vectors(20)
    store.add(range(20), many)
    found = store.vectors([7, 999, 3, 7])
    assert (found.shape, found.dtype) == ((4, DIMENSIONS), np.float32)
    assert found[[0, 2, 3]] == pytest.approx(many[[7, 3, 7]], abs=2e-5)
    assert np.isnan(found[1]).all()


def mean_of_pairs(many: Array) -> float:
    """The mean cosine of all pairs of different vectors."""
    cosines = many @ many.T
    return float(cosines[~np.eye(len(many), dtype=bool)].mean())


def test_the_usual_similarity_is_the_mean_over_all_pairs(store: VectorStore) -> None:
    many = vectors(300)
    # Real vectors lean to one side.
    many = (many + 0.2) / np.linalg.norm(many + 0.2, axis=1, keepdims=True)
    store.add(range(300), many)
    assert store.usual_similarity() == pytest.approx(mean_of_pairs(many), abs=1e-5)
    store.remove(range(100))
    assert store.usual_similarity() == pytest.approx(mean_of_pairs(many[100:]), abs=1e-5)
    store.remove(range(300))
    assert store.usual_similarity() == 0.0


def test_an_id_that_is_there_is_left_as_it_is(store: VectorStore) -> None:
    many = vectors(2)
    store.add([1], many[:1])
    store.add([1, 2], many[::-1].copy())
    assert len(store) == 2
    assert store.similarities(many[0], [1])[0] == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    "wrong", [np.zeros((2, DIMENSIONS + 1), np.float32), np.full((2, DIMENSIONS), np.nan, np.float32)]
)
def test_what_is_no_vector_is_refused(store: VectorStore, wrong: Array) -> None:
    with pytest.raises(ValueError):
        store.add([1, 2], wrong)
    assert len(store) == 0

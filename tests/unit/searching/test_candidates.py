"""Which passages may answer, and with what evidence."""

from collections.abc import Iterator

import numpy as np
import pytest

from desktop_search.records import Array, Mode, SearchQuery
from desktop_search.searching.candidates import Candidates
from desktop_search.vectors.stores.exact import ExactStore
from desktop_search.words.index import WordEntry, WordIndex

TEXTS = {1: "the deposit of the flat", 2: "a lighthouse by the sea", 3: "the deposit of a bank", 4: "keys and doors"}
AXES = np.eye(4, dtype=np.float32)
FLAT = SearchQuery("flat deposit", ("flat", "deposit"))


def entry(id: int, text: str) -> WordEntry:
    return WordEntry(id, text, "", "file.txt", "/home/a", ".txt", id)


@pytest.fixture
def words() -> Iterator[WordIndex]:
    index = WordIndex(None)
    index.add(entry(id, text) for id, text in TEXTS.items())
    index.commit()
    yield index
    index.close()


@pytest.fixture
def store() -> ExactStore:
    """The fourth passage has no vector yet."""
    store = ExactStore(4)
    store.add([1, 2, 3], AXES[:3])
    return store


def found(
    words: WordIndex,
    store: ExactStore | None,
    query: SearchQuery = FLAT,
    *,
    vector: Array | None = AXES[1],
    depth: int = 9,
) -> dict[int, dict[str, float]]:
    candidates = Candidates(words, lambda: store, meaning_weight=0.5)
    return {one.passage_id: dict(one.reasons) for one in candidates.found(query, vector, depth).fused}


def test_words_and_meaning_each_bring_passages(words: WordIndex, store: ExactStore) -> None:
    reasons = found(words, store)

    assert set(reasons) == {1, 2, 3}
    assert reasons[1]["words"] > reasons[3]["words"] > reasons[2]["words"] == 0.0
    assert reasons[2]["meaning"] > reasons[1]["meaning"]


def test_without_a_vector_or_a_store_the_words_decide_alone(words: WordIndex, store: ExactStore) -> None:
    for reasons in (found(words, store, vector=None), found(words, None)):
        assert list(reasons) == [1, 3]
        assert reasons[1]["words"] == 1.0


@pytest.mark.parametrize(("mode", "ids"), [(Mode.WORDS, {1, 3}), (Mode.MEANING, {1, 2, 3})])
def test_a_mode_leaves_the_other_evidence_out(words: WordIndex, store: ExactStore, mode: Mode, ids: set[int]) -> None:
    query = SearchQuery(FLAT.text, FLAT.words, mode=mode)

    assert set(found(words, store, query)) == ids


def test_a_passage_found_by_its_words_has_its_cosine_also_when_it_is_far_away(
    words: WordIndex, store: ExactStore
) -> None:
    vector = np.array([0.1, 0.9, 0.3, 0.0], np.float32)
    fused = Candidates(words, lambda: store, meaning_weight=0.5).found(FLAT, vector, 2).fused

    assert {one.passage_id: one.cosine for one in fused} == pytest.approx({1: 0.1, 2: 0.9, 3: 0.3})


def test_excluded_words_hold_for_meaning_too(words: WordIndex, store: ExactStore) -> None:
    assert set(found(words, store, SearchQuery("sea", ("sea",), excluded=("lighthouse",)))) == {1, 3}


def test_it_says_when_there_are_no_others(words: WordIndex, store: ExactStore) -> None:
    candidates = Candidates(words, lambda: store, meaning_weight=0.5)

    assert candidates.found(FLAT, AXES[1], 9).is_all
    assert not candidates.found(FLAT, AXES[1], 2).is_all


def test_it_says_what_is_usual(words: WordIndex, store: ExactStore) -> None:
    scale = Candidates(words, lambda: store, meaning_weight=0.5).found(FLAT, AXES[1], 9).scale

    assert scale.usual_cosine == pytest.approx(1 / 3)
    assert scale.full_words == words.full_score(FLAT) > 0

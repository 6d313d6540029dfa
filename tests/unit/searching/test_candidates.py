"""Which passages may answer, and with what evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_search.records import Array, Mode, SearchQuery, Spelling
from desktop_search.searching.candidates import Candidates, exact_share, meant_text
from desktop_search.searching.fusion import Fused
from desktop_search.searching.learning.adapter import Adapter, weighted
from desktop_search.searching.learning.learned_ranking import FEATURES, LearnedRanking
from desktop_search.searching.learning.ranking_features import RankingFeatures
from desktop_search.searching.meaning import Meaning
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


def meant(vector: Array | None, store: ExactStore | None, adapter: Adapter | None = None) -> Meaning | None:
    return None if vector is None or store is None else Meaning(vector, store, adapter)


def found(
    words: WordIndex,
    store: ExactStore | None,
    query: SearchQuery = FLAT,
    *,
    vector: Array | None = AXES[1],
    depth: int = 9,
) -> dict[int, dict[str, float]]:
    candidates = Candidates(words, meaning_weight=0.5)
    return {one.passage_id: dict(one.reasons) for one in candidates.found(query, meant(vector, store), depth).fused}


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
    fused = Candidates(words, meaning_weight=0.5).found(FLAT, meant(vector, store), 2).fused

    assert {one.passage_id: one.cosine for one in fused} == pytest.approx({1: 0.1, 2: 0.9, 3: 0.3})


def test_excluded_words_hold_for_meaning_too(words: WordIndex, store: ExactStore) -> None:
    assert set(found(words, store, SearchQuery("sea", ("sea",), excluded=("lighthouse",)))) == {1, 3}


def test_it_says_when_there_are_no_others(words: WordIndex, store: ExactStore) -> None:
    candidates = Candidates(words, meaning_weight=0.5)

    assert candidates.found(FLAT, meant(AXES[1], store), 9).is_all
    assert not candidates.found(FLAT, meant(AXES[1], store), 2).is_all


def test_it_says_what_is_usual(words: WordIndex, store: ExactStore) -> None:
    scale = Candidates(words, meaning_weight=0.5).found(FLAT, meant(AXES[1], store), 9).scale

    assert scale.usual_cosine == pytest.approx(0.0)
    assert scale.full_words == words.full_score(FLAT) > 0


def test_what_was_learned_moves_the_question_and_is_told_as_a_reason(words: WordIndex, store: ExactStore) -> None:
    adapter = Adapter("a model", AXES[1:2], 3.0 * AXES[2:3], 6.0 * AXES[2:3], 1.0)
    plain = found(words, store)
    fused = Candidates(words, meaning_weight=0.5).found(FLAT, meant(AXES[1], store, adapter), 9).fused
    reasons = {one.passage_id: one.reasons for one in fused}

    assert reasons[3]["learned"] > 0 > reasons[2]["learned"]
    assert all(one.score == pytest.approx(sum(one.reasons.values())) for one in fused)
    assert {id: (of["words"], of["meaning"]) for id, of in reasons.items()} == {
        id: (of["words"], of["meaning"]) for id, of in plain.items()
    }
    assert {one.passage_id: one.cosine for one in fused} == pytest.approx({1: 0.0, 2: 1.0, 3: 0.0})


def test_a_learned_weight_takes_the_place_of_the_one_of_the_settings(words: WordIndex, store: ExactStore) -> None:
    def first(weight: float) -> int:
        meaning = meant(AXES[1], store, weighted("a model", weight))
        return Candidates(words, meaning_weight=0.5).found(FLAT, meaning, 9).fused[0].passage_id

    assert (first(0.0), first(1.0)) == (1, 2)


@dataclass
class Read:
    title: str | None
    text: str


def test_a_learned_ranking_weighs_what_speaks_for_the_best_passages(words: WordIndex, store: ExactStore) -> None:
    features = RankingFeatures(words, lambda ids: {id: Read(None, TEXTS[id]) for id in ids})
    candidates = Candidates(words, meaning_weight=0.5, features=features)

    def first(vector: Array, **weights: float) -> Fused:
        learned = LearnedRanking(tuple({"score": 0.1, **weights}.get(name, 0.0) for name in FEATURES))
        adapter = Adapter("a model", AXES[3:], AXES[3:], AXES[3:], 1.0, ranking=learned)
        return candidates.found(FLAT, meant(vector, store, adapter), 9).fused[0]

    assert first(AXES[1], coverage=1.0).passage_id == 1
    assert first(AXES[1], meaning=1.0).passage_id == 2
    assert first(AXES[1], coverage=-1.0, closeness=-1.0).passage_id == 2
    found = first(AXES[1], coverage=1.0)
    assert found.reasons["learned"] > 0
    assert found.score == pytest.approx(sum(found.reasons.values()))
    assert "learned" in first(AXES[3], coverage=1.0).reasons, "a judged question has what was said of it alone"
    assert first(AXES[3], coverage=50.0).score < 1.5


def test_evidence_is_what_there_was_before_anything_was_learned(words: WordIndex, store: ExactStore) -> None:
    adapter = Adapter("a model", AXES[1:2], 3.0 * AXES[2:3], 6.0 * AXES[2:3], 1.0)
    candidates = Candidates(words, meaning_weight=0.5)
    one, other = (candidates.evidence(FLAT, Meaning(AXES[1], store, learned), 9) for learned in (None, adapter))

    assert one == other
    assert one.nearest[0].passage_id == 2
    assert {near.passage_id for near in one.words} == {1, 3}


CODE = {
    1: "how to parse all the args of a program, and parse more args",
    2: "args are for those who parse, and who parse args again",
    3: "def parse_args(argv): return 1",
    4: "release v1.3.2 and release v2.1.3, version 1, 2 and 3",
    5: "a long note about another thing, and in the end v1.2.3 is named",
    6: "something else",
}


@pytest.fixture
def code() -> Iterator[WordIndex]:
    index = WordIndex(None)
    index.add(entry(id, text) for id, text in CODE.items())
    index.commit()
    yield index
    index.close()


@pytest.mark.parametrize("mode", [Mode.BOTH, Mode.WORDS])
@pytest.mark.parametrize(
    ("typed", "first"),
    [(("parse_args",), {3}), (("v1.2.3",), {5}), (("PARSE_ARGS", "v1.2.3"), {3, 5}), (("parse_args", "v9.9.9"), {3})],
)
def test_what_holds_an_identifier_as_it_was_typed_comes_first(
    code: WordIndex, mode: Mode, typed: tuple[str, ...], first: set[int]
) -> None:
    store = ExactStore(6)
    # By meaning those that hold it are the last of all.
    store.add(CODE, np.eye(6, dtype=np.float32))
    vector = np.array([0.6, 0.55, 0.01, 0.55, 0.01, 0.1], np.float32)
    fused = (
        Candidates(code, meaning_weight=0.5)
        .found(SearchQuery(" ".join(typed), typed, mode=mode), meant(vector, store), 9)
        .fused
    )

    assert {one.passage_id for one in fused[: len(first)]} == first
    assert {one.passage_id for one in fused if "exact" in one.reasons} == first
    assert all(one.score == sum(one.reasons.values()) for one in fused)


def test_an_identifier_is_found_behind_many_that_hold_its_parts() -> None:
    index = WordIndex(None)
    index.add(entry(id, "parse args " * 9) for id in range(1, 60))
    index.add([entry(99, "parse_args and many other words " + "here and there " * 30)])
    index.commit()
    found = Candidates(index, meaning_weight=0.5).found(SearchQuery("", ("parse_args", "parse")), None, 5)

    assert found.fused[0].passage_id == 99
    assert not found.is_all
    index.close()


@pytest.mark.parametrize("kind", ["ranking", "moved"])
def test_what_holds_an_identifier_stands_no_lower_for_judgements_of_other_questions(code: WordIndex, kind: str) -> None:
    store = ExactStore(7)
    store.add([*CODE, 99], np.eye(7, dtype=np.float32))
    features = RankingFeatures(code, lambda ids: {id: Read(None, CODE.get(id, "")) for id in ids})
    candidates = Candidates(code, meaning_weight=0.5, features=features)
    vector = np.array([0.4, 0.4, 0.6, 0.4, 0.1, 0.4, 0.0], np.float32)
    axis = np.eye(7, dtype=np.float32)[6:]
    # Nonsense: the fewer words of the question a passage holds, the better, and not to be like the third.
    learned = LearnedRanking(tuple({"words": -9.0, "meaning": -9.0}.get(name, 0.0) for name in FEATURES))
    away = np.array([[0, 0, -9, 0, 0, 0, 0]], np.float32)
    adapter = (
        Adapter("a model", axis, axis, axis, 1.0, ranking=learned)
        if kind == "ranking"
        else Adapter("a model", vector[None] * 0.9, away, away, 1.0)
    )
    query = SearchQuery("", ("parse_args", "harbour", "lantern", "meadow", "parse"))

    def place(adapter: Adapter | None) -> int:
        fused = candidates.found(query, meant(vector, store, adapter), 9).fused
        assert all(one.score == pytest.approx(sum(one.reasons.values())) for one in fused)
        return [one.passage_id for one in fused].index(3)

    assert place(adapter) == place(None) == 0


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_adapter_whatever_it_learned_puts_others_before_what_holds_an_identifier(code: WordIndex, seed: int) -> None:
    draw = np.random.default_rng(seed)
    store = ExactStore(6)
    store.add(CODE, np.eye(6, dtype=np.float32))

    def unit(rows: int) -> Array:
        drawn = draw.normal(size=(rows, 6)).astype(np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    [vector], moves = unit(1), 3.0 * unit(2)
    adapter = Adapter("a model", unit(2), moves, moves, 1.0)
    query = SearchQuery("", ("parse_args", "harbour", "lantern", "meadow", "parse"))
    places = []
    for learned in (None, adapter):
        fused = Candidates(code, meaning_weight=0.5).found(query, meant(vector, store, learned), 9).fused
        places.append([one.passage_id for one in fused].index(3))
    assert places[1] <= places[0]


@pytest.mark.parametrize("typed", [("parse", "args"), ("well-known", "don't"), ("v7.7.7",)])
def test_a_question_without_an_identifier_that_is_there_stays_as_it_is(code: WordIndex, typed: tuple[str, ...]) -> None:
    assert not any("exact" in reasons for reasons in found(code, None, SearchQuery(" ".join(typed), typed)).values())


def test_the_more_of_a_question_is_an_identifier_the_more_it_counts() -> None:
    shares = [exact_share(SearchQuery("", typed)) for typed in [("C++",), ("the", "C++", "templates"), ("templates",)]]

    assert shares == [1.0, 0.5, 0.0]


def test_a_misspelled_word_is_embedded_as_it_was_meant() -> None:
    spellings = Spelling("captian?", ("captain", "caption")), Spelling("tic", ("ticket",), is_beginning=True)
    query = SearchQuery("which ferry captian? tic", ("which", "ferry", "captian?", "tic"), spellings=spellings)

    assert meant_text(query) == "which ferry captain? tic"
    assert meant_text(FLAT) == FLAT.text

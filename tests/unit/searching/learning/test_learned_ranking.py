"""The best passages are ranked anew by what judgements have taught, and what that changes is told."""

from collections.abc import Mapping

import numpy as np
import pytest

from desktop_search.records import Array
from desktop_search.searching import support
from desktop_search.searching.fusion import Fused
from desktop_search.searching.learning import learned_ranking, wording
from desktop_search.searching.learning.learned_ranking import CHANGE, FEATURES, LEARNED, NOTHING_LEARNED, LearnedRanking


def fused(scores: Mapping[int, float]) -> list[Fused]:
    return [Fused(id, score, {"words": 0.4 * score, "meaning": 0.6 * score}) for id, score in scores.items()]


def rows(first: list[Fused], coverage: list[float]) -> Array:
    worded = np.zeros((len(first), len(wording.NAMES)), dtype=np.float32)
    worded[:, wording.NAMES.index("coverage")] = coverage
    return learned_ranking.features(first, [0.0] * len(first), worded)


def weighing(**weights: float) -> LearnedRanking:
    return LearnedRanking(tuple({"score": 1.0, **weights}.get(name, 0.0) for name in FEATURES))


def test_where_nothing_was_learned_all_stays_as_it_was() -> None:
    found = fused({1: 0.9, 2: 0.5, 3: 0.2})
    ranked = learned_ranking.ranked(found, rows(found[:2], [0.1, 0.7]), NOTHING_LEARNED)
    assert [(one.passage_id, one.score) for one in ranked] == [(1, 0.9), (2, 0.5), (3, 0.2)]
    assert [one.reasons.get(LEARNED, 0.0) for one in ranked] == [0.0, 0.0, 0.0]


def test_what_was_learned_is_a_reason_and_reasons_add_up() -> None:
    found = fused({1: 0.9, 2: 0.5})
    ranked = learned_ranking.ranked(found, rows(found, [0.1, 0.9]), weighing(coverage=1.0))
    assert [one.passage_id for one in ranked] == [2, 1]
    for one in ranked:
        assert one.score == pytest.approx(sum(one.reasons.values()))
    assert ranked[0].reasons[LEARNED] == pytest.approx(0.4)


def test_scores_stay_those_there_were_and_what_nothing_speaks_for_stays_behind() -> None:
    """Names, identifiers and the end of a list are weighed against them."""
    found = fused({1: 0.9, 2: 0.5, 3: 0.0})
    ranked = learned_ranking.ranked(found, rows(found, [0.0, 0.4, 1.0]), weighing(coverage=9.0))
    assert [(one.passage_id, one.score) for one in ranked] == [(2, 0.9), (1, 0.5), (3, 0.0)]


@pytest.mark.parametrize("weight", [-50.0, -1.0, 1.0, 50.0])
def test_whatever_was_learned_the_first_stay_before_the_others(weight: float) -> None:
    found = fused({id: 1.0 - id / 10 for id in range(9)})
    ranked = learned_ranking.ranked(found, rows(found[:5], [0.0, 0.3, 0.9, 0.1, 1.0]), weighing(coverage=weight))
    assert {one.passage_id for one in ranked[:5]} == set(range(5))
    assert [one.passage_id for one in ranked[5:]] == [5, 6, 7, 8]
    assert [one.score for one in ranked[5:]] == [one.score for one in found[5:]]


def test_a_ranking_is_kept_by_the_names_of_what_it_weighs() -> None:
    ranking = weighing(coverage=0.3, pairs=-0.1)
    assert learned_ranking.of_values(learned_ranking.values_of(ranking)) == ranking


@pytest.mark.parametrize("damage", [{"coverage": float("nan")}, {"other": 1.0}])
def test_a_ranking_of_other_evidence_is_none(damage: dict[str, float]) -> None:
    assert learned_ranking.of_values({**learned_ranking.values_of(NOTHING_LEARNED), **damage}) is None
    assert learned_ranking.of_values({}) is None


def test_with_nothing_learned_a_passage_has_the_score_of_the_moved_question() -> None:
    """The change is what the score of the search would differ by, had it been asked with the moved question."""
    draw = np.random.default_rng(2)
    words, meaning, moved = draw.uniform(size=(3, 8))

    def searched(meant: np.ndarray) -> list[Fused]:
        made = [
            Fused(id, float(one + other), {"words": float(one), "meaning": float(other)})
            for id, (one, other) in enumerate(zip(words, meant, strict=True))
        ]
        vectors = np.eye(8, dtype=np.float32)
        return sorted(support.supported(made, vectors), key=lambda one: one.passage_id)

    def own(one: Fused) -> float:
        return one.score - one.reasons["support"]

    before, after = searched(meaning), searched(moved)
    features = learned_ranking.features(before, moved.tolist(), np.zeros((8, len(wording.NAMES)), dtype=np.float32))
    learned = features @ np.array(NOTHING_LEARNED.weights)
    for one, other, score in zip(before, after, learned, strict=True):
        assert score - one.score == pytest.approx(own(other) - own(one))
    unmoved = learned_ranking.features(before, meaning.tolist(), np.zeros((8, len(wording.NAMES)), dtype=np.float32))
    np.testing.assert_allclose(unmoved[:, CHANGE], 0.0, atol=1e-12)

"""A judged question is tried as a search would answer it: by words and by meaning, each document once."""

from math import log2

import numpy as np
import pytest

from desktop_search.records import Array, Neighbour
from desktop_search.searching import fusion
from desktop_search.searching.learning.learned_ranking import CHANGE, FEATURES, MEANING
from desktop_search.searching.learning.query_fitting import Lesson
from desktop_search.searching.learning.trial import JudgedQuestion, Trial

SIZE = 16
FLOOR = 0.1


def floor_of(vector: Array) -> float:
    return FLOOR * float(vector.sum())


def judged(seed: int = 1, *, documents: tuple[int, ...] = (0, 0, 1, 2, 3, 4), right: int = 3) -> JudgedQuestion:
    """Six passages of five documents, one of which was judged right."""
    draw = np.random.default_rng(seed)
    vectors = np.abs(draw.normal(size=(7, SIZE))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    of = np.array(documents, dtype=np.int64)
    grades = (of == right).astype(np.float32)
    words = draw.uniform(size=6).astype(np.float32)
    features = draw.normal(size=(4, len(FEATURES))).astype(np.float32)
    lesson = Lesson(vectors[0], vectors[1:][grades > 0], vectors[:0], vectors[1:][grades == 0])
    return JudgedQuestion(
        lesson,
        vectors[1:],
        words / words.max(),
        of,
        grades,
        0.7,
        (5, 2, 4, 0),
        features,
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
def test_passages_are_ranked_as_the_search_ranks_them(seed: int, strength: float) -> None:
    one = judged(seed)
    move = 0.4 * one.pool[2] - 0.2 * one.pool[0]
    moved = one.lesson.vector + strength * move
    moved /= np.linalg.norm(moved)
    fused = fusion.fuse(
        [Neighbour(row, float(score)) for row, score in enumerate(one.words)],
        [Neighbour(row, float(cosine)) for row, cosine in enumerate(one.pool @ moved)],
        mean_cosine=floor_of(moved),
        weight=0.6,
        confidence=one.confidence,
    )
    seen = list(dict.fromkeys(int(one.documents[each.passage_id]) for each in fused))
    trial = Trial(one, move, floor_of)
    assert trial.ndcg(strength, 0.6) == pytest.approx(1.0 / log2(seen.index(3) + 2))
    assert trial.is_first_right(strength, 0.6) == (seen[0] == 3)


def test_a_document_counts_once_at_its_first_passage() -> None:
    one = judged(documents=(3, 3, 3, 3, 3, 3))
    assert Trial(one, one.pool[0], floor_of).ndcg(1.0, 0.5) == 1.0


def test_what_moving_changes_is_filled_in_and_the_rest_stays() -> None:
    one = judged()
    assert one.features is not None
    trial = Trial(one, 0.5 * one.pool[5], floor_of)
    still, moved = (trial.ranked(strength, 0.6) for strength in (0.0, 1.0))
    for some in (still, moved):
        np.testing.assert_array_equal(np.delete(some.features, CHANGE, 1), np.delete(one.features, CHANGE, 1))
    meant = still.features[:, CHANGE] + one.features[:, MEANING]
    assert meant.max() <= 0.75 * 0.6 + 1e-6, "the neighbours' share is taken off"
    assert moved.features[0, CHANGE] >= still.features[0, CHANGE]
    assert moved.relevant.tolist() == [False, False, True, False]


def test_the_first_passages_are_ranked_by_scores_of_their_own() -> None:
    trial = Trial(judged(), np.zeros(SIZE, dtype=np.float32), floor_of)
    assert trial.can_be_ranked
    assert trial.ndcg_of(np.array([0.0, 0.1, 0.2, -1.0])) == 1.0
    assert trial.ndcg_of(np.array([0.9, 0.1, 0.2, -1.0])) == pytest.approx(1.0 / log2(3))

"""What a model is measured by, and which weight of meaning a trained one brings along."""

import numpy as np
import pytest

from desktop_search.engine import proving
from desktop_search.engine.proving import Embedding, Pool, Pools
from desktop_search.records import Array, Neighbour
from desktop_search.settings import Settings

AXES = np.eye(6, dtype=np.float32)


def told_by_meaning(count: int = 8) -> tuple[Pools, Embedding]:
    """Questions whose words find only what is wrong, each with three passages: the more meaning counts, the better."""
    made = Pools()
    for number in range(count):
        ids = tuple(range(3 * number, 3 * number + 3))
        made.texts |= {id: f"passage {id % 3}" for id in ids}
        made.paths |= {id: f"/{id}" for id in ids}
        words = tuple(Neighbour(id, score) for id, score in zip(ids, (0.0, 9.0, 8.0), strict=True))
        made.pools.append(Pool(f"question {number}", words, 1.0, ids, {f"/{ids[0]}": 1}))
    nearness = {"passage 0": 0.9, "passage 1": 0.5, "passage 2": 0.2}

    def passages(texts: object) -> Array:
        assert isinstance(texts, list)
        return np.stack([nearness[text] * AXES[0] + (1.0 - nearness[text] ** 2) ** 0.5 * AXES[1] for text in texts])

    return made, Embedding(made, lambda query: AXES[0], passages)


def test_a_model_is_measured_with_the_weight_that_it_is_given() -> None:
    pools, embedding = told_by_meaning()
    by_words = proving.ndcgs(pools, proving.rankings(pools, embedding, weight=0.0))
    by_meaning = proving.rankings(pools, embedding, weight=0.9)
    assert max(by_words.values()) < 1.0
    assert set(proving.ndcgs(pools, by_meaning).values()) == {1.0}
    assert proving.measures(pools, by_meaning)["hit@1"] == 1.0


def test_a_trained_model_has_more_weight_but_words_are_never_left_out() -> None:
    """What is like no judged question lost a point and a half where meaning got three quarters."""
    usual = Settings().meaning_weight
    assert usual < proving.weight_of_trained(usual) < 0.6
    for weight in (0.1, 0.5, 0.8, 0.99):
        assert weight < proving.weight_of_trained(weight) < 1.0


@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_a_person_who_wants_words_or_meaning_alone_has_them_with_a_trained_model(weight: float) -> None:
    assert proving.weight_of_trained(weight) == weight

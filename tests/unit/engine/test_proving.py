"""What a trained model is measured by, and which weight of meaning it brings along."""

import numpy as np

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


def test_a_model_gets_more_weight_where_that_is_better_but_words_are_never_left_out() -> None:
    """What is like no judged question lost a point and a half where meaning got three quarters."""
    pools, embedding = told_by_meaning()
    weight, found, _ = proving.at_best_weight(pools, embedding, Settings().meaning_weight)
    assert Settings().meaning_weight < weight <= 0.6
    assert set(found.values()) == {1.0}


def test_a_person_who_trusts_meaning_more_is_not_overruled() -> None:
    pools, embedding = told_by_meaning()
    assert proving.at_best_weight(pools, embedding, 0.8)[0] == 0.8

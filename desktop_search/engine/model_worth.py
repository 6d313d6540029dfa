"""Measures what a model is worth to this person: by judged questions, by examples of a file, by what anybody knows, and
how fast it is."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from desktop_search.embedding import speeds
from desktop_search.engine import general_knowledge, proving
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.proving import Pools
from desktop_search.records import Array, EmbeddingId
from desktop_search.training import pair_proof
from desktop_search.training.report import Measured

ALONE = 1.0
TEXTS_AT_ONCE = 8
Embed: TypeAlias = Callable[[Sequence[str]], Array]
"""Texts to their vectors, float32 [n, dimensions]."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """One that is loaded: what it is, and what embeds a question and as many passages as it is given."""

    id: EmbeddingId
    ask: Callable[[str], Array]
    at_once: Embed


def measured(sources: Sources, pools: Pools, model: Model, is_wanted: Callable[[], bool], *, weight: float) -> Measured:
    """The figures of a model with a weight of meaning; how fast it is here is kept.

    Raises CancelledError when the work is no longer wanted.
    """
    embed = in_parts(model.at_once, is_wanted)
    embedding = proving.Embedding(pools, model.ask, embed)
    ranked = proving.rankings(pools, embedding, weight=weight)
    alone = proving.ndcgs(pools, proving.rankings(pools, embedding, weight=ALONE))
    general = general_knowledge.spearman_of(embed)
    pairs = pair_proof.measured(pools.examples, _one_by_one(model.ask, is_wanted), embed)
    speed = speeds.measured(model.id, model.at_once)
    speeds.keep(sources.data.models, model.id.revision, speed)
    ndcgs, means = proving.ndcgs(pools, ranked), proving.measures(pools, ranked)
    return Measured(ndcgs, means, speed.passages_per_second, general, weight, alone, pairs)


def in_parts(embed: Embed, is_wanted: Callable[[], bool]) -> Embed:
    """Embeds a few texts at a time. Raises CancelledError when the work is no longer wanted."""

    def embedded(texts: Sequence[str]) -> Array:
        made = []
        for start in range(0, max(1, len(texts)), TEXTS_AT_ONCE):
            if not is_wanted():
                raise CancelledError
            made.append(embed(texts[start : start + TEXTS_AT_ONCE]))
        return np.concatenate(made)

    return embedded


def _one_by_one(ask: Callable[[str], Array], is_wanted: Callable[[], bool]) -> Embed:
    def embedded(texts: Sequence[str]) -> Array:
        made = []
        for text in texts:
            if not is_wanted():
                raise CancelledError
            made.append(ask(text))
        return np.stack(made)

    return embedded

"""Measures what a model makes of the person's own judged questions, through the very ranking that answers them."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from desktop_search.chunking.embedded import embedded_text
from desktop_search.engine.judged_evidence import WEAK_ORIGINS, by_question
from desktop_search.engine.judged_passages import as_they_stand
from desktop_search.records import Array, Label, Neighbour
from desktop_search.searching import fusion, support
from desktop_search.searching.candidates import Evidence
from desktop_search.searching.meaning import Meaning
from desktop_search.storage.index_queries import IndexQueries
from desktop_search.training import evaluation as judged
from desktop_search.training.examples import Example

MOST_PASSAGES, DEEPEST = 1_600, 50
"""As many as are embedded in a minute; so many of either list of a question, fewer where there are many questions."""
CUT = 10
TRUST = 1.35
"""How much more meaning counts beside words with a model that was trained here, as it knows better what is meant: with
the usual settings 0.525 of the whole instead of 0.45. From 0.475 to 0.575 was as good on three judged collections, with
0.75 questions unlike all judged ones lost a point and a half. To choose a weight by the fifty questions kept apart lost
more than it gained."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """What may be found for a question: passages by number, their files, BM25 scores, and what was judged of files."""

    query: str
    words: tuple[Neighbour, ...]
    confidence: float
    passages: tuple[int, ...]
    grades: Mapping[str, int]


@dataclass(slots=True, eq=False)
class Pools:
    """All questions that are measured, with the texts and files of the passages that may be found; and beside them
    examples of a file from which nothing was learned."""

    pools: list[Pool] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)
    examples: Sequence[Example] = ()


class Embedding:
    """The vectors of one model: of questions, float32 [questions, dimensions], and of passages by their number."""

    def __init__(
        self, pools: Pools, queries: Callable[[str], Array], passages: Callable[[Sequence[str]], Array]
    ) -> None:
        ids = sorted(pools.texts, key=lambda id: len(pools.texts[id]))
        started = time.monotonic()
        vectors = passages([pools.texts[id] for id in ids])
        self.seconds = time.monotonic() - started
        self.of_passage = dict(zip(ids, vectors, strict=True))
        self.mean = vectors.mean(axis=0) if ids else np.zeros(0, dtype=np.float32)
        self.of_query = {pool.query: queries(pool.query) for pool in pools.pools}


def collect(
    db: IndexQueries,
    evidence: Callable[[str, int], tuple[Evidence, Meaning] | None],
    labels: Sequence[Label],
    queries: Sequence[str],
) -> Pools:
    """The pools of judged questions, of what the index finds for them now. evidence is Asking.evidence.

    Weak labels say nothing here. A question of which nothing relevant was judged is left out.
    """
    wanted = set(queries)
    certain = [one for one in labels if one.origin not in WEAK_ORIGINS and one.query in wanted]
    made = Pools()
    depth = max(15, min(DEEPEST, MOST_PASSAGES // max(1, len(wanted))))
    for query, some in by_question(certain).items():
        found = evidence(query, depth) if any(one.relevant for one in some) else None
        if found is None:
            continue
        grades: dict[str, int] = {}
        for label in as_they_stand(db, some, *found):
            grades[label.path] = max(int(label.relevant), grades.get(label.path, 0))
        ids = list(dict.fromkeys(one.passage_id for one in (*found[0].words, *found[0].nearest)))
        stored = db.stored_passages(ids)
        made.pools.append(
            Pool(query, found[0].words, found[0].words_confidence, tuple(id for id in ids if id in stored), grades)
        )
        made.texts |= {id: embedded_text(one.title, one.text) for id, one in stored.items()}
        made.paths |= {id: one.path for id, one in stored.items()}
    return made


def rankings(pools: Pools, embedding: Embedding, *, weight: float) -> dict[str, list[str]]:
    """For each question the files of its pool, best first, as the search would rank them with this model."""
    return {pool.query: _ranked(pools, pool, embedding, weight) for pool in pools.pools}


def measures(pools: Pools, ranked: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """The usual measures; recall is that within the ten first, as the pools hold hardly more."""
    relevant = {pool.query: pool.grades for pool in pools.pools}
    found = judged.summary(ranked, relevant)
    recalls = [judged.recall(ranked[query], grades, CUT) for query, grades in relevant.items()]
    kept = {name: found[name] for name in ("ndcg@10", "mrr@10", "hit@1", "hit@5")}
    return {**kept, "recall@10": sum(recalls) / len(recalls) if recalls else 0.0}


def weight_of_trained(usual: float) -> float:
    """The weight of meaning that goes with a model trained here. usual is that of the settings."""
    return TRUST * usual / (TRUST * usual + 1.0 - usual)


def ndcgs(pools: Pools, ranked: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """nDCG@10 of each question."""
    return {pool.query: judged.ndcg(ranked[pool.query], pool.grades, CUT) for pool in pools.pools}


def best_passages(pools: Pools, embedding: Embedding) -> dict[str, dict[str, int]]:
    """For each question the passage of each file that comes nearest to it."""
    best: dict[str, dict[str, int]] = {}
    for pool in pools.pools:
        question = embedding.of_query[pool.query]
        nearest = sorted(pool.passages, key=lambda id: -float(embedding.of_passage[id] @ question))
        of_file = best.setdefault(pool.query, {})
        for id in nearest:
            of_file.setdefault(pools.paths[id], id)
    return best


def _ranked(pools: Pools, pool: Pool, embedding: Embedding, weight: float) -> list[str]:
    if not pool.passages:
        return []
    question = embedding.of_query[pool.query]
    vectors = np.stack([embedding.of_passage[id] for id in pool.passages])
    cosines = vectors @ question
    fused = fusion.fuse(
        [one for one in pool.words if one.passage_id in pools.paths],
        [Neighbour(id, float(cosine)) for id, cosine in zip(pool.passages, cosines, strict=True)],
        mean_cosine=float(embedding.mean @ question),
        weight=weight,
        confidence=pool.confidence,
    )
    fused = support.supported(fused, np.stack([embedding.of_passage[one.passage_id] for one in fused]))
    return list(dict.fromkeys(pools.paths[one.passage_id] for one in fused))

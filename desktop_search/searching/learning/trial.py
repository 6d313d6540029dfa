"""Tries a judged question with what all others have taught: where would its answers stand? Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from desktop_search.records import Array
from desktop_search.searching.learning.query_fitting import Lesson, Rows
from desktop_search.searching.learning.ranking_fitting import RankedQuestion

CUT = 10


@dataclass(frozen=True, slots=True, eq=False)
class JudgedQuestion:
    """A question, what may be found for it, and what was said of that.

    pool holds the vectors of the n passages that may be found, float32 [n, dimensions]; words their BM25 scores divided
    by the best, float32 [n]; documents the number of each one's document, int64 [n]; grades 1 for what was judged
    relevant, float32 [n]. confidence is how much the words say. first are the rows of the pool that a search puts
    first, and features what speaks for each of those, float64 [m, learned_ranking.FEATURES], without what moving the
    question changes. is_proof says that it may tell whether learning helps: a person judged it, and the model was not
    trained on it.
    """

    lesson: Lesson
    pool: Array
    words: Array
    documents: Rows
    grades: Array
    confidence: float
    first: tuple[int, ...] = ()
    features: Array | None = None
    is_proof: bool = True


class Trial:
    """A question moved by some vector and ranked as fusion.fuse() would, or as a search does that learned a ranking."""

    def __init__(self, one: JudgedQuestion, move: Array, mean_similarity: Callable[[Array], float]) -> None:
        """move is what is added to the question's vector, float32 [dimensions]."""
        vector = one.lesson.vector
        self._words = one.confidence * one.words
        self._documents = one.documents
        self._grades = one.grades
        # A moved vector's cosines are sums of these, whatever the strength.
        self._cosines, self._changes = one.pool @ vector, one.pool @ move
        self._floor, self._floor_change = mean_similarity(vector), mean_similarity(move)
        self._parts = float(vector @ move), float(move @ move)
        grades = dict.fromkeys(one.documents.tolist(), 0.0)
        for document, grade in zip(one.documents.tolist(), one.grades.tolist(), strict=True):
            grades[document] = max(grades[document], grade)
        self._ideal = _gain(sorted(grades.values(), reverse=True)[:CUT])
        self._first, self._features = one.first, one.features

    @property
    def can_be_ranked(self) -> bool:
        return self._features is not None

    def ranked(self, strength: float, weight: float) -> RankedQuestion:
        """What speaks for the first passages, with the question moved so far. weight is that of meaning."""
        if self._features is None:
            raise ValueError("nothing is known of the first passages")
        rows = list(self._first)
        return RankedQuestion(self._features, self._grades[rows] > 0).with_moved(weight * self._meant(strength)[rows])

    def ndcg_of(self, scores: Array) -> float:
        """nDCG@10 of the documents of the first passages, by scores of these."""
        return self._ndcg(self._first[place] for place in np.argsort(-scores, kind="stable").tolist())

    def ndcg(self, strength: float, weight: float) -> float:
        """nDCG@10 of the documents of the pool, each at the place of its first passage."""
        return self._ndcg(np.argsort(-self._scores(strength, weight), kind="stable").tolist())

    def is_first_right(self, strength: float, weight: float) -> bool:
        """Whether the best passage of the pool is of a relevant document."""
        return bool(self._grades[int(np.argmax(self._scores(strength, weight)))] > 0)

    def _scores(self, strength: float, weight: float) -> Array:
        return np.asarray((1.0 - weight) * self._words + weight * self._meant(strength))

    def _meant(self, strength: float) -> Array:
        """What meaning says of each passage of the pool, from 0 to 1, with the question moved so far."""
        along, square = self._parts
        length = max(1e-6, (1.0 + 2.0 * strength * along + strength * strength * square) ** 0.5)
        cosines = (self._cosines + strength * self._changes) / length
        floor = (self._floor + strength * self._floor_change) / length
        span = float(cosines.max()) - floor
        return np.maximum(cosines - floor, 0.0) / span if span > 0 else np.zeros_like(cosines)

    def _ndcg(self, order: Iterable[int]) -> float:
        found: dict[int, float] = {}
        for row in order:
            found.setdefault(int(self._documents[row]), float(self._grades[row]))
            if len(found) == CUT:
                break
        return _gain(list(found.values())) / self._ideal


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades, start=1))

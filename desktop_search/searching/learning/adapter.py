"""What judgements have taught about questions: a query's vector is moved towards what was found right. Pure."""

from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf

import numpy as np

from desktop_search.records import Array
from desktop_search.searching.fusion import Fused
from desktop_search.searching.learning.learned_ranking import LEARNED, LearnedRanking

SAME = 0.999
"""From this cosine on, a question is the one that was judged."""


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """For questions only: no passage is embedded anew. It fits the vectors of one model, whose fingerprint it has.

    A question is moved as the judged ones like it had to be: questions are the judged ones' vectors, float32
    [n, dimensions] of length 1, and moves what each of them adds by its likeness (the cosine), float32 [n, dimensions].
    A judged question is moved by what was said of it alone, said, float32 [n, dimensions]: what nobody judged may be
    right, too. ranking weighs all that speaks for a passage, None where that is no better; meaning_weight is the weight
    of meaning against words that it was learned with, or that suits the model, None for that of the settings.
    """

    fingerprint: str
    questions: Array
    moves: Array
    said: Array
    strength: float
    meaning_weight: float | None = None
    ranking: LearnedRanking | None = None

    def has_judged(self, vector: Array) -> bool:
        """Whether a question's vector, float32 [dimensions] of length 1, is that of a judged one."""
        return bool(len(self.questions) and (self.questions @ vector > SAME).any())

    def moved(self, vector: Array) -> Array:
        """A question's vector, float32 [dimensions] of length 1, as the judgements would have it; of length 1."""
        if not len(self.questions):
            return vector
        likeness = self.questions @ vector
        is_same = likeness > SAME
        if not is_same.any() and not self.strength:
            return vector
        # What others teach may do harm; what was said of this question does not.
        moved = vector + (self.said[is_same].mean(axis=0) if is_same.any() else self.strength * (likeness @ self.moves))
        length = float(np.linalg.norm(moved))
        # Opposite judgements may cancel a vector out, and nothing is near to zero.
        return np.asarray(moved / length, dtype=np.float32) if length > 1e-6 else vector


def weighted(fingerprint: str, meaning_weight: float) -> Adapter:
    """An adapter that moves no question, and only weighs meaning against words."""
    none = np.zeros((0, 0), dtype=np.float32)
    return Adapter(fingerprint, none, none, none, 0.0, meaning_weight)


def not_lowered(learned: Sequence[Fused], plain: Sequence[Fused], holders: Set[int]) -> list[Fused]:
    """The learned ranking, in which what holds an identifier of the question stands no lower than without learning.

    What is typed exactly is meant exactly: judgements of other questions say nothing against it. Both rankings count
    exactness already.
    """
    before = {one.passage_id: one for one in plain}
    now = {one.passage_id: one for one in learned}
    kept = holders & now.keys() & before.keys()
    now |= {id: before[id] for id in kept if before[id].score > now[id].score}
    # Whatever stood no higher than a holder has at most what that holder has now.
    stood = sorted((before[id].score, now[id].score) for id in kept)
    least = list(accumulate((score for _, score in reversed(stood)), min))[::-1]
    made = []
    for id, one in now.items():
        above = bisect_left(stood, (before[id].score if id in before else 0.0, -inf))
        excess = one.score - least[above] if id not in holders and above < len(least) else 0.0
        if excess > 0.0:
            reasons = {**one.reasons, LEARNED: one.reasons.get(LEARNED, 0.0) - excess}
            made.append(replace(one, score=least[above], reasons=reasons))
        else:
            made.append(one)
    return sorted(made, key=lambda one: (-one.score, one.passage_id not in holders, one.passage_id))


def told_apart(learned: Sequence[Fused], plain: Sequence[Fused]) -> list[Fused]:
    """The learned ranking with the reasons of the plain one, and what learning adds or takes as a reason of its own.

    The evidence of a passage stays what it was without learning: that is what probabilities are reckoned from.
    """
    before = {one.passage_id: one for one in plain}
    made = []
    for one in learned:
        old = before.get(one.passage_id)
        if old is None:
            made.append(replace(one, reasons={LEARNED: one.score}, bm25=0.0, cosine=None))
            continue
        reasons = {**old.reasons, LEARNED: one.score - sum(old.reasons.values())}
        made.append(replace(old, score=sum(reasons.values()), reasons=reasons))
    return sorted(made, key=lambda one: (-one.score, one.passage_id))

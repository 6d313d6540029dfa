"""What judgements have taught about questions: a query's vector is moved towards what was found right. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desktop_search.records import Array
from desktop_search.searching.fusion import Fused

LEARNED = "learned"
RIDGE = 1.0
"""How much is asked before a question is moved: the larger, the less few judgements do. On judged collections 0.3 to 2
gave much the same."""
SAME = 0.999
"""From this cosine on, a question is the one that was judged."""


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """For questions only: no passage is embedded anew. It fits the vectors of one model, whose fingerprint it has.

    A question is moved as the judged ones like it had to be (kernel ridge regression with the cosine as its kernel, and
    RIDGE more for a question with itself, so that a judged one has all that was said of it): questions are the judged
    ones' vectors, float32 [n, dimensions] of length 1, and moves what each of them adds by its likeness, float32
    [n, dimensions]. meaning_weight is the learned weight of meaning against words, None for that of the settings.
    """

    fingerprint: str
    questions: Array
    moves: Array
    strength: float
    meaning_weight: float | None = None

    def moved(self, vector: Array) -> Array:
        """A question's vector, float32 [dimensions] of length 1, as the judgements would have it; of length 1."""
        if not len(self.questions) or not self.strength:
            return vector
        likeness = self.questions @ vector
        moved = vector + self.strength * ((likeness + RIDGE * (likeness > SAME)) @ self.moves)
        length = float(np.linalg.norm(moved))
        # Opposite judgements may cancel a vector out, and nothing is near to zero.
        return np.asarray(moved / length, dtype=np.float32) if length > 1e-6 else vector


def weighted(fingerprint: str, meaning_weight: float) -> Adapter:
    """An adapter that moves no question, and only weighs meaning against words."""
    none = np.zeros((0, 0), dtype=np.float32)
    return Adapter(fingerprint, none, none, 0.0, meaning_weight)


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

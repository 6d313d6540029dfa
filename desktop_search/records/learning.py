"""What the program has learned from a person's judgements, and how much that is worth. Frozen and pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AdapterState:
    """What is used at once: from how many questions it was learned, and with which strength, from 0 to 1.

    before and after are the mean nDCG@10 of the judged questions, without what was learned and with what all others
    than the one in question taught; low and high the 95 % interval of the gain. at is in seconds since 1970, 0
    for never.
    """

    is_on: bool
    questions: int = 0
    strength: float = 0.0
    before: float = 0.0
    after: float = 0.0
    low: float = 0.0
    high: float = 0.0
    at: float = 0.0

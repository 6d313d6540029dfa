"""What the program has learned from a person's judgements, and how much that is worth. Frozen and pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_search.records.answers import Hit

RERANKER_LOSS = "binary-cross-entropy"


@dataclass(frozen=True, slots=True)
class AdapterState:
    """What is used at once: from how many questions it was learned, and with which strength, from 0 to 1; 0 says that
    questions nobody judged find what they found before.

    before and after are the mean nDCG@10 of the judged questions, without what was learned and with what others taught,
    a fifth of them left out at a time; low and high the 95 % interval of the gain. at is in seconds since 1970, 0 for
    never.
    """

    is_on: bool
    questions: int = 0
    strength: float = 0.0
    before: float = 0.0
    after: float = 0.0
    low: float = 0.0
    high: float = 0.0
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How a model is to be trained. base is a model's name or folder, "" for the one that answers now.

    pairs is a file of further examples, and with only_pairs there are no others; reranker trains the cross-encoder of
    the settings instead. accept takes a better model without being asked. minutes is the time training itself may take.
    """

    base: str = ""
    loss: str = "auto"
    lora: bool = False
    pairs: str = ""
    only_pairs: bool = False
    reranker: bool = False
    accept: bool = False
    minutes: float = 7.0


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The loss after so many steps, on what is learned from or on what is kept apart; None where not measured."""

    step: int
    loss: float | None
    validation_loss: float | None


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that was kept apart, and nDCG@10 of its results with the old and with the new model."""

    query: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ModelReport:
    """Why a tuned model may be trusted, or may not.

    model and base are names; learned and held_out the numbers of judged questions it learned from and was measured by,
    0 where it learned from a file alone. before and after have the same measures by name ("ndcg@10", "mrr@10",
    "hit@1", "hit@5", "recall@10"), over the questions held out; gain is the difference of nDCG@10, and low and high its
    95 % interval. general_before and general_after are how well either model knows what it was not trained on: a
    measure of its own, Spearman's correlation on sentence pairs that ship. speed is passages a second after, divided
    by before; 0 where there was nothing before. verdict says it all in a sentence.

    pairs_count is the number of examples of a file that were kept apart, counted by their first texts, and
    pairs_measure what was measured on them: "spearman" of scores, or "accuracy", the share of answers that are nearer
    than what is wrong; pairs_low and pairs_high are the 95 % interval of the gain. They decide where too few judged
    questions do.
    """

    model: str
    base: str
    loss: str
    labels: int
    learned: int
    held_out: int
    before: Mapping[str, float]
    after: Mapping[str, float]
    gain: float
    low: float
    high: float
    general_before: float
    general_after: float
    speed: float
    is_better: bool
    verdict: str
    improved: tuple[QuestionChange, ...]
    worsened: tuple[QuestionChange, ...]
    curve: tuple[CurvePoint, ...]
    seconds: float
    at: float
    meaning_weight: float | None = None
    pairs_count: int = 0
    pairs_measure: str = ""
    pairs_before: float = 0.0
    pairs_after: float = 0.0
    pairs_low: float = 0.0
    pairs_high: float = 0.0

    @property
    def is_reranker(self) -> bool:
        """Whether it is about a cross-encoder, which embeds nothing; its model is then named by its folder."""
        return self.loss == RERANKER_LOSS


@dataclass(frozen=True, slots=True)
class TrainingState:
    """A snapshot of the training that is under way, or of the last one.

    phase is "none", "preparing", "training", "paused", "measuring", "done", "failed" or "cancelled". seconds is the
    time spent so far, seconds_left what is left of the phase, None while nobody knows. report is there when it is done,
    reason when it failed.
    """

    phase: str = "none"
    step: int = 0
    steps: int = 0
    curve: tuple[CurvePoint, ...] = ()
    seconds: float = 0.0
    seconds_left: float | None = None
    reason: str | None = None
    report: ModelReport | None = None


@dataclass(frozen=True, slots=True)
class ModelUse:
    """Which models answer: the name of the one now, of the one whose vectors are being made, and of the one before.

    progress is how many of all passages the next one has vectors for. None where there is no such model.
    """

    now: str
    next: str | None = None
    before: str | None = None
    embedded: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """How good one model is on the person's own judged questions, over the passages that any of the models finds."""

    model: str
    measures: Mapping[str, float]
    questions: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A result whose judgement would teach much, and why it is asked for, in a sentence."""

    query: str
    hit: Hit
    why: str

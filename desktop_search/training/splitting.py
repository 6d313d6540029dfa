"""Keeps questions apart by which a model is measured from those that it learns from. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_search.training.examples import folded

HELD_OUT, VALIDATION = 0.25, 0.08
LEAST_HELD_OUT, LEAST_VALIDATION = 3, 2
OF_FILE, LEAST_OF_FILE, MOST_OF_FILE = 0.1, 5, 200
"""Of the first texts in a file of examples: fewer prove nothing, and more take long to be measured by."""


@dataclass(frozen=True, slots=True)
class Split:
    """Each question is in one part. By validation a training is ended, by held_out it is judged."""

    train: tuple[str, ...]
    validation: tuple[str, ...]
    held_out: tuple[str, ...]


def split(questions: Iterable[str]) -> Split:
    """Always puts the same question into the same part, so that no later training has seen what measures it.

    Where that leaves too few to be measured by, some more are taken. All of one question's judgements stay together.
    """
    ordered = sorted(dict.fromkeys(questions), key=_place)
    held_out = max(min(LEAST_HELD_OUT, len(ordered) // 3), sum(_place(one) < HELD_OUT for one in ordered))
    rest = ordered[held_out:]
    apart = sum(HELD_OUT <= _place(one) < HELD_OUT + VALIDATION for one in rest)
    validation = max(min(LEAST_VALIDATION, len(rest) // 2), apart)
    return Split(tuple(rest[validation:]), tuple(rest[:validation]), tuple(ordered[:held_out]))


def is_kept_apart(question: str) -> bool:
    """Whether a question is one by which models are measured, as soon as a person has judged it."""
    return _place(question) < HELD_OUT


def of_file(anchors: Iterable[str]) -> frozenset[str]:
    """The first texts of a file by whose examples a model is measured, none where they would be too few.

    They depend on the texts' words: of a file that grows hardly any becomes one of them later.
    """
    ordered = sorted(dict.fromkeys(anchors), key=_place)
    count = min(MOST_OF_FILE, round(OF_FILE * len(ordered)))
    return frozenset(ordered[:count]) if count >= LEAST_OF_FILE else frozenset()


def _place(question: str) -> float:
    """A number from 0 to 1 that only depends on the question's words."""
    digest = hashlib.blake2b(folded(question).encode("utf-8", "surrogatepass"), digest_size=6)
    return int.from_bytes(digest.digest()) / 2**48

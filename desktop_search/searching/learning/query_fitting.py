"""Learns from judged questions how questions have to be moved, so that what was judged right comes first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from desktop_search.records import Array
from desktop_search.searching.learning.descent import Numbers, lowest

TEMPERATURE = 0.05
"""By how much one cosine must be above another to be clearly better: what sentence encoders are trained with."""
CAUTION = 5.0
"""How much is asked before questions are moved, in likelihood. On judged collections 3 to 12 gave much the same."""
FOLDS, STEPS, CLOSE = 5, 40, 1e-3
"""Steps end earlier where the slope is so much of that at the start: with a hundredth, many orders still changed."""
NOISE = 1e-3
"""What two questions must differ by, squared, to be told apart."""


Rows = np.ndarray[Any, np.dtype[np.intp]]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What was said of a question: wanted and refused, and others that it finds of which nothing was said.

    vector is float32 [dimensions], of length 1; the others are float32 [n, dimensions] each. weight is how much it
    counts, from 0 to 1.
    """

    vector: Array
    wanted: Array
    refused: Array
    others: Array
    weight: float = 1.0


def learned_map(lessons: Sequence[Lesson]) -> Array:
    """What is added to a question's vector for each of its components, float32 [dimensions, dimensions].

    A linear map of questions with which a softmax over cosines most likely picks what was wanted, or something else
    than what was refused, held at nothing by a normal prior. Questions unlike all of these are not moved. Takes some
    hundred milliseconds for 200 lessons. Raises ValueError without a lesson.
    """
    return _Batch(lessons).map_of(np.arange(len(lessons)))


def left_out(lessons: Sequence[Lesson]) -> Array:
    """How each question is moved by what the others teach, float32 [lessons, dimensions]: every fifth is left out."""
    batch, made = _Batch(lessons), np.zeros((len(lessons), len(lessons[0].vector)), dtype=np.float32)
    folds = np.arange(len(lessons)) % FOLDS
    for fold in range(min(FOLDS, len(lessons))):
        if (others := np.flatnonzero(folds != fold)).size:
            made[folds == fold] = batch.questions[folds == fold] @ batch.map_of(others).T
    return made


def moves_of(map: Array, questions: Array) -> Array:
    """What each of the questions adds to one by its likeness (the cosine), float32 [n, dimensions], so that together
    it is what the map, float32 [dimensions, dimensions], adds. It must have been learned from these."""
    kernel = questions @ questions.T + NOISE * np.eye(len(questions))
    return np.asarray(np.linalg.solve(kernel, questions @ map.T), dtype=np.float32)


class _Batch:
    """Lessons as arrays with rows for the one with most passages."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.questions = np.stack([one.vector for one in lessons])
        parts = [(one.wanted, one.refused, one.others) for one in lessons]
        most = max(sum(len(part) for part in some) for some in parts)
        self._passages = np.zeros((len(lessons), most, self.questions.shape[1]), dtype=np.float32)
        self._there = np.zeros((len(lessons), most), dtype=bool)
        # What is to be picked: what was wanted, each as likely; where nothing was, whatever was not refused.
        self._good = np.zeros((len(lessons), most))
        self._is_wanted = np.array([len(one.wanted) > 0 for one in lessons])
        self._weights = np.array([one.weight for one in lessons])
        for row, (wanted, refused, others) in enumerate(parts):
            count = len(wanted) + len(refused) + len(others)
            self._passages[row, :count] = np.concatenate([wanted, refused, others])
            self._there[row, :count] = True
            self._good[row, : len(wanted)] = 1.0
            if not len(wanted):
                self._good[row, len(refused) : count] = 1.0
            if not self._good[row].any():
                # What was refused is all there is: nothing can be picked instead.
                self._weights[row] = 0.0

    def map_of(self, rows: Rows) -> Array:
        """The map that the lessons of these rows teach, float32 [dimensions, dimensions]."""
        questions, passages = self.questions[rows], self._passages[rows]
        # The best map does nothing to what is at right angles to all questions: it is sought in their space.
        basis = np.linalg.qr(questions.T.astype(np.float64))[0].T
        parts = questions @ basis.T
        shape = questions.shape[1], len(basis)

        def lost(flat: Numbers) -> tuple[float, Numbers]:
            map = flat.reshape(shape)
            moved = questions + parts @ map.T
            lengths = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
            moved = moved / lengths
            cosines = np.matmul(passages, moved[:, :, None].astype(np.float32))[:, :, 0]
            loss, of_cosines = self._loss(rows, cosines.astype(np.float64))
            slope = np.matmul(of_cosines[:, None, :].astype(np.float32), passages)[:, 0, :]
            slope = (slope - (slope * moved).sum(axis=1, keepdims=True) * moved) / lengths
            return loss + CAUTION * float(flat @ flat), np.ravel(slope.T @ parts) + 2.0 * CAUTION * flat

        map = lowest(lost, np.zeros(shape[0] * shape[1]), steps=STEPS, close=CLOSE).reshape(shape)
        return np.asarray(map @ basis, dtype=np.float32)

    def _loss(self, rows: Rows, cosines: Numbers) -> tuple[float, Numbers]:
        """How unlikely what is good is picked, and how that changes with each cosine, float64 [n, passages]."""
        weights, good = self._weights[rows], self._good[rows]
        logits = np.where(self._there[rows], cosines / TEMPERATURE, -np.inf)
        logits -= logits.max(axis=1, keepdims=True)
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        likely = np.exp(logs)
        each = good / np.maximum(good.sum(axis=1, keepdims=True), 1.0)
        of_wanted = -(each * np.where(good > 0, logs, 0.0)).sum(axis=1)
        any_good = np.maximum((likely * good).sum(axis=1, keepdims=True), 1e-12)
        losses = np.where(self._is_wanted[rows], of_wanted, -np.log(any_good[:, 0]))
        aimed = np.where(self._is_wanted[rows][:, None], each, likely * good / any_good)
        return float(weights @ losses), weights[:, None] * (likely - aimed) / TEMPERATURE

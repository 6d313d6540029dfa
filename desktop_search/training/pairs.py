"""Says how well a model knows which sentences mean the same: reads pairs and computes the usual measures."""

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_search.errors import DesktopSearchError

SEED = 2026
SAME = {"entailment": 1.0, "neutral": 0.0, "contradiction": 0.0}
"""What the labels of inference pairs say about meaning the same."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences and how much they mean the same, on whatever scale the file has."""

    one: str
    other: str
    score: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of a file. is_graded says that there are more scores than "the same" and "not the same"."""

    name: str
    pairs: tuple[Pair, ...]

    @property
    def is_graded(self) -> bool:
        return len({pair.score for pair in self.pairs}) > 2


def read_pairs(file: Path) -> Pairs:
    """Reads tab-separated lines below a header: a score or label and two sentences, or a label and one sentence.

    Of sentences with labels alone each is paired with one of its label and one of another, the same ones every time.
    Raises DesktopSearchError, naming the line, for anything else.
    """
    header, rows = _rows(file)
    if len(header) == 3:
        pairs = [Pair(one, other, _score(label, file, number)) for number, (label, one, other) in rows]
    elif len(header) == 2:
        pairs = list(_pairs_of_labels([(label, text) for _, (label, text) in rows]))
    else:
        raise DesktopSearchError(f"{file} must have two or three columns.", "A score or label, and sentences.")
    if len({pair.score for pair in pairs}) < 2:
        raise DesktopSearchError(f"All pairs of {file} have the same score.", "There is nothing to measure.")
    return Pairs(file.name, tuple(pairs))


def measures(wanted: Sequence[float], said: Sequence[float], *, is_graded: bool) -> dict[str, float]:
    """The rank correlation of graded pairs, else how well the same and the different are told apart."""
    if is_graded:
        return {"spearman": spearman(wanted, said)}
    most = max(wanted)
    same = [score == most for score in wanted]
    return {
        "spearman": spearman(wanted, said),
        "auc": area_under_curve(same, said),
        "average_precision": average_precision(same, said),
    }


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's rank correlation, equal values sharing their mean rank; 0 where one side is all the same."""
    first, second = _ranks(one), _ranks(other)
    middle = (len(first) + 1) / 2
    along = sum((a - middle) * (b - middle) for a, b in zip(first, second, strict=True))
    spread = sum((a - middle) ** 2 for a in first) * sum((b - middle) ** 2 for b in second)
    return float(along / spread**0.5) if spread > 0 else 0.0


def area_under_curve(same: Sequence[bool], said: Sequence[float]) -> float:
    """How often a pair that is the same is scored above one that is not; equal scores count half.

    Mann and Whitney's statistic, which is the area under the ROC curve. 0 where there is nothing to compare.
    """
    positives = sum(same)
    negatives = len(same) - positives
    if not positives or not negatives:
        return 0.0
    ranks = sum(rank for rank, is_same in zip(_ranks(said), same, strict=True) if is_same)
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def average_precision(same: Sequence[bool], said: Sequence[float]) -> float:
    """The mean precision at each pair that is the same; equal scores are taken together, in no order that helps."""
    by_score: dict[float, list[bool]] = {}
    for score, is_same in zip(said, same, strict=True):
        by_score.setdefault(score, []).append(is_same)
    seen = found = 0
    total = 0.0
    for score in sorted(by_score, reverse=True):
        seen += len(by_score[score])
        new = sum(by_score[score])
        found += new
        total += new * found / seen
    return total / found if found else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for position in order[start:end]:
            ranks[position] = (start + end + 1) / 2
        start = end
    return ranks


def _rows(file: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise DesktopSearchError(f"{file} cannot be read.", error.strerror or "") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DesktopSearchError(f"{file} is no tab-separated UTF-8 text.") from error
    header = lines[0] if lines else []
    rows = [(number, line) for number, line in enumerate(lines[1:], start=2) if line]
    for number, line in rows:
        if len(line) != len(header):
            raise DesktopSearchError(f"Line {number} of {file} has not as many columns as the first.")
    return header, rows


def _score(label: str, file: Path, number: int) -> float:
    try:
        return SAME[label] if label in SAME else float(label)
    except ValueError as error:
        raise DesktopSearchError(f"“{label}” in line {number} of {file} is no score.") from error


def _pairs_of_labels(rows: Sequence[tuple[str, str]]) -> Iterator[Pair]:
    draw = random.Random(SEED)
    by_label: dict[str, list[str]] = {}
    for label, text in rows:
        by_label.setdefault(label, []).append(text)
    for label, text in rows:
        same = [other for other in by_label[label] if other != text]
        others = _others(by_label, label)
        if same and others:
            yield Pair(text, draw.choice(same), 1.0)
            yield Pair(text, draw.choice(by_label[draw.choice(others)]), 0.0)


def _others(by_label: Mapping[str, Sequence[str]], label: str) -> list[str]:
    return [other for other in by_label if other != label]

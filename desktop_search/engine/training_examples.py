"""Gathers what a model learns from, and keeps apart by which questions it will be measured."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.training_data import TrainingData, own_pairs_for
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label, TrainingOptions
from desktop_search.training import examples as example_files
from desktop_search.training import external, splitting
from desktop_search.training.examples import Example, Examples, Shape
from desktop_search.training.splitting import Split

LEAST_QUESTIONS = 10
VALIDATION_SHARE, MOST_VALIDATION = 0.1, 200
SEED = 2026


@dataclass(frozen=True, slots=True)
class Gathered:
    """Examples to learn from, others that say when to stop, and judged questions: those learned from, and those that
    nothing was learned from."""

    train: Examples
    validation: Examples
    learned: tuple[str, ...]
    held_out: tuple[str, ...]


def gathered(
    sources: Sources, options: TrainingOptions, known: frozenset[str], *, is_wanted: Callable[[], bool]
) -> Gathered:
    """known are the questions that the base was trained on before: they measure nothing any more.

    Raises DesktopSearchError where there is too little to learn from.
    """
    labels = sources.user_db.labels()
    certain = {one.query for one in labels if one.relevant and one.origin not in WEAK_ORIGINS}
    is_by_labels = not options.only_pairs and len(certain) >= LEAST_QUESTIONS
    if not is_by_labels and not options.pairs:
        raise DesktopSearchError(
            f"{len(certain)} questions with a relevant result are too few to learn from.",
            f"Judge results of at least {LEAST_QUESTIONS} questions, or name a file of pairs.",
        )
    # A model that learns from a file alone is measured by all that was judged.
    split = splitting.split(certain) if is_by_labels else Split((), (), tuple(sorted(certain)))
    held_out = tuple(query for query in split.held_out if query not in known)
    apart = {_folded(query) for query in held_out}
    parts: list[tuple[Examples, Examples]] = []
    learned: list[str] = []
    if options.pairs:
        parts.append(_from_file(options, apart))
    if is_by_labels:
        some = [one for one in labels if _may_teach(one.query, apart, is_certain=one.query in certain)]
        learned, *from_labels = _from_labels(sources, some, set(split.validation), is_wanted)
        parts.append((from_labels[0], from_labels[1]))
    train, validation = (example_files.together([part[place] for part in parts]) for place in (0, 1))
    if is_wanted() and not (len(train) and len(validation)):
        raise DesktopSearchError("There is too little to learn from.", "Judge more results, or name a file of pairs.")
    return Gathered(train, validation, tuple(sorted({*learned, *known})), held_out)


def _may_teach(query: str, apart: set[str], *, is_certain: bool) -> bool:
    """Nothing is learned from a question kept apart, nor from one that may be, once a person has judged it."""
    return _folded(query) not in apart and (is_certain or not splitting.is_kept_apart(query))


def _from_labels(
    sources: Sources, labels: Sequence[Label], apart: set[str], is_wanted: Callable[[], bool]
) -> tuple[list[str], Examples, Examples]:
    data = TrainingData(sources.db, sources.asking.evidence)
    made = data.of_labels(labels, is_wanted=is_wanted)
    train = [example for one in made if one.query not in apart for example in one.examples]
    validation = [example for one in made if one.query in apart for example in one.examples]
    train += data.of_documents(own_pairs_for(len(train)))
    random.Random(SEED).shuffle(train)
    queries = [one.query for one in made]
    return queries, Examples(Shape.TRIPLETS, tuple(train)), Examples(Shape.TRIPLETS, tuple(validation))


def _from_file(options: TrainingOptions, apart: set[str]) -> tuple[Examples, Examples]:
    """The examples of a file but those of questions kept apart; some are for validation, by their first text."""
    read = external.read(Path(options.pairs), loss=options.loss)
    items = [item for item in read.items if _folded(item.texts[0]) not in apart]
    anchors = list(dict.fromkeys(item.texts[0] for item in items))
    random.Random(SEED).shuffle(anchors)
    some = set(anchors[: max(1, min(MOST_VALIDATION, round(VALIDATION_SHARE * len(anchors))))])
    return Examples(read.shape, _of(items, some, are_in=False)), Examples(read.shape, _of(items, some, are_in=True))


def _of(items: Sequence[Example], anchors: set[str], *, are_in: bool) -> tuple[Example, ...]:
    return tuple(item for item in items if (item.texts[0] in anchors) is are_in)


def _folded(query: str) -> str:
    return " ".join(query.casefold().split())

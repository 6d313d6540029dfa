"""Gathers what a model learns from, and keeps apart by which questions it will be measured."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.margins import margins_by_cross_encoder
from desktop_search.engine.training_data import TrainingData, own_pairs_for
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label, TrainingOptions
from desktop_search.training import examples as example_files
from desktop_search.training import external, losses, shapes, splitting
from desktop_search.training.examples import Example, Examples, Shape, folded
from desktop_search.training.splitting import Split

LEAST_QUESTIONS = 10
VALIDATION_SHARE, MOST_VALIDATION = 0.1, 200
MOST_OF_ANCHOR = 3
"""Of one first text, by which a model is measured."""
SEED = 2026


@dataclass(frozen=True, slots=True)
class Gathered:
    """Examples to learn from, others that say when to stop, and of a file some that measure what was learned; and
    judged questions: those learned from, and those that nothing was learned from."""

    train: Examples
    validation: Examples
    test: tuple[Example, ...]
    learned: tuple[str, ...]
    held_out: tuple[str, ...]


def gathered(
    sources: Sources, options: TrainingOptions, known: frozenset[str], *, is_wanted: Callable[[], bool]
) -> Gathered:
    """known are the questions that the base was trained on before: they measure nothing any more.

    Raises DesktopSearchError where there is too little to learn from, or no cross-encoder where the loss needs one.
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
    apart = {folded(query) for query in held_out}
    parts: list[list[Examples]] = []
    test: tuple[Example, ...] = ()
    learned: list[str] = []
    if options.pairs:
        taught = {folded(query) for query in (*known, *(one.query for one in labels if is_by_labels))}
        *from_file, test = _from_file(options, apart, taught)
        parts.append(from_file)
    given = {part[0].shape for part in parts} | ({Shape.TRIPLETS} if is_by_labels else set())
    # A cross-encoder has a loss of its own.
    shape = shapes.shape_for(losses.AUTO if options.reranker else options.loss, given)
    needs_teacher = shape is Shape.MARGINS and given != {shape}
    margins = margins_by_cross_encoder(sources.settings, is_wanted) if needs_teacher else None
    if is_by_labels:
        some = [one for one in labels if _may_teach(one.query, apart, is_certain=one.query in certain)]
        learned, *from_labels = _from_labels(sources, some, set(split.validation), apart, is_wanted)
        parts.append(from_labels)
    parts = [shapes.brought(part, shape, margins) for part in parts]
    train, validation = (example_files.together(part[place] for part in parts) for place in (0, 1))
    if is_wanted() and not (len(train) and len(validation)):
        raise DesktopSearchError("There is too little to learn from.", "Judge more results, or name a file of pairs.")
    return Gathered(train, validation, test, tuple(sorted({*learned, *known})), held_out)


def _may_teach(query: str, apart: set[str], *, is_certain: bool) -> bool:
    """Nothing is learned from a question kept apart, nor from one that may be, once a person has judged it."""
    return folded(query) not in apart and (is_certain or not splitting.is_kept_apart(query))


def _from_labels(
    sources: Sources,
    labels: Sequence[Label],
    validating: set[str],
    held_out: set[str],
    is_wanted: Callable[[], bool],
) -> tuple[list[str], Examples, Examples]:
    data = TrainingData(sources.db, sources.asking.evidence)
    made = data.of_labels(labels, is_wanted=is_wanted)
    train = [example for one in made if one.query not in validating for example in one.examples]
    validation = [example for one in made if one.query in validating for example in one.examples]
    train += data.of_documents(own_pairs_for(len(train)), held_out)
    random.Random(SEED).shuffle(train)
    queries = [one.query for one in made]
    return queries, Examples(Shape.TRIPLETS, tuple(train)), Examples(Shape.TRIPLETS, tuple(validation))


def _from_file(
    options: TrainingOptions, apart: set[str], taught: set[str]
) -> tuple[Examples, Examples, tuple[Example, ...]]:
    """The examples of a file but those of questions kept apart; by their first text some are for validation, and some
    measure what was learned, of which none are questions taught otherwise."""
    read = external.read(Path(options.pairs), loss=options.loss)
    items = [item for item in read.items if apart.isdisjoint(map(folded, item.texts))]
    anchors = list(dict.fromkeys(item.texts[0] for item in items))
    # Classes have no order that a model could be measured by, and a cross-encoder is measured by questions alone.
    is_tested = read.shape is not Shape.CLASSES and not options.reranker
    tested = splitting.of_file(one for one in anchors if folded(one) not in taught) if is_tested else frozenset()
    anchors = [one for one in anchors if one not in tested]
    random.Random(SEED).shuffle(anchors)
    some = set(anchors[: max(1, min(MOST_VALIDATION, round(VALIDATION_SHARE * len(anchors))))])
    learned = [item for item in items if item.texts[0] not in tested]
    train, validation = (Examples(read.shape, _of(learned, some, are_in=are_in)) for are_in in (False, True))
    return train, validation, _tests([item for item in items if item.texts[0] in tested])


def _tests(items: Sequence[Example]) -> tuple[Example, ...]:
    """A few of each first text, by chance, and none of which the second text is the wrong one."""
    of_anchor: dict[str, list[Example]] = {}
    for item in items:
        if len(item.texts) < 3 or item.score is None or item.score > 0:
            of_anchor.setdefault(item.texts[0], []).append(item)
    draw = random.Random(SEED)
    return tuple(item for some in of_anchor.values() for item in draw.sample(some, min(MOST_OF_ANCHOR, len(some))))


def _of(items: Sequence[Example], anchors: set[str], *, are_in: bool) -> tuple[Example, ...]:
    return tuple(item for item in items if (item.texts[0] in anchors) is are_in)

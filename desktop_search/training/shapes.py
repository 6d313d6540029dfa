"""Brings examples into the shape that a loss takes: right and wrong become scores, classes or margins. Pure."""

import itertools
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from desktop_search.training.examples import Example, Examples, Shape
from desktop_search.training.losses import AUTO, FITTING

SEED = 2026
TRIES = 20
MOST_TAUGHT = 2_000
"""Triplets of a set that a teacher is asked about: for more it would take longer than learning from them."""
PLAIN = frozenset({Shape.PAIRS, Shape.TRIPLETS})
"""What says only what belongs together and what does not, and so can be said in any other shape."""
Margins: TypeAlias = Callable[[Sequence[Example]], Sequence[float]]
"""By how much a teacher prefers the second text of each triplet to the third, on whatever scale."""


def shape_for(loss: str, shapes: Collection[Shape]) -> Shape | None:
    """The shape in which a loss takes sets of these shapes together; None where there is none.

    The classes of a file are not those of what answers and what does not.
    """
    plain = Shape.TRIPLETS if Shape.TRIPLETS in shapes else Shape.PAIRS
    others = set(shapes) - PLAIN
    if not others:
        fitting = (plain,) if loss == AUTO else FITTING.get(loss, (plain,))
        return plain if plain in fitting else fitting[0]
    if PLAIN.intersection(shapes) and (Shape.CLASSES in others or (loss == AUTO and others != {Shape.SCORES})):
        return None
    return others.pop() if loss == AUTO else FITTING.get(loss, (None,))[0]


def brought(sets: Sequence[Examples], shape: Shape | None, margins: Margins | None) -> list[Examples]:
    """Sets of one source in another shape, where they are pairs or triplets; others stay as they are.

    A pair gets for its wrong answer one that belongs to another pair. margins is the teacher where the shape is that;
    margins are brought to 1 at most, whatever its scale: the cosines that are to learn them differ by 2 at most.
    """
    if shape is None or any(one.shape not in PLAIN | {shape} for one in sets):
        return list(sets)
    if shape is not Shape.PAIRS:
        right = _answers(item for one in sets for item in one.items)
        sets = [_triplets(one, right) if one.shape is Shape.PAIRS else one for one in sets]
    if shape is Shape.MARGINS:
        return _within_one([one if margins is None else _taught(one, margins) for one in sets])
    if shape in (Shape.SCORES, Shape.CLASSES):
        return [Examples(shape, _judged(one.items)) if one.shape is Shape.TRIPLETS else one for one in sets]
    return list(sets)


def _answers(items: Iterable[Example]) -> dict[str, set[str]]:
    """What is right for each first text."""
    right: dict[str, set[str]] = {}
    for one in items:
        right.setdefault(one.texts[0], set()).add(one.texts[1])
    return right


def _triplets(pairs: Examples, right: Mapping[str, set[str]]) -> Examples:
    """Each pair with what is right elsewhere; one for which there is no such text is left out."""
    texts = sorted(set().union(*right.values()))
    draw = random.Random(SEED)

    def wrong(anchor: str) -> Iterator[str]:
        drawn = itertools.chain((draw.choice(texts) for _ in range(TRIES)), texts)
        return (text for text in drawn if text != anchor and text not in right[anchor])

    found = [(one, next(wrong(one.texts[0]), None)) for one in pairs.items]
    return Examples(Shape.TRIPLETS, tuple(Example((*one.texts, text)) for one, text in found if text is not None))


def _judged(triplets: Sequence[Example]) -> tuple[Example, ...]:
    """1 for what answers, 0 for what does not; each text of a question once, and what answers it elsewhere is right."""
    right = {one.texts[:2] for one in triplets}
    wrong = {(one.texts[0], text) for one in triplets for text in one.texts[2:]} - right
    # In the order of the triplets, which were shuffled.
    pairs = dict.fromkeys((one.texts[0], text) for one in triplets for text in one.texts[1:])
    return tuple(Example(pair, float(pair not in wrong)) for pair in pairs)


def _taught(triplets: Examples, margins: Margins) -> Examples:
    if triplets.shape is Shape.MARGINS:
        return triplets
    items = triplets.items
    if len(items) > MOST_TAUGHT:
        items = tuple(random.Random(SEED).sample(items, MOST_TAUGHT))
    scored = zip(items, margins(items), strict=True)
    return Examples(Shape.MARGINS, tuple(Example(one.texts, float(score)) for one, score in scored))


def _within_one(sets: Sequence[Examples]) -> list[Examples]:
    most = max((abs(item.score or 0.0) for one in sets for item in one.items), default=0.0) or 1.0
    return [
        Examples(one.shape, tuple(Example(item.texts, (item.score or 0.0) / most) for item in one.items))
        for one in sets
    ]

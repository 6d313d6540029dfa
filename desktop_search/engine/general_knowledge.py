"""How well a model knows what nobody trained it on here: sentence pairs that ship, scored for how much they mean the
same. So it is seen when a model forgets."""

from collections.abc import Callable, Sequence
from functools import cache

from desktop_search.paths import resource
from desktop_search.records import Array
from desktop_search.training.pairs import Pairs, read_pairs, spearman


def spearman_of(passages: Callable[[Sequence[str]], Array]) -> float:
    """Spearman's correlation of a model's cosines with the scores. passages gives float32 [n, dimensions]."""
    pairs = _pairs().pairs
    texts = sorted({text for pair in pairs for text in (pair.one, pair.other)})
    vectors = dict(zip(texts, passages(texts), strict=True))
    return spearman([pair.score for pair in pairs], [float(vectors[one.one] @ vectors[one.other]) for one in pairs])


@cache
def _pairs() -> Pairs:
    return read_pairs(resource("learning/general_pairs.tsv"))

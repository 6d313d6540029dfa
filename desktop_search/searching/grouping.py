"""Turns a ranking of passages into a ranking of documents, and folds copies of one text together. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from desktop_search.searching import likeness
from desktop_search.searching.fusion import Fused

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Group:
    """A document with its best passages, best first. score and reasons are those of the best one.

    bm25 and cosine are the best of these passages: the evidence as it came.
    """

    document_id: int
    score: float
    passages: tuple[int, ...]
    reasons: Mapping[str, float]
    bm25: float = 0.0
    cosine: float | None = None


def group(fused: Iterable[Fused], document_of: Mapping[int, int], *, best: int = 3) -> list[Group]:
    """The documents of the passages, best first, each with at most `best` of its passages.

    Passages without a document, which were removed while the search ran, are left out.
    """
    by_document: dict[int, list[Fused]] = {}
    for one in sorted(fused, key=lambda one: (-one.score, one.passage_id)):
        document_id = document_of.get(one.passage_id)
        if document_id is not None:
            by_document.setdefault(document_id, []).append(one)
    groups = [_group(document_id, found[:best]) for document_id, found in by_document.items()]
    return sorted(groups, key=lambda one: (-one.score, one.document_id))


def _group(document_id: int, best: Sequence[Fused]) -> Group:
    first = best[0]
    if len(best) == 1:
        return Group(document_id, first.score, (first.passage_id,), first.reasons, first.bm25, first.cosine)
    cosines = [one.cosine for one in best if one.cosine is not None]
    return Group(
        document_id,
        first.score,
        tuple(one.passage_id for one in best),
        first.reasons,
        max(one.bm25 for one in best),
        max(cosines, default=None),
    )


def fold_duplicates(
    groups: Sequence[Group], fingerprint_of: Mapping[int, bytes], text_of: Mapping[int, str] | None = None
) -> list[tuple[Group, tuple[int, ...]]]:
    """Each group with the ids of the later documents that say the same, in the order of the groups.

    Documents with equal fingerprints say the same, and so do those whose texts nearly do (see likeness.py); text_of
    holds the texts of those that are looked at so closely. Documents without either are never taken for copies.
    """
    texts = text_of or {}
    copies: dict[bytes | int, list[int]] = {}
    firsts: list[tuple[Group, list[int]]] = []
    looked_at: list[tuple[likeness.Signs, list[int]]] = []
    for one in groups:
        key = fingerprint_of.get(one.document_id) or one.document_id
        signs = likeness.signs(texts[one.document_id]) if one.document_id in texts else None
        like = next((later for older, later in looked_at if signs and likeness.say_the_same(signs, older)), None)
        known = copies.get(key, like)
        if known is not None:
            known.append(one.document_id)
            copies[key] = known
            continue
        copies[key] = []
        firsts.append((one, copies[key]))
        if signs is not None:
            looked_at.append((signs, copies[key]))
    return [(first, tuple(later)) for first, later in firsts]


def varied(items: Sequence[Item], file_of: Callable[[Item], int], *, first: int = 10, most: int = 3) -> list[Item]:
    """The items with no more than `most` of one file among the `first`, as long as there are others to show."""
    counts: Counter[int] = Counter()
    shown: list[Item] = []
    rest: list[Item] = []
    for item in items:
        is_shown = len(shown) < first and counts[file_of(item)] < most
        (shown if is_shown else rest).append(item)
        counts[file_of(item)] += is_shown
    return shown + rest

"""Turns a ranking of passages into a ranking of documents, and folds copies of one text together. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_search.searching.fusion import Fused


@dataclass(frozen=True, slots=True)
class Group:
    """A document with its best passages, best first. score and reasons are those of the best one."""

    document_id: int
    score: float
    passages: tuple[int, ...]
    reasons: Mapping[str, float]


def group(fused: Iterable[Fused], document_of: Mapping[int, int], *, best: int = 3) -> list[Group]:
    """The documents of the passages, best first, each with at most `best` of its passages.

    Passages without a document, which were removed while the search ran, are left out.
    """
    by_document: dict[int, list[Fused]] = {}
    for one in sorted(fused, key=lambda one: (-one.score, one.passage_id)):
        document_id = document_of.get(one.passage_id)
        if document_id is not None:
            by_document.setdefault(document_id, []).append(one)
    groups = [
        Group(document_id, found[0].score, tuple(one.passage_id for one in found[:best]), found[0].reasons)
        for document_id, found in by_document.items()
    ]
    return sorted(groups, key=lambda one: (-one.score, one.document_id))


def fold_duplicates(
    groups: Sequence[Group], fingerprint_of: Mapping[int, bytes]
) -> list[tuple[Group, tuple[int, ...]]]:
    """Each group with the ids of the later documents that say the same, in the order of the groups.

    Documents without a fingerprint are never taken for copies.
    """
    copies: dict[bytes | int, list[int]] = {}
    firsts: list[tuple[Group, list[int]]] = []
    for one in groups:
        key = fingerprint_of.get(one.document_id) or one.document_id
        if key in copies:
            copies[key].append(one.document_id)
        else:
            copies[key] = []
            firsts.append((one, copies[key]))
    return [(first, tuple(later)) for first, later in firsts]

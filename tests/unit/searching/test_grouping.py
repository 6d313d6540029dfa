"""How passages become documents."""

from desktop_search.searching.fusion import Fused
from desktop_search.searching.grouping import fold_duplicates, group


def fused(passage_id: int, score: float) -> Fused:
    return Fused(passage_id, score, {"words": score, "meaning": 0.0})


def test_a_document_is_as_good_as_its_best_passage() -> None:
    groups = group([fused(1, 0.9), fused(2, 0.8), fused(3, 0.7)], {1: 10, 2: 20, 3: 10})

    assert [(one.document_id, one.score, one.passages) for one in groups] == [(10, 0.9, (1, 3)), (20, 0.8, (2,))]
    assert groups[0].reasons == {"words": 0.9, "meaning": 0.0}


def test_only_the_best_passages_are_kept() -> None:
    groups = group([fused(passage_id, 1 / passage_id) for passage_id in (5, 4, 3, 2, 1)], dict.fromkeys(range(1, 6), 7))

    assert groups[0].passages == (1, 2, 3)


def test_passages_that_are_gone_are_left_out() -> None:
    assert group([fused(1, 0.9)], {}) == []


def test_equal_documents_come_by_id() -> None:
    assert [one.document_id for one in group([fused(1, 0.5), fused(2, 0.5)], {1: 30, 2: 20})] == [20, 30]


def test_copies_are_folded_under_the_best() -> None:
    groups = group([fused(1, 0.9), fused(2, 0.8), fused(3, 0.7), fused(4, 0.6)], {1: 1, 2: 2, 3: 3, 4: 4})

    folded = fold_duplicates(groups, {1: b"a", 2: b"b", 3: b"a", 4: b"a"})

    assert [(one.document_id, copies) for one, copies in folded] == [(1, (3, 4)), (2, ())]


def test_documents_without_a_fingerprint_are_no_copies() -> None:
    groups = group([fused(1, 0.9), fused(2, 0.8)], {1: 1, 2: 2})

    assert [copies for _, copies in fold_duplicates(groups, {2: b""})] == [(), ()]

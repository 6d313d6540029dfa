"""How passages become documents."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from desktop_search.searching.fusion import Fused
from desktop_search.searching.grouping import fold_duplicates, group, varied

TEXT = "The deposit of the flat is returned within 4 weeks after all keys were handed over to the landlord in person."


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


def test_near_copies_are_folded_too() -> None:
    groups = group([fused(id, 1 / id) for id in range(1, 5)], {id: id for id in range(1, 5)})
    texts = {1: TEXT, 2: TEXT.replace("4", "6"), 3: TEXT.upper(), 4: "The deposit"}

    folded = fold_duplicates(groups, {id: bytes([id]) for id in texts}, texts)

    assert [(one.document_id, copies) for one, copies in folded] == [(1, (3,)), (2, ()), (4, ())]


def test_a_copy_of_a_near_copy_is_folded_under_the_best() -> None:
    groups = group([fused(id, 1 / id) for id in range(1, 4)], {id: id for id in range(1, 4)})

    # The third has the fingerprint of the second, and its text was not looked at.
    folded = fold_duplicates(groups, {1: b"a", 2: b"b", 3: b"b"}, {1: TEXT, 2: TEXT.upper()})

    assert [(one.document_id, copies) for one, copies in folded] == [(1, (2, 3))]


def test_the_evidence_of_a_document_is_that_of_its_best_passages() -> None:
    passages = [
        Fused(1, 0.9, {"words": 0.9}, bm25=3.0, cosine=None),
        Fused(2, 0.8, {"meaning": 0.8}, bm25=0.0, cosine=0.7),
        Fused(3, 0.1, {"words": 0.1}, bm25=9.0, cosine=0.9),
    ]

    [one] = group(passages, dict.fromkeys((1, 2, 3), 7), best=2)

    assert (one.bm25, one.cosine) == (3.0, 0.7)


def test_other_files_come_between_the_members_of_one() -> None:
    # Items are numbers of files.
    assert varied([1, 1, 1, 1, 1, 2, 3], lambda file: file) == [1, 1, 1, 2, 3, 1, 1]


@given(st.lists(st.integers(1, 6), max_size=40))
def test_no_file_takes_the_first_ten_and_nothing_is_lost(files: list[int]) -> None:
    items = list(enumerate(files))
    shown = varied(items, lambda item: item[1])
    others = sum(min(count, 3) for count in Counter(files).values())

    assert sorted(shown) == items
    assert max(Counter(file for _, file in shown[: min(10, others)]).values(), default=0) <= 3
    assert [item for item in shown if item[1] == 1] == [item for item in items if item[1] == 1]

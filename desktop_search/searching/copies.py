"""Folds documents that say the same, or nearly, into the first of them. Asks the database for as little as it can."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from desktop_search.searching import grouping
from desktop_search.searching.grouping import Group
from desktop_search.storage.index_queries import IndexQueries, Place


def folded(
    db: IndexQueries, groups: Sequence[Group], places: Mapping[int, Place], *, compared: int
) -> list[tuple[Group, tuple[int, ...]]]:
    """The groups without those that say what an earlier one says, each with the ids of the files left out for it.

    places holds at least the best passage of each group. So many of the first different documents are also compared
    word by word.
    """
    best_of = {group.document_id: places[group.passages[0]] for group in groups}
    hashes = db.document_texts(_perhaps_copies(best_of))
    different: dict[bytes | int, Group] = {}
    for group in groups:
        different.setdefault(hashes.get(group.document_id, group.document_id), group)
    texts = _short_texts(db, islice(different.values(), compared))
    return [
        (group, tuple(best_of[copy].file_id for copy in copies))
        for group, copies in grouping.fold_duplicates(groups, hashes, texts)
    ]


def _perhaps_copies(best_of: Mapping[int, Place]) -> list[int]:
    """The documents whose best passage is also another's: of equal documents the same passage is the best."""
    counts = Counter(place.text_hash for place in best_of.values())
    return [document_id for document_id, place in best_of.items() if counts[place.text_hash] > 1]


def _short_texts(db: IndexQueries, groups: Iterable[Group]) -> dict[int, str]:
    """The texts of documents of which all passages were found: of a longer one the same quotation makes no copy."""
    looked_at = list(groups)
    counts = db.passage_counts([group.document_id for group in looked_at])
    whole = [group for group in looked_at if len(group.passages) == counts.get(group.document_id)]
    passages = db.stored_passages([id for group in whole for id in group.passages])
    return {
        group.document_id: "\n".join(passages[id].text for id in sorted(group.passages) if id in passages)
        for group in whole
    }

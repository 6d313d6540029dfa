"""Finds what judgements are about as the index stands now: passages that nobody quoted, and files that were moved."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from desktop_search.records import Label
from desktop_search.searching.candidates import Evidence
from desktop_search.searching.meaning import Meaning
from desktop_search.storage.index_queries import IndexQueries

LONGEST_FILE = 1000
"""Passages of a file that are compared with a question."""


def as_they_stand(db: IndexQueries, labels: Sequence[Label], evidence: Evidence, meaning: Meaning) -> list[Label]:
    """The judgements of one question, with the words and the places that they have now.

    One that quotes nothing, as other programs write them, is about the passage of its file that comes nearest to the
    question. One of a file that is no longer there is about the file in which the same words are found now.
    """
    gone = {one.path for one in labels if not db.passage_ids(one.path)}
    moved_to: dict[str, str] = {}
    if gone:
        found = db.stored_passages([one.passage_id for one in (*evidence.nearest, *evidence.words)])
        moved_to = {passage.text: passage.path for passage in found.values()}
    made = []
    for one in labels:
        if one.path in gone:
            made.append(replace(one, path=moved_to.get(one.passage, one.path)))
        else:
            made.append(one if one.passage else replace(one, passage=_nearest(db, one.path, meaning)))
    return made


def _nearest(db: IndexQueries, path: str, meaning: Meaning) -> str:
    """The passage of a file that comes nearest to a question; its first one where none has a vector."""
    ids = sorted(db.passage_ids(path))[:LONGEST_FILE]
    vectors = meaning.store.vectors(ids)
    known = np.flatnonzero(np.isfinite(vectors).all(axis=1)) if len(vectors) else np.zeros(0, dtype=np.intp)
    id = ids[int(known[np.argmax(vectors[known] @ meaning.vector)])] if len(known) else ids[0]
    there = db.stored_passages([id])
    return there[id].text if id in there else ""

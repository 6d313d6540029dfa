"""Keeps what the person found of results: one by one from the window, or many from a file."""

import time
from collections.abc import Sequence
from dataclasses import replace

from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Hit, Label, LabelsImported
from desktop_search.storage.index_queries import IndexQueries
from desktop_search.storage.user_db import UserDb

ORIGIN = "command"
HITS_LOOKED_AT = 50
"""A file that stands further below is judged by its first passage."""


class Judging:
    """Any thread may use it. A judgement quotes the passage it is about, so that it survives a new index."""

    def __init__(self, user_db: UserDb, db: IndexQueries) -> None:
        self._user_db = user_db
        self._db = db

    def judge(self, query: str, path: str, passage: str, relevant: bool | None, origin: str) -> None:
        """Keeps whether a passage answers a question, instead of what was said of it before.

        relevant None takes that back; with an empty passage for all passages of the file. What is only concluded from
        what the person did never takes the place of what they said of the file.
        """
        asked = _folded(query)
        if relevant is None:
            self._user_db.remove_labels(asked, path, passage)
        elif origin not in WEAK_ORIGINS or not self._was_said(asked, path):
            self._user_db.replace_label(Label(asked, path, passage, relevant, origin, time.time()))

    def judge_file(self, query: str, path: str, hits: Sequence[Hit], *, relevant: bool) -> Label:
        """Judges the passage of a file that comes nearest to a question, its first one where none does.

        hits are what the question finds. Raises DesktopSearchError for an empty question and a file without text.
        """
        if not (asked := _folded(query)):
            raise DesktopSearchError("A judgement needs a question.")
        passage = next((hit.matches[0].text for hit in hits if hit.path == path and hit.matches), None)
        if passage is None:
            passage = self._first_passage(path)
        label = Label(asked, path, passage, relevant, ORIGIN, time.time())
        self._user_db.replace_label(label)
        return label

    def all(self, query: str | None = None) -> list[Label]:
        """All judgements, or those on one question, oldest first."""
        return self._user_db.labels(None if query is None else _folded(query))

    def take_in(self, labels: Sequence[Label]) -> LabelsImported:
        """Keeps judgements that were exported; those that are there already are skipped."""
        there = {_essence(label) for label in self._user_db.labels()}
        imported = 0
        for label in (replace(one, query=_folded(one.query)) for one in labels):
            if label.query and _essence(label) not in there:
                self._user_db.replace_label(label)
                there.add(_essence(label))
                imported += 1
        return LabelsImported(imported, len(labels) - imported)

    def remove(self, query: str | None, path: str | None) -> int:
        """Removes the judgements on a question, on a file, or on both; all where neither is named. Says how many."""
        wanted = [one for one in self.all(query) if path is None or one.path == path]
        for label in wanted:
            self._user_db.remove_labels(label.query, label.path, label.passage)
        return len(wanted)

    def _was_said(self, query: str, path: str) -> bool:
        """Whether the person has judged a file for a question themselves."""
        return any(one.path == path and one.origin not in WEAK_ORIGINS for one in self._user_db.labels(query))

    def _first_passage(self, path: str) -> str:
        found = self._db.stored_passages(sorted(self._db.passage_ids(path))[:1])
        # A folder has passages, too: those of the files in it.
        passages = [one for one in found.values() if one.path == path]
        if not passages:
            raise DesktopSearchError(f"{path} has no text in the index.", "Index it first.")
        return passages[0].text


def _essence(label: Label) -> tuple[str, str, str, bool]:
    return label.query, label.path, label.passage, label.relevant


def _folded(query: str) -> str:
    """A question without what makes no difference to a judgement of it."""
    return " ".join(query.split())

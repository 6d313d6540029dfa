"""Keeps what the person found of results: one by one from the window, or many from a file."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop_search.engine.folders import real_path
from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.engine.learning_sources import Sources
from desktop_search.errors import DesktopSearchError
from desktop_search.records import Label, LabelsImported

ORIGIN = "command"
HITS_LOOKED_AT = 50
"""A file that stands further below is judged by its first passage."""


class Judging:
    """Any thread may use it. A judgement quotes the passage it is about, so that it survives a new index."""

    def __init__(self, sources: Sources, *, judged: Callable[[], None], removed: Callable[[], None]) -> None:
        """judged is called after each change, and removed after one that took judgements back."""
        self._user_db = sources.user_db
        self._db = sources.db
        self._asking = sources.asking
        self._judged = judged
        self._removed = removed

    def label(self, query: str, path: str, passage: str, relevant: bool | None, origin: str = "window") -> None:
        """Keeps whether a passage answers a question. It takes the place of what was said of it before.

        relevant None takes that back; with an empty passage for all passages of the file. What is only concluded from
        what the person did never takes the place of what they said of the file.
        """
        asked = _folded(query)
        if relevant is None:
            self._user_db.remove_labels(asked, path, passage)
            self._removed()
        elif origin not in WEAK_ORIGINS or not self._was_said(asked, path):
            self._user_db.replace_label(Label(asked, path, passage, relevant, origin, time.time()))
        self._judged()

    def label_file(self, query: str, path: str, relevant: bool) -> Label:
        """Judges the passage of a file that comes nearest to a question, its first one where none does.

        Returns what was kept. Raises DesktopSearchError for an empty question and for a file without text in the index.
        """
        if not (asked := _folded(query)):
            raise DesktopSearchError("A judgement needs a question.")
        real = real_path(path)
        passage = self._nearest_passage(query, real) or self._first_passage(real)
        label = Label(asked, real, passage, relevant, ORIGIN, time.time())
        self._user_db.replace_label(label)
        self._judged()
        return label

    def labels(self, query: str | None = None) -> list[Label]:
        """All judgements of the person's, or those on one question, oldest first."""
        return self._user_db.labels(None if query is None else _folded(query))

    def import_labels(self, labels: Sequence[Label]) -> LabelsImported:
        """Keeps judgements that were exported; those that are there already are skipped.

        Where both judge the same passage, what a person said counts before what was concluded, and else the newer.
        """
        there = {_passage_of(label): label for label in self._user_db.labels()}
        imported = 0
        for label in (replace(one, query=_folded(one.query), path=real_path(one.path)) for one in labels):
            if label.query and _is_news(label, there.get(_passage_of(label))):
                self._user_db.replace_label(label)
                there[_passage_of(label)] = label
                imported += 1
        self._judged()
        return LabelsImported(imported, len(labels) - imported)

    def remove_labels(self, query: str | None = None, path: str | None = None) -> int:
        """Removes the judgements on a question, on a file, or on both; all where neither is named. Says how many."""
        real = None if path is None else real_path(path)
        wanted = [one for one in self.labels(query) if real is None or one.path == real]
        for label in wanted:
            self._user_db.remove_labels(label.query, label.path, label.passage)
        self._removed()
        self._judged()
        return len(wanted)

    def _was_said(self, query: str, path: str) -> bool:
        """Whether the person has judged a file for a question themselves."""
        return any(one.path == path and one.origin not in WEAK_ORIGINS for one in self._user_db.labels(query))

    def _nearest_passage(self, query: str, path: str) -> str | None:
        hits = self._asking.search(query, limit=HITS_LOOKED_AT, mode="both", folder=None, plain=True).hits
        return next((hit.matches[0].text for hit in hits if hit.path == path and hit.matches), None)

    def _first_passage(self, path: str) -> str:
        found = self._db.stored_passages(sorted(self._db.passage_ids(path))[:1])
        # A folder has passages, too: those of the files in it.
        passages = [one for one in found.values() if one.path == path]
        if not passages:
            raise DesktopSearchError(f"{path} has no text in the index.", "Index it first.")
        return passages[0].text


def _passage_of(label: Label) -> tuple[str, str, str]:
    return label.query, label.path, label.passage


def _is_news(label: Label, known: Label | None) -> bool:
    """Whether a judgement says something else than a known one of the same passage, and counts more."""
    if known is None:
        return True
    is_said, was_said = (one.origin not in WEAK_ORIGINS for one in (label, known))
    if label.relevant == known.relevant:
        return is_said and not was_said
    return (is_said, label.at) > (was_said, known.at)


def _folded(query: str) -> str:
    """A question without what makes no difference to a judgement of it."""
    return " ".join(query.split())

"""Turns what the person judged, and their own documents, into what a model learns from."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

import numpy as np

from desktop_search.chunking.embedded import embedded_text
from desktop_search.engine.judged_evidence import WEAK_ORIGINS, by_question
from desktop_search.engine.judged_passages import as_they_stand
from desktop_search.records import Label
from desktop_search.searching.candidates import Evidence
from desktop_search.searching.meaning import Meaning
from desktop_search.storage.index_queries import IndexQueries, StoredPassage
from desktop_search.training import mining
from desktop_search.training.examples import Example, cleaned, folded

DEPTH = 100
POSITIVES = 3
"""Of one question: more of them would let it count for more than others."""
SEED = 2026
OWN_SHARE, LEAST_OWN, MOST_OWN = 0.25, 40, 150
"""Pairs from the person's own documents, as a part of those from labels: they keep the model at home in all of their
texts, and make a few dozen labels enough to train with."""
LEAST_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class JudgedTexts:
    """What a model learns from one question: each example holds it, an answer, and what is none."""

    query: str
    examples: tuple[Example, ...]


class TrainingData:
    """Used by the training thread only."""

    def __init__(self, db: IndexQueries, evidence: Callable[[str, int], tuple[Evidence, Meaning] | None]) -> None:
        """evidence is Asking.evidence."""
        self._db = db
        self._evidence = evidence
        self._draw = random.Random(SEED)

    def of_labels(self, labels: Sequence[Label], *, is_wanted: Callable[[], bool]) -> list[JudgedTexts]:
        """Triplets for each question with something relevant; its own wrong answers first, then mined ones."""
        made = []
        questions = by_question(labels)
        right: dict[str, list[Label]] = defaultdict(list)
        for query, some in questions.items():
            right[query.casefold()] += [one for one in some if one.relevant]
        for query, some in questions.items():
            if not is_wanted():
                break
            answers = right[query.casefold()]
            if any(one.relevant for one in some) and (examples := self._of_question(query, some, answers)):
                made.append(JudgedTexts(query, tuple(examples)))
        return made

    def of_documents(self, count: int, apart: Set[str] = frozenset()) -> list[Example]:
        """Titles with passages of theirs, and headings with the text below them, each beside text from elsewhere.

        None of them is one of the questions kept apart, which are folded.
        """
        ids = sorted(self._db.passage_ids())
        drawn = self._draw.sample(ids, min(len(ids), 8 * count))
        passages = [one for one in self._db.stored_passages(drawn).values() if len(one.text) >= LEAST_CHARACTERS]
        pairs = [(name, one) for one in passages if (name := _name_of(one)) and folded(name) not in apart]
        made = []
        for name, one in pairs[:count]:
            other = next(
                (it for it in self._draw.sample(passages, len(passages)) if it.document_id != one.document_id), None
            )
            if other is not None:
                made.append(Example((cleaned(name), cleaned(one.text), cleaned(other.text))))
        return made

    def _of_question(self, query: str, labels: Sequence[Label], right: Sequence[Label]) -> list[Example]:
        """right are all relevant judgements of the question, however it was spelled."""
        found = self._evidence(query, DEPTH)
        if found is None:
            return []
        labels = as_they_stand(self._db, labels, *found)
        is_certain = any(one.relevant and one.origin not in WEAK_ORIGINS for one in labels)
        certain = [one for one in labels if one.origin not in WEAK_ORIGINS] if is_certain else labels
        # One of a file that was forgotten quotes nothing any more.
        certain = [one for one in certain if one.passage]
        answers = [one for one in certain if one.relevant][:POSITIVES]
        refused = [one for one in certain if not one.relevant]
        mined = self._mined(as_they_stand(self._db, right, *found), *found)
        title_of = {path: self._title(path) for path in {one.path for one in labels}}
        made = []
        for number, answer in enumerate(answers):
            text = cleaned(embedded_text(title_of[answer.path], answer.passage))
            wrong = [cleaned(embedded_text(title_of[one.path], one.passage)) for one in refused]
            # Its own wrong answers and mined ones take turns.
            wrong = mining.apart_from([*wrong[number : number + 1], *mined], [text])
            if wrong:
                made.append(Example((cleaned(query), text, wrong[0 if number < len(refused) else number % len(wrong)])))
        return made

    def _mined(self, answers: Sequence[Label], evidence: Evidence, meaning: Meaning) -> list[str]:
        ids = list(dict.fromkeys(one.passage_id for one in (*evidence.nearest, *evidence.words)))
        passages = self._db.stored_passages(ids)
        paths = {one.path for one in answers}
        judged = [id for path in paths for id in sorted(self._db.passage_ids(path))]
        said = {one.passage for one in answers}
        quoted = {folded(one) for one in said if one.strip()}
        there = self._db.stored_passages(judged[:1000])
        right = [id for id, passage in there.items() if passage.text in said] or judged[:1]
        positives, vectors = meaning.store.vectors(right), meaning.store.vectors(ids)
        positives = positives[np.isfinite(positives).all(axis=1)] if len(positives) else positives
        if not len(positives):
            # What was quoted stands nowhere any more: what is near to the question is told from the question itself.
            positives = meaning.vector[np.newaxis]
        rows = [
            row
            for row, id in enumerate(ids)
            if id in passages
            and passages[id].path not in paths
            # The same may stand under another title elsewhere.
            and not any(answer in folded(passages[id].text) for answer in quoted)
            and np.isfinite(vectors[row]).all()
        ]
        if not rows:
            return []
        chosen = mining.hard_negatives(
            meaning.vector, vectors[rows], positives, count=max(2, len(answers)), draw=self._draw
        )
        return [_text_of(passages[ids[rows[row]]]) for row in chosen]

    def _title(self, path: str) -> str | None:
        ids = sorted(self._db.passage_ids(path))[:1]
        return next((one.title for one in self._db.stored_passages(ids).values()), None)


def own_pairs_for(examples: int) -> int:
    """How many pairs of the person's own documents go with so many examples from labels."""
    return min(MOST_OWN, max(LEAST_OWN, round(OWN_SHARE * examples)))


def _text_of(passage: StoredPassage) -> str:
    return cleaned(embedded_text(passage.title, passage.text))


def _name_of(passage: StoredPassage) -> str | None:
    """A title or heading that says something, and that the passage does not begin with."""
    text = folded(cleaned(passage.text))
    for name in (passage.heading, passage.title):
        # A passage begins with its headings, a line each.
        if name and len(name.split()) > 1 and not text.startswith(folded(cleaned(name.replace(" › ", " ")))):
            return name
    return None

"""Collects what speaks for each judged question's passages, and has an adapter fitted to it."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as WaitingTooLong

import numpy as np

from desktop_search.chunking.embedded import hash_of
from desktop_search.engine.judged_passages import as_they_stand
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing.succession import Succession
from desktop_search.records import Array, Label
from desktop_search.searching.candidates import Evidence
from desktop_search.searching.learning import adapter_fitting
from desktop_search.searching.learning.adapter import SAME
from desktop_search.searching.learning.adapter_fitting import Earlier, Fitted
from desktop_search.searching.learning.query_fitting import Lesson
from desktop_search.searching.learning.ranking_features import RankingFeatures
from desktop_search.searching.learning.trial import JudgedQuestion
from desktop_search.searching.meaning import Meaning
from desktop_search.storage.index_queries import IndexQueries

DEPTH = 100
"""Passages of either list: what stands further below hardly comes to the top by what is learned."""
COMPARED = 40
"""So many of the best passages nobody judged are what a wanted one is to come before."""
MOST_QUOTED = 20
"""So many passages of a question that were judged the same teach, the newest: a list may hold a thousand."""
LONGEST_FILE = 400
"""Passages. In a longer file nobody looks for the one that was quoted: its words are embedded anew."""
WEAK = 0.4
WEAK_ORIGINS = frozenset({"opened", "returned"})
"""What was only concluded from what a person did, and how much that counts."""
PATIENCE_SECONDS = 60.0
MOST_QUESTIONS = 300
"""The newest, those that a person judged before those that were only concluded. What is found for each is kept, which
takes some 60 kB: whoever judges one more result has one question looked up."""
MOST_KEPT = 2_000
"""Vectors of quotes that stand nowhere any more."""


class NotNow(Exception):
    """Nothing can be said at this moment: another model is about to answer, or the engine to end."""


class JudgedEvidence:
    """Used by the learning thread only."""

    def __init__(
        self,
        db: IndexQueries,
        embedding: Succession,
        evidence: Callable[[str, int, float], tuple[Evidence, Meaning] | None],
        *,
        known: Callable[[], frozenset[str]],
        features: RankingFeatures,
    ) -> None:
        """evidence is Asking.evidence; known gives the questions that the model that answers was trained on."""
        self._known = known
        self._features = features
        self._db = db
        self._embedding = embedding
        self._evidence = evidence
        self._quotes: OrderedDict[tuple[str, bytes], Array] = OrderedDict()
        self._found: dict[str, tuple[Evidence, Array, Array]] = {}
        self._found_in: tuple[str, str, float] = "", "", 0.0

    def fingerprint(self) -> str | None:
        """The embedding whose vectors answer now; None as long as the model is not loaded."""
        embedder = self._embedding.now.service.embedder
        return None if embedder is None or self._embedding.now.cache is None else embedder.id.fingerprint

    def extent(self) -> int:
        """How much there is to find, roughly: it changes where that has doubled or halved."""
        return self._db.count_passages().bit_length()

    def fitted(
        self,
        labels: Sequence[Label],
        *,
        meaning_weight: float,
        earlier: Earlier,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Fitted | None:
        """What these judgements teach; None where that is nothing. earlier was learned for another model.

        Raises NotNow where the model changes meanwhile, or it is no longer wanted.
        """
        fingerprint = self.fingerprint()
        if fingerprint is None:
            raise NotNow
        judged, mean_similarity = [], None
        known = self._known()
        if self._found_in != (now := (fingerprint, self._db.id_summary(), meaning_weight)):
            # What is found has changed with what there is to find.
            self._found_in = now
            self._found.clear()
        questions = newest(by_question(labels))
        self._found = {query: found for query, found in self._found.items() if query in questions}
        for query, some, is_known in self._different(questions, known, is_wanted):
            evidence, meaning, features = self._found_for(query) or (None, None, None)
            if evidence is None or meaning is None or features is None:
                continue
            mean_similarity = meaning.store.mean_similarity
            if (one := self._judged(some, evidence, meaning, features, fingerprint, is_known=is_known)) is not None:
                judged.append(one)
        if self.fingerprint() != fingerprint:
            raise NotNow
        if not judged or mean_similarity is None:
            return None
        return adapter_fitting.fit(
            judged, mean_similarity, fingerprint=fingerprint, meaning_weight=meaning_weight, earlier=earlier
        )

    def _different(
        self, questions: Mapping[str, Sequence[Label]], known: Set[str], is_wanted: Callable[[], bool]
    ) -> list[tuple[str, list[Label], bool]]:
        """The questions with their judgements, those that say the same taken together, and whether the model was
        trained on one of them."""
        made: list[tuple[str, list[Label], bool]] = []
        vectors: list[Array] = []
        for query, some in questions.items():
            if not is_wanted():
                raise NotNow
            if (found := self._found_for(query)) is None:
                continue
            same = np.flatnonzero(np.array(vectors) @ found[1].vector > SAME).tolist() if vectors else []
            if same:
                first, labels, is_known = made[same[0]]
                made[same[0]] = first, [*labels, *some], is_known or query in known
            else:
                made.append((query, list(some), query in known))
                vectors.append(found[1].vector)
        return made

    def _found_for(self, query: str) -> tuple[Evidence, Meaning, Array] | None:
        """What the index finds for a question and what speaks for the best of it; looked up once, as long as there is
        nothing else to find."""
        cache = self._embedding.now.cache
        if query in self._found and cache is not None:
            evidence, vector, features = self._found[query]
            return evidence, Meaning(vector, cache.store), features
        found = self._evidence(query, DEPTH, self._found_in[2])
        if found is None:
            return None
        evidence, meaning = found
        features = self._features.of(evidence.text, evidence.best, {})
        # Not the vectors that it was found in: those change, and may be many.
        self._found[query] = evidence, meaning.vector, features
        return evidence, meaning, features

    def _judged(
        self,
        labels: Sequence[Label],
        evidence: Evidence,
        meaning: Meaning,
        features: Array,
        fingerprint: str,
        *,
        is_known: bool,
    ) -> JudgedQuestion | None:
        """is_known says that the model was trained on the question: it may teach others, but proves nothing."""
        # What a person said counts, and nothing that was concluded from what they did beside it.
        labels = [one for one in labels if one.origin not in WEAK_ORIGINS] or labels
        labels = as_they_stand(self._db, labels, evidence, meaning)
        words: dict[int, float] = {}
        for one in evidence.words:
            words[one.passage_id] = max(one.score, words.get(one.passage_id, 0.0))
        ids = list(dict.fromkeys([*words, *(one.passage_id for one in evidence.nearest)]))
        places = self._db.places(ids)
        vectors = meaning.store.vectors(ids)
        rows = [row for row, id in enumerate(ids) if id in places and np.isfinite(vectors[row]).all()]
        if not rows:
            return None
        ids, pool = [ids[row] for row in rows], vectors[rows]
        of_file = self._passages_of({label.path for label in labels})
        grade_of: dict[int, float] = {}
        for label in sorted(labels, key=lambda one: one.relevant):
            grade_of.update(dict.fromkeys(of_file[label.path], float(label.relevant)))
        grades = np.array([grade_of.get(id, 0.0) for id in ids], dtype=np.float32)
        quoted = {True: self._quoted(labels, of_file, meaning, fingerprint, relevant=True)}
        quoted[False] = self._quoted(labels, of_file, meaning, fingerprint, relevant=False)
        best = max(words.values(), default=0.0)
        row_of = {id: row for row, id in enumerate(ids)}
        first = [place for place, one in enumerate(evidence.best) if one.passage_id in row_of]
        rows = [row_of[evidence.best[place].passage_id] for place in first]
        by_nearness = np.argsort(-(pool @ meaning.vector), kind="stable").tolist()
        others = [row for row in dict.fromkeys([*rows, *by_nearness]) if ids[row] not in grade_of][:COMPARED]
        if not len(quoted[True]) and not len(quoted[False]):
            return None
        weight = max(WEAK if label.origin in WEAK_ORIGINS else 1.0 for label in labels)
        return JudgedQuestion(
            Lesson(meaning.vector, quoted[True], quoted[False], pool[others], weight),
            pool,
            np.array([words.get(id, 0.0) / best if best > 0 else 0.0 for id in ids], dtype=np.float32),
            np.array([places[id].file_id for id in ids], dtype=np.int64),
            grades,
            evidence.words_confidence,
            tuple(rows),
            features[first] if first else None,
            not is_known and not all(label.origin in WEAK_ORIGINS for label in labels),
        )

    def _passages_of(self, paths: Iterable[str]) -> dict[str, list[int]]:
        """The passages of files, none for one that is gone."""
        return {path: sorted(self._db.passage_ids(path)) for path in paths}

    def _quoted(
        self,
        labels: Sequence[Label],
        of_file: Mapping[str, Sequence[int]],
        meaning: Meaning,
        fingerprint: str,
        *,
        relevant: bool,
    ) -> Array:
        """The vectors of the passages that were judged so, float32 [n, dimensions]: those of the index where the words
        still stand there."""
        found: list[Array] = []
        said = sorted((one for one in labels if one.relevant is relevant), key=lambda one: one.at)
        for label in said[-MOST_QUOTED:]:
            ids = of_file[label.path]
            there = self._db.stored_passages(ids) if 0 < len(ids) <= LONGEST_FILE else {}
            same = [id for id, passage in there.items() if passage.text == label.passage]
            vectors = meaning.store.vectors(same[:1])
            if len(vectors) and np.isfinite(vectors).all():
                found.append(vectors[0])
            elif (vector := self._embedded(label.passage, fingerprint)) is not None:
                found.append(vector)
        return np.stack(found) if found else np.zeros((0, len(meaning.vector)), dtype=np.float32)

    def _embedded(self, text: str, fingerprint: str) -> Array | None:
        """The vector of words that a person judged, wherever they stand now."""
        key = fingerprint, hash_of(text)
        if key not in self._quotes and text.strip():
            try:
                vectors = self._embedding.now.service.embed_at_once([text]).result(timeout=PATIENCE_SECONDS)
            except (DesktopSearchError, CancelledError, WaitingTooLong):
                return None
            self._quotes[key] = vectors[0]
            while len(self._quotes) > MOST_KEPT:
                self._quotes.popitem(last=False)
        return self._quotes.get(key)


def by_question(labels: Sequence[Label]) -> dict[str, list[Label]]:
    """Judgements by their question, in the order in which they were first judged; the newest of a passage counts.

    What a person said counts before what was concluded from what they did.
    """
    newest: dict[str, dict[tuple[str, str], Label]] = {}
    for label in sorted(labels, key=lambda one: (one.origin not in WEAK_ORIGINS, one.at)):
        newest.setdefault(label.query, {})[label.path, label.passage] = label
    return {query: list(some.values()) for query, some in newest.items()}


def newest(questions: dict[str, list[Label]], most: int = MOST_QUESTIONS) -> dict[str, list[Label]]:
    """At most so many questions, those first of which a person said something, and of these the newest."""

    def worth(query: str) -> tuple[bool, float]:
        some = questions[query]
        return any(one.origin not in WEAK_ORIGINS for one in some), max(one.at for one in some)

    kept = set(sorted(questions, key=worth, reverse=True)[:most])
    return {query: some for query, some in questions.items() if query in kept}

"""Finds the passages that may answer, by words and by meaning, and fuses both lists into one."""

from dataclasses import dataclass, replace

from desktop_search.records import Array, Mode, Neighbour, SearchQuery
from desktop_search.searching import fusion, support
from desktop_search.searching.calibration import Scale
from desktop_search.searching.fusion import Fused
from desktop_search.searching.learning import learned_ranking
from desktop_search.searching.learning.adapter import not_lowered, told_apart, weighted
from desktop_search.searching.learning.ranking_features import RankingFeatures
from desktop_search.searching.meaning import Meaning
from desktop_search.vectors.store import VectorStore
from desktop_search.words import analysis, spelling
from desktop_search.words.index import WordIndex

EXCLUDES_FIRST_FROM = 3_200
"""Candidates."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Passages by their BM25 scores and by their cosines, and how much the words say, from 0 to 1.

    text is what was meant, and best are the first passages that both bring, fused.
    """

    words: tuple[Neighbour, ...]
    nearest: tuple[Neighbour, ...]
    words_confidence: float
    text: str = ""
    best: tuple[Fused, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Fused passages, best first. is_all says that there are no others; scale is what is usual in this index."""

    fused: list[Fused]
    is_all: bool
    scale: Scale


def meant_text(query: SearchQuery) -> str:
    """What is embedded of a query: its text with the misspelled words put right, as a model knows no misspellings."""
    return " ".join(spelling.corrected(query.text.split(), query.spellings))


def exact_share(query: SearchQuery) -> float:
    """How much of a query, from 0 to 1, are words that mean something only as they are written."""
    words = analysis.content_words(query.words)
    return sum(analysis.has_technical(word) for word in words) / len(words) if words else 0.0


class Candidates:
    """Reads the caches, and passages where a ranking was learned; any number of threads may ask at once."""

    def __init__(self, words: WordIndex, *, meaning_weight: float, features: RankingFeatures | None = None) -> None:
        """features are needed for rankings that were learned; without them, none is used."""
        self._words = words
        self._meaning_weight = meaning_weight
        self._features = features

    def found(self, query: SearchQuery, meaning: Meaning | None, depth: int, *, is_order_all: bool = True) -> Found:
        """Both lists taken so deep. meaning is the query's, or None where there is none (yet).

        is_order_all says that the first places matter: without it no passage is read to rank it as was learned.
        """
        by_words = self._words.search(query, depth) if query.mode is not Mode.MEANING else []
        # Too many that hold only the parts of an identifier may come before those that hold it as it was typed.
        holding = self._words.holding(query, depth) if query.mode is not Mode.MEANING else []
        found = self._fused(query, meaning, depth, [*by_words, *holding], is_order_all)
        is_all = found.is_all and max(len(by_words), len(holding)) < depth
        holders, share = {one.passage_id for one in holding}, exact_share(query)
        fused = fusion.with_exact(found.fused, holders, share=share)
        if holders and meaning is not None and meaning.adapter is not None and not meaning.is_judged:
            weight = meaning.adapter.meaning_weight
            only_weighed = None if weight is None else weighted(meaning.adapter.fingerprint, weight)
            unlearned = Meaning(meaning.vector, meaning.store, only_weighed)
            plain = self._fused(query, unlearned, depth, [*by_words, *holding], is_order_all)
            fused = not_lowered(fused, fusion.with_exact(plain.fused, holders, share=share), holders)
        return Found(fused, is_all, found.scale)

    def evidence(self, query: SearchQuery, meaning: Meaning, depth: int, weight: float | None = None) -> Evidence:
        """What speaks for the passages that either list holds, as it is before anything was learned.

        weight is that of meaning, None for that of the settings.
        """
        by_words = [*self._words.search(query, depth), *self._words.holding(query, depth)]
        nearest = meaning.store.search(meaning.vector, depth, self._words.allowed(query))
        confidence = fusion.words_confidence(by_words, passages=self._words.passages)
        near = [*nearest, *self._cosines(meaning.store, meaning.vector, by_words, nearest)]
        fused = self._supported(meaning.store, self._joined(meaning.store, meaning.vector, by_words, near, weight))
        best = fused[: learned_ranking.DEPTH] if by_words and near else []
        return Evidence(tuple(by_words), tuple(nearest), confidence, meant_text(query), tuple(best))

    def _fused(
        self, query: SearchQuery, meaning: Meaning | None, depth: int, by_words: list[Neighbour], is_order_all: bool
    ) -> Found:
        """What words and meaning say together; is_all speaks of the meaning only."""
        if meaning is None or query.mode is Mode.WORDS:
            fused = fusion.fuse(by_words, [], mean_cosine=0.0, weight=0.0)
            return Found(fused, True, Scale(0.0, self._words.full_score(query)))
        nearest, is_all = self._nearest(meaning.store, query, meaning.moved, depth)
        nearest += self._cosines(meaning.store, meaning.moved, by_words, nearest)
        fused = self._learned(query, meaning, by_words, nearest, is_order_all)
        scale = Scale(meaning.store.usual_similarity(), self._words.full_score(query))
        return Found(fused, is_all, scale)

    def _learned(
        self,
        query: SearchQuery,
        meaning: Meaning,
        by_words: list[Neighbour],
        nearest: list[Neighbour],
        is_order_all: bool,
    ) -> list[Fused]:
        """Both lists joined, in the order that judgements have taught. nearest has the cosines of the moved vector."""
        store, adapter = meaning.store, meaning.adapter
        is_joint = bool(by_words and nearest)
        if adapter is None:
            fused = self._joined(store, meaning.vector, by_words, nearest)
            return self._supported(store, fused) if is_joint else fused
        ids = [one.passage_id for one in nearest]
        cosines = store.similarities(meaning.vector, ids)
        near = [Neighbour(id, float(cosine)) for id, cosine in zip(ids, cosines, strict=True)]
        weight = adapter.meaning_weight
        # A judged question has what was said of it, whatever is learned of questions in general.
        if adapter.ranking and self._features and is_joint and is_order_all and not meaning.is_judged:
            moved = self._joined(store, meaning.moved, by_words, nearest, weight)
            meant = {one.passage_id: one.reasons["meaning"] for one in moved}
            plain = self._supported(store, self._joined(store, meaning.vector, by_words, near, weight))
            return learned_ranking.ranked(plain, self._features.of(meant_text(query), plain, meant), adapter.ranking)
        plain = self._joined(store, meaning.vector, by_words, near)
        fused = told_apart(self._joined(store, meaning.moved, by_words, nearest, weight), plain)
        return self._supported(store, fused) if is_joint else fused

    def _joined(
        self,
        store: VectorStore,
        vector: Array,
        by_words: list[Neighbour],
        near: list[Neighbour],
        weight: float | None = None,
    ) -> list[Fused]:
        """weight is that of meaning, None for that of the settings."""
        return fusion.fuse(
            by_words,
            near,
            mean_cosine=store.mean_similarity(vector),
            weight=self._meaning_weight if weight is None else weight,
            confidence=fusion.words_confidence(by_words, passages=self._words.passages),
        )

    @staticmethod
    def _supported(store: VectorStore, fused: list[Fused]) -> list[Fused]:
        return support.supported(fused, store.vectors([one.passage_id for one in fused[: support.MOST]]))

    def _nearest(
        self, store: VectorStore, query: SearchQuery, vector: Array, depth: int
    ) -> tuple[list[Neighbour], bool]:
        """Phrases, filters and excluded words hold for meaning too; whether these are all.

        Filters count before the nearest are taken. So do excluded words, but only where they stand in nearly all that
        is near: to know all passages without a word takes a second where there are a million.
        """
        if not query.excluded or depth >= EXCLUDES_FIRST_FROM:
            nearest = store.search(vector, depth, self._words.allowed(query))
            return nearest, len(nearest) < depth
        nearest = store.search(vector, depth, self._words.allowed(replace(query, excluded=())))
        holding = self._words.excluded_among(query, [one.passage_id for one in nearest])
        return [one for one in nearest if one.passage_id not in holding], len(nearest) < depth

    @staticmethod
    def _cosines(
        store: VectorStore, vector: Array, by_words: list[Neighbour], nearest: list[Neighbour]
    ) -> list[Neighbour]:
        """A passage found by its words has a meaning too, also where it is not among the nearest."""
        known = {neighbour.passage_id for neighbour in nearest}
        others = list(dict.fromkeys(one.passage_id for one in by_words if one.passage_id not in known))
        cosines = store.similarities(vector, others)
        return [Neighbour(id, float(cosine)) for id, cosine in zip(others, cosines, strict=True)]

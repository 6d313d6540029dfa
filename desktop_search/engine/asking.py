"""Answers questions: understands what was typed, has it searched and embedded, and says why a file is where it is."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as WaitingTooLong
from dataclasses import dataclass
from datetime import date

from desktop_search.engine import explaining
from desktop_search.engine.faceting import Faceting
from desktop_search.engine.folders import real_path
from desktop_search.engine.whereabouts import place_of
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.indexing.succession import Succession
from desktop_search.indexing.vector_cache import VectorCache
from desktop_search.records import Answer, AnswerLine, Array, Explanation, Facets, Folder, Hit, Mode, SearchQuery
from desktop_search.searching import calibration, listing
from desktop_search.searching import query as queries
from desktop_search.searching.candidates import Candidates, Evidence, meant_text
from desktop_search.searching.finishing import Finish
from desktop_search.searching.learning.adapter import Adapter
from desktop_search.searching.learning.ranking_features import RankingFeatures
from desktop_search.searching.meaning import Meaning
from desktop_search.searching.searcher import Searcher
from desktop_search.storage.index_db import IndexDb
from desktop_search.words.index import WordIndex

logger = logging.getLogger(__name__)

MODEL_PATIENCE_SECONDS = 120.0


class Asking:
    """Reads the index only; any number of threads may ask at once."""

    def __init__(
        self,
        db: IndexDb,
        words: WordIndex,
        embedding: Succession,
        *,
        finish: Finish,
        load_model: Callable[[], None],
        adapter: Callable[[str], Adapter | None],
        meaning_weight: float,
    ) -> None:
        """load_model has the indexing thread load the model and open the vectors.

        adapter gives what judgements have taught for the vectors of an embedding, named by its fingerprint.
        """
        self._db = db
        self._words = words
        self._embedding = embedding
        self._adapter = adapter
        self._finish = finish
        self.load_model = load_model
        self.features = RankingFeatures(words, db.stored_passages)
        self._candidates = Candidates(words, meaning_weight=meaning_weight, features=self.features)
        self._searcher = Searcher(db, words, self._candidates)
        self._faceting = Faceting(db, words, self._candidates)

    def search(self, query: str, *, limit: int, mode: str, folder: str | None, plain: bool = False) -> Answer:
        """The complete answer to a question."""
        return list(self.in_steps(query, limit=limit, mode=mode, folder=folder, plain=plain))[-1]

    def in_steps(
        self, query: str, *, limit: int, mode: str, folder: str | None, plain: bool = False
    ) -> Iterator[Answer]:
        """First what the words find, in some milliseconds, then what meaning adds, and then the complete answer.

        The complete answer has the same hits as the one before it, with the sentences that say why they are there.
        plain leaves out what is only for the eye: the nearest sentences, and the one that answers.
        Raises DesktopSearchError for a mode there is not.
        """
        started = time.perf_counter()
        understood = self._understood(query, mode=mode, folder=folder, limit=limit)
        wanted = understood.mode
        if not understood.says_something:
            yield self._listed(understood, query, started)
            return
        if wanted is not Mode.WORDS:
            # Asked for before the words are searched, so that the model works meanwhile.
            asking = self._ask(understood)
            if not asking.vector.done() and wanted is Mode.BOTH:
                yield self._by_words(understood, query, started, complete=False)
            meaning, notices = self._meaning(asking)
            yield from self._by_meaning(understood, query, meaning, started, notices=notices, plain=plain)
        else:
            yield self._by_words(understood, query, started, complete=True)

    def facets(self, query: str, *, mode: str, folder: str | None) -> Facets:
        """What the documents that fit a query have in common, counted over the first 1,000 of them.

        Raises DesktopSearchError for a mode there is not.
        """
        understood = self._understood(query, mode=mode, folder=folder, limit=1)
        meaning = None
        if understood.mode is not Mode.WORDS and understood.says_something:
            meaning, _ = self._meaning(self._ask(understood))
        return self._faceting.facets(understood, meaning, typed=query, today=date.today())

    def why(
        self, query: str, path: str, *, mode: str, folder: str | None, folders: list[Folder], own: str
    ) -> Explanation:
        """Where a file stands in the answer to a question, or why it is not there, and what would lift it.

        folders are those that are indexed; own is the data directory, which never is.
        Raises DesktopSearchError for a mode there is not.
        """
        understood = self._understood(query, mode=mode, folder=folder, limit=explaining.DEEPEST)
        meaning = None
        if understood.mode is not Mode.WORDS and understood.text:
            meaning, _ = self._meaning(self._ask(understood))
        cache = self._embedding.now.cache
        sources = explaining.Sources(
            self._db,
            self._words,
            folders,
            own=own,
            embedding_number=cache.number if cache is not None else None,
            similarities=lambda ids: [] if meaning is None else meaning.store.similarities(meaning.vector, ids),
        )
        return explaining.explain(
            understood,
            place_of(path),
            lambda limit: self.search(query, limit=limit, mode=mode, folder=folder),
            sources,
            typed=query,
        )

    def evidence(self, query: str, depth: int, weight: float | None = None) -> tuple[Evidence, Meaning] | None:
        """What speaks for the passages that a question may find, before anything was learned.

        weight is that of meaning, None for that of the settings. Waits for the model. None without it, and for a
        question that says nothing.
        """
        understood = self._understood(query, mode=Mode.BOTH, folder=None, limit=depth)
        if not understood.says_something:
            return None
        self.open_vectors()
        meaning, _ = self._meaning(self._ask(understood))
        return None if meaning is None else (self._candidates.evidence(understood, meaning, depth, weight), meaning)

    def _understood(self, query: str, *, mode: str, folder: str | None, limit: int) -> SearchQuery:
        try:
            wanted = Mode(mode)
        except ValueError:
            raise DesktopSearchError(f"There is no mode called “{mode}”.", "Use both, words or meaning.") from None
        place = real_path(folder) if folder else None
        parsed = queries.parse(query, mode=wanted, folder=place, limit=max(1, min(limit, 1000)))
        return self._words.spelled(parsed)

    def _listed(self, understood: SearchQuery, typed: str, started: float) -> Answer:
        """The newest files that the filters let pass, for a query without words."""
        hits: list[Hit] = []
        notices: tuple[str, ...] = ()
        if understood.restrictions:
            hits = listing.newest(self._db, self._words, understood)
        else:
            notices = ("Say also what to look for." if understood.excluded else "Type a question or some words.",)
        took_ms = round((time.perf_counter() - started) * 1000, 2)
        return Answer(typed, understood.mode, tuple(hits), True, notices, took_ms, filters=understood.filters)

    def _by_words(self, understood: SearchQuery, typed: str, started: float, *, complete: bool) -> Answer:
        found = self._found(understood, None)
        return _told(found, typed, found.hits, started, complete=complete)

    def _by_meaning(
        self,
        understood: SearchQuery,
        typed: str,
        meaning: Meaning | None,
        started: float,
        *,
        notices: tuple[str, ...],
        plain: bool,
    ) -> Iterator[Answer]:
        """The hits as they stay, and then, unless plain, the same ones with the sentences that say why."""
        found = self._found(understood, meaning, plain=plain)
        if meaning is None:
            yield _told(found, typed, found.hits, started, complete=True, notices=notices)
            return
        # What a person said of results of this question is not to be overruled by a reranker.
        hits, line = self._finish.ordered(found.query, found.hits, reranked=not meaning.is_judged), None
        notices = (*notices, *calibration.notices(hits))
        if not plain and hits:
            yield _told(found, typed, hits, started, complete=False, notices=notices)
            hits, line = self._finish.explained(found.query, hits, meaning.vector)
        yield _told(found, typed, hits, started, complete=True, notices=notices, line=line)

    def _found(self, understood: SearchQuery, meaning: Meaning | None, *, plain: bool = False) -> "_Found":
        """What the search finds; without the quotation marks where nothing holds the phrase."""
        wanted = self._finish.widened(understood) if meaning is not None else understood
        hits = self._searcher.search(wanted, meaning, plain=plain)
        if hits or not (quoted := queries.quoted(understood)):
            return _Found(understood, hits)
        hits = self._searcher.search(queries.without_phrases(wanted), meaning, plain=plain)
        notice = f"No file contains {quoted}; these are the results without the quotation marks."
        return _Found(queries.without_phrases(understood), hits, (notice,))

    def open_vectors(self) -> None:
        """Waits until the model and the vectors are there, or cannot be."""
        self._embedding.now.service.start()
        self._opened(self._embedding.now)

    def _ask(self, understood: SearchQuery) -> "_Asked":
        """Has the question embedded by the model that answers now."""
        return self._asked(meant_text(understood))

    def _asked(self, text: str) -> "_Asked":
        model = self._embedding.now
        return _Asked(text, model, model.service.embed_query(text))

    def _meaning(self, asked: "_Asked") -> tuple[Meaning | None, tuple[str, ...]]:
        """What a question means, or None with the reason. Another model may have taken the place of the one asked."""
        try:
            vector = asked.vector.result(timeout=MODEL_PATIENCE_SECONDS)
        except Exception as error:
            if isinstance(error, CancelledError) and self._embedding.now is not asked.model:
                # It was left for another one while it was asked.
                return self._meaning(self._asked(asked.text))
            return None, (_reason(error),)
        cache, embedder = self._opened(asked.model), asked.model.service.embedder
        if cache is None and self._embedding.now is not asked.model:
            return self._meaning(self._asked(asked.text))
        if cache is not None and embedder is not None:
            return Meaning(vector, cache.store, self._adapter(embedder.id.fingerprint)), ()
        return None, ("The vectors are not loaded yet; these are the results by words.",)

    def _opened(self, model: EmbeddingQueue) -> VectorCache | None:
        """Waits for the indexing thread to open the vectors, now that the model is there."""
        self.load_model()
        deadline = time.monotonic() + MODEL_PATIENCE_SECONDS
        # A model that is left before its vectors were opened never opens them.
        while model.cache is None and model.problem is None and model is self._embedding.now:
            if time.monotonic() > deadline:
                break
            time.sleep(0.005)
        return model.cache


def _reason(error: Exception) -> str:
    """Why a question could not be embedded, for the person."""
    if isinstance(error, DesktopSearchError):
        return str(error)
    if isinstance(error, CancelledError | WaitingTooLong):
        return "The model is not ready; these are the results by words."
    logger.error("the query could not be embedded", exc_info=error)
    return f"The model failed ({type(error).__name__}); these are the results by words."


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in the hands of a model: its vector may only be compared with those of the same one."""

    text: str
    model: EmbeddingQueue
    vector: "Future[Array]"


@dataclass(frozen=True, slots=True)
class _Found:
    """What was searched for in the end, and the hits; notices say how it differs from what was typed."""

    query: SearchQuery
    hits: list[Hit]
    notices: tuple[str, ...] = ()


def _told(
    found: _Found,
    typed: str,
    hits: Sequence[Hit],
    started: float,
    *,
    complete: bool,
    notices: tuple[str, ...] = (),
    line: AnswerLine | None = None,
) -> Answer:
    notices = (*found.notices, *notices, *queries.spelled_otherwise(found.query))
    took_ms = round((time.perf_counter() - started) * 1000, 2)
    return Answer(typed, found.query.mode, tuple(hits), complete, notices, took_ms, line, found.query.filters)

"""Answers questions: understands what was typed, has it searched and embedded, and says why a file is where it is."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as WaitingTooLong
from dataclasses import dataclass
from datetime import date

from desktop_search.embedding.service import EmbeddingService
from desktop_search.engine import explaining
from desktop_search.engine.faceting import Faceting
from desktop_search.engine.folders import real_path
from desktop_search.engine.whereabouts import place_of
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.records import Answer, AnswerLine, Array, Explanation, Facets, Folder, Hit, Mode, SearchQuery
from desktop_search.searching import calibration, listing
from desktop_search.searching import query as queries
from desktop_search.searching.candidates import Candidates, meant_text
from desktop_search.searching.finishing import Finish
from desktop_search.searching.searcher import Searcher
from desktop_search.storage.index_db import IndexDb
from desktop_search.vectors.store import VectorStore
from desktop_search.words.index import WordIndex

logger = logging.getLogger(__name__)

MODEL_PATIENCE_SECONDS = 120.0


class Asking:
    """Reads the index only; any number of threads may ask at once."""

    def __init__(
        self,
        db: IndexDb,
        words: WordIndex,
        service: EmbeddingService,
        embedding: EmbeddingQueue,
        *,
        finish: Finish,
        load_model: Callable[[], None],
        meaning_weight: float,
    ) -> None:
        """load_model has the indexing thread load the model and open the vectors."""
        self._db = db
        self._words = words
        self._service = service
        self._embedding = embedding
        self._finish = finish
        self._load_model = load_model
        self._searcher = Searcher(db, words, self._vectors, meaning_weight=meaning_weight)
        self._faceting = Faceting(db, words, Candidates(words, self._vectors, meaning_weight=meaning_weight))

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
            asked = self._service.embed_query(meant_text(understood))
            if not asked.done() and wanted is Mode.BOTH:
                yield self._by_words(understood, query, started, complete=False)
            vector, notices = self._vector(asked)
            yield from self._by_meaning(understood, query, vector, started, notices=notices, plain=plain)
        else:
            yield self._by_words(understood, query, started, complete=True)

    def facets(self, query: str, *, mode: str, folder: str | None) -> Facets:
        """What the documents that fit a query have in common, counted over the first 1,000 of them.

        Raises DesktopSearchError for a mode there is not.
        """
        understood = self._understood(query, mode=mode, folder=folder, limit=1)
        vector = None
        if understood.mode is not Mode.WORDS and understood.says_something:
            vector, _ = self._vector(self._service.embed_query(meant_text(understood)))
        return self._faceting.facets(understood, vector, typed=query, today=date.today())

    def why(
        self, query: str, path: str, *, mode: str, folder: str | None, folders: list[Folder], own: str
    ) -> Explanation:
        """Where a file stands in the answer to a question, or why it is not there, and what would lift it.

        folders are those that are indexed; own is the data directory, which never is.
        Raises DesktopSearchError for a mode there is not.
        """
        understood = self._understood(query, mode=mode, folder=folder, limit=explaining.DEEPEST)
        cache, vector = self._embedding.cache, None
        if understood.mode is not Mode.WORDS and understood.text:
            vector, _ = self._vector(self._service.embed_query(meant_text(understood)))
            cache = self._embedding.cache
        sources = explaining.Sources(
            self._db,
            self._words,
            folders,
            own=own,
            embedding_number=cache.number if cache is not None else None,
            similarities=lambda ids: [] if vector is None or cache is None else cache.store.similarities(vector, ids),
        )
        return explaining.explain(
            understood,
            place_of(path),
            lambda limit: self.search(query, limit=limit, mode=mode, folder=folder),
            sources,
            typed=query,
        )

    def _vectors(self) -> VectorStore | None:
        return self._embedding.cache.store if self._embedding.cache else None

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
        vector: Array | None,
        started: float,
        *,
        notices: tuple[str, ...],
        plain: bool,
    ) -> Iterator[Answer]:
        """The hits as they stay, and then, unless plain, the same ones with the sentences that say why."""
        found = self._found(understood, vector, plain=plain)
        if vector is None:
            yield _told(found, typed, found.hits, started, complete=True, notices=notices)
            return
        hits, line = self._finish.ordered(found.query, found.hits), None
        notices = (*notices, *calibration.notices(hits))
        if not plain and hits:
            yield _told(found, typed, hits, started, complete=False, notices=notices)
            hits, line = self._finish.explained(found.query, hits, vector)
        yield _told(found, typed, hits, started, complete=True, notices=notices, line=line)

    def _found(self, understood: SearchQuery, vector: Array | None, *, plain: bool = False) -> "_Found":
        """What the search finds; without the quotation marks where nothing holds the phrase."""
        wanted = self._finish.widened(understood) if vector is not None else understood
        hits = self._searcher.search(wanted, vector, plain=plain)
        if hits or not (quoted := queries.quoted(understood)):
            return _Found(understood, hits)
        hits = self._searcher.search(queries.without_phrases(wanted), vector, plain=plain)
        notice = f"No file contains {quoted}; these are the results without the quotation marks."
        return _Found(queries.without_phrases(understood), hits, (notice,))

    def _vector(self, asked: "Future[Array]") -> tuple[Array | None, tuple[str, ...]]:
        """The query's vector, or None with the reason."""
        try:
            vector = asked.result(timeout=MODEL_PATIENCE_SECONDS)
        except DesktopSearchError as error:
            return None, (str(error),)
        except (WaitingTooLong, CancelledError):
            return None, ("The model is not ready; these are the results by words.",)
        except Exception as error:
            logger.exception("the query could not be embedded")
            return None, (f"The model failed ({type(error).__name__}); these are the results by words.",)
        if not self._vectors_are_open():
            return None, ("The vectors are not loaded yet; these are the results by words.",)
        return vector, ()

    def _vectors_are_open(self) -> bool:
        """Waits for the indexing thread to open the vectors, now that the model is there."""
        self._load_model()
        deadline = time.monotonic() + MODEL_PATIENCE_SECONDS
        while self._embedding.cache is None and self._embedding.problem is None and time.monotonic() < deadline:
            time.sleep(0.005)
        return self._embedding.cache is not None


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

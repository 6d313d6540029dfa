"""Builds everything and is all that others see of it: folders in, questions, the right file at the right place out."""

import logging
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as WaitingTooLong

from desktop_search import settings as settings_file
from desktop_search.embedding.embedder import Embedder
from desktop_search.embedding.service import EmbeddingService, embedder_of
from desktop_search.engine import parts
from desktop_search.engine.folders import Folders, real_path
from desktop_search.engine.status import StatusReport
from desktop_search.errors import DesktopSearchError
from desktop_search.extraction import preparation
from desktop_search.files.watcher import Watcher
from desktop_search.indexing.caches import VectorCache, WordCache
from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.indexing.indexer import Indexer
from desktop_search.paths import DataDirectory
from desktop_search.records import (
    Answer,
    Array,
    EngineStatus,
    Failure,
    Folder,
    Forgotten,
    IndexSummary,
    Mode,
    ReadOutcome,
    SearchQuery,
)
from desktop_search.searching import query as queries
from desktop_search.searching.searcher import Searcher
from desktop_search.settings import Settings

logger = logging.getLogger(__name__)

MODEL_PATIENCE_SECONDS = 120.0


class Engine:
    """One person's index, open. Synchronous; every method may be called from any thread.

    The caller holds the data directory's lock (engine.lock): two engines must never write one index.
    """

    def __init__(
        self, data: DataDirectory, settings: Settings | None = None, *, watch: bool = False, paused: bool = False
    ) -> None:
        """Opens the index. watch follows changes on disk; paused leaves all work until it is asked for."""
        data.create()
        self.data = data
        self.settings = settings if settings is not None else settings_file.load(data.settings_file)
        preparation.include(parts.extra_formats(self.settings))
        self._user_db, self._db, self._notices = parts.open_databases(data)
        self._folders = Folders(self._user_db, own=os.path.realpath(data.root))
        self._embedding_service = EmbeddingService(
            lambda: embedder_of(self.settings.backend, self.settings.model, self.settings.device)
        )
        self._embedding = EmbeddingQueue(
            self._db,
            self._embedding_service,
            self._open_vectors,
            text_of=parts.embedded_text,
            model_key=f"{self.settings.backend}|{self.settings.model}",
        )
        self._words = WordCache(self._db, data.words)
        self._indexer = Indexer(
            self._db,
            self._words,
            lambda deliver: parts.readers(self.settings, deliver),
            self._embedding,
            make_recognisers=lambda deliver: parts.recognisers(self.settings, deliver),
            folders=self._folders.all(),
            never=[os.path.realpath(data.root)],
            rescan_seconds=60.0 * self.settings.rescan_minutes if watch else None,
            paused=paused,
        )
        self._searcher = Searcher(
            self._db,
            self._words.index,
            lambda: self._embedding.cache.store if self._embedding.cache else None,
            meaning_weight=self.settings.meaning_weight,
        )
        self._watcher = Watcher(self._indexer.hint, self._overflowed) if watch else None
        self._status = StatusReport(data, self.settings, self._db, self._indexer, self._embedding)
        self.look_after_folders()

    # Asking

    def search(self, query: str, *, limit: int = 10, mode: str = "both", folder: str | None = None) -> Answer:
        """The complete answer to a question."""
        return list(self.search_in_steps(query, limit=limit, mode=mode, folder=folder))[-1]

    def search_in_steps(
        self, query: str, *, limit: int = 10, mode: str = "both", folder: str | None = None
    ) -> Iterator[Answer]:
        """First what the words find, in some milliseconds, then the complete answer.

        Raises DesktopSearchError for a mode there is not.
        """
        started = time.perf_counter()
        try:
            wanted = Mode(mode)
        except ValueError:
            raise DesktopSearchError(f"There is no mode called “{mode}”.", "Use both, words or meaning.") from None
        place = real_path(folder) if folder else None
        understood = queries.parse(query, mode=wanted, folder=place, limit=max(1, min(limit, 1000)))
        if not understood.words and not understood.phrases:
            hint = "Say also what to look for." if understood.excluded else "Type a question or some words."
            yield Answer(query, wanted, (), complete=True, notices=(hint,))
            return
        if wanted is not Mode.WORDS:
            # Asked for before the words are searched, so that the model works meanwhile.
            asked = self._embedding_service.embed_query(understood.text)
            if not asked.done() and wanted is Mode.BOTH:
                yield self._answer(understood, query, None, started, complete=False)
            vector, notices = self._vector(asked)
            yield self._answer(understood, query, vector, started, complete=True, notices=notices)
        else:
            yield self._answer(understood, query, None, started, complete=True)

    # Folders

    def folders(self) -> list[Folder]:
        """The folders the person asked us to index."""
        return self._folders.all()

    def add_folders(self, paths: Sequence[str]) -> list[str]:
        """Adds folders (or single files) and begins to read them. Returns their real paths.

        Raises DesktopSearchError, adding none, when one cannot be indexed.
        """
        return self._add_folders(paths, reread=False)

    def index(self, paths: Sequence[str], *, rescan: bool = False, wait: bool = True) -> IndexSummary:
        """Adds folders and brings the index up to date with them; waits until every passage has its vector.

        rescan reads every file again, also those that did not change.
        """
        started = time.monotonic()
        reading, embedding = self._indexer.reading, self._embedding
        read_before, embedded_before, spent_before = reading.read_now, embedding.embedded_now, embedding.embed_seconds
        self._indexer.pause(False)
        real = self._add_folders(paths, reread=rescan)
        if wait:
            self._indexer.wait_until_idle()
        return self._status.summary(
            real,
            read_now=reading.read_now - read_before,
            embedded_now=embedding.embedded_now - embedded_before,
            seconds=time.monotonic() - started,
            read_seconds=reading.read_seconds if reading.read_now > read_before else 0.0,
            embed_seconds=embedding.embed_seconds - spent_before,
            notices=self._all_notices(),
        )

    def add(self, outcomes: Sequence[ReadOutcome]) -> None:
        """Takes documents that are not files of a folder, such as a judged collection's."""
        self._indexer.add(outcomes)

    def rescan(self, *, reread: bool = False) -> None:
        """Begins to compare all folders with the disk."""
        self._indexer.scan(self._folders.all(), self._folders.paths(), reread=reread)

    def forget(self, paths: Sequence[str]) -> Forgotten:
        """Removes folders or files from the index; what is inside a folder that stays is left alone from now on."""
        real = self._folders.forget(paths)
        self.look_after_folders()
        return self._indexer.forget(self._folders.all(), real)

    def failures(self, *, retry: bool = False) -> list[Failure]:
        """The files that could not be read, or only in part; with retry they are read again first."""
        if retry:
            self._indexer.pause(False)
            self._indexer.retry_failures()
            self._indexer.wait_until_idle()
        return self._db.failures()

    # Running

    def status(self) -> EngineStatus:
        """A snapshot of everything the window shows about the engine."""
        return self._status.snapshot(
            self._folders.all(),
            watched=self._watcher.watched() if self._watcher else frozenset(),
            embedder=self._embedding_service.embedder,
            notices=self._all_notices(),
        )

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing left to do."""
        return self._indexer.is_idle

    def look_after_folders(self) -> None:
        """Watches what is to be watched, also what came back or was replaced; called every few seconds."""
        if self._watcher is not None:
            self._watcher.watch(self._folders.paths())

    def pause(self) -> None:
        """Stops reading and embedding until resume(). Searching goes on."""
        self._indexer.pause(True)

    def resume(self) -> None:
        self._indexer.pause(False)

    def warm_up(self) -> None:
        """Begins to load the model, so that the first question need not wait for it."""
        self._indexer.post(self._embedding.load_model)

    def wait_until_idle(self, timeout: float | None = None) -> bool:
        """Waits until the index says what the disk says and every passage has its vector."""
        return self._indexer.wait_until_idle(timeout)

    def close(self) -> None:
        """Finishes what is in hand, saves and closes. The rest is done at the next start."""
        if self._watcher is not None:
            self._watcher.close()
        self._indexer.close()
        self._embedding_service.close()
        self._words.close()
        if self._embedding.cache is not None:
            self._embedding.cache.close()
        self._db.close()
        self._user_db.close()

    def _answer(
        self,
        understood: SearchQuery,
        typed: str,
        vector: Array | None,
        started: float,
        *,
        complete: bool,
        notices: tuple[str, ...] = (),
    ) -> Answer:
        hits = tuple(self._searcher.search(understood, vector))
        if not hits and understood.phrases:
            hits = tuple(self._searcher.search(queries.without_phrases(understood), vector))
            quoted = ", ".join(f"“{phrase}”" for phrase in understood.phrases)
            notices = (*notices, f"No file contains {quoted}; these are the results without the quotation marks.")
        took_ms = (time.perf_counter() - started) * 1000
        return Answer(typed, understood.mode, hits, complete, notices, round(took_ms, 2))

    def _vector(self, asked: "parts.Asked") -> tuple[Array | None, tuple[str, ...]]:
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
        self._indexer.post(self._embedding.load_model)
        deadline = time.monotonic() + MODEL_PATIENCE_SECONDS
        while self._embedding.cache is None and self._embedding.problem is None and time.monotonic() < deadline:
            time.sleep(0.005)
        return self._embedding.cache is not None

    def _open_vectors(self, embedder: Embedder) -> VectorCache:
        return VectorCache(
            self._db,
            self.data.vectors,
            embedder.id,
            kind=self.settings.vector_store,
            exact_limit=self.settings.exact_search_limit,
        )

    def _add_folders(self, paths: Sequence[str], *, reread: bool) -> list[str]:
        real = self._folders.add(paths)
        self.look_after_folders()
        self._indexer.scan(self._folders.all(), real, reread=reread)
        return real

    def _all_notices(self) -> tuple[str, ...]:
        cache = self._embedding.cache
        model = self._embedding.problem or self._embedding_service.problem
        return (
            *self._notices,
            *self._indexer.notices(),
            *filter(None, (model, cache.notice if cache is not None else None)),
        )

    def _overflowed(self) -> None:
        logger.warning("the system lost events: all folders are scanned")
        self.rescan()

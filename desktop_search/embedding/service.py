"""The one thread that uses the model. Queries overtake passages, also between the small batches of one request."""

import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field

from desktop_search.embedding.embedder import Embedder, joined
from desktop_search.errors import DesktopSearchError, ModelUnavailable
from desktop_search.records import Array

logger = logging.getLogger(__name__)

LAST, QUERY, PASSAGES = -1, 0, 1
MOMENT_SECONDS = 0.01
PASSAGES_AT_ONCE = 64
"""The least that is worth a request: enough to sort by length. The backend cuts requests into batches of its own,
between which queries are answered."""


@dataclass(order=True, slots=True)
class _Job:
    priority: int
    number: int
    texts: Sequence[str] | str | None = field(compare=False)
    done: "Future[Array]" = field(compare=False)


class EmbeddingService:
    """Loads the model on its own thread, the first time it is needed, and embeds what it is asked to.

    When the model cannot be loaded, every request fails with the ModelUnavailable, and search goes on by words.
    """

    def __init__(
        self, load: Callable[[], Embedder], *, rest_seconds: Callable[[float], float] = lambda worked_seconds: 0.0
    ) -> None:
        """rest_seconds says how long to rest after so many seconds of work on passages; queries are never delayed."""
        self._load = load
        self._rest_seconds = rest_seconds
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._embedder: Future[Embedder] = Future()
        self._started = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._is_held = threading.Event()

    def start(self) -> "Future[Embedder]":
        """Begins to load the model; the future gives it, or raises ModelUnavailable."""
        with self._started:
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._run, name="embedding", daemon=True)
                self._thread.start()
        return self._embedder

    @property
    def embedder(self) -> Embedder | None:
        """The model, if it has been loaded."""
        if self._embedder.done() and self._embedder.exception() is None:
            return self._embedder.result()
        return None

    @property
    def problem(self) -> str | None:
        """Why there is no model, as a sentence; None while all is well."""
        error = self._embedder.exception() if self._embedder.done() else None
        return None if error is None else str(error)

    def embed_query(self, text: str) -> "Future[Array]":
        """float32 [dimensions], before any passages that wait."""
        return self._submit(QUERY, text)

    def embed_passages(self, texts: Sequence[str]) -> "Future[Array]":
        """float32 [n, dimensions], when no query waits."""
        return self._submit(PASSAGES, list(texts))

    def embed_at_once(self, texts: Sequence[str]) -> "Future[Array]":
        """float32 [n, dimensions], before any passages that wait: a few sentences of an answer being shown."""
        return self._submit(QUERY, list(texts))

    def hold(self, held: bool) -> None:
        """Stops the work on passages after the small batches in hand, or goes on with it. Queries are answered."""
        (self._is_held.set if held else self._is_held.clear)()

    def close(self) -> None:
        """Finishes the small batches in hand and ends; what is not done is cancelled."""
        with self._started:
            self._closing = True
        self._jobs.put(_Job(LAST, next(self._numbers), None, Future()))
        if self._thread is not None:
            # A model that is still being imported cannot be interrupted; the thread is a daemon and dies with us.
            self._thread.join(timeout=5)

    def _submit(self, priority: int, texts: Sequence[str] | str) -> "Future[Array]":
        job = _Job(priority, next(self._numbers), texts, Future())
        self._jobs.put(job)
        if self._closing:
            # The thread may have ended, and nobody would ever answer.
            job.done.cancel()
        self.start()
        return job.done

    def _run(self) -> None:
        try:
            self._embedder.set_result(self._load())
        except DesktopSearchError as error:
            logger.warning("no model: %s", error)
            self._embedder.set_exception(error)
        except Exception as error:
            logger.exception("the model could not be loaded")
            self._embedder.set_exception(ModelUnavailable(f"The model could not be loaded: {type(error).__name__}."))
        while True:
            job = self._jobs.get()
            if job.texts is None:
                self._cancel_waiting()
                return
            if job.done.set_running_or_notify_cancel():
                self._do(job)

    def _do(self, job: _Job) -> None:
        try:
            embedder = self._embedder.result()
            assert job.texts is not None
            if isinstance(job.texts, str):
                job.done.set_result(embedder.embed_query(job.texts))
            else:
                job.done.set_result(self._embed_politely(embedder, job.texts, rests=job.priority == PASSAGES))
        except Exception as error:  # Whatever went wrong belongs to whoever asked, not to this thread.
            job.done.set_exception(error)

    def _embed_politely(self, embedder: Embedder, texts: Sequence[str], *, rests: bool) -> Array:
        """Embeds batch by batch and answers queries in between. Raises CancelledError when the service closes."""
        batches = self._with_queries_between(embedder, texts, rests=rests)
        return joined(batches, len(texts), embedder.id.dimensions)

    def _with_queries_between(
        self, embedder: Embedder, texts: Sequence[str], *, rests: bool
    ) -> Iterator[tuple[list[int], Array]]:
        started = time.monotonic()
        for batch in embedder.embed_in_batches(texts):
            worked = time.monotonic() - started
            yield batch
            self._answer_queries()
            if rests:
                self._rest(self._rest_seconds(worked))
            started = time.monotonic()

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 or self._is_held.is_set():
            time.sleep(min(left, MOMENT_SECONDS) if left > 0 else MOMENT_SECONDS)
            self._answer_queries()

    def _answer_queries(self) -> None:
        while (query := self._next_query()) is not None:
            if query.done.set_running_or_notify_cancel():
                self._do(query)

    def _next_query(self) -> _Job | None:
        """A query that waits, if one does."""
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            return None
        if job.priority == QUERY:
            return job
        # Its number puts it back in its place.
        self._jobs.put(job)
        if job.priority == LAST:
            raise CancelledError
        return None

    def _cancel_waiting(self) -> None:
        while True:
            try:
                self._jobs.get_nowait().done.cancel()
            except queue.Empty:
                return

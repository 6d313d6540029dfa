"""The one thread that uses the model. Queries overtake passages, which come in batches bounded by time."""

import itertools
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import ModuleType
from typing import cast

from desktop_search import plugins
from desktop_search.embedding import backends, models
from desktop_search.embedding.embedder import Embedder
from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import DesktopSearchError, ModelUnavailable
from desktop_search.records import Array

logger = logging.getLogger(__name__)

QUERY, PASSAGES, LAST = 0, 1, 2
PASSAGES_AT_ONCE = 16
"""About half a second on a slow processor: a query waits no longer than that."""


def backend(name: str) -> ModuleType:
    """A backend's module. Raises ModelUnavailable for a name that is not in the folder."""
    for module in plugins.modules_in(backends):
        if module.__name__.rpartition(".")[2] == name:
            return module
    raise ModelUnavailable(f"There is no embedding backend called “{name}”.")


def embedder_of(name: str, model_folder: str, device: str) -> Embedder:
    """Loads a backend with its model, in this thread. Raises ModelUnavailable."""
    module = backend(name)
    model: ModelFolder | None = models.find(model_folder) if module.NEEDS_MODEL else None
    return cast(Embedder, module.load(model, device))


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

    def __init__(self, load: Callable[[], Embedder]) -> None:
        self._load = load
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._embedder: Future[Embedder] = Future()
        self._started = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False

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

    def close(self) -> None:
        """Finishes the batch in hand and ends; what waits is cancelled."""
        with self._started:
            self._closing = True
        self._jobs.put(_Job(-1, next(self._numbers), None, Future()))
        if self._thread is not None:
            # A model that is still being imported cannot be interrupted; the thread is a daemon and dies with us.
            self._thread.join(timeout=5)

    def _submit(self, priority: int, texts: Sequence[str] | str) -> "Future[Array]":
        job = _Job(priority, next(self._numbers), texts, Future())
        self._jobs.put(job)
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
                job.done.set_result(embedder.embed_passages(job.texts))
        except Exception as error:  # Whatever went wrong belongs to whoever asked, not to this thread.
            job.done.set_exception(error)

    def _cancel_waiting(self) -> None:
        while True:
            try:
                self._jobs.get_nowait().done.cancel()
            except queue.Empty:
                return

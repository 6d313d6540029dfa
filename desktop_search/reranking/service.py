"""The one thread that uses the reranker: scores passages in the order of their ranks until the time is up."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as WaitingTooLong
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import cast

from desktop_search import plugins
from desktop_search.errors import DesktopSearchError, ModelUnavailable
from desktop_search.reranking import backends
from desktop_search.reranking.reranker import Reranker

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""So few that the time is never exceeded by much, and enough to keep the processor's cores busy."""
LOADING_PATIENCE_SECONDS = 60.0
STUCK_SECONDS = 10.0


def backend(name: str) -> ModuleType:
    """A backend's module. Raises ModelUnavailable for a name that is not in the folder."""
    for module in plugins.modules_in(backends):
        if module.__name__.rpartition(".")[2] == name:
            return module
    raise ModelUnavailable(f"There is no reranking backend called “{name}”.")


def reranker_of(folder: str, device: str, *, backend_name: str = "cross_encoder") -> Reranker:
    """Loads the reranker in a folder, in this thread. Raises ModelUnavailable."""
    return cast(Reranker, backend(backend_name).load(Path(folder), device))


@dataclass(slots=True)
class _Job:
    query: str
    texts: Sequence[str]
    seconds: float
    asked_at: float
    done: "Future[list[float]]"


class RerankingService:
    """Loads the reranker on its own thread, the first time it is needed. Any thread may ask."""

    def __init__(self, load: Callable[[], Reranker], clock: Callable[[], float] = time.monotonic) -> None:
        self._load = load
        self._clock = clock
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._reranker: Future[Reranker] = Future()
        self._started = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._failure: str | None = None

    def start(self) -> "Future[Reranker]":
        """Begins to load the reranker; the future gives it, or raises ModelUnavailable."""
        with self._started:
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._run, name="reranking", daemon=True)
                self._thread.start()
        return self._reranker

    @property
    def problem(self) -> str | None:
        """Why nothing is ranked anew, as a sentence; None while all is well."""
        error = self._reranker.exception() if self._reranker.done() else None
        return self._failure if error is None else str(error)

    def wait_until_ready(self) -> str | None:
        """Waits until the reranker is loaded, and returns what is wrong with it."""
        with suppress(DesktopSearchError, WaitingTooLong, CancelledError):
            self.start().result(timeout=LOADING_PATIENCE_SECONDS)
        return self.problem

    def scores(self, query: str, texts: Sequence[str], *, milliseconds: float) -> list[float]:
        """The scores of as many of the first texts as there is time for; none where there is no reranker.

        Never raises: what goes wrong stands in `problem`. The first question waits until the reranker is loaded.
        """
        try:
            self.start().result(timeout=LOADING_PATIENCE_SECONDS)
        except (DesktopSearchError, WaitingTooLong, CancelledError):
            return []
        job = _Job(query, list(texts), milliseconds / 1000, self._clock(), Future())
        self._jobs.put(job)
        try:
            return job.done.result(timeout=job.seconds + STUCK_SECONDS)
        except (WaitingTooLong, CancelledError):
            return []
        except Exception as error:  # The model's libraries raise anything; the search's own order is an answer too.
            logger.exception("the reranker failed")
            self._failure = f"The reranker failed ({type(error).__name__}); results are not ranked anew."
            return []

    def close(self) -> None:
        """Ends after the batch in hand."""
        with self._started:
            self._closing = True
        self._jobs.put(None)
        if self._thread is not None:
            # A model that is still being imported cannot be interrupted; the thread is a daemon and dies with us.
            self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            self._reranker.set_result(self._load())
        except DesktopSearchError as error:
            logger.warning("no reranker: %s", error)
            self._reranker.set_exception(error)
        except Exception as error:
            logger.exception("the reranker could not be loaded")
            self._reranker.set_exception(ModelUnavailable(f"The reranker could not be loaded: {type(error).__name__}."))
        while (job := self._jobs.get()) is not None:
            if job.done.set_running_or_notify_cancel():
                try:
                    job.done.set_result(self._scored(self._reranker.result(), job))
                except Exception as error:  # It belongs to whoever asked, not to this thread.
                    job.done.set_exception(error)

    def _scored(self, reranker: Reranker, job: _Job) -> list[float]:
        """Batch after batch, as long as another one like the last is likely to fit in."""
        found: list[float] = []
        last = 0.0
        for start in range(0, len(job.texts), AT_ONCE):
            began = self._clock()
            if self._closing or began - job.asked_at + last > job.seconds:
                break
            found += reranker.score(job.query, job.texts[start : start + AT_ONCE])
            last = self._clock() - began
        return found

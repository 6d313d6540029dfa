"""Gives every passage its vector: fetches texts without one, keeps the model busy, stores what it returns."""

import logging
import queue
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future

from desktop_search.embedding.embedder import Embedder
from desktop_search.embedding.service import PASSAGES_AT_ONCE, EmbeddingService
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing.vector_cache import VectorCache
from desktop_search.records import Array
from desktop_search.storage.index_db import Change, IndexDb
from desktop_search.storage.index_queries import Unembedded

logger = logging.getLogger(__name__)

FETCH = 1024
REQUESTS_AHEAD = 2
"""One in the model's hands and one waiting, so that it never waits for us."""
REQUEST_SECONDS = 1.0
"""Of work. Where a request ends, half of the processor waits for the other half; in a crash, what is begun is lost."""


class EmbeddingQueue:
    """Used by the indexing thread only, but for `service`, `cache` and `problem`, which others may use."""

    def __init__(
        self,
        db: IndexDb,
        service: EmbeddingService,
        open_cache: Callable[[Embedder], VectorCache],
        *,
        text_of: Callable[[str | None, str], str],
        model_key: str,
    ) -> None:
        self.cache: VectorCache | None = None
        self.problem: str | None = None
        self.embedded_now = 0
        self.embed_seconds = 0.0
        self.notify: Callable[[], None] = lambda: None
        self.service = service
        self._db = db
        self._open_cache = open_cache
        self._text_of = text_of
        self._model_key = model_key
        self._loading: Future[Embedder] | None = None
        self._waiting: deque[Unembedded] = deque()
        self._in_hand = 0
        self._results: queue.SimpleQueue[tuple[list[Unembedded], Future[Array]]] = queue.SimpleQueue()
        self._after = 0
        self._busy_since: float | None = None
        self._may_have_more = True
        self._succeeds = False

    def succeeds(self) -> None:
        """Its model does not answer yet: it is loaded at once, and is not noted as the one whose vectors count."""
        self._succeeds = True

    @property
    def device(self) -> str:
        """Where the model runs; "" as long as it is not loaded."""
        return self.service.embedder.device if self.service.embedder is not None else ""

    def passages_changed(self, change: Change) -> None:
        """Tells the vectors in memory what came and went."""
        if self.cache is not None:
            self.cache.passages_changed(change)
        if change.passages_added:
            self._may_have_more = True

    def look_again(self) -> None:
        """Looks for texts without a vector from the beginning."""
        self._after, self._may_have_more = 0, True

    def work(self, *, paused: bool, others_first: bool = False) -> bool:
        """Takes results and gives out work; returns whether there is any left.

        With others_first the model gets no work now, and is not loaded for it.
        """
        self.service.hold(paused)
        self._store_results()
        if self.problem is not None:
            return False
        if self.cache is None and not self._prepare(may_load=not paused and not others_first):
            return self._loading is not None and self.problem is None
        if others_first:
            return True
        if not paused:
            self._give_out()
        if self.cache is not None and not self._in_hand:
            self.cache.grow()
        return bool(self._in_hand or self._waiting)

    def load_model(self) -> None:
        """Begins to load the model, if that has not been done."""
        if self._loading is None:
            self._loading = self.service.start()
            self._loading.add_done_callback(lambda _: self.notify())

    def close(self) -> None:
        """Ends the model's thread; what it has not embedded is done another time."""
        self.service.close()
        if self.cache is not None:
            self.cache.close()

    def leave(self) -> None:
        """Ends the model's thread, which may take seconds, and keeps no graph: the vectors of another model answer."""
        if self.cache is not None:
            self.cache.leave()
        self.service.close()

    def _prepare(self, *, may_load: bool) -> bool:
        """Opens the vectors once the model is known. The model is loaded only when there is something to embed."""
        if self._loading is None:
            if not may_load or not self._may_have_more:
                return False
            self._may_have_more = self._succeeds or self._is_needed()
            if not self._may_have_more:
                return False
            self.load_model()
        assert self._loading is not None
        if not self._loading.done():
            return False
        try:
            embedder = self._loading.result()
        except (DesktopSearchError, CancelledError) as error:
            self.problem = str(error)
            return False
        self.cache = self._open_cache(embedder)
        self.cache.notify = self._graph_built
        if not self._succeeds:
            self._db.answer_with(self.cache.number, self._model_key, embedder.device)
        self._may_have_more = True
        return True

    def _graph_built(self) -> None:
        self.notify()

    def _is_needed(self) -> bool:
        if self._db.meta("model_key") != self._model_key:
            return self._db.count_passages() > 0
        number = self._db.meta("embedding")
        # What is no text of a file counts, but gets no vector.
        return (
            number is not None
            and self._lacks_some(int(number))
            and bool(self._db.unembedded(int(number), after=0, limit=1))
        )

    def _lacks_some(self, number: int) -> bool:
        """Whether a passage may have no vector. Counted, in the order of hashes that both have in common: looking for
        the first that has none takes eight times as long where all have one.
        """
        return self._db.count_passages(number) < self._db.count_passages()

    def _give_out(self) -> None:
        while self._in_hand < REQUESTS_AHEAD:
            if not self._waiting and not self._fetch():
                return
            batch = [self._waiting.popleft() for _ in range(min(self._at_once(), len(self._waiting)))]
            self._in_hand += 1
            if self._busy_since is None:
                self._busy_since = time.monotonic()
            future = self.service.embed_passages([self._text_of(item.title, item.text) for item in batch])
            future.add_done_callback(lambda done, batch=batch: self._arrived(batch, done))  # type: ignore[misc]

    def _fetch(self) -> bool:
        assert self.cache is not None
        if not self._may_have_more:
            return False
        if self._after == 0 and not self._lacks_some(self.cache.number):
            self._after, self._may_have_more = self._db.last_passage_id(), False
            return False
        found = self._db.unembedded(self.cache.number, after=self._after, limit=FETCH)
        if not found:
            self._after, self._may_have_more = self._db.last_passage_id(), False
            return False
        self._after = found[-1].passage_id
        # Texts of one length together: no time is lost on padding.
        self._waiting.extend(sorted({item.text_hash: item for item in found}.values(), key=lambda item: len(item.text)))
        return True

    def _at_once(self) -> int:
        """How many passages make a request: what takes about a second, so that those that wait make equal requests."""
        if self.embedded_now < PASSAGES_AT_ONCE:
            return PASSAGES_AT_ONCE
        in_time = int(REQUEST_SECONDS * self.embedded_now / max(self.embed_seconds, 1e-3))
        at_most = max(PASSAGES_AT_ONCE, in_time)
        return -(-len(self._waiting) // -(-len(self._waiting) // at_most))

    def _arrived(self, batch: list[Unembedded], done: "Future[Array]") -> None:
        self._results.put((batch, done))
        self.notify()

    def _store_results(self) -> None:
        while not self._results.empty():
            batch, done = self._results.get()
            self._in_hand -= 1
            try:
                vectors = done.result()
            except CancelledError:
                continue
            except DesktopSearchError as error:
                self.problem = str(error)
                continue
            except Exception as error:  # The model's libraries raise anything; search by words must go on.
                logger.exception("texts could not be embedded")
                self.problem = f"The model failed ({type(error).__name__}). Search by words goes on."
                continue
            assert self.cache is not None
            try:
                self.cache.add([item.text_hash for item in batch], vectors)
            except Exception:
                # The disk may be full. What has no vector is looked for from the beginning, once there is room.
                self.look_again()
                raise
            self.embedded_now += len(batch)
        if self._busy_since is not None:
            now = time.monotonic()
            self.embed_seconds += now - self._busy_since
            self._busy_since = now if self._in_hand else None

"""The model that answers and, while the person changes models, the one that will: a switch nobody has to wait for."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.storage.index_db import Change, IndexDb

logger = logging.getLogger(__name__)

LEAVING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A backend and the folder of a model, "" for the shipped one, as the settings name them."""

    backend: str
    folder: str

    @property
    def key(self) -> str:
        """One line for the database: whose vectors those are."""
        return f"{self.backend}|{self.folder}"

    @classmethod
    def from_key(cls, key: str) -> "ModelChoice":
        backend, _, folder = key.partition("|")
        return cls(backend, folder)


class Succession:
    """Used by the indexing thread only, but for `now`, `next` and `notice`, which others may read at any time.

    The one that answers goes on until every passage has a vector of its successor; then, in one transaction, the
    successor takes its place. Whatever happens before that leaves everything as it was, and is gone on with later.
    opened is called when there are vectors that answer, of whichever model.
    """

    def __init__(self, db: IndexDb, make: Callable[[ModelChoice], EmbeddingQueue], wanted: ModelChoice) -> None:
        """make gives the queue of a model, which loads it when it is first needed. wanted is what the settings say."""
        self.notice: str | None = None
        self.opened: Callable[[], None] = lambda: None
        self._was_open: EmbeddingQueue | None = None
        self._db = db
        self._make = make
        self._notify: Callable[[], None] = lambda: None
        self._left_embedded, self._left_seconds = 0, 0.0
        self._leaving: list[threading.Thread] = []
        now = self._answering() or wanted
        self.now = make(now)
        self.next: EmbeddingQueue | None = None
        self._now_is, self._next_is = now, now
        if wanted != now:
            self._begin(wanted)

    @property
    def answering(self) -> ModelChoice:
        """The model whose vectors answer."""
        return self._now_is

    @property
    def notify(self) -> Callable[[], None]:
        return self._notify

    @notify.setter
    def notify(self, notify: Callable[[], None]) -> None:
        self._notify = notify
        for one in filter(None, (self.now, self.next)):
            one.notify = notify

    @property
    def embedded_now(self) -> int:
        """How many passages were embedded since the start, by whichever model."""
        return self._left_embedded + sum(one.embedded_now for one in filter(None, (self.now, self.next)))

    @property
    def embed_seconds(self) -> float:
        """For how long there was something to embed, in seconds."""
        return self._left_seconds + sum(one.embed_seconds for one in filter(None, (self.now, self.next)))

    def change_to(self, wanted: ModelChoice) -> None:
        """Begins to embed everything with another model, or leaves that when it is the one that answers."""
        if wanted == self._next_is and (self.next is None or self.next.problem is None):
            return
        self._leave_next()
        if wanted != self._now_is:
            self._begin(wanted)

    def passages_changed(self, change: Change) -> None:
        """Tells the vectors in memory what came and went."""
        for one in filter(None, (self.now, self.next)):
            one.passages_changed(change)

    def work(self, *, paused: bool, others_first: bool = False) -> bool:
        """Takes results and gives out work; returns whether there is any left.

        New passages get the vectors they are found by before those of a model that will only answer later.
        """
        is_busy = self.now.work(paused=paused, others_first=others_first)
        self._tell_opened()
        if self.next is None:
            return is_busy
        if self.next.problem is not None:
            self.notice = f"The model before this one goes on, as the new one cannot be used: {self.next.problem}"
            return is_busy
        is_next_busy = self.next.work(paused=paused, others_first=others_first or is_busy)
        if is_busy or is_next_busy:
            return True
        if not self._is_complete():
            # What failed, on a full disk for example, is done again.
            return not paused
        self._switch()
        self._tell_opened()
        return False

    def look_again(self) -> None:
        """Looks for texts without a vector from the beginning."""
        for one in filter(None, (self.now, self.next)):
            one.look_again()

    def load_model(self) -> None:
        """Begins to load the model that answers, if that has not been done."""
        self.now.load_model()

    def close(self) -> None:
        """Ends the models' threads. All vectors stay as they are; a graph is kept of those that answer alone."""
        if self.next is not None:
            self.next.leave()
        self.now.close()
        for thread in self._leaving:
            thread.join(LEAVING_SECONDS)

    def _tell_opened(self) -> None:
        if self.now.cache is not None and self._was_open is not self.now:
            self._was_open = self.now
            self.opened()

    def _answering(self) -> ModelChoice | None:
        """The model whose vectors answered last time, if there are any."""
        key, number = self._db.meta("model_key"), self._db.meta("embedding")
        if key is None or number is None or not self._db.has_vectors(int(number)):
            return None
        return ModelChoice.from_key(key)

    def _begin(self, wanted: ModelChoice) -> None:
        self._next_is = wanted
        self.next = self._make(wanted)
        self.next.notify = self._notify
        self.next.succeeds()

    def _leave_next(self) -> None:
        left, self.next, self._next_is, self.notice = self.next, None, self._now_is, None
        if left is not None:
            self._end(left)

    def _is_complete(self) -> bool:
        assert self.next is not None
        cache = self.next.cache
        return cache is not None and not self._db.unembedded(cache.number, after=0, limit=1)

    def _switch(self) -> None:
        assert self.next is not None and self.next.cache is not None
        before, number = self.now, self.next.cache.number
        # The model that answered may never have been loaded in this run.
        old = self._db.meta("embedding") if before.cache is None else before.cache.number
        # The one transaction: from here on the new vectors answer, also after a crash.
        self._db.answer_with(number, self._next_is.key, self.next.device)
        self.now, self.next, self._now_is, self.notice = self.next, None, self._next_is, None
        logger.info("another model answers from now on")
        self._end(before)
        self._db.remove_embeddings(keep=[number] if old is None else [number, int(old)])

    def _end(self, queue: EmbeddingQueue) -> None:
        self._left_embedded += queue.embedded_now
        self._left_seconds += queue.embed_seconds
        # A model that is in the middle of something takes seconds to end, for which only the end of all waits.
        leaving = threading.Thread(target=queue.leave, name="leaving a model", daemon=True)
        leaving.start()
        self._leaving = [*filter(threading.Thread.is_alive, self._leaving), leaving]

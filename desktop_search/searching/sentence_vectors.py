"""Keeps the vectors of sentences that were shown lately: a person who types on asks for the same ones again."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as WaitingTooLong

import numpy as np

from desktop_search.records import Array

MOST_KEPT = 4_096
"""Of 384 dimensions: six megabytes."""
PATIENCE_SECONDS = 0.25

_Key = tuple[str, bytes]


class SentenceVectors:
    """Any thread may ask. What comes too late for one question is there for the next."""

    def __init__(self, embed: Callable[[Sequence[str]], "Future[Array]"], model: Callable[[], str | None]) -> None:
        """embed gives float32 [n, dimensions], before other work of the model; model names the vectors' kind."""
        self._embed = embed
        self._model = model
        self._kept: OrderedDict[_Key, Array] = OrderedDict()
        self._lock = threading.Lock()

    def similarities(self, vector: Array, sentences: Sequence[str]) -> list[float] | None:
        """The cosine of each sentence to a vector float32 [dimensions]; None where the model takes too long or fails.

        The last is not told to anybody: without it a little less is shown.
        """
        model = self._model()
        if model is None:
            return None
        keys = [(model, _hash_of(sentence)) for sentence in sentences]
        known = self._known(keys)
        missing = {key: sentence for key, sentence in zip(keys, sentences, strict=True) if key not in known}
        if missing:
            asked = self._embed(list(missing.values()))
            asked.add_done_callback(lambda done: self._keep(list(missing), done))
            try:
                fresh = asked.result(timeout=PATIENCE_SECONDS)
            except (WaitingTooLong, CancelledError):
                return None
            except Exception:  # The model fails for the query too, and there it is told.
                return None
            known.update(zip(missing, fresh, strict=True))
        if any(len(known[key]) != len(vector) for key in keys):
            # Another model has taken the place of the one that the question was asked of.
            return None
        return [float(np.dot(known[key], vector)) for key in keys]

    def _known(self, keys: Sequence[_Key]) -> dict[_Key, Array]:
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        return found

    def _keep(self, keys: Sequence[_Key], done: "Future[Array]") -> None:
        if done.cancelled() or done.exception() is not None:
            return
        with self._lock:
            self._kept.update(zip(keys, done.result(), strict=True))
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def _hash_of(sentence: str) -> bytes:
    return hashlib.blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=16).digest()

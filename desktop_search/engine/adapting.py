"""Learns at once from what the person found of results: on a thread of its own, seconds after a judgement."""

import dataclasses
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_search.engine.judged_evidence import JudgedEvidence
from desktop_search.records import AdapterState, Label
from desktop_search.searching.adapter import Adapter
from desktop_search.searching.adapter_fitting import Fitted
from desktop_search.storage import adapter_files
from desktop_search.storage.adapter_files import StoredAdapter
from desktop_search.training.comparing import bootstrap_interval

logger = logging.getLogger(__name__)

QUIET_SECONDS = 0.5
"""Judgements often come several at a time."""
VERSION = 1
"""Counts changes to how an adapter is learned; older ones are learned anew."""


@dataclass(frozen=True, slots=True, eq=False)
class _Learned:
    """An adapter, what it was made of in one word, and what can be said of it."""

    adapter: Adapter
    digest: str
    state: AdapterState


class Adapting:
    """Any thread may use it. What was learned is kept in a file; it is made of the labels, and can be made anew."""

    def __init__(
        self,
        file: Path,
        labels: Callable[[], list[Label]],
        evidence: JudgedEvidence,
        *,
        is_on: bool,
        meaning_weight: float,
    ) -> None:
        """labels gives all judgements; meaning_weight is that of the settings."""
        self._file = file
        self._labels = labels
        self._evidence = evidence
        self._is_on = is_on
        self._meaning_weight = meaning_weight
        self._learned = _read(file)
        self._changed = threading.Event()
        self._settled = threading.Event()
        self._settled.set()
        self._closing = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def adapter(self, fingerprint: str) -> Adapter | None:
        """What was learned for the vectors of an embedding; None where that is nothing, or where it is switched off."""
        if not self._is_on:
            return None
        learned = self._learned
        return learned.adapter if learned is not None and learned.adapter.fingerprint == fingerprint else None

    def switch(self, is_on: bool) -> None:
        """Uses what was learned, or does not."""
        self._is_on = is_on
        self.learn()

    def learn(self) -> None:
        """Has the thread learn anew where the judgements or the model are others than before."""
        with self._lock:
            if self._closing or not self._is_on:
                return
            if self._thread is None:
                if self._learned is None and not self._labels():
                    return
                self._thread = threading.Thread(target=self._run, name="learning", daemon=True)
                self._thread.start()
            self._settled.clear()
            # Under the lock: else the thread could say in between that all was learned.
            self._changed.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until what was judged so far has been learned."""
        return self._settled.wait(timeout)

    def state(self) -> AdapterState:
        """What was learned, and how much better that makes the judged questions, each left out in turn."""
        learned = self._learned
        return AdapterState(self._is_on) if learned is None else dataclasses.replace(learned.state, is_on=self._is_on)

    def close(self) -> None:
        with self._lock:
            self._closing = True
        self._changed.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            self._changed.wait()
            if self._closing:
                return
            time.sleep(QUIET_SECONDS)
            self._changed.clear()
            try:
                self._learn_now()
            except Exception:
                # Without it a search is as good as it was before anything was learned.
                logger.exception("nothing could be learned from the judgements")
            with self._lock:
                if not self._changed.is_set():
                    self._settled.set()

    def _learn_now(self) -> None:
        labels = self._labels()
        fingerprint = self._evidence.fingerprint()
        if not labels:
            self._forget()
            return
        if fingerprint is None:
            return
        digest, learned = _digest(labels, self._meaning_weight), self._learned
        if learned is not None and (learned.adapter.fingerprint, learned.digest) == (fingerprint, digest):
            return
        started = time.monotonic()
        fitted = self._evidence.fitted(labels, meaning_weight=self._meaning_weight)
        if self._closing:
            return
        if fitted is None:
            self._forget()
            return
        self._learned = _Learned(fitted.adapter, digest, _state(fitted))
        _write(self._learned, self._file)
        logger.info("learned from %d judgements in %.1f s", len(labels), time.monotonic() - started)

    def _forget(self) -> None:
        self._learned = None
        self._file.unlink(missing_ok=True)


def _state(fitted: Fitted) -> AdapterState:
    gain = bootstrap_interval((fitted.after - fitted.before).tolist())
    before, after = (float(values.mean()) if len(values) else 0.0 for values in (fitted.before, fitted.after))
    adapter = fitted.adapter
    return AdapterState(True, len(adapter.questions), adapter.strength, before, after, gain.low, gain.high, time.time())


def _write(learned: _Learned, file: Path) -> None:
    adapter = learned.adapter
    about = {
        "digest": learned.digest,
        "fingerprint": adapter.fingerprint,
        "strength": adapter.strength,
        "meaning_weight": adapter.meaning_weight,
        "state": dataclasses.asdict(learned.state),
    }
    adapter_files.write(StoredAdapter(adapter.questions, adapter.moves, about), file)


def _read(file: Path) -> _Learned | None:
    stored = adapter_files.read(file)
    if stored is None:
        return None
    about = stored.about
    try:
        adapter = Adapter(
            about["fingerprint"], stored.questions, stored.moves, about["strength"], about["meaning_weight"]
        )
        return _Learned(adapter, about["digest"], AdapterState(**about["state"]))
    except (KeyError, TypeError):
        return None


def _digest(labels: Sequence[Label], meaning_weight: float) -> str:
    """What an adapter is made of, in one word."""
    made = hashlib.sha256(repr((VERSION, meaning_weight)).encode())
    for one in labels:
        what = (one.query, one.path, one.passage, one.relevant, one.origin)
        made.update(repr(what).encode("utf-8", "surrogateescape"))
    return made.hexdigest()[:32]

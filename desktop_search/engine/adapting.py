"""Learns at once from what the person found of results: on a thread of its own, seconds after a judgement."""

import dataclasses
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_search.engine.judged_evidence import JudgedEvidence, NotNow
from desktop_search.records import AdapterState, Label
from desktop_search.searching.learning import learned_ranking
from desktop_search.searching.learning.adapter import Adapter
from desktop_search.searching.learning.adapter_fitting import NOTHING_EARLIER, RANKED_FROM, Earlier, Fitted
from desktop_search.searching.learning.learned_ranking import NOTHING_LEARNED
from desktop_search.storage import adapter_files
from desktop_search.storage.adapter_files import StoredAdapter
from desktop_search.training.comparing import bootstrap_interval

logger = logging.getLogger(__name__)

QUIET_SECONDS = 0.5
"""Judgements often come several at a time."""
FORGETTING_SECONDS = 10.0
"""A learning that is under way ends in a second or two."""
VERSION = 6
"""Counts changes to how an adapter is learned; older ones are learned anew."""


@dataclass(frozen=True, slots=True, eq=False)
class _Learned:
    """An adapter, what it was made of in one word, and what can be said of it. earlier was learned when another model
    answered: one that was trained on most judgements has too few left to learn from, or to be tried by."""

    adapter: Adapter
    digest: str
    state: AdapterState
    earlier: Earlier = NOTHING_EARLIER


class Adapting:
    """Any thread may use it. What was learned is kept in a file; it is made of the labels, and can be made anew."""

    def __init__(
        self,
        file: Path,
        labels: Callable[[], list[Label]],
        evidence: JudgedEvidence,
        *,
        is_on: bool,
        meaning_weight: Callable[[], float],
    ) -> None:
        """labels gives all judgements; meaning_weight that of the model that answers."""
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

    def forget(self) -> None:
        """Drops what was learned, and learns anew of what is there now."""
        self._forget()
        self.learn()
        self.wait(timeout=FORGETTING_SECONDS)

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until what was judged so far has been learned."""
        return self._settled.wait(timeout)

    def state(self) -> AdapterState:
        """What was learned, and how much better that makes judged questions, a fifth of them left out at a time."""
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
            # It may have been told to end meanwhile, by what was just cleared.
            if self._closing:
                return
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
        weight, learned = self._meaning_weight(), self._learned
        digest = _digest(labels, weight, self._evidence.extent())
        if learned is not None and (learned.adapter.fingerprint, learned.digest) == (fingerprint, digest):
            return
        started = time.monotonic()
        is_enough = len({one.query for one in labels}) >= RANKED_FROM
        earlier = _before(learned, fingerprint) if is_enough else NOTHING_EARLIER
        try:
            fitted = self._evidence.fitted(
                labels, meaning_weight=weight, earlier=earlier, is_wanted=lambda: not self._closing
            )
        except NotNow:
            return
        if fitted is None:
            self._forget()
            return
        self._learned = _Learned(fitted.adapter, digest, _state(fitted), earlier)
        _write(self._learned, self._file)
        logger.info("learned from %d judgements in %.1f s", len(labels), time.monotonic() - started)

    def _forget(self) -> None:
        self._learned = None
        self._file.unlink(missing_ok=True)


def _state(fitted: Fitted) -> AdapterState:
    gain = bootstrap_interval((fitted.after - fitted.before).tolist())
    before, after = (float(values.mean()) if len(values) else 0.0 for values in (fitted.before, fitted.after))
    adapter = fitted.adapter
    # A ranking changes what other questions find also where moving them would do harm.
    strength = adapter.strength if adapter.ranking is None else 1.0
    return AdapterState(True, len(adapter.questions), strength, before, after, gain.low, gain.high, time.time())


def _before(learned: _Learned | None, fingerprint: str) -> Earlier:
    """What was learned for another model than this, the newest that could be used."""
    if learned is None:
        return NOTHING_EARLIER
    adapter = learned.adapter
    if adapter.fingerprint == fingerprint:
        return learned.earlier
    return learned.earlier if adapter.ranking is None else Earlier(adapter.ranking, adapter.strength)


def _write(learned: _Learned, file: Path) -> None:
    adapter = learned.adapter
    ranking = adapter.ranking
    about = {
        "digest": learned.digest,
        "fingerprint": adapter.fingerprint,
        "strength": adapter.strength,
        "meaning_weight": adapter.meaning_weight,
        "state": dataclasses.asdict(learned.state),
        "ranking": None if ranking is None else learned_ranking.values_of(ranking),
        "earlier": learned_ranking.values_of(learned.earlier.ranking),
        "earlier_strength": learned.earlier.strength,
    }
    adapter_files.write(StoredAdapter(adapter.questions, adapter.moves, adapter.said, about), file)


def _read(file: Path) -> _Learned | None:
    stored = adapter_files.read(file)
    if stored is None:
        return None
    about = stored.about
    try:
        ranking = about["ranking"] and learned_ranking.of_values(about["ranking"])
        adapter = Adapter(
            about["fingerprint"],
            stored.questions,
            stored.moves,
            stored.said,
            about["strength"],
            about["meaning_weight"],
            ranking,
        )
        earlier = Earlier(learned_ranking.of_values(about["earlier"]) or NOTHING_LEARNED, about["earlier_strength"])
        return _Learned(adapter, about["digest"], AdapterState(**about["state"]), earlier)
    except (KeyError, TypeError):
        return None


def _digest(labels: Sequence[Label], meaning_weight: float, extent: int) -> str:
    """What an adapter is made of, in one word. extent is how much there is to find, roughly."""
    made = hashlib.sha256(repr((VERSION, meaning_weight, extent)).encode())
    for one in labels:
        what = (one.query, one.path, one.passage, one.relevant, one.origin)
        made.update(repr(what).encode("utf-8", "surrogateescape"))
    return made.hexdigest()[:32]

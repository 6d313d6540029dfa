"""The one thread that writes the index: scans, has files read, commits what comes back, has texts embedded."""

import itertools
import logging
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from desktop_search.extraction import registry
from desktop_search.files import ignore, walk
from desktop_search.files.changes import Changes, is_below
from desktop_search.indexing.caches import WordCache
from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.indexing.plan import Forget, Read, plan
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileStat, FileState, Folder, Forgotten, ReadOutcome
from desktop_search.storage.index_db import Change, IndexDb
from desktop_search.storage.index_queries import KnownFile

logger = logging.getLogger(__name__)

COMMIT_SECONDS = 0.25
FILES_AT_ONCE = 200
PENDING_AT_ONCE = 5_000
TROUBLE_SECONDS = 5.0
LONGEST_SLEEP_SECONDS = 60.0
READS_AHEAD = 2
"""For each reader: one in hand and one waiting, so that it never waits for us."""


@dataclass(slots=True)
class Work:
    """Counts for whoever wants to know how far the work is; written by the indexer only."""

    scanning: bool = False
    read_total: int = 0
    read_done: int = 0
    read_now: int = 0
    read_seconds: float = 0.0
    started_at: float = field(default_factory=time.monotonic)


class Indexer:
    """Runs until close(). Everything it is told comes through one queue, so nothing here needs a lock."""

    def __init__(
        self,
        db: IndexDb,
        words: WordCache,
        make_readers: Callable[[Callable[[ReadOutcome], None]], Readers],
        embedding: EmbeddingQueue,
        *,
        folders: Iterable[Folder],
        never: Iterable[str],
        rescan_seconds: float | None = None,
        paused: bool = False,
    ) -> None:
        """rescan_seconds is how often everything is compared with the disk unasked; None means never."""
        self.work = Work()
        self.trouble: str | None = None
        self._db = db
        self._words = words
        self._embedding = embedding
        self._never = tuple(never)
        self._folders = tuple(folders)
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._readers = make_readers(lambda outcome: self.post(lambda: self._take(outcome)))
        self._embedding.notify = lambda: self.post(lambda: None)
        self._changes = Changes()
        self._rescan_seconds = rescan_seconds
        self._rescanned_at = time.monotonic()
        self._to_scan: deque[tuple[str, bool]] = deque()
        self._to_read: deque[FileStat] = deque()
        self._in_hand: dict[str, float] = {}
        self._outcomes: list[ReadOutcome] = []
        self._last_commit = time.monotonic()
        self._revision = registry.revision()
        self._idle = threading.Event()
        self._idle_lock = threading.Lock()
        self._not_begun = 0
        self._paused = paused
        self._closing = False
        self._has_garbage = False
        self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)
        self._thread.start()

    # What others may ask for, from any thread.

    def post(self, action: Callable[[], None]) -> None:
        """Has the indexing thread do something."""
        self._inbox.put(action)

    def scan(self, folders: Sequence[Folder], paths: Iterable[str], *, reread: bool = False) -> None:
        """Compares paths with the disk; folders are all that are indexed from now on."""
        chosen = tuple(paths)

        def begin() -> None:
            self._folders = tuple(folders)
            self._to_scan.extend((path, reread) for path in chosen)

        self._begin(begin)

    def add(self, outcomes: Sequence[ReadOutcome]) -> None:
        """Takes documents that were read elsewhere, as if they came from a reader."""
        self._begin(lambda: self._outcomes.extend(outcomes))

    def hint(self, path: str) -> None:
        """Something may have changed there: looked at as soon as it has been quiet for a second."""
        # A rule file speaks for its whole folder.
        place = os.path.dirname(path) if os.path.basename(path) in ignore.RULE_FILES else path
        self.post(lambda: self._changes.add([place], time.monotonic()))

    def forget(self, folders: Sequence[Folder], paths: Sequence[str]) -> Forgotten:
        """Removes paths from the index, and waits until it is done. folders are those that stay."""
        done: Future[Forgotten] = Future()

        def remove() -> None:
            self._folders = tuple(folders)
            self._to_read = deque(stat for stat in self._to_read if not _is_below_any(stat.path, paths))
            for path in [path for path in self._in_hand if _is_below_any(path, paths)]:
                del self._in_hand[path]
            self._commit()
            change = self._db.forget(paths)
            self._apply(change)
            self._words.commit()
            self._db.remove_unused_vectors()
            done.set_result(Forgotten(len(change.files_removed), len(change.passages_removed)))

        def remove_or_tell() -> None:
            try:
                remove()
            except Exception as error:
                done.set_exception(error)

        self.post(remove_or_tell)
        return done.result()

    def retry_failures(self) -> None:
        """Reads again what failed or was read in part."""

        def again() -> None:
            for failure in self._db.failures():
                self._to_scan.append((failure.path, True))

        self._begin(again)

    def pause(self, paused: bool) -> None:
        """Stops giving out work, or goes on."""
        self.post(lambda: setattr(self, "_paused", paused))

    def wait_until_idle(self, timeout: float | None = None) -> bool:
        """Waits until the index says what the disk says and every passage has its vector."""
        return self._idle.wait(timeout)

    def state(self) -> str:
        """One of the states of EngineStatus."""
        if self._paused:
            return "paused"
        if self.work.scanning:
            return "scanning"
        if self._to_read or self._in_hand:
            return "reading"
        if not self._idle.is_set():
            return "embedding"
        return "idle"

    def current(self) -> str | None:
        return self._readers.current()

    def sandbox(self) -> str:
        """How far the readers are locked in."""
        return self._readers.sandbox()

    def close(self) -> None:
        """Commits what has been read and stops; the rest is done at the next start."""
        self._closing = True
        self.post(lambda: None)
        self._thread.join(timeout=30)
        self._readers.close()

    def _begin(self, work: Callable[[], None]) -> None:
        """Posts work that wait_until_idle() has to wait for, from now on."""

        def begin() -> None:
            with self._idle_lock:
                self._not_begun -= 1
            work()

        with self._idle_lock:
            self._not_begun += 1
            self._idle.clear()
        self.post(begin)

    # The thread.

    def _run(self) -> None:
        while not self._closing:
            try:
                self._work_once()
                self.trouble = None
                self._answer_calls(self._patience())
            except Exception as error:  # A full disk, say. What was not committed is still pending, and read again.
                logger.exception("indexing was interrupted")
                self.trouble = f"Indexing was interrupted and is tried again: {error}"
                self._answer_calls(TROUBLE_SECONDS)
        self._commit()

    def _answer_calls(self, patience_seconds: float) -> None:
        try:
            self._inbox.get(timeout=patience_seconds)()
            while True:
                self._inbox.get_nowait()()
        except queue.Empty:
            pass

    def _work_once(self) -> None:
        now = time.monotonic()
        due_at = self._changes.due_at()
        if due_at is not None and now >= due_at:
            self._to_scan.extend((path, False) for path in self._changes.take())
        if self._rescan_seconds is not None and now - self._rescanned_at >= self._rescan_seconds:
            self._rescanned_at = now
            self._to_scan.extend((folder.path, False) for folder in self._folders)
        while self._to_scan and not self._paused and not self._closing:
            self._scan(*self._to_scan.popleft())
        if len(self._outcomes) >= FILES_AT_ONCE or (self._outcomes and now - self._last_commit >= COMMIT_SECONDS):
            self._commit()
        if not self._paused:
            while self._to_read and len(self._in_hand) < READS_AHEAD * self._readers.count:
                stat = self._to_read.popleft()
                self._in_hand[stat.path] = now
                self._readers.give(stat)
        reading = bool(self._to_read or self._in_hand or self._outcomes)
        embedding = self._embedding.work(paused=self._paused)
        self._words.commit_if_due()
        if not reading and not self._to_scan and not embedding:
            self._become_idle()
        else:
            self._idle.clear()

    def _become_idle(self) -> None:
        if not self._idle.is_set():
            self._words.commit()
            if self._has_garbage:
                self._has_garbage = False
                self._db.remove_unused_vectors()
            self.work.read_total = self.work.read_done = 0
            # Only now may a waiting command go on: everything it asked for can be found.
            with self._idle_lock:
                if not self._not_begun:
                    self._idle.set()

    def _patience(self) -> float:
        """How long the thread may sleep when nobody calls it, in seconds."""
        if self._outcomes or not self._idle.is_set():
            return 0.05
        due_at = self._changes.due_at()
        longest = min(LONGEST_SLEEP_SECONDS, self._rescan_seconds or LONGEST_SLEEP_SECONDS)
        return longest if due_at is None else max(0.01, due_at - time.monotonic())

    def _scan(self, path: str, reread: bool) -> None:
        # Of folders inside each other the deepest one's rules hold.
        around = [folder for folder in self._folders if is_below(path, folder.path)]
        folder = max(around, key=lambda folder: len(folder.path), default=None)
        if folder is None or (path == folder.path and not os.path.lexists(path)):
            # A folder that is away (a disk that is not mounted) keeps its files.
            return
        others = [f.path for f in self._folders if f.path != folder.path and is_below(f.path, folder.path)]
        self.work.scanning = True
        try:
            rules = ignore.rules_for(path, folder.path, folder.ignore_rules, never=(*self._never, *others))
            unlisted = walk.Unlisted()
            known = (file for file in self._db.known_files(path) if not _is_below_any(file.stat.path, others))
            steps = plan(
                walk.walk(path, rules, unlisted, is_root=path == folder.path),
                known,
                is_outdated=lambda file: reread or self._is_outdated(file),
                unlisted=unlisted.paths,
            )
            self._carry_out(steps)
        finally:
            self.work.scanning = False

    def _carry_out(self, steps: Iterable[Read | Forget]) -> None:
        reads: list[FileStat] = []
        gone: list[str] = []
        for step in steps:
            if isinstance(step, Forget):
                gone.append(step.path)
            elif step.stat.path not in self._in_hand:
                reads.append(step.stat)
        for start in range(0, len(reads), PENDING_AT_ONCE):
            self._apply(self._db.mark_pending(reads[start : start + PENDING_AT_ONCE]))
        for start in range(0, len(gone), PENDING_AT_ONCE):
            self._apply(self._db.forget_files(gone[start : start + PENDING_AT_ONCE]))
        if reads:
            again = {stat.path for stat in reads}
            waiting = [stat for stat in self._to_read if stat.path not in again]
            self.work.read_total += len(reads) - (len(self._to_read) - len(waiting))
            # What a person looks for is most often new: read that first.
            self._to_read = deque(sorted(itertools.chain(waiting, reads), key=lambda stat: -stat.modified_ns))
            if self.work.read_done == 0:
                self.work.started_at = time.monotonic()

    def _is_outdated(self, file: KnownFile) -> bool:
        """Whether a newer version of this program would read the file better."""
        if file.format is None:
            return file.state in (FileState.SKIPPED, FileState.FAILED) and file.format_version not in (
                0,
                self._revision,
            )
        return registry.version_of(file.format) != file.format_version

    def _take(self, outcome: ReadOutcome) -> None:
        started = self._in_hand.pop(outcome.stat.path, None)
        self.work.read_done += 1
        self.work.read_now += 1
        self.work.read_seconds = time.monotonic() - self.work.started_at
        if started is not None and any(is_below(outcome.stat.path, folder.path) for folder in self._folders):
            self._outcomes.append(outcome)
            if outcome.stat.changed_ns == 0:
                # It was changed in the very moment we opened it: look once more.
                self._changes.add([outcome.stat.path], time.monotonic())

    def _commit(self) -> None:
        if self._outcomes:
            outcomes, self._outcomes = self._outcomes, []
            self._apply(self._db.replace(outcomes))
        self._last_commit = time.monotonic()

    def _apply(self, change: Change) -> None:
        self._has_garbage = self._has_garbage or bool(change.passages_removed)
        self._words.apply(change)
        self._embedding.passages_changed(change)


def _is_below_any(path: str, folders: Iterable[str]) -> bool:
    return any(is_below(path, folder) for folder in folders)

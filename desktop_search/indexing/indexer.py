"""The one thread that writes the index: scans, has files read, commits what comes back, has texts embedded."""

import logging
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future

from sqlalchemy.exc import OperationalError

from desktop_search.extraction import recognition, registry
from desktop_search.files.changes import Changes
from desktop_search.files.ignore import RULE_FILES
from desktop_search.indexing.caches import WordCache
from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.indexing.plan import Forget, Read
from desktop_search.indexing.reading_queue import ReadingQueue
from desktop_search.indexing.recognising import Recognition
from desktop_search.indexing.sandbox import lowest
from desktop_search.indexing.scanning import Scanner, is_below_any
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileStat, FileState, Folder, Forgotten, ReadOutcome
from desktop_search.storage.index_db import Change, IndexDb
from desktop_search.storage.index_queries import KnownFile

logger = logging.getLogger(__name__)

COMMIT_SECONDS = 0.25
FILES_AT_ONCE = 200
PENDING_AT_ONCE = 5_000
TROUBLE_SECONDS = 5.0
AGAIN_SECONDS = 30.0
LONGEST_SLEEP_SECONDS = 60.0
PASSING_ERRORS = (OperationalError, OSError, MemoryError)
"""A full disk or a locked database: they say nothing about what was to be written, which is written again."""


class Indexer:
    """Runs until close(). Everything it is told comes through one queue, so its state needs no lock."""

    def __init__(
        self,
        db: IndexDb,
        words: WordCache,
        make_readers: Callable[[Callable[[ReadOutcome], None]], Readers],
        embedding: EmbeddingQueue,
        *,
        make_recognisers: Callable[[Callable[[ReadOutcome], None]], Readers | None] = lambda deliver: None,
        folders: Iterable[Folder],
        never: Iterable[str],
        rescan_seconds: float | None = None,
        paused: bool = False,
    ) -> None:
        """rescan_seconds is how often everything is compared with the disk unasked; None means never."""
        self.scanning = False
        self.trouble: str | None = None
        self._db = db
        self._words = words
        self._embedding = embedding
        self._scanner = Scanner(db, never=never)
        self._scanner.folders = tuple(folders)
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._readers = make_readers(lambda outcome: self.post(lambda: self._take(outcome)))
        self.reading = ReadingQueue(self._readers)
        self.recognition = Recognition(
            db, make_recognisers(lambda outcome: self.post(lambda: self._take_recognised(outcome)))
        )
        self._embedding.notify = lambda: self.post(lambda: None)
        self._changes = Changes()
        self._later: list[tuple[float, str]] = []
        self._rescan_seconds = rescan_seconds
        self._rescanned_at = time.monotonic()
        self._to_scan: deque[tuple[str, bool]] = deque()
        self._outcomes: list[ReadOutcome] = []
        self._last_commit = time.monotonic()
        self._revision = registry.revision()
        self._idle = threading.Event()
        self._idle_lock = threading.Lock()
        self._not_begun = 0
        self._paused = paused
        self._closing = False
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
            self._scanner.folders = tuple(folders)
            self._scan_later(chosen, reread=reread)

        self._begin(begin)

    def add(self, outcomes: Sequence[ReadOutcome]) -> None:
        """Takes documents that were read elsewhere, as if they came from a reader."""
        self._begin(lambda: self._outcomes.extend(outcomes))

    def hint(self, path: str) -> None:
        """Something may have changed there: looked at as soon as it has been quiet for a second."""
        # A rule file speaks for its whole folder.
        place = os.path.dirname(path) if os.path.basename(path) in RULE_FILES else path
        self.post(lambda: self._changes.add([place], time.monotonic()))

    def forget(self, folders: Sequence[Folder], paths: Sequence[str]) -> Forgotten:
        """Removes paths from the index, and waits until it is done. folders are those that stay."""
        done: Future[Forgotten] = Future()

        def remove() -> None:
            try:
                self._scanner.folders = tuple(folders)
                self._drop(lambda path: is_below_any(path, paths))
                self._commit()
                change = self._db.forget(paths)
                self._apply(change)
                self._words.commit()
                self._db.remove_unused_vectors()
                done.set_result(Forgotten(len(change.files_removed), len(change.passages_removed)))
            except Exception as error:
                done.set_exception(error)

        self.post(remove)
        return done.result()

    def retry_failures(self, paths: Sequence[str] | None = None) -> None:
        """Reads again what failed or was read in part: all of it, or these files."""
        wanted = None if paths is None else list(paths)
        self._begin(
            lambda: self._scan_later(
                [one.path for one in self._db.failures()] if wanted is None else wanted, reread=True
            )
        )

    def read_first(self, folder: str) -> None:
        """Files below a folder are read before all others from now on; "" for none."""
        self.post(lambda: self.reading.read_first(folder))

    def pause(self, paused: bool) -> None:
        """Stops giving out work, or goes on."""
        self.post(lambda: setattr(self, "_paused", paused))

    def wait_until_idle(self, timeout: float | None = None) -> bool:
        """Waits until the index says what the disk says and every passage has its vector."""
        return self._idle.wait(timeout)

    @property
    def is_idle(self) -> bool:
        return self._idle.is_set()

    def state(self) -> str:
        """One of the states of EngineStatus."""
        if self._paused:
            return "paused"
        if self.scanning:
            return "scanning"
        if self.reading or self.recognition:
            return "reading"
        return "idle" if self._idle.is_set() else "embedding"

    def notices(self) -> tuple[str, ...]:
        """What the person should know: folders that are away, and what went wrong and is tried again."""
        return (*self._scanner.notices, *filter(None, (self.trouble, self.recognition.notice)))

    def is_away(self, folder: str) -> bool:
        """Whether a folder's disk was not there when it was last looked at."""
        return self._scanner.is_away(folder)

    def scanned_at(self, folder: str) -> float | None:
        """When a folder was last compared with the disk as a whole, in seconds since 1970."""
        when = self._db.meta(_scanned_key(folder))
        return None if when is None else float(when)

    def current(self) -> str | None:
        return self._readers.current() or self.recognition.current()

    def sandbox(self) -> str:
        """How far the readers are locked in: the lowest level of all, those of pictures included."""
        return lowest([*self._readers.levels(), *self.recognition.levels()])

    def close(self) -> None:
        """Commits what has been read and stops; the rest is done at the next start."""
        self._closing = True
        self.post(lambda: None)
        self._thread.join(timeout=30)
        self._readers.close()
        self.recognition.close()

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
            patience = self._guarded(self._work_once)
            if patience is not None:
                self.trouble = None
            self._answer_calls(TROUBLE_SECONDS if patience is None else patience)
        self._guarded(self._commit)
        self._guarded(self._db.remove_old_garbage)

    def _guarded(self, action: Callable[[], object]) -> float | None:
        """Runs an action; None means that it failed. A full disk, say: what was not done is done again."""
        try:
            result = action()
        except Exception as error:
            logger.exception("indexing was interrupted")
            self.trouble = f"Indexing was interrupted and is tried again: {type(error).__name__}."
            return None
        return result if isinstance(result, float) else 0.0

    def _answer_calls(self, patience_seconds: float) -> None:
        try:
            self._guarded(self._inbox.get(timeout=patience_seconds))
            while True:
                self._guarded(self._inbox.get_nowait())
        except queue.Empty:
            pass

    def _work_once(self) -> float:
        """Does what can be done now, and returns for how many seconds there is nothing else to do."""
        now = time.monotonic()
        self._notice_time(now)
        while self._to_scan and not self._paused and not self._closing:
            path, reread = self._to_scan[0]
            self._scan(path, reread)
            self._to_scan.popleft()
        if len(self._outcomes) >= FILES_AT_ONCE or (self._outcomes and now - self._last_commit >= COMMIT_SECONDS):
            self._commit()
        if not self._paused:
            self.reading.give_out()
        is_embedding = self._embedding.work(paused=self._paused)
        self._words.commit_if_due()
        is_recognising = bool(self.recognition)
        if not (self.reading or self._outcomes or self._to_scan or self._paused):
            is_recognising = self.recognition.work()
        if self.reading or self._outcomes or self._to_scan or is_recognising or is_embedding:
            self._idle.clear()
            return 0.05
        self._become_idle()
        return self._seconds_until_due()

    def _notice_time(self, now: float) -> None:
        due_at = self._changes.due_at()
        if due_at is not None and now >= due_at:
            self._scan_later(self._changes.take())
        if self._later and now >= self._later[0][0]:
            due, self._later = [path for _, path in self._later], []
            self._scan_later(due)
        if self._rescan_seconds is not None and now - self._rescanned_at >= self._rescan_seconds:
            self._rescanned_at = now
            self._scan_later([folder.path for folder in self._scanner.folders])
            self._db.remove_old_garbage()

    def _seconds_until_due(self) -> float:
        moments = [self._changes.due_at(), self._later[0][0] if self._later else None]
        wait = min(
            (moment - time.monotonic() for moment in moments if moment is not None), default=LONGEST_SLEEP_SECONDS
        )
        return max(0.01, min(wait, LONGEST_SLEEP_SECONDS, self._rescan_seconds or LONGEST_SLEEP_SECONDS))

    def _become_idle(self) -> None:
        if not self._idle.is_set():
            self._words.commit()
            # Only now may a waiting command go on: everything it asked for can be found.
            with self._idle_lock:
                if not self._not_begun:
                    self._idle.set()

    def _scan_later(self, paths: Iterable[str], *, reread: bool = False) -> None:
        self._to_scan.extend((place, reread) for path in paths for place in self._scanner.places(path))

    def _scan(self, path: str, reread: bool) -> None:
        self.scanning = True
        try:
            steps = self._scanner.steps(path, is_outdated=lambda file: reread or self._is_outdated(file))
            reads: list[FileStat] = []
            gone: list[str] = []
            for step in steps:
                if isinstance(step, Read):
                    reads.append(step.stat)
                elif isinstance(step, Forget):
                    gone.append(step.path)
            if gone:
                vanished = frozenset(gone)
                self._drop(vanished.__contains__)
                self._outcomes = [outcome for outcome in self._outcomes if outcome.stat.path not in vanished]
            for start in range(0, len(reads), PENDING_AT_ONCE):
                self._apply(self._db.mark_pending(reads[start : start + PENDING_AT_ONCE]))
            for start in range(0, len(gone), PENDING_AT_ONCE):
                self._apply(self._db.forget_files(gone[start : start + PENDING_AT_ONCE]))
            # What becomes of their pictures is asked again when they have been read.
            self.recognition.drop({stat.path for stat in reads}.__contains__)
            self.reading.put(reads)
            if any(folder.path == path for folder in self._scanner.folders) and not self._scanner.is_away(path):
                self._db.set_meta(_scanned_key(path), repr(round(time.time(), 3)))
        finally:
            self.scanning = False

    def _is_outdated(self, file: KnownFile) -> bool:
        """Whether a newer version of this program would read the file better."""
        if file.format is None:
            return file.state in (FileState.SKIPPED, FileState.FAILED) and file.format_version not in (
                0,
                self._revision,
            )
        return file.format_version not in (recognition.version_of(file.format), self._revision)

    def _take(self, outcome: ReadOutcome) -> None:
        wanted, changed = self.reading.take(outcome)
        if not wanted:
            return
        if outcome.state is FileState.PENDING:
            # It could not be opened for a reason that may pass; a file that is gone will be forgotten by the scan.
            self._later.append((time.monotonic() + (0 if outcome.reason is None else AGAIN_SECONDS), outcome.stat.path))
            return
        self._outcomes.append(outcome)
        if changed:
            self._changes.add([outcome.stat.path], time.monotonic())

    def _take_recognised(self, outcome: ReadOutcome) -> None:
        better = self.recognition.take(outcome)
        if better is not None:
            self._outcomes.append(better)

    def _drop(self, is_gone: Callable[[str], bool]) -> None:
        self.reading.drop(is_gone)
        self.recognition.drop(is_gone)

    def _commit(self) -> None:
        if self._outcomes:
            try:
                change = self._db.replace(self._outcomes)
            except PASSING_ERRORS:
                raise
            except Exception:
                logger.warning("what was read cannot be stored together, so it is stored one by one", exc_info=True)
                self._commit_one_by_one()
            else:
                self._committed(self._outcomes, change)
        self._last_commit = time.monotonic()

    def _commit_one_by_one(self) -> None:
        """A file that cannot be stored has failed: it must not keep all others from being found."""
        while self._outcomes:
            outcome = self._outcomes[0]
            try:
                change = self._db.replace([outcome])
            except PASSING_ERRORS:
                raise
            except Exception as error:
                reason = f"What was read cannot be stored: {type(error).__name__}."
                outcome = ReadOutcome(outcome.stat, FileState.FAILED, reason=reason, format_version=self._revision)
                change = self._db.replace([outcome])
            self._committed([outcome], change)

    def _committed(self, outcomes: Sequence[ReadOutcome], change: Change) -> None:
        self.recognition.committed(outcomes)
        self._outcomes = self._outcomes[len(outcomes) :]
        self._apply(change)

    def _apply(self, change: Change) -> None:
        try:
            self._words.apply(change)
        finally:
            self._embedding.passages_changed(change)


def _scanned_key(folder: str) -> str:
    return "scanned " + os.fsencode(folder).hex()

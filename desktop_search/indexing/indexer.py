"""The one thread that writes the index: scans, has files read, commits what comes back, has texts embedded."""

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.exc import OperationalError

from desktop_search.extraction import recognition, registry
from desktop_search.files.ignore import RULE_FILES
from desktop_search.indexing import attempts
from desktop_search.indexing.agenda import Agenda
from desktop_search.indexing.attempts import Attempts
from desktop_search.indexing.comparing import Comparing
from desktop_search.indexing.effort import Effort
from desktop_search.indexing.inbox import Inbox
from desktop_search.indexing.reading_queue import READS_AHEAD, ReadingQueue
from desktop_search.indexing.recognising import Recognition
from desktop_search.indexing.rounds import Rounds
from desktop_search.indexing.sandbox import lowest
from desktop_search.indexing.scanning import Scanner, is_below_any
from desktop_search.indexing.storing import Storing
from desktop_search.indexing.succession import Succession
from desktop_search.indexing.word_cache import WordCache
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileState, Folder, Forgotten, ReadOutcome
from desktop_search.storage import room as room_on_disk
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile
from desktop_search.storage.room import Room

logger = logging.getLogger(__name__)

TROUBLE_SECONDS = 5.0
HELD_SECONDS, LONG_HELD_SECONDS = 1.0, 60.0
READING_FIRST_SECONDS = 60.0
AGAIN_SECONDS = 30.0
DIGESTS_AT_ONCE = 1_000
FORGOTTEN_AT_ONCE = 200
"""Files: SQLite's log then stays short, which matters on a full disk."""


class Indexer:
    """Runs until close(). Everything it is told comes through one queue, so its state needs no lock."""

    def __init__(
        self,
        db: IndexDb,
        words: WordCache,
        make_readers: Callable[[Callable[[ReadOutcome], None]], Readers],
        embedding: Succession,
        *,
        make_recognisers: Callable[[Callable[[ReadOutcome], None]], Readers | None] = lambda deliver: None,
        folders: Iterable[Folder],
        never: Iterable[str],
        effort: Effort | None = None,
        room: Room | None = None,
        rescan_seconds: float | None = None,
        paused: bool = False,
    ) -> None:
        """rescan_seconds is how often everything is compared with the disk unasked; None means never."""
        self.trouble: str | None = None
        self._db = db
        self._words = words
        self._embedding = embedding
        self._effort = effort or Effort()
        self._room = room
        self._scanner = Scanner(db, never=never)
        self._scanner.folders = tuple(folders)
        self.inbox = Inbox()
        self._readers = make_readers(lambda outcome: self.inbox.post(lambda: self._take(outcome)))
        self._attempts = Attempts(
            db,
            "at files",
            is_to_be_read=lambda file: file.state is FileState.PENDING,
            at_once=max(attempts.FILES_AT_ONCE, READS_AHEAD * self._readers.count),
        )
        self.reading = ReadingQueue(self._readers, self._attempts)
        self.recognition = Recognition(
            db, make_recognisers(lambda outcome: self.inbox.post(lambda: self._take_recognised(outcome)))
        )
        self._embedding.notify = lambda: self.inbox.post(lambda: None)
        self._storing = Storing(db, words, embedding, stored=self._committed)
        self._agenda = Agenda(rescan_seconds)
        self._comparing = Comparing(db, self._scanner, self._storing, self.reading, self.recognition)
        self._rounds = Rounds(db, self._scanner, self._comparing, self._is_outdated)
        self._held_since: float | None = None
        self._reading_since: float | None = None
        self._revision = registry.revision()
        self.became_idle: Callable[[], None] = lambda: None
        self._may_lack_digests = True
        self._paused = paused
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)
        self._thread.start()

    # What others may ask for, from any thread.

    def scan(self, folders: Sequence[Folder], paths: Iterable[str], *, reread: bool = False) -> None:
        """Compares paths with the disk; folders are all that are indexed from now on."""
        chosen = tuple(paths)

        def begin() -> None:
            self._rounds.change_folders(folders)
            if not self._is_held and any(self.scanned_at(path) is None for path in chosen):
                # They start while the disk is being walked.
                self._readers.prepare()
            self._agenda.looked_at(chosen)
            self._rounds.add(chosen, reread=reread)

        self.inbox.begin(begin)

    def add(self, outcomes: Sequence[ReadOutcome]) -> None:
        """Takes documents that were read elsewhere, as if they came from a reader."""
        self.inbox.begin(lambda: self._storing.add(outcomes))

    def hint(self, path: str) -> None:
        """Something may have changed there: looked at as soon as it has been quiet for a second."""
        # A rule file speaks for its whole folder.
        place = os.path.dirname(path) if os.path.basename(path) in RULE_FILES else path
        self.inbox.post(lambda: self._agenda.changed([place]))

    def forget(
        self, folders: Sequence[Folder], paths: Sequence[str], *, finish: Callable[[], None] = lambda: None
    ) -> Forgotten:
        """Removes paths from the index, and waits until it is done. folders are those that stay.

        finish is what follows on the indexing thread, while nothing is being compared.
        """

        def remove() -> Forgotten:
            self._rounds.change_folders(folders)
            self._rounds.begin_anew()
            self._comparing.drop(lambda path: is_below_any(path, paths))
            self._store_if_there_is_room()
            self._shorten_log()
            files = passages = 0
            while (change := self._db.forget(paths, limit=FORGOTTEN_AT_ONCE)).files_removed:
                self._storing.apply(change)
                self._shorten_log()
                files, passages = files + len(change.files_removed), passages + len(change.passages_removed)
            self._words.commit()
            self._db.remove_unused_vectors()
            finish()
            return Forgotten(files, passages)

        return self.inbox.perform(remove)

    def allow_forgetting(self, folders: Sequence[str]) -> None:
        """Has what is gone from folders forgotten with the next scan, however much it is."""
        self.inbox.begin(lambda: self._scanner.allow_forgetting(folders))

    def _store_if_there_is_room(self) -> None:
        # What was read waits for room, while forgetting must not wait for it.
        if self._room is None or not self._room.waits_for():
            self._storing.store()

    def _shorten_log(self) -> None:
        with contextlib.suppress(OperationalError):
            self._db.database.shorten_log()

    def retry_failures(self, paths: Sequence[str] | None = None) -> None:
        """Reads again what failed or was read in part: all of it, or these files."""
        wanted = None if paths is None else list(paths)
        self.inbox.begin(
            lambda: self._rounds.add(
                [one.path for one in self._db.failures()] if wanted is None else wanted, reread=True
            )
        )

    def read_first(self, folder: str) -> None:
        """Files below a folder are read before all others from now on; "" for none."""
        self.inbox.post(lambda: self.reading.read_first(folder))

    def pause(self, paused: bool) -> None:
        """Stops giving out work, or goes on."""
        self.inbox.post(lambda: setattr(self, "_paused", paused))

    def wait_until_idle(self, timeout: float | None = None) -> bool:
        """Waits until the index says what the disk says and every passage has its vector."""
        return self.inbox.wait_until_idle(timeout)

    @property
    def is_idle(self) -> bool:
        return self.inbox.is_idle

    def state(self) -> str:
        """One of the states of EngineStatus."""
        if self._paused or (self._is_held and not self.is_idle):
            return "paused"
        if self._rounds.is_under_way:
            return "scanning"
        if self.reading or self.recognition:
            return "reading"
        return "idle" if self.is_idle else "embedding"

    def notices(self) -> tuple[str, ...]:
        """What the person should know: folders that are away, and what went wrong and is tried again."""
        waits_for = "" if self.is_idle else self._waits_for()
        others = (self.trouble, self._readers.notice, self.recognition.notice, waits_for)
        return (*self._scanner.notices, *filter(None, others))

    @property
    def _is_held(self) -> bool:
        """Whether no work is given out: the person has paused it, or wants it to wait now."""
        return self._paused or bool(self._waits_for())

    def _waits_for(self) -> str:
        return (self._room.waits_for() if self._room is not None else "") or self._effort.waits_for()

    def vanished(self, folder: str) -> int:
        """How many files of a folder are gone, and kept until the person says that they may be forgotten."""
        return self._scanner.vanished(folder)

    def is_away(self, folder: str) -> bool:
        """Whether a folder's disk was not there when it was last looked at."""
        return self._scanner.is_away(folder)

    def scanned_at(self, folder: str) -> float | None:
        """When a folder was last compared with the disk as a whole, in seconds since 1970."""
        return self._rounds.scanned_at(folder)

    def current(self) -> str | None:
        return self._readers.current() or self.recognition.current()

    def sandbox(self) -> str:
        """How far the readers are locked in: the lowest level of all, those of pictures included."""
        return lowest([*self._readers.levels(), *self.recognition.levels()])

    def close(self) -> None:
        """Commits what has been read and stops; the rest is done at the next start."""
        self._closing = True
        self.inbox.post(lambda: None)
        self._thread.join(timeout=30)
        self._readers.close()
        self.recognition.close()

    # The thread.

    def _run(self) -> None:
        while not self._closing:
            patience = self._guarded(self._work_once)
            if patience is not None:
                self.trouble = None
            self._answer_calls(TROUBLE_SECONDS if patience is None else patience, in_trouble=patience is None)
        # Its snapshot would keep SQLite from tidying up when it is closed.
        self._rounds.begin_anew()
        self._guarded(self._storing.store)
        self._guarded(self._end_attempts)
        self._guarded(self._db.remove_old_garbage)

    def _guarded(self, action: Callable[[], object]) -> float | None:
        """Runs an action; None means that it failed. A full disk, say: what was not done is done again."""
        try:
            result = action()
        except Exception as error:
            logger.exception("indexing was interrupted")
            again = f"Indexing was interrupted and is tried again: {type(error).__name__}."
            self.trouble = room_on_disk.FULL if room_on_disk.is_full(error) else again
            return None
        return result if isinstance(result, float) else 0.0

    def _answer_calls(self, patience_seconds: float, *, in_trouble: bool) -> None:
        action = self.inbox.next(patience_seconds)
        while action is not None:
            self._guarded(action)
            # What cannot be stored waits anyway; nobody is to wait for the next attempt.
            action = self.inbox.next() if in_trouble or not self._storing.is_full else None

    def _work_once(self) -> float:
        """Does what can be done now, and returns for how many seconds there is nothing else to do."""
        now = time.monotonic()
        self._effort.yield_if_gentle()
        self._notice_time(now)
        is_held = self._is_held
        # First what is there to be found: the next part of a comparison may be thousands of files.
        self._storing.store_if_due(now, at_once=self.reading.waits_for_storing)
        self._words.commit_if_due()
        if self._rounds and not is_held:
            self._rounds.go_on()
        if is_held:
            self.reading.hold()
            self.recognition.hold()
            self._held_since = self._held_since or now
            if now - self._held_since > LONG_HELD_SECONDS:
                # A comparison under way reads from the index as it was, which must not be kept for hours.
                self._rounds.begin_anew()
        else:
            self._held_since = None
            self.reading.give_out(
                all_is_stored=not self._storing.waiting, readers=self._effort.readers(self._readers.count)
            )
        self._words.commit_if_due(at_once=not (self.reading or self._storing.waiting))
        is_embedding = self._embedding.work(paused=is_held, others_first=self._reads_first(now))
        is_recognising = bool(self.recognition)
        if not (self.reading or self._storing.waiting or self._rounds or is_held):
            is_recognising = self.recognition.work()
        if self.reading or self._storing.waiting or self._rounds or is_recognising or is_embedding:
            self.inbox.work_is_left()
            if is_held and not self._storing.waiting:
                return HELD_SECONDS
            has_more_to_do = bool(self._rounds) or self.reading.waits_for_storing
            return 0.0 if has_more_to_do and not is_held else 0.05
        self._become_idle()
        if self._may_lack_digests and not is_held:
            self._may_lack_digests = bool(self._db.digest_some(DIGESTS_AT_ONCE))
            if self._may_lack_digests:
                # What was no vector any more went.
                self._embedding.look_again()
            return 0.05
        return self._agenda.seconds_until_due()

    def _reads_first(self, now: float) -> bool:
        """Whether the model waits until all is read and found by words: with a few thousand files that takes a minute,
        where both together would take several. A whole disk takes hours, so there they take turns after that minute."""
        if not (self.reading or self._rounds or self._storing.waiting):
            self._reading_since = None
            return False
        self._reading_since = self._reading_since or now
        return now - self._reading_since < READING_FIRST_SECONDS

    def _notice_time(self, now: float) -> None:
        self._rounds.add(self._agenda.due(now))
        if self._agenda.is_rescan_due(now):
            self._rounds.add([folder.path for folder in self._scanner.folders])
            self._db.remove_old_garbage()

    def _become_idle(self) -> None:
        if not self.is_idle:
            self._words.commit()
            self._end_attempts()
            self.became_idle()
            # Only now may a waiting command go on: everything it asked for can be found.
            self.inbox.nothing_is_left()

    def _end_attempts(self) -> None:
        self._attempts.end()
        self.recognition.attempts.end()

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
            self._agenda.again(outcome.stat.path, 0 if outcome.reason is None else AGAIN_SECONDS)
            self._attempts.settled([outcome])
            return
        self._storing.add([outcome])
        if changed:
            self._agenda.changed([outcome.stat.path])

    def _take_recognised(self, outcome: ReadOutcome) -> None:
        better = self.recognition.take(outcome)
        if better is not None:
            self._storing.add([better])

    def _committed(self, outcomes: Sequence[ReadOutcome]) -> None:
        self._attempts.settled(outcomes)
        self.recognition.committed(outcomes)

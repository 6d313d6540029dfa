"""Has the text in pictures recognised once everything else is read: slow work, which nothing else shall wait for.

What is to be done stands in the database, as the format of the files; so it goes on after any end of the program.
"""

import dataclasses
from collections.abc import Callable, Iterable

from desktop_search.extraction import recognition
from desktop_search.files.online_only import lies_online
from desktop_search.indexing.attempts import Attempts
from desktop_search.indexing.reading_queue import READS_AHEAD, ReadingQueue
from desktop_search.indexing.sandbox import Level
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileState, ReadOutcome
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile


class Recognition:
    """Used by the indexing thread only; the queue's counts and the notice may be read by anyone."""

    def __init__(self, db: IndexDb, readers: Readers | None) -> None:
        """readers is None where recognition is not wanted or not installed."""
        # A picture takes so long that each of them may be written down by itself.
        self.attempts = Attempts(db, "at pictures", is_to_be_read=_is_to_be_recognised, at_once=1)
        self.queue = ReadingQueue(readers, self.attempts, most_ahead=READS_AHEAD) if readers is not None else None
        self.notice: str | None = None
        self._db = db
        self._readers = readers
        self._formats: dict[str, str] = {}
        self._may_have_more = True

    def __bool__(self) -> bool:
        return bool(self.queue)

    def work(self) -> bool:
        """Gives out what there is to do; returns whether there is any left."""
        if self._may_have_more:
            self._may_have_more = False
            known = self._db.files_read_as(recognition.TO_DO)
            waiting = [file for file in known if not lies_online(file.stat)]
            if self.queue is not None:
                self._formats.update((file.stat.path, file.format or "") for file in waiting)
                self.queue.put(file.stat for file in waiting)
            elif not recognition.is_available():
                self.notice = recognition.ADVICE if waiting else None
        if self.queue is not None:
            self.queue.give_out()
        return bool(self.queue)

    def hold(self) -> None:
        """Has the picture in hand finished, and no other begun until the next work()."""
        if self.queue is not None:
            self.queue.hold()

    def committed(self, outcomes: Iterable[ReadOutcome]) -> None:
        """Notices whether pictures are among the files that were read, and which of them are done."""
        outcomes = list(outcomes)
        self.attempts.settled(outcomes)
        if any((outcome.format or "").startswith(recognition.TO_DO) for outcome in outcomes):
            self.look_again()

    def look_again(self) -> None:
        """There may be more pictures: some were read, or have come back to this computer."""
        self._may_have_more = True

    def take(self, outcome: ReadOutcome) -> ReadOutcome | None:
        """What is to take the place of what is known of a file; None when that stays."""
        if self.queue is None or not self.queue.take(outcome)[0]:
            return None
        was = self._formats.pop(outcome.stat.path)
        if outcome.state is FileState.PENDING:
            # It cannot be opened now, or the library does not start: it is tried again at the next start.
            self.notice = outcome.reason or self.notice
            self.attempts.settled([outcome])
            return None
        if outcome.state in (FileState.INDEXED, FileState.PARTIAL):
            return outcome
        if lies_online(outcome.stat):
            # It was freed from the disk meanwhile: a scan notices when it has come back.
            self.attempts.settled([outcome])
            return None
        # Without a text, or killed, a reader does not say what kind of file it had; and it is not tried again.
        done = recognition.recognised(was)
        self._db.note_attempt(dataclasses.replace(outcome, format=done, format_version=recognition.version_of(done)))
        self.attempts.settled([outcome])
        return None

    def drop(self, is_gone: Callable[[str], bool]) -> None:
        """Forgets files that are gone or are read anew."""
        if self.queue is not None:
            self.queue.drop(is_gone)

    def current(self) -> str | None:
        return self._readers.current() if self._readers is not None else None

    def levels(self) -> set[Level]:
        """How far the readers of pictures are locked in, of those that have run."""
        return self._readers.levels() if self._readers is not None else set()

    def close(self) -> None:
        if self._readers is not None:
            self._readers.close()


def _is_to_be_recognised(file: KnownFile) -> bool:
    return (file.format or "").startswith(recognition.TO_DO)

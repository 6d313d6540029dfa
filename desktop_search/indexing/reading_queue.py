"""The files that wait for a reader and those in readers' hands, and what to do with what comes back."""

import itertools
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable

from desktop_search.files.changes import is_below
from desktop_search.indexing.attempts import ENDED_AGAIN, Attempts
from desktop_search.indexing.workers import Readers
from desktop_search.records import FileStat, ReadOutcome

DAY_NS = 24 * 3600 * 10**9
READS_AHEAD = 2
"""For each reader, however large the files are: one in hand and one waiting."""
MOST_AHEAD, BYTES_AHEAD = 100, 1_000_000
"""For each reader, as long as files are small: readers go on while the indexing thread stores what they have read."""


class ReadingQueue:
    """Used by the indexing thread only; the counts may be read by anyone."""

    def __init__(self, readers: Readers, attempts: Attempts | None = None, *, most_ahead: int | None = None) -> None:
        """most_ahead is how many files a reader is given at once, if not as many as the small ones of a disk."""
        self.total = 0
        self.done = 0
        self.read_now = 0
        self.read_seconds = 0.0
        self.started_at = time.monotonic()
        self.waits_for_storing = False
        self._first = ""
        self._most_ahead = MOST_AHEAD if most_ahead is None else most_ahead
        self._readers = readers
        self._attempts = attempts
        self._alone: str | None = None
        self._waiting: deque[FileStat] = deque()
        self._in_hand: dict[str, FileStat] = {}
        self._changed_since: set[str] = set()
        self._unwanted: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._waiting or self._in_hand)

    def put(self, stats: Iterable[FileStat], *, goes_on: bool = False) -> None:
        """Queues files, newest first: what a person looks for is most often new. Of one day the smallest come first.

        goes_on says that they belong to those before, even if all of these have been read by now.
        """
        new: dict[str, FileStat] = {}
        for stat in stats:
            if stat.path not in self._in_hand:
                new[stat.path] = stat
            elif self._in_hand[stat.path] != stat:
                self._changed_since.add(stat.path)
        waiting = [stat for stat in self._waiting if stat.path not in new]
        if not self and not goes_on:
            self.total = self.done = 0
            self.started_at = time.monotonic()
        self.total += len(new) - (len(self._waiting) - len(waiting))
        self._waiting = deque(sorted(itertools.chain(waiting, new.values()), key=self._order))

    def read_first(self, folder: str) -> None:
        """Files below a folder come before all others from now on; "" for none."""
        self._first = folder
        self._waiting = deque(sorted(self._waiting, key=self._order))

    def _order(self, stat: FileStat) -> tuple[int, bool, int, int, int]:
        suspicion = 0 if self._attempts is None else self._attempts.suspicion(stat)
        is_later = not (self._first and is_below(stat.path, self._first))
        return suspicion, is_later, -(stat.modified_ns // DAY_NS), stat.size, -stat.modified_ns

    def _is_suspect(self, stat: FileStat) -> bool:
        return self._attempts is not None and self._attempts.is_suspect(stat)

    def drop(self, is_gone: Callable[[str], bool]) -> None:
        """Forgets files: what a reader still makes of them is thrown away."""
        kept = deque(stat for stat in self._waiting if not is_gone(stat.path))
        gone = [path for path in self._in_hand if is_gone(path)]
        self.total -= len(self._waiting) - len(kept) + len(gone)
        self._waiting = kept
        for path in gone:
            del self._in_hand[path]
            self._changed_since.discard(path)
            self._unwanted[path] += 1
        if self._attempts is not None:
            self._attempts.drop(is_gone)

    def give_out(self, *, all_is_stored: bool = True, readers: int | None = None) -> None:
        """Gives the readers what they can take; what the engine may end over, alone and once all else is stored.

        readers is how many of them may work from now on; all unless it is said.
        """
        self.waits_for_storing = False
        active = self._readers.count if readers is None else max(1, min(readers, self._readers.count))
        self._readers.active = active
        bytes_in_hand = sum(stat.size for stat in self._in_hand.values())
        while self._waiting and self._has_room(active, bytes_in_hand):
            stat = self._waiting[0]
            if self._alone in self._in_hand:
                return
            if self._is_suspect(stat):
                self.waits_for_storing = not all_is_stored
                if self._in_hand or not all_is_stored:
                    return
                self._alone = stat.path
            is_given_up = self._attempts is not None and self._attempts.gives_up(stat)
            if self._attempts is not None and not is_given_up:
                self._attempts.begin(stat, itertools.islice(self._waiting, 1, None))
            self._waiting.popleft()
            self._in_hand[stat.path] = stat
            bytes_in_hand += stat.size
            if is_given_up:
                self._readers.refuse(stat, ENDED_AGAIN)
            else:
                self._readers.give(stat)

    def hold(self) -> None:
        """Has the readers finish what they read now, and leaves what else they were given until the next give_out()."""
        self._readers.active = 0

    def _has_room(self, readers: int, bytes_in_hand: int) -> bool:
        files = len(self._in_hand)
        return files < READS_AHEAD * readers or (
            files < self._most_ahead * readers and bytes_in_hand < BYTES_AHEAD * readers
        )

    def take(self, outcome: ReadOutcome) -> tuple[bool, bool]:
        """Whether an outcome is still wanted, and whether its file changed while it was being read."""
        path = outcome.stat.path
        self._readers.taken(outcome)
        if self._unwanted[path] > 0:
            self._unwanted[path] -= 1
            return False, False
        self._in_hand.pop(path, None)
        self.done += 1
        self.read_now += 1
        self.read_seconds = time.monotonic() - self.started_at
        # A time of change of 0 says that it may have changed in the very moment it was opened.
        changed = path in self._changed_since or outcome.stat.changed_ns == 0
        self._changed_since.discard(path)
        return True, changed

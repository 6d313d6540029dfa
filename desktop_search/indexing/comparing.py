"""Compares a place with the disk and begins what that asks for, part by part, so that other work goes on between."""

import itertools
from collections.abc import Callable, Generator, Sequence

from desktop_search.indexing.plan import Forget, Keep, Read
from desktop_search.indexing.reading_queue import ReadingQueue
from desktop_search.indexing.recognising import Recognition
from desktop_search.indexing.scanning import Scanner
from desktop_search.indexing.storing import Storing
from desktop_search.records import FileStat
from desktop_search.storage.among import in_batches
from desktop_search.storage.index_db import IndexDb
from desktop_search.storage.index_queries import KnownFile

FIRST_PART, MOST_AT_ONCE = 250, 5_000
"""The first files are being read long before the last are listed. Each part is twice as large as the one before, as
all files that wait are put in order with each."""


class Comparing:
    """Used by the indexing thread only."""

    def __init__(
        self, db: IndexDb, scanner: Scanner, storing: Storing, reading: ReadingQueue, recognition: Recognition
    ) -> None:
        self._db = db
        self._scanner = scanner
        self._storing = storing
        self._reading = reading
        self._recognition = recognition

    def parts(
        self, path: str, *, is_outdated: Callable[[KnownFile], bool], reread: set[str] | None = None
    ) -> Generator[None]:
        """Does the work for all files below a path; yields after each part.

        With a set as reread all files are read again, but for the paths in it, to which those are added that were
        queued. What is gone is forgotten last: a disk that goes away in the middle raises OSError before.
        """

        def is_to_be_read(file: KnownFile) -> bool:
            return (reread is not None and file.stat.path not in reread) or is_outdated(file)

        began = self._db.last_file_id()
        known = self._scanner.known_in(path)
        steps = self._scanner.steps(path, is_outdated=is_to_be_read)
        gone: list[str] = []
        elsewhere: list[FileStat] = []
        size = FIRST_PART
        while part := list(itertools.islice(steps, size)):
            gone += [step.path for step in part if isinstance(step, Forget)]
            elsewhere += [step.stat for step in part if isinstance(step, Keep)]
            self._read([step.stat for step in part if isinstance(step, Read)], began, is_first=size == FIRST_PART)
            if reread is not None:
                reread.update(step.stat.path for step in part if isinstance(step, Read))
            size *= 2
            yield
        self._forget(self._scanner.forgettable(path, gone, known))
        for some in in_batches(elsewhere, MOST_AT_ONCE):
            self._db.keep_texts(some)
            self._recognition.look_again()

    def drop(self, is_gone: Callable[[str], bool]) -> None:
        """Forgets files that wait or are being read."""
        self._reading.drop(is_gone)
        self._recognition.drop(is_gone)

    def _read(self, stats: Sequence[FileStat], began: int, *, is_first: bool) -> None:
        if not is_first:
            # They were queued before, and stored while the parts before this one were compared.
            stored = self._db.read_since(began)
            stats = [stat for stat in stats if stat not in stored]
        for some in in_batches(stats, MOST_AT_ONCE):
            self._storing.apply(self._db.mark_pending(some))
        # What becomes of their pictures is asked again when they have been read.
        self._recognition.drop({stat.path for stat in stats}.__contains__)
        self._reading.put(stats, goes_on=not is_first)

    def _forget(self, gone: Sequence[str]) -> None:
        if gone:
            self.drop(frozenset(gone).__contains__)
            self._storing.drop(gone)
        for some in in_batches(gone, MOST_AT_ONCE):
            self._storing.apply(self._db.forget_files(some))

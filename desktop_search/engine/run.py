"""What one command to index has done, told from what was counted before and after."""

import time
from collections.abc import Callable, Sequence

from desktop_search.files.changes import covering
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.succession import Succession
from desktop_search.records import Counts, IndexSummary
from desktop_search.storage.index_queries import IndexQueries


class Run:
    """Begins when it is made."""

    def __init__(
        self,
        db: IndexQueries,
        indexer: Indexer,
        embedding: Succession,
        *,
        embedding_number: Callable[[], int | None],
    ) -> None:
        self._db = db
        self._reading = indexer.reading
        self._embedding = embedding
        self._embedding_number = embedding_number
        self._started = time.monotonic()
        self._read_before = self._reading.read_now
        self._embedded_before, self._spent_before = embedding.embedded_now, embedding.embed_seconds

    def summary(self, paths: Sequence[str], notices: tuple[str, ...]) -> IndexSummary:
        """Totals over the named folders, and what was done since the run began."""
        number = self._embedding_number()
        counts = Counts()
        passages = embedded = 0
        for path in covering(paths):
            here = self._db.counts(path)
            counts = Counts(*(getattr(counts, name) + getattr(here, name) for name in Counts.__dataclass_fields__))
            passages += self._db.count_passages(folder=path)
            embedded += self._db.count_passages(number, folder=path) if number is not None else 0
        read_now = self._reading.read_now - self._read_before
        return IndexSummary(
            counts,
            passages,
            embedded,
            read_now,
            self._embedding.embedded_now - self._embedded_before,
            round(time.monotonic() - self._started, 3),
            round(self._reading.read_seconds if read_now else 0.0, 3),
            round(self._embedding.embed_seconds - self._spent_before, 3),
            notices,
        )

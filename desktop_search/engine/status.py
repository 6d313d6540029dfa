"""Says what the engine is doing and how far it is, as values that replace each other."""

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_search.embedding.models import SHIPPED_NAME
from desktop_search.engine.file_counts import Counting
from desktop_search.engine.history import WorkHistory
from desktop_search.engine.run import Run
from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.succession import Succession
from desktop_search.paths import DataDirectory
from desktop_search.records import EngineStatus, Folder, FolderStatus, Progress, WorkSample
from desktop_search.settings import Settings
from desktop_search.storage.index_queries import IndexQueries

ENOUGH_TO_ESTIMATE = 20
"""So many files or passages have to be done before the time left is more than a guess."""


class StatusReport:
    """Puts status snapshots together from what the parts say."""

    def __init__(
        self, data: DataDirectory, settings: Settings, db: IndexQueries, indexer: Indexer, embedding: Succession
    ) -> None:
        self._data = data
        self._settings = settings
        self._db = db
        self._indexer = indexer
        self._embedding = embedding
        self.history = WorkHistory()
        self._counting = Counting(db)

    def snapshot(
        self,
        folders: Sequence[Folder],
        *,
        watched: frozenset[str],
        training: str,
        notices: Iterable[str],
    ) -> EngineStatus:
        """Everything the window shows."""
        state = self._indexer.state()
        embedder = self._embedding.now.service.embedder
        counted = self._counting.now([folder.path for folder in folders], is_idle=state == "idle")
        passages, embedded = counted.passages, self._embedded()
        self.history.note(
            WorkSample(time.time(), self._indexer.reading.read_now, self._embedding.embedded_now, passages, embedded)
        )
        return EngineStatus(
            state=state,
            folders=tuple(
                FolderStatus(
                    folder.path,
                    counted.of_folders[folder.path],
                    os.path.lexists(folder.path) and not self._indexer.is_away(folder.path),
                    folder.path in watched,
                )
                for folder in folders
            ),
            counts=counted.files,
            passages=passages,
            embedded=embedded,
            model=embedder.id.model if embedder else Path(self._embedding.answering.folder).name or SHIPPED_NAME,
            device=embedder.device if embedder else self._db.meta("device") or self._settings.device,
            backend=embedder.id.backend if embedder else self._settings.backend,
            bytes_on_disk=_size_of(self._data.root),
            engine=f"process {os.getpid()}",
            current=self._indexer.current(),
            progress=self._progress(state, passages, embedded),
            notices=tuple(dict.fromkeys(notices)),
            sandbox=self._indexer.sandbox(),
            next_model=self._next_model(passages),
            training=training,
        )

    def begin_run(self) -> Run:
        """Counts what is done from now on."""
        return Run(self._db, self._indexer, self._embedding, embedding_number=self.embedding_number)

    def _embedded(self) -> int:
        if self._embedding.now.cache is not None:
            return len(self._embedding.now.cache.store)
        number = self.embedding_number()
        return 0 if number is None else self._db.count_passages(number)

    def embedding_number(self) -> int | None:
        """Which set of vectors is used; None before there is one."""
        if self._embedding.now.cache is not None:
            return self._embedding.now.cache.number
        number = self._db.meta("embedding")
        return None if number is None else int(number)

    def _next_model(self, passages: int) -> Progress | None:
        """How far the vectors of a model are that will answer later."""
        coming = self._embedding.next
        if coming is None or coming.problem is not None:
            return None
        embedded = 0 if coming.cache is None else len(coming.cache.store)
        left = _seconds_left(coming.embedded_now, coming.embedded_now + passages - embedded, coming.embed_seconds)
        return Progress(embedded, passages, "passages", left)

    def _progress(self, state: str, passages: int, embedded: int) -> Progress | None:
        reading = self._indexer.reading or self._indexer.recognition.queue
        if state == "reading" and reading is not None and reading.total:
            left = _seconds_left(reading.done, reading.total, time.monotonic() - reading.started_at)
            return Progress(reading.done, reading.total, "files", left)
        if state == "embedding" and passages > embedded:
            done = self._embedding.embedded_now
            left = _seconds_left(done, done + passages - embedded, self._embedding.embed_seconds)
            return Progress(embedded, passages, "passages", left)
        return None


def _seconds_left(done: int, total: int, spent_seconds: float) -> float | None:
    if done < ENOUGH_TO_ESTIMATE:
        return None
    return round(spent_seconds / done * max(0, total - done), 1)


def _size_of(directory: Path) -> int:
    total = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_size
            except OSError:  # The word index removes its files at any time.
                continue
    return total

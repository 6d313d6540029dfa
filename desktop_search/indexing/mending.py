"""Compares the caches with SQLite, and puts right what a check found: all of it on the indexing thread, one by one."""

from collections.abc import Collection, Sequence
from pathlib import Path

from desktop_search.indexing.indexer import Indexer
from desktop_search.indexing.succession import Succession
from desktop_search.indexing.vector_cache import VectorCache
from desktop_search.indexing.word_cache import WordCache
from desktop_search.storage.index_db import IndexDb
from desktop_search.vectors import snapshots


class Mending:
    """Any thread may ask; each method waits until it is done. What has to be read or embedded again begins then."""

    def __init__(
        self, db: IndexDb, words: WordCache, embedding: Succession, indexer: Indexer, *, vectors: Path
    ) -> None:
        """vectors is the folder of the saved graph."""
        self._db = db
        self._words = words
        self._embedding = embedding
        self._indexer = indexer
        self._vectors = vectors

    def word_differences(self) -> tuple[int, int, int]:
        """How many entries the word index has, how many it lacks, and how many it has of what is gone."""
        return self._indexer.inbox.perform(self._words.differences)

    def words_are_as_written(self) -> bool:
        """Whether every file of the word index has its checksum. Indexing waits meanwhile."""
        return self._indexer.inbox.perform(self._words.index.is_as_written)

    def vector_differences(self) -> tuple[int, int]:
        """How many vectors are missing in memory, and how many there are too many; none where none are loaded."""
        found = self._indexer.inbox.perform(lambda: [one.differences() for one in self._caches()])
        return sum(missing for missing, _ in found), sum(extra for _, extra in found)

    def is_saved_graph_damaged(self) -> bool:
        """Whether the graph on the disk is not as it was written."""
        return self._indexer.inbox.perform(lambda: snapshots.is_damaged(self._vectors))

    def rebuild_words(self) -> None:
        """Makes the word index anew."""
        self._indexer.inbox.perform(self._words.rebuild)

    def bring_vectors_up_to_date(self) -> None:
        """Has the vectors in memory be those of the database."""

        def bring() -> None:
            for one in self._caches():
                one.bring_up_to_date()

        self._indexer.inbox.perform(bring)

    def embed_again(self, embedding_number: int, hashes: Collection[bytes]) -> None:
        """Removes the vectors of texts, which are then computed again, where their model is in use."""

        def remove() -> None:
            of_it = [one for one in self._caches() if one.number == embedding_number]
            for one in of_it:
                one.forget(hashes)
            if not of_it:
                self._db.remove_vectors(embedding_number, hashes)
            self._embedding.look_again()

        self._indexer.inbox.perform(remove)

    def drop_saved_graph(self) -> None:
        """Removes the graph on the disk; it is built again."""

        def drop() -> None:
            snapshots.remove(self._vectors)
            for one in self._caches():
                one.save_again()

        self._indexer.inbox.perform(drop)

    def read_again(self, paths: Sequence[str], strays: Collection[int]) -> None:
        """Reads files again, and removes passages that belong to none."""

        def remove() -> None:
            change = self._db.remove_passages(strays)
            self._words.apply(change)
            self._embedding.passages_changed(change)

        if strays:
            self._indexer.inbox.perform(remove)
        if paths:
            self._indexer.retry_failures(list(paths))

    def rebuild_indexes(self) -> None:
        """Makes SQLite's own indexes anew. Raises sqlalchemy.exc.DatabaseError."""
        self._indexer.inbox.perform(self._db.rebuild_indexes)

    def _caches(self) -> list[VectorCache]:
        queues = (self._embedding.now, self._embedding.next)
        return [queue.cache for queue in queues if queue is not None and queue.cache is not None]

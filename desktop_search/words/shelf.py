"""One tantivy index with its only writer: documents in, rows out. `WordIndex` has one of passages, one of files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from desktop_search.words import analysis, idling, schema


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of an entry, with its score."""

    id: int
    score: float
    modified_ns: int


class Shelf:
    """Documents of one schema, in a directory or (None) in memory. Raises ValueError where tantivy cannot go on."""

    def __init__(self, fields: tantivy.Schema, place: Path | None, heap_bytes: int) -> None:
        self.fields = fields
        with idling.woken_late():
            self._index = tantivy.Index(fields) if place is None else tantivy.Index(fields, str(place))
            # We alone commit, and say when what was committed is to be seen.
            self._index.config_reader(reload_policy="manual")
        for name, analyzer in analysis.analyzers().items():
            self._index.register_tokenizer(name, analyzer)
        self._writer = self._index.writer(heap_bytes, num_threads=1)
        self._is_closed = False
        if place is not None:
            # A commit that was interrupted leaves files behind, and another one cannot write any of the same name.
            self._writer.garbage_collect_files()
        self._index.reload()

    def add(self, document: tantivy.Document) -> None:
        self._writer.add_document(document)

    def remove(self, ids: Iterable[int]) -> None:
        for entry_id in ids:
            self._writer.delete_documents_by_term(schema.ID, entry_id)

    def rewrite(self, documents: Iterable[tantivy.Document]) -> None:
        """Puts documents in the place of all there are, found from one moment to the next; no old file stays.

        Raises what the documents raise and ValueError, leaving all as it was.
        """
        try:
            self._writer.delete_all_documents()
            for document in documents:
                self._writer.add_document(document)
            self.commit()
        except BaseException:
            self._writer.rollback()
            raise
        # The files of before could not go as long as a search might read them.
        self._writer.garbage_collect_files()

    def clear(self) -> None:
        self._writer.delete_all_documents()

    def commit(self) -> None:
        """Makes all changes durable and visible. Raises OSError where the disk refuses."""
        try:
            self._writer.commit()
        except ValueError as error:
            raise OSError(f"the word index cannot be written: {error}") from error
        self._index.reload()

    def close(self) -> None:
        """Drops what was not committed, waits for merging threads and lets the lock go. A second time does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            self._writer.rollback()
        finally:
            self._writer.wait_merging_threads()

    def rows(self, query: tantivy.Query, limit: int) -> list[Row]:
        """The best documents for a query, best first."""
        if limit < 1:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=limit, count=False).hits
        addresses = [address for _, address in hits]
        ids = searcher.fast_field_values(schema.ID, addresses)
        modified = searcher.fast_field_values(schema.MODIFIED, addresses)
        return [Row(ids[at], float(score), modified[at]) for at, (score, _) in enumerate(hits)]

    def ids(self, query: tantivy.Query | None = None, most: int | None = None) -> set[int]:
        """The ids of all documents, or of those that a query finds; some 100 ms for 200,000.

        most is how many there can be, where that is known: room is made for so many.
        """
        searcher = self._index.searcher()
        room = searcher.num_docs if most is None else min(most, searcher.num_docs)
        if not room:
            return set()
        hits = searcher.search(query or tantivy.Query.all_query(), limit=room, count=False).hits
        return set(searcher.fast_field_values(schema.ID, [address for _, address in hits]))

    def newest(self, query: tantivy.Query, limit: int) -> list[tuple[int, int]]:
        """(id, time) of what a query finds, the newest first, whatever its score."""
        searcher = self._index.searcher()
        if limit < 1 or not searcher.num_docs:
            return []
        hits = searcher.search(query, limit=limit, count=False, order_by_field=schema.NEWEST).hits
        ids = searcher.fast_field_values(schema.ID, [address for _, address in hits])
        return [(id, int(moment)) for id, (moment, _) in zip(ids, hits, strict=True)]

    def frequency(self, field: str, term: str) -> int:
        """In how many documents a term stands."""
        return int(self._index.searcher().doc_freq(field, term))

    def beginning(self, field: str, prefix: str, limit: int | None = None) -> Sequence[tuple[str, int]]:
        """The terms that begin so with their frequencies, the most frequent first."""
        found: list[tuple[str, int]] = self._index.searcher().terms_with_prefix(field, prefix, limit=limit)
        return found

    def terms(self, field: str) -> list[str]:
        """All terms of a field, the most frequent first."""
        counted: list[tuple[str, int]] = self._index.searcher().terms_with_prefix(field, "")
        return [term for term, _ in sorted(counted, key=lambda term: (-term[1], term[0]))]

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

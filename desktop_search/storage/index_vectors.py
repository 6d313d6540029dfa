"""Writes the vectors of index.db: those of each model apart, by the hash of their text, until nothing needs them."""

import time
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from desktop_search.records import Array, EmbeddingId
from desktop_search.storage import digests
from desktop_search.storage import index_tables as tables
from desktop_search.storage.among import in_batches
from desktop_search.storage.index_queries import IndexQueries

GARBAGE_SINCE = "garbage since"
GARBAGE_SECONDS = 86_400
REMOVED_AT_ONCE = 5_000
STORED_PRECISION = "<f2"
"""Vectors are kept as little-endian float16: half the size, and the order of neighbours stays."""


class IndexVectors(IndexQueries):
    """For the one thread that writes."""

    def embedding_number(self, embedding: EmbeddingId) -> int:
        """The id of the vector set that belongs to an embedding; made if it is new."""
        values = {"fingerprint": embedding.fingerprint, "dimensions": embedding.dimensions}
        with self.database.writing() as connection:
            connection.execute(sa.insert(tables.embeddings).prefix_with("OR IGNORE").values(values))
            number: int = connection.execute(
                sa.select(tables.embeddings.c.id).where(tables.embeddings.c.fingerprint == embedding.fingerprint)
            ).scalar_one()
            return number

    def add_vectors(self, embedding_number: int, hashes: Sequence[bytes], vectors: Array) -> None:
        """Stores the vectors of texts, float32 [n, dimensions]. Raises ValueError for one that is not finite."""
        import numpy as np

        if not np.isfinite(vectors).all():
            raise ValueError("a vector is not finite")
        stored = vectors.astype(STORED_PRECISION)
        rows = [
            {
                "embedding_id": embedding_number,
                "text_hash": text_hash,
                "vector": (blob := vector.tobytes()),
                "digest": digests.of_vector(embedding_number, text_hash, blob),
            }
            for text_hash, vector in zip(hashes, stored, strict=True)
        ]
        with self.database.writing() as connection:
            if rows:
                connection.execute(sa.insert(tables.vectors).prefix_with("OR IGNORE"), rows)

    def remove_vectors(self, embedding_number: int, hashes: Collection[bytes]) -> None:
        """Removes the vectors of some texts, so that they are embedded again."""
        of_it = tables.vectors.c.embedding_id == embedding_number
        with self.database.writing() as connection:
            for some in in_batches(list(hashes)):
                connection.execute(sa.delete(tables.vectors).where(of_it, tables.vectors.c.text_hash.in_(some)))

    def digest_some(self, limit: int) -> int:
        """Gives digests to vectors of an older version, at most limit, and returns how many had none.

        What is no vector of its model any more is removed instead, so that the text is embedded again.
        """
        table, of_model = tables.vectors.c, tables.embeddings.c
        query = (
            sa.select(table.embedding_id, table.text_hash, table.vector, of_model.dimensions)
            .join(tables.embeddings)
            .where(table.digest.is_(None))
            .limit(limit)
        )
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return 0
        with self.database.writing() as connection:
            for number, text_hash, vector, dimensions in rows:
                here = (table.embedding_id == number) & (table.text_hash == text_hash)
                if isinstance(vector, bytes) and len(vector) == 2 * dimensions and _is_finite(vector):
                    digest = digests.of_vector(number, text_hash, vector)
                    connection.execute(sa.update(tables.vectors).where(here).values(digest=digest))
                else:
                    connection.execute(sa.delete(tables.vectors).where(here))
        return len(rows)

    def answer_with(self, embedding_number: int, model_key: str, device: str) -> None:
        """Notes in one transaction whose vectors answer from now on."""
        values = {"embedding": str(embedding_number), "model_key": model_key, "device": device}
        with self.database.writing() as connection:
            connection.execute(
                sa.insert(tables.meta).prefix_with("OR REPLACE"),
                [{"key": key, "value": value} for key, value in values.items()],
            )

    def remove_embeddings(self, *, keep: Collection[int]) -> None:
        """Removes the vectors of all other embeddings, some thousand at a time."""
        with self.database.reading() as connection:
            numbers = set(connection.scalars(sa.select(tables.embeddings.c.id))) - set(keep)
        for number in numbers:
            of_it = tables.vectors.c.embedding_id == number
            some = sa.select(tables.vectors.c.text_hash).where(of_it).limit(REMOVED_AT_ONCE)
            removed = 1
            while removed:
                with self.database.writing() as connection:
                    removed = connection.execute(
                        sa.delete(tables.vectors).where(of_it, tables.vectors.c.text_hash.in_(some))
                    ).rowcount
            with self.database.writing() as connection:
                connection.execute(sa.delete(tables.embeddings).where(tables.embeddings.c.id == number))

    def remove_unused_vectors(self) -> int:
        """Removes vectors of texts that stand in no passage any more, and returns how many there were."""
        used = sa.select(tables.passages.c.id).where(tables.passages.c.text_hash == tables.vectors.c.text_hash)
        table = tables.vectors.c
        with self.database.reading() as connection:
            query = sa.select(table.embedding_id.label("number"), table.text_hash.label("hash")).where(~used.exists())
            unused = [dict(row) for row in connection.execute(query).mappings()]
        # Some thousand at a time: a short log has room on a full disk.
        for some in in_batches(unused, REMOVED_AT_ONCE):
            with self.database.writing() as connection:
                one = (table.embedding_id == sa.bindparam("number")) & (table.text_hash == sa.bindparam("hash"))
                connection.execute(sa.delete(tables.vectors).where(one), some)
        return len(unused)

    def remove_old_garbage(self) -> None:
        """Removes unused vectors once the oldest of them has been unused for a day.

        A file that is moved is forgotten at one place before it is read at the other, by another command perhaps.
        """
        now = time.time()
        since = self.meta(GARBAGE_SINCE)
        if since is None:
            self.set_meta(GARBAGE_SINCE, repr(now))
        elif not 0 <= now - float(since) < GARBAGE_SECONDS:
            self.remove_unused_vectors()
            self.set_meta(GARBAGE_SINCE, repr(now))

    def set_meta(self, key: str, value: str) -> None:
        with self.database.writing() as connection:
            connection.execute(sa.insert(tables.meta).prefix_with("OR REPLACE").values(key=key, value=value))


def _is_finite(vector: bytes) -> bool:
    import numpy as np

    return bool(np.isfinite(np.frombuffer(vector, dtype=STORED_PRECISION)).all())

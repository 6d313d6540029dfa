"""Vectors without a model: words hashed into 256 dimensions. Equal words are near; there is no meaning. For tests."""

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from desktop_search.embedding.embedder import Options
from desktop_search.embedding.models import ModelFolder
from desktop_search.records import Array, EmbeddingId

DIMENSIONS = 256
NEEDS_MODEL = False


def load(_model: ModelFolder | None, _device: str, _options: Options) -> "HashingEmbedder":
    return HashingEmbedder()


class HashingEmbedder:
    """Feature hashing with signs (Weinberger et al., 2009), normalised."""

    def __init__(self) -> None:
        self.id = EmbeddingId("hashing", "hashing", "1", "float32", DIMENSIONS)
        self.device = "cpu"

    def embed_query(self, text: str) -> Array:
        vector: Array = self.embed_passages([text])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Array:
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=4).digest()
                row[digest[0]] += 1.0 if digest[1] & 1 else -1.0
            # A text without words, or whose words cancel out, must still have a vector of length 1.
            if not row.any():
                row[0] = 1.0
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def embed_in_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        yield list(range(len(texts))), self.embed_passages(texts)

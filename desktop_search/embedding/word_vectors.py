"""Turns a text file of word vectors, as GloVe, word2vec and fastText publish them, into a model folder."""

import gzip
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from desktop_search.embedding import model_parts
from desktop_search.embedding.refusing import ImportLimits, ModelRefused
from desktop_search.records import Array

SUFFIXES = (".txt", ".vec", ".txt.gz", ".vec.gz")
MOST_WORDS = 400_000
"""The files begin with the most frequent words; with 300 dimensions, so many take half a gigabyte."""
LARGEST_DIMENSIONS = 4_096
LONGEST_LINE = 200_000
UNKNOWN = "[UNK]"


def is_text(source: Path) -> bool:
    """Whether a file is one of word vectors, by its name."""
    return source.name.lower().endswith(SUFFIXES) and source.is_file()


def convert(source: Path, folder: Path, limits: ImportLimits) -> None:
    """Fills an empty folder with a model that gives a text the mean of its words' vectors.

    A word counts more the rarer it is: its vector is multiplied by the logarithm of its rank, as model2vec does it by
    Zipf's law. Raises ModelRefused when the file is none, and OSError.
    """
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    words, vectors = _read(source, limits)
    tokenizer = Tokenizer(models.WordLevel({UNKNOWN: 0, **words}, unk_token=UNKNOWN))
    if not any(word != word.lower() for word in words):
        tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    ranks = np.log(np.arange(len(vectors), dtype=np.float32) + 1.0)[:, None]
    save_file({"embedding.weight": np.ascontiguousarray(vectors * ranks)}, str(folder / "model.safetensors"))
    modules = [("", "StaticEmbedding"), ("1_Normalize", "Normalize")]
    plain = [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (path, kind) in enumerate(modules)
    ]
    (folder / model_parts.MODULES).write_text(json.dumps(plain, indent=1), encoding="utf-8")


def _read(source: Path, limits: ImportLimits) -> tuple[dict[str, int], Array]:
    """The rows of words, and float32 [words + 1, dimensions], of which the first row is nothing's."""
    words: dict[str, int] = {}
    rows: list[Array] = []
    dimensions = 0
    with gzip.open(source, "rb") if source.name.lower().endswith(".gz") else open(source, "rb") as stream:
        for line in _lines(cast(BinaryIO, stream), limits):
            parts = line.split(" ")
            # word2vec and fastText begin with the number of words and of dimensions.
            if not words and not dimensions and len(parts) == 2 and parts[1].isdigit():
                dimensions = _sensible(int(parts[1]))
                continue
            dimensions = dimensions or _sensible(len(parts) - 1)
            # Some files have words with spaces inside.
            word = " ".join(parts[:-dimensions])
            vector = _vector(parts[-dimensions:], len(rows) + 1)
            if len(vector) != dimensions or not word:
                raise ModelRefused(f"line {len(rows) + 1} holds no word with {dimensions} numbers")
            if word not in words and word != UNKNOWN:
                words[word] = len(rows) + 1
                rows.append(vector)
            if len(rows) >= MOST_WORDS:
                break
    if not rows:
        raise ModelRefused(f"there are no words in {source.name}")
    return words, np.vstack([np.zeros(dimensions, dtype=np.float32), *rows])


def _lines(stream: BinaryIO, limits: ImportLimits) -> Iterator[str]:
    total = 0
    while line := stream.readline(LONGEST_LINE):
        total += len(line)
        if total > limits.total_bytes or (len(line) == LONGEST_LINE and not line.endswith(b"\n")):
            raise ModelRefused("it holds lines or texts that are too long for word vectors")
        if text := line.decode("utf-8", "replace").strip(" \r\n"):
            yield text.replace("\t", " ")


def _sensible(dimensions: int) -> int:
    if not 2 <= dimensions <= LARGEST_DIMENSIONS:
        raise ModelRefused(f"it holds no word vectors: {dimensions} numbers beside a word")
    return dimensions


def _vector(numbers: list[str], line: int) -> Array:
    try:
        vector = np.array(numbers, dtype=np.float32)
    except ValueError as error:
        raise ModelRefused(f"line {line} holds something else than numbers") from error
    if not math.isfinite(float(np.abs(vector).sum())):
        raise ModelRefused(f"line {line} holds values that are no numbers")
    return vector

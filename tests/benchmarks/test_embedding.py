"""Embedding against sentence-transformers' default in one run, and the most similar pair among 10,000 sentences."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from desktop_search.embedding import comparing, models

pytestmark = [pytest.mark.model, pytest.mark.timeout(3600)]

SENTENCES = 10_000
PAIR_BLOCK = 1_000
SUBJECTS = "The captain|My neighbour|A student|The committee|Our landlord|The old baker|A nurse|The engineer".split("|")
ACTIONS = "repaired|forgot|described|painted|sold|found|borrowed|measured|cleaned|praised|hid|photographed".split("|")
THINGS = "the bicycle|a letter|the harbour|an engine|the garden wall|two tickets|the contract|a lamp|the roof".split(
    "|"
)
WHENS = "yesterday|before the storm|in winter|after lunch|on the train|without a word|for the third time".split("|")
WHYS = "to save money|because nobody asked|as promised|by mistake|with great care|for a friend|against advice".split(
    "|"
)


def test_passages_a_second_against_sentence_transformers(tmp_path: Path, say: Callable[[str], None]) -> None:
    found = comparing.compare(models.find(""), tmp_path)
    for one in found["backends"]:
        say(
            f"{one['backend']} {one['precision']}: {one['times_default']:.1f} × default"
            f" ({one['passages_per_second']:.0f} passages/s), query {one['query_ms']:.1f} ms,"
            f" start {one['cold_start_s']:.1f} s, {one['rss_mb']} MB, cosine {one['cosine']:.5f},"
            f" overlap@10 {one['overlap@10']:.3f}"
        )
    assert all(one["cosine"] >= 0.99 for one in found["backends"])


def sentences() -> list[str]:
    """10,000 different sentences, of which the last two mean the same in other words."""
    chance = random.Random(1)
    made: dict[str, None] = {}
    while len(made) < SENTENCES - 2:
        parts = (chance.choice(words) for words in (SUBJECTS, ACTIONS, THINGS, WHENS, WHYS))
        made[" ".join(parts) + "."] = None
    return [
        *made,
        "Seventeen penguins marched across the frozen bay.",
        "Seventeen penguins were marching over the icy bay.",
    ]


def most_similar_pair(vectors: np.ndarray) -> tuple[int, int]:
    """The two rows of unit vectors with the largest cosine, compared block by block above the diagonal."""
    best, pair = -1.0, (0, 0)
    for start in range(0, len(vectors), PAIR_BLOCK):
        scores = vectors[start : start + PAIR_BLOCK] @ vectors[start:].T
        rows = np.arange(len(scores))
        # A row is no neighbour of its own; what lies left of the block was compared before.
        scores[rows, rows] = -1.0
        place = int(scores.argmax())
        row, column = divmod(place, scores.shape[1])
        if scores[row, column] > best:
            best, pair = float(scores[row, column]), (start + row, start + column)
    return min(pair), max(pair)


def test_the_most_similar_pair_of_many_sentences(tmp_path: Path, say: Callable[[str], None]) -> None:
    """Reimers and Gurevych (2019) give 65 hours with BERT and 5 s with SBERT on a GPU. From a cold start, here."""
    code = """
import sys, time
from pathlib import Path
import numpy as np
from tests.benchmarks.test_embedding import most_similar_pair, sentences
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Options
vectors = embedder_of("auto", "", "auto", Options(Path(sys.argv[1]))).embed_passages(sentences())
started = time.perf_counter()
print(*most_similar_pair(vectors), time.perf_counter() - started)
"""
    command = [sys.executable, "-c", code, str(tmp_path)]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    spent = time.perf_counter() - started
    one, other, comparison = done.stdout.split()
    say(
        f"most similar pair of {SENTENCES:,}: {spent:.1f} s from a cold start, the comparison {float(comparison):.2f} s"
    )
    assert len(set(sentences())) == SENTENCES
    assert 0 <= int(one) < int(other) < SENTENCES


def test_the_pair_is_the_one_that_all_comparisons_give() -> None:
    vectors = np.random.default_rng(1).normal(size=(2_345, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -1.0)
    row, column = divmod(int(scores.argmax()), len(scores))
    assert most_similar_pair(vectors) == (min(row, column), max(row, column))

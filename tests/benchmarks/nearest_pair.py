"""The most similar pair among 10,000 sentences from a cold start, against the times of the paper that asked for it.

    python -m tests.benchmarks.nearest_pair --sentences 10000 --rounds 3

Reimers and Gurevych (2019) give 65 hours with BERT and 5 s with SBERT on a graphics processor. Here a fresh process
imports, loads the program's model, embeds all sentences and compares all pairs block by block; "total_s" is from its
command until the pair is told, "comparing_s" the comparison alone. The sentences are written to a file before.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks import texts
from tests.benchmarks.children import (
    Figures,
    figures,
    median,
    memory_megabytes,
    prepare_model,
    private_environment,
    say,
)

if TYPE_CHECKING:
    from desktop_search.records import Array

MODULE = "tests.benchmarks.nearest_pair"
BLOCK = 1_000
BERT_HOURS = 65.0
TARGET_SECONDS, TARGET_COMPARING_SECONDS = 15.0, 1.0


def most_similar_pair(vectors: "Array") -> tuple[int, int, float]:
    """The two rows of unit vectors with the largest cosine, compared block by block above the diagonal."""
    best, pair = -2.0, (0, 0)
    for start in range(0, len(vectors), BLOCK):
        scores = vectors[start : start + BLOCK] @ vectors[start:].T
        rows = np.arange(len(scores))
        # A row is no neighbour of its own; what lies left of the block was compared before.
        scores[rows, rows] = -2.0
        row, column = divmod(int(scores.argmax()), scores.shape[1])
        if scores[row, column] > best:
            best, pair = float(scores[row, column]), (start + row, start + column)
    return min(pair), max(pair), best


def measure(count: int, rounds: int, place: Path) -> Figures:
    """Medians of so many cold starts."""
    environment = private_environment(place)
    preparation = prepare_model(environment)
    sentences, file = texts.sentences(count), place / "sentences.json"
    file.write_text(json.dumps(sentences), encoding="utf-8")
    runs = [figures(MODULE, "child", str(file), environment=environment) for _ in range(rounds)]
    total, comparing = (median([run[name] for run in runs]) for name in ("total_s", "comparing_s"))
    one, other = runs[-1]["pair"]
    return {
        "sentences": len(sentences),
        "preparation_s": preparation,
        "total_s": total,
        "embedding_s": median([run["embedding_s"] for run in runs]),
        "comparing_s": comparing,
        "target_s": TARGET_SECONDS,
        "target_comparing_s": TARGET_COMPARING_SECONDS,
        "bert_hours_over_ours": round(BERT_HOURS * 3600 / total) if count == 10_000 else None,
        "peak_rss_mb": runs[-1]["peak_rss_mb"],
        "precision": runs[-1]["precision"],
        "rounds": runs,
        "pair": [sentences[one], sentences[other]],
        "cosine": runs[-1]["cosine"],
    }


def _child(file: Path, started: float) -> None:
    from desktop_search.embedding.choice import embedder_of

    sentences = json.loads(file.read_text(encoding="utf-8"))
    embedder = embedder_of("auto", "", "auto")
    loaded = time.monotonic()
    vectors = embedder.embed_passages(sentences)
    embedded = time.monotonic()
    one, other, cosine = most_similar_pair(vectors)
    done = time.monotonic()
    say(
        {
            "total_s": round(done - started, 2),
            "loading_s": round(loaded - started, 2),
            "embedding_s": round(embedded - loaded, 2),
            "comparing_s": round(done - embedded, 3),
            "pair": [one, other],
            "cosine": round(cosine, 4),
            "precision": f"{embedder.id.backend} {embedder.id.precision}",
            "peak_rss_mb": memory_megabytes(field="VmHWM"),
        }
    )


def main() -> None:
    if sys.argv[1:2] == ["child"]:
        _child(Path(sys.argv[2]), float(sys.argv[-1]))
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sentences", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nearest-pair-") as place:
        print(json.dumps(measure(options.sentences, options.rounds, Path(place)), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()

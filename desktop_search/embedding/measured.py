"""A process that has one backend and does what it is told on standard input: for `bench`, which compares them."""

import json
import sys
import time
from pathlib import Path
from typing import Any

DEFAULT = "sentence-transformers"
QUERIES = 20


def main(backend: str, precision: str, model_folder: str, place: str, texts_file: str) -> None:
    """Says on a line of its own what it is once it has made a vector, then answers each command with a line.

    Commands: "passages" gives seconds, "query" the median milliseconds, "vectors FILE" writes them.
    """
    texts = json.loads(Path(texts_file).read_text(encoding="utf-8"))
    passages, query, identity = _loaded(backend, precision, model_folder, place)
    query(texts[0][:60])
    _say({"precision": identity, "rss_mb": _memory_megabytes()})
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        if command == "passages":
            started = time.perf_counter()
            passages(texts)
            _say({"seconds": time.perf_counter() - started, "rss_mb": _memory_megabytes()})
        elif command == "query":
            _say({"ms": _query_milliseconds(query, texts)})
        elif command == "vectors":
            import numpy as np

            np.save(argument, np.asarray(passages(texts), dtype=np.float32))
            _say({})


def _loaded(backend: str, precision: str, model_folder: str, place: str) -> tuple[Any, Any, str]:
    """How passages and a query are embedded, and in which precision."""
    if backend == DEFAULT:
        from desktop_search.embedding import models
        from desktop_search.embedding.backends import torch as torch_backend

        encoder = torch_backend.encoder_from(models.find(model_folder).path, "cpu")
        return (
            lambda texts: encoder.encode(texts, show_progress_bar=False),
            lambda text: encoder.encode([text], show_progress_bar=False)[0],
            "float32",
        )
    from desktop_search.embedding.choice import embedder_of
    from desktop_search.embedding.embedder import Options

    embedder = embedder_of(backend, model_folder, "auto", Options(Path(place), precision=precision or None))
    return embedder.embed_passages, embedder.embed_query, embedder.id.precision


def _query_milliseconds(query: Any, texts: list[str]) -> float:
    times = []
    for number in range(QUERIES):
        started = time.perf_counter()
        query(texts[number % len(texts)][:60])
        times.append(time.perf_counter() - started)
    return sorted(times)[len(times) // 2] * 1000


def _memory_megabytes() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


def _say(fields: dict[str, Any]) -> None:
    print(json.dumps(fields), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

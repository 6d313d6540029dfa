"""Time and memory at 1k, 10k, 100k and 1M passages, for indexing and for a question, and with which power they grow.

    python -m tests.benchmarks.cost_curve --passages 1000,10000,100000,1000000

One index grows from size to size; each step is a process of its own, which is the engine. First it takes documents by
words alone (SQLite and word index; seconds are summed over all steps so far); then it gives every passage its vector,
where the model is replaced by real vectors moved a little at random: what the model takes a passage is measured apart
("model_ms_per_passage") and would be added as often as there are passages. A third process opens the index with the
real model and asks. "exponents" are the slopes of the logarithms: 1.0 means in proportion, 0.0 independent of size.
Texts are drawn as in query_scale; reading files, which does not depend on the size of the index, is not in the figures.
"""

import argparse
import contextlib
import dataclasses
import json
import math
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.paths import DataDirectory
from desktop_search.records import Array, EmbeddingId, FileStat, FileState, Passage, ReadDocument, ReadOutcome
from tests.benchmarks import texts
from tests.benchmarks.children import (
    Figures,
    figures,
    memory_megabytes,
    percentiles,
    prepare_model,
    private_environment,
    say,
)
from tests.benchmarks.engine_process import sizes

MODULE = "tests.benchmarks.cost_curve"
PASSAGES_IN_FILE = 20
TEXTS_IN_PASSAGE = 2
"""Of 40 words each: some 650 characters, as long as passages of real files."""
FILES_AT_ONCE = 500
REAL_VECTORS = 400
NOISES = 4096
AWAY = 0.3
"""How far a vector is moved from a real one: two of the same origin then have a cosine of some 0.9."""
QUESTIONS = 100
WORDS_IN_QUESTION = 6
GROWING = ("words_s", "vectors_s", "words_peak_rss_mb", "vectors_peak_rss_mb", "asking_rss_mb", "disk_mb", "open_s")


class StandIn:
    """Gives texts real vectors, moved by noise, under the name of the model that made them."""

    def __init__(self, place: Path) -> None:
        self.device = "cpu"
        self.id = EmbeddingId(**json.loads((place / "embedding.json").read_text(encoding="utf-8")))
        self.seconds = 0.0
        self._real: Array = np.load(place / "real.npy")
        noise = np.random.default_rng(3).standard_normal((NOISES, self.id.dimensions)).astype(np.float32)
        self._noise: Array = noise * (AWAY / math.sqrt(self.id.dimensions))

    def embed_query(self, text: str) -> Array:
        vector: Array = self.embed_passages([text])[0]
        return vector

    def embed_passages(self, some: Sequence[str]) -> Array:
        started = time.perf_counter()
        chosen = np.array([hash(text) for text in some], dtype=np.int64)
        moved: Array = self._real[chosen % len(self._real)] + self._noise[(chosen >> 20) % NOISES]
        moved /= np.linalg.norm(moved, axis=1, keepdims=True)
        self.seconds += time.perf_counter() - started
        return moved

    def embed_in_batches(self, some: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        yield list(range(len(some))), self.embed_passages(some)


def grow(sizes_wanted: Sequence[int], place: Path) -> Iterator[Figures]:
    """An index in place/data that grows from size to size, with the figures of each step."""
    environment = private_environment(place)
    prepare_model(environment)
    model = figures(MODULE, "model", str(place), "0", environment=environment)
    before, words_s, vectors_s = 0, 0.0, 0.0
    for size in sizes_wanted:
        words = figures(MODULE, "words", str(place), f"{before}-{size}", environment=environment)
        vectors = figures(MODULE, "vectors", str(place), str(size), environment=environment)
        asking = figures(MODULE, "ask", str(place), str(size), environment=environment)
        before, words_s, vectors_s = size, words_s + words["seconds"], vectors_s + vectors["seconds"]
        yield {
            "passages": size,
            "words_s": round(words_s, 2),
            "vectors_s": round(vectors_s, 2),
            "words_peak_rss_mb": words["peak_rss_mb"],
            "vectors_peak_rss_mb": vectors["peak_rss_mb"],
            **model,
            **asking,
        }


def exponents(steps: Sequence[Figures]) -> Figures:
    """The slope of each figure's logarithm over that of the passages, fitted by least squares."""
    if len(steps) < 2:
        return {}
    names = [*GROWING, *(name for name in steps[0] if name.endswith("_p50_ms"))]
    logs = np.log([step["passages"] for step in steps])
    return {
        name: round(float(np.polyfit(logs, np.log([max(1e-6, step[name]) for step in steps]), 1)[0]), 3)
        for name in names
    }


def _model(place: Path) -> Figures:
    from desktop_search.embedding.choice import embedder_of

    embedder = embedder_of("auto", "", "auto")
    some = texts.passages(REAL_VECTORS)
    embedder.embed_passages(some[:50])
    started = time.perf_counter()
    np.save(place / "real.npy", embedder.embed_passages(some))
    spent = time.perf_counter() - started
    (place / "embedding.json").write_text(json.dumps(dataclasses.asdict(embedder.id)), encoding="utf-8")
    return {"model_ms_per_passage": round(1000 * spent / len(some), 2), "model_precision": embedder.id.precision}


def _words(place: Path, before: int, size: int) -> Figures:
    """Adds documents to an engine that has no model; making their texts is not counted."""
    from desktop_search.engine import parts
    from desktop_search.engine.engine import Engine
    from desktop_search.errors import ModelUnavailable
    from tests.benchmarks.query_scale import Made

    def no_model(*_: Any) -> Any:
        raise ModelUnavailable("There is none here.")

    vars(parts)["embedder"] = no_model
    made, seconds = Made(), 0.0
    made.dice = np.random.default_rng(before + 11)
    engine = Engine(DataDirectory(place / "data"))
    try:
        for start in range(before, size, FILES_AT_ONCE * PASSAGES_IN_FILE):
            count = min(FILES_AT_ONCE * PASSAGES_IN_FILE, size - start)
            pieces = made.texts(count * TEXTS_IN_PASSAGE)
            some = [" ".join(pieces[at::count]) for at in range(count)]
            outcomes = list(_outcomes(some, start))
            started = time.perf_counter()
            engine.add(outcomes)
            engine.wait_until_idle()
            seconds += time.perf_counter() - started
        assert engine.status().passages == size
    finally:
        engine.close()
    return {"seconds": seconds, "peak_rss_mb": memory_megabytes(field="VmHWM")}


def _outcomes(some: Sequence[str], start: int) -> Iterator[ReadOutcome]:
    from desktop_search.chunking.passages import hash_of

    for at in range(0, len(some), PASSAGES_IN_FILE):
        number = (start + at) // PASSAGES_IN_FILE
        # The time of change differs from file to file, and the number makes every file another one.
        stat = FileStat(f"/made/{number // 500}/document {number}.txt", 1, number + 1, number + 1, 1, number + 1)
        passages = tuple(Passage(text, hash_of(text)) for text in some[at : at + PASSAGES_IN_FILE])
        yield ReadOutcome(stat, FileState.INDEXED, (ReadDocument(passages, language="en"),))


def _vectors(place: Path, size: int) -> Figures:
    """Gives every passage that has none a vector of the stand-in, whose own time is not counted."""
    from desktop_search.engine import parts
    from desktop_search.engine.engine import Engine

    stand_in = StandIn(place)
    vars(parts)["embedder"] = lambda *_: stand_in
    started = time.perf_counter()
    engine = Engine(DataDirectory(place / "data"))
    try:
        engine.warm_up()
        while True:
            asked = time.perf_counter()
            if (status := engine.status()).embedded == size:
                break
            assert stand_in.seconds or not status.notices, status
            # Counting a large index takes a while, and must not be what is measured.
            time.sleep(max(0.02, 10 * (time.perf_counter() - asked)))
        seconds = time.perf_counter() - started - stand_in.seconds
    finally:
        engine.close()
    return {"seconds": seconds, "peak_rss_mb": memory_megabytes(field="VmHWM")}


def _ask(place: Path, size: int, started: float) -> Figures:
    """Opens the index with the real model and asks, by words, by meaning and by both."""
    from desktop_search.engine.engine import Engine

    data = DataDirectory(place / "data")
    with contextlib.closing(sqlite3.connect(data.index_database)) as database:
        chosen = random.Random(5).sample(range(1, size + 1), min(QUESTIONS, size))
        marks = ",".join("?" * len(chosen))
        rows = database.execute(f"select text from passages where id in ({marks})", chosen).fetchall()
    questions = [" ".join(sorted(set(text.split()), key=len)[-WORDS_IN_QUESTION:]) for (text,) in rows]
    engine = Engine(data)
    try:
        engine.search(questions[0], mode="meaning")
        found: Figures = {"open_s": round(time.monotonic() - started, 2)}
        for mode in ("words", "meaning", "both"):
            spent = []
            for question in questions:
                began = time.perf_counter()
                assert engine.search(question, mode=mode).hits
                spent.append(time.perf_counter() - began)
            found |= {f"{mode}_{name}": value for name, value in percentiles(spent).items() if name != "count"}
        found |= {"asking_rss_mb": memory_megabytes(), "asking_peak_rss_mb": memory_megabytes(field="VmHWM")}
        found["notices"] = engine.status().notices
    finally:
        engine.close()
    taken = sizes(data)
    return {**found, "disk_mb": round(taken["sqlite_mb"] + taken["words_mb"] + taken["graph_mb"], 1), "disk": taken}


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in {"model", "words", "vectors", "ask"}:
        what, place, started = sys.argv[1], Path(sys.argv[2]), float(sys.argv[-1])
        before, _, size = sys.argv[3].rpartition("-")
        if what == "model":
            say(_model(place))
        elif what == "words":
            say(_words(place, int(before), int(size)))
        elif what == "vectors":
            say(_vectors(place, int(size)))
        else:
            say(_ask(place, int(size), started))
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--passages", default="1000,10000,100000", help="sizes, separated by commas, growing")
    wanted = [int(size) for size in parser.parse_args().passages.split(",")]
    with tempfile.TemporaryDirectory(prefix="cost-curve-") as temporary:
        steps = []
        for step in grow(wanted, Path(temporary)):
            print(f"{step['passages']:,} passages are measured", file=sys.stderr)
            steps.append(step)
        print(json.dumps({"steps": steps, "exponents": exponents(steps)}, indent=2))


if __name__ == "__main__":
    main()

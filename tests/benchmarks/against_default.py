"""The program against what a person would build with sentence-transformers' defaults, on the same passages in one run.

    python -m tests.benchmarks.against_default --passages 1000 --rounds 5

"default" is SentenceTransformer(folder).encode(texts) as it comes (fp32, batches of 32); end to end it reads the
files, cuts them at empty lines, encodes, writes a numpy matrix and a JSON list, and answers a question from them.
"program" is its embedder alone, and end to end its engine: reading in reader processes, cutting, SQLite, word index,
vectors, until the same question is answered by words and by meaning. Both have loaded their model before the clock
starts; what that takes from a cold start is told apart, as is preparing the model, which is done once for ever. One
process each, in turn; the figures are medians, and a ratio above 1 says that the program is faster.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import texts
from tests.benchmarks.children import (
    Child,
    Figures,
    median,
    memory_megabytes,
    prepare_model,
    private_environment,
    say,
)

MODULE = "tests.benchmarks.against_default"
DEFAULT, PROGRAM = "default", "program"
COLD_STARTS = 3


def compare(count: int, rounds: int, place: Path) -> Figures:
    """All figures for so many passages."""
    from desktop_search.embedding.comparing import agreement

    environment = private_environment(place)
    preparation = prepare_model(environment)
    (place / "texts.json").write_text(json.dumps(passages := texts.passages(count)), encoding="utf-8")
    files = texts.write_folder(place / "files", passages, plain=True)
    children: dict[str, list[Child]] = {DEFAULT: [], PROGRAM: []}
    try:
        for last in range(COLD_STARTS):
            for which, started in children.items():
                started.append(Child(MODULE, which, str(place), environment=environment))
                if last < COLD_STARTS - 1:
                    started[-1].close()
        spent: dict[tuple[str, str], list[float]] = {}
        said: dict[tuple[str, str], Figures] = {}
        for _ in range(rounds):
            for what in ("embed", "index"):
                for which, started in children.items():
                    answer = started[-1].ask(what)
                    # The first, as the program's process loads its model once more for the engine.
                    said.setdefault((which, what), answer)
                    spent.setdefault((which, what), []).append(answer["seconds"])
        cosine, overlap = agreement(*(_vectors(place, which) for which in children))
    finally:
        for started in children.values():
            started[-1].close()
    seconds = {key: median(values) for key, values in spent.items()}
    return {
        "passages": count,
        "files": files,
        "preparation_s": preparation,
        "precision": children[PROGRAM][-1].first["precision"],
        "cosine_to_fp32": round(cosine, 5),
        "overlap@10": round(overlap, 3),
        "embedding_times_default": round(seconds[DEFAULT, "embed"] / seconds[PROGRAM, "embed"], 2),
        "end_to_end_times_default": round(seconds[DEFAULT, "index"] / seconds[PROGRAM, "index"], 2),
        **{
            which: {
                "cold_start_s": round(median([one.seconds_to_first for one in started]), 2),
                "rss_mb_after_start": started[-1].first["rss_mb"],
                "peak_rss_mb_embedding": said[which, "embed"]["peak_rss_mb"],
                "embedded_per_second": round(count / seconds[which, "embed"], 1),
                "indexed_per_second": round(count / seconds[which, "index"], 1),
                "passages_indexed": said[which, "index"]["passages"],
                "rounds_embed_s": spent[which, "embed"],
                "rounds_index_s": spent[which, "index"],
            }
            for which, started in children.items()
        },
    }


def _vectors(place: Path, which: str) -> Any:
    import numpy as np

    return np.load(place / f"{which}.npy")


class _Default:
    """What stands in sentence-transformers' quick start, and twenty lines around it."""

    def __init__(self) -> None:
        # Without a network; nothing else differs from what it does by itself.
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer

        from desktop_search.embedding import models

        self.precision = "float32"
        self._model = SentenceTransformer(str(models.find("").path), device="cpu")

    def embed(self, some: list[str]) -> Any:
        return self._model.encode(some)

    def index(self, folder: Path, data: Path, question: str) -> int:
        import numpy as np

        found: list[tuple[str, str]] = []
        for file in sorted(folder.rglob("*.txt")):
            text = file.read_text(encoding="utf-8")
            found += [(str(file), part) for part in text.split("\n\n") if part.strip()]
        vectors = self._model.encode([text for _, text in found])
        data.mkdir()
        np.save(data / "vectors.npy", vectors)
        (data / "passages.json").write_text(json.dumps(found), encoding="utf-8")
        scores = vectors @ self._model.encode(question)
        assert found[int(scores.argmax())]
        return len(found)


class _Program:
    def __init__(self) -> None:
        from desktop_search.embedding.choice import embedder_of

        self._embedder = embedder_of("auto", "", "auto")
        self.precision = f"{self._embedder.id.backend} {self._embedder.id.precision}"

    def embed(self, some: list[str]) -> Any:
        return self._embedder.embed_passages(some)

    def index(self, folder: Path, data: Path, question: str) -> int:
        from desktop_search.engine.engine import Engine
        from desktop_search.paths import DataDirectory

        engine = Engine(DataDirectory(data))
        try:
            # Waits for the model. What has been loaded is not counted for the other, either.
            engine.search(question, mode="meaning")
            started = time.perf_counter()
            summary = engine.index([str(folder)])
            assert all(engine.search(question, mode=mode).hits for mode in ("words", "meaning"))
            self.seconds = time.perf_counter() - started
            assert summary.embedded == summary.passages, summary
            return summary.passages
        finally:
            engine.close()


def _serve(which: str, place: Path) -> None:
    side: Any = _Default() if which == DEFAULT else _Program()
    side.embed(["a first text"])
    say({"precision": side.precision, "rss_mb": memory_megabytes()})
    some = json.loads((place / "texts.json").read_text(encoding="utf-8"))
    question = " ".join(some[0].split()[:8])
    for line in sys.stdin:
        found, started = Figures(), time.perf_counter()
        if line.strip() == "embed":
            vectors = side.embed(some)
            found["seconds"] = time.perf_counter() - started
            import numpy as np

            np.save(place / f"{which}.npy", np.asarray(vectors, dtype=np.float32))
        else:
            data = place / f"data of {which}"
            found["passages"] = side.index(place / "files", data, question)
            found["seconds"] = getattr(side, "seconds", time.perf_counter() - started)
            shutil.rmtree(data)
        say({**found, "seconds": round(found["seconds"], 3), "peak_rss_mb": memory_megabytes(field="VmHWM")})


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in {DEFAULT, PROGRAM}:
        _serve(sys.argv[1], Path(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="against-default-") as place:
        print(json.dumps(compare(options.passages, options.rounds, Path(place)), indent=2))


if __name__ == "__main__":
    main()

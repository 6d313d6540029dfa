"""Compares backends on this machine: one process each, rounds in turn, sentence-transformers' default as the 1.0."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from desktop_search.embedding import processor
from desktop_search.embedding.measured import DEFAULT
from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import ModelUnavailable
from desktop_search.paths import resource

PASSAGES = 32
WORDS = 140
"""Some 180 tokens of the samples, as long as most passages of real files are."""
ROUNDS = 5
NEAREST = 10


def compare(model: ModelFolder, place: Path, *, rounds: int = ROUNDS, passages: int = PASSAGES) -> dict[str, Any]:
    """What each backend does: a list of fields for each, and notices about those that do not work here.

    Raises ModelUnavailable when sentence-transformers cannot load the model.
    """
    with tempfile.TemporaryDirectory(prefix="desktop-search-bench-") as temporary:
        texts = Path(temporary) / "texts.json"
        texts.write_text(json.dumps(sample_texts(passages)), encoding="utf-8")
        candidates, notices = [], []
        try:
            for backend, precision in _candidates():
                try:
                    candidates.append(_Candidate(backend, precision, model, place, texts))
                except ModelUnavailable as error:
                    if backend == DEFAULT:
                        raise
                    notices.append(str(error))
            for _ in range(rounds):
                for candidate in candidates:
                    candidate.seconds.append(candidate.ask("passages")["seconds"])
            vectors = [candidate.vectors(Path(temporary)) for candidate in candidates]
            return {
                "passages": passages,
                "backends": [
                    candidate.fields(candidates[0], vectors[0], own, passages)
                    for candidate, own in zip(candidates, vectors, strict=True)
                ],
                "notices": notices,
            }
        finally:
            for candidate in candidates:
                candidate.close()


def sample_texts(count: int) -> list[str]:
    """Texts of one length, cut from the samples that ship at places of their own."""
    files = sorted(file for file in resource("samples").rglob("*") if file.suffix in {".md", ".txt"})
    words = " ".join(file.read_text(encoding="utf-8", errors="replace") for file in files).split()
    starts = [number * 37 % (len(words) - WORDS) for number in range(count)]
    return [" ".join(words[start : start + WORDS]) for start in starts]


def agreement(reference: Any, other: Any) -> tuple[float, float]:
    """The mean cosine of vectors of the same texts, and how many of the ten nearest texts both have in common."""
    import numpy as np

    one, two = (made / np.linalg.norm(made, axis=1, keepdims=True) for made in (reference, other))
    nearest = []
    for made in (one, two):
        scores = made @ made.T
        np.fill_diagonal(scores, -1.0)
        nearest.append(np.argsort(-scores, axis=1, kind="stable")[:, :NEAREST])
    count = min(NEAREST, len(one) - 1)
    shared = [len(set(a[:count]) & set(b[:count])) / count for a, b in zip(*nearest, strict=True)]
    return float(np.mean(np.sum(one * two, axis=1))), float(np.mean(shared))


def _candidates() -> list[tuple[str, str]]:
    """Backends with precisions. OpenVINO shows all that this processor computes well."""
    known = processor.precisions(("INT8", "BF16"), processor.flags())
    return [(DEFAULT, ""), ("torch", ""), *(("openvino", precision) for precision in reversed(known))]


class _Candidate:
    """A backend in a process of its own."""

    def __init__(self, backend: str, precision: str, model: ModelFolder, place: Path, texts: Path) -> None:
        self.seconds: list[float] = []
        self._backend = backend
        command = [sys.executable, "-P", "-m", "desktop_search.embedding.measured", backend, precision]
        started = time.monotonic()
        self._process = subprocess.Popen(
            [*command, str(model.path) if not model.is_shipped else "", str(place), str(texts)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            said = self._line()
        except ModelUnavailable:
            self.close()
            raise
        self._cold_start = time.monotonic() - started
        self._precision, self._megabytes = said["precision"], said["rss_mb"]

    def ask(self, command: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        said = self._line()
        self._megabytes = max(self._megabytes, said.get("rss_mb", 0.0))
        return said

    def vectors(self, directory: Path) -> Any:
        import numpy as np

        file = directory / f"{self._process.pid}.npy"
        self.ask(f"vectors {file}")
        return np.load(file)

    def fields(self, default: "_Candidate", reference: Any, own: Any, passages: int) -> dict[str, Any]:
        cosine, overlap = agreement(reference, own)
        return {
            "backend": self._backend,
            "precision": self._precision,
            "passages_per_second": round(passages / _median(self.seconds), 1),
            "times_default": round(_median(default.seconds) / _median(self.seconds), 2),
            "query_ms": round(self.ask("query")["ms"], 1),
            "cold_start_s": round(self._cold_start, 2),
            "rss_mb": round(self._megabytes),
            "cosine": round(cosine, 5),
            "overlap@10": round(overlap, 3),
        }

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.kill()
        self._process.wait()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ModelUnavailable(f"{self._backend} does not work here.")
        said: dict[str, Any] = json.loads(line)
        return said


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]

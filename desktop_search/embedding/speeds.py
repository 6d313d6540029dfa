"""Keeps how fast models are on this machine, as measured by `bench` and wherever models are compared, in a file beside
what was prepared."""

import contextlib
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop_search.embedding import comparing
from desktop_search.records import Array, EmbeddingId, ModelSpeed

FILE = "speeds.json"
MOST_MODELS = 200
ROUNDS, LONG_SECONDS = 3, 5.0
"""Of a model that takes so long, one round says enough."""


def measured(embedding: EmbeddingId, embed: Callable[[Sequence[str]], Array]) -> ModelSpeed:
    """How fast a model is that has been used already, so that it is warm, and that is described by embedding.

    As in `bench`: by its texts, all of them at once and not a few at a time, and the median of some rounds. There each
    backend has a process of its own; here it is the one that computes the vectors.
    """
    texts = comparing.sample_texts(comparing.PASSAGES)
    seconds: list[float] = []
    while len(seconds) < ROUNDS and sum(seconds) < LONG_SECONDS:
        started = time.perf_counter()
        embed(texts)
        seconds.append(time.perf_counter() - started)
    speed = len(texts) / max(statistics.median(seconds), 1e-6)
    return ModelSpeed(round(speed, 1), embedding.backend, embedding.precision)


def keep(place: Path, revision: str, speed: ModelSpeed) -> None:
    """Notes the speed of a model in place of an older one. What cannot be written is measured again some day."""
    known = {**_read(place), revision: asdict(speed)}
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        newest = dict(list(known.items())[-MOST_MODELS:])
        (place / FILE).write_text(json.dumps(newest, indent=1), encoding="utf-8")


def of(place: Path, revision: str) -> ModelSpeed | None:
    """The speed of a model; None where it was never measured here."""
    with contextlib.suppress(KeyError, TypeError, ValueError):
        plain = _read(place)[revision]
        return ModelSpeed(float(plain["passages_per_second"]), str(plain["backend"]), str(plain["precision"]))
    return None


def _read(place: Path) -> dict[str, Any]:
    try:
        plain = json.loads((place / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return plain if isinstance(plain, dict) else {}

"""Measures search on a judged collection through the very pipeline that indexes a person's files."""

import os
import re
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from desktop_search.chunking import passages as chunking
from desktop_search.chunking.tokens import TokenCounter, counter_for
from desktop_search.engine.engine import Engine
from desktop_search.engine.parts import limits_of
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import (
    Answer,
    Block,
    Document,
    FileStat,
    FileState,
    Passage,
    ReadDocument,
    ReadOutcome,
)
from desktop_search.settings import Settings
from desktop_search.training import evaluation as judged

DEPTH = 100
ROOT = os.path.join(os.sep, "collection")
AT_ONCE = 500


def evaluate(directory: Path, settings: Settings, *, modes: Sequence[str], whole: bool = False) -> dict[str, Any]:
    """The quality figures of each mode, and the time of a query; the fields of `desktop-search evaluate`.

    Works in a temporary data directory. With whole, a document is one passage, cut at the model's length, as the
    published figures have it. Raises DesktopSearchError when the collection or the model cannot be used.
    """
    started = time.monotonic()
    collection = judged.read_collection(directory)
    with tempfile.TemporaryDirectory(prefix="desktop-search-evaluate-") as place:
        engine = Engine(DataDirectory(Path(place)), settings)
        try:
            for outcomes in _batches(_outcomes(collection.documents, settings, whole=whole)):
                engine.add(outcomes)
            engine.wait_until_idle()
            status = engine.status()
            if set(modes) != {"words"} and status.embedded < status.passages:
                raise DesktopSearchError("The collection could not be embedded.", " ".join(status.notices))
            figures: dict[str, Any] = {}
            for mode in modes:
                rankings = _rankings(engine, collection.queries, mode)
                figures[mode] = {
                    name: round(value, 4) for name, value in judged.summary(rankings, collection.relevant).items()
                }
            times = _times(engine, collection.queries, "both" if "both" in modes else modes[0])
        finally:
            engine.close()
    return {
        "collection": collection.name,
        "documents": len(collection.documents),
        "passages": status.passages,
        "queries": len(collection.queries),
        "modes": figures,
        "query_ms": {"p50": round(statistics.median(times), 2), "p95": round(_percentile(times, 0.95), 2)},
        "seconds": round(time.monotonic() - started, 1),
    }


def _rankings(engine: Engine, queries: Mapping[str, str], mode: str) -> dict[str, list[str]]:
    return {name: list(_document_names(engine.search(text, limit=DEPTH, mode=mode))) for name, text in queries.items()}


def _times(engine: Engine, queries: Mapping[str, str], mode: str) -> list[float]:
    """Milliseconds of each query as a person asks it, for ten results."""
    return [engine.search(text, limit=10, mode=mode).took_ms for text in queries.values()]


def _document_names(answer: Answer) -> Iterator[str]:
    for hit in answer.hits:
        for path in (hit.path, *hit.duplicates):
            yield unquote(os.path.basename(path))


def _outcomes(documents: Mapping[str, Any], settings: Settings, *, whole: bool) -> Iterator[ReadOutcome]:
    limits = limits_of(settings)
    count_tokens = counter_for(Path(limits.tokenizer) if limits.tokenizer else None)
    for number, (name, document) in enumerate(documents.items()):
        # A name of the collection's may hold anything, a file's name may not.
        stat = FileStat(os.path.join(ROOT, quote(name, safe="")), len(document.text), 0, 0, 0, number)
        passages = (
            _as_one(document.title, document.text)
            if whole
            else _chunked(document.title, document.text, count_tokens, limits.passage_tokens)
        )
        yield ReadOutcome(
            stat, FileState.INDEXED, (ReadDocument(passages, document.title or None, "en"),), format="evaluation"
        )


def _as_one(title: str, text: str) -> tuple[Passage, ...]:
    whole = text or title
    return (Passage(whole, chunking.hash_of(chunking.embedded_text(title or None, whole))),)


def _chunked(title: str, text: str, count_tokens: TokenCounter, limit: int) -> tuple[Passage, ...]:
    blocks = tuple(Block(part) for part in re.split(r"\n\s*\n", text) if part.strip()) or (Block(title),)
    return chunking.passages(Document(blocks, title or None), count_tokens=count_tokens, limit=limit)


def _batches(outcomes: Iterable[ReadOutcome]) -> Iterator[list[ReadOutcome]]:
    batch: list[ReadOutcome] = []
    for outcome in outcomes:
        batch.append(outcome)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    yield batch


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]

"""Measures search on a judged collection through the very pipeline that indexes a person's files."""

import dataclasses
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from desktop_search.chunking import passages as chunking
from desktop_search.chunking.tokens import TokenCounter, counter_for
from desktop_search.embedding import models
from desktop_search.embedding.embedder import Embedder
from desktop_search.engine import measuring
from desktop_search.engine.engine import Engine
from desktop_search.engine.measuring import Questions, Rankings, Search
from desktop_search.engine.parts import limits_of
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import (
    Block,
    Document,
    FileStat,
    FileState,
    Label,
    Passage,
    ReadDocument,
    ReadOutcome,
)
from desktop_search.settings import Settings
from desktop_search.training import evaluation as judged
from desktop_search.training import pairs

ROOT = os.path.join(os.sep, "collection")
AT_ONCE = 500


def evaluate(
    directory: Path,
    settings: Settings,
    *,
    modes: Sequence[str],
    whole: bool = False,
    model_folders: Sequence[str] = (),
    rerankers: Sequence[str] = (),
) -> dict[str, Any]:
    """The quality figures of each mode, and the time of a query; the fields of `desktop-search evaluate`.

    model_folders and rerankers are folders, "" for the shipped model and for no reranker; without them those of the
    settings are measured. With several, `modes` and what goes with it are those of the first of each, and `table` has
    a row for every model with every reranker. Works in a temporary data directory. With whole, a document is one
    passage, cut at the model's length, as the published figures have it.
    Raises DesktopSearchError when the collection, a model or a reranker cannot be used.
    """
    started = time.monotonic()
    collection = judged.read_collection(directory)
    measured = [
        one
        for model in model_folders or (settings.model,)
        for one in _measured(
            collection,
            dataclasses.replace(settings, model=model),
            modes,
            whole=whole,
            rerankers=rerankers or (settings.reranker,),
        )
    ]
    first = measured[0]
    fields: dict[str, Any] = {
        "collection": collection.name,
        "documents": len(collection.documents),
        "passages": first.passages,
        "queries": len(collection.queries),
        "modes": first.figures,
        "differences": first.differences,
        "query_ms": first.query_ms,
    }
    if model_folders or rerankers:
        fields["table"] = [row for one in measured for row in one.rows()]
    return {**fields, "seconds": round(time.monotonic() - started, 1)}


@dataclass(frozen=True, slots=True)
class Measured:
    """A model with a reranker ("" for none) on a collection; rankings has for each mode and query the documents."""

    model: str
    reranker: str
    passages: int
    figures: Mapping[str, Mapping[str, float]]
    differences: Mapping[str, Any]
    query_ms: Mapping[str, float]
    rankings: Mapping[str, Rankings]

    def rows(self) -> Iterator[dict[str, Any]]:
        """A line of the table for each mode."""
        for mode, values in self.figures.items():
            yield {"model": self.model, "reranker": self.reranker, "mode": mode, **values, "query_ms": self.query_ms}


def _measured(
    collection: judged.Collection,
    settings: Settings,
    modes: Sequence[str],
    *,
    whole: bool = False,
    rerankers: Sequence[str] = ("",),
) -> Iterator[Measured]:
    """Indexes a collection with one model, and measures it with each reranker."""
    questions = Questions(collection.queries, collection.relevant)
    with tempfile.TemporaryDirectory(prefix="desktop-search-evaluate-") as place:
        for number, reranker in enumerate(rerankers):
            engine = Engine(DataDirectory(Path(place)), dataclasses.replace(settings, reranker=reranker))
            try:
                if not number:
                    for outcomes in _batches(_outcomes(collection.documents, settings, whole=whole)):
                        engine.add(outcomes)
                engine.wait_until_idle()
                status = engine.status()
                if set(modes) != {"words"} and status.embedded < status.passages:
                    raise DesktopSearchError("The collection could not be embedded.", " ".join(status.notices))
                # One that cannot be used leaves the order as it was, which would pass for its own.
                if (problem := engine.wait_for_reranker()) is not None:
                    raise DesktopSearchError(problem)
                found = {
                    mode: measuring.rankings(
                        partial(engine.search, plain=True), questions, mode, name_of=measuring.document_name
                    )
                    for mode in modes
                }
                yield Measured(
                    Path(settings.model).name or models.SHIPPED_NAME,
                    Path(reranker).name,
                    status.passages,
                    measuring.figures(found, questions),
                    measuring.differences(found, questions),
                    measuring.times(engine.search, questions, "both" if "both" in modes else modes[0]),
                    found,
                )
            finally:
                engine.close()


def evaluate_labels(search: Search, labels: Sequence[Label], *, modes: Sequence[str]) -> dict[str, Any]:
    """The same figures for what the person judged, asked of the index as it is. search is Engine.search.

    The newest judgement of a query and a file counts. Raises DesktopSearchError when no file was judged relevant.
    """
    started = time.monotonic()
    grades: dict[str, dict[str, int]] = {}
    for label in labels:
        grades.setdefault(label.query, {})[label.path] = int(label.relevant)
    relevant = {query: judgement for query, judgement in grades.items() if any(judgement.values())}
    if not relevant:
        raise DesktopSearchError("There are no labels yet.", "Say of some results that they are what you looked for.")
    questions = Questions({query: query for query in relevant}, relevant)
    found = {
        mode: measuring.rankings(partial(search, plain=True), questions, mode, name_of=lambda path: path)
        for mode in modes
    }
    return {
        "labels": len(labels),
        "queries": len(relevant),
        "modes": measuring.figures(found, questions),
        "differences": measuring.differences(found, questions),
        "query_ms": measuring.times(search, questions, "both" if "both" in modes else modes[0]),
        "seconds": round(time.monotonic() - started, 1),
    }


def evaluate_pairs(file: Path, embedder: Embedder) -> dict[str, Any]:
    """How well the cosines of a model say which sentences of a file mean the same (training/pairs.py has the layouts).

    Raises DesktopSearchError for a file that holds no such pairs.
    """
    started = time.monotonic()
    read = pairs.read_pairs(file)
    texts = sorted({text for pair in read.pairs for text in (pair.one, pair.other)}, key=len)
    vectors = embedder.embed_passages(texts)
    place = {text: number for number, text in enumerate(texts)}
    said = [float(vectors[place[pair.one]] @ vectors[place[pair.other]]) for pair in read.pairs]
    return {
        "pairs": len(read.pairs),
        "file": read.name,
        "model": embedder.id.model,
        "backend": embedder.id.backend,
        "measures": pairs.measures([pair.score for pair in read.pairs], said, is_graded=read.is_graded),
        "seconds": round(time.monotonic() - started, 1),
    }


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

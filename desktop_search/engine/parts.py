"""Puts parts together for the engine: readers, the model, and what is made of the settings."""

import dataclasses
import logging
import os
from collections.abc import Callable
from concurrent.futures import Future, wait

from desktop_search.chunking.passages import embedded_text
from desktop_search.embedding import models
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Embedder, Options
from desktop_search.embedding.service import EmbeddingService
from desktop_search.errors import ModelUnavailable
from desktop_search.extraction import recognition
from desktop_search.indexing import limits
from desktop_search.indexing.embedding_queue import EmbeddingQueue
from desktop_search.indexing.limits import ReadingLimits
from desktop_search.indexing.succession import ModelChoice
from desktop_search.indexing.vector_cache import VectorCache
from desktop_search.indexing.workers import Readers
from desktop_search.paths import DataDirectory
from desktop_search.records import ReadOutcome
from desktop_search.reranking.reranker import Reranker
from desktop_search.reranking.service import LOADING_PATIENCE_SECONDS, RerankingService, reranker_of
from desktop_search.searching.sentence_vectors import SentenceVectors
from desktop_search.settings import Settings
from desktop_search.storage.index_db import IndexDb

logger = logging.getLogger(__name__)

MEGABYTE = 1_000_000
SPECIAL_TOKENS = 2
LEAST_TOKENS = 64
RECOGNITION_IDLE_SECONDS = 30.0
"""A reader with its models loaded holds most of a gigabyte, so it is not kept for long."""


def readers(settings: Settings, deliver: Callable[[ReadOutcome], None]) -> Readers:
    """The pool of reader processes the settings ask for."""
    return Readers(settings.readers or os.cpu_count() or 1, limits_of(settings), deliver)


def recognisers(settings: Settings, deliver: Callable[[ReadOutcome], None]) -> Readers | None:
    """The one reader of text in pictures, if it is wanted and installed. Its process starts with the first picture."""
    if not (settings.recognise_text and recognition.is_available()):
        return None
    reading = limits.recognition_limits(settings, limits_of(settings))
    return Readers(1, reading, deliver, idle_seconds=RECOGNITION_IDLE_SECONDS)


def sentence_vectors(service: Callable[[], EmbeddingService]) -> SentenceVectors:
    """The vectors of the sentences that are shown, by the model that answers."""

    def fingerprint() -> str | None:
        loaded = service().embedder
        return loaded.id.fingerprint if loaded is not None else None

    return SentenceVectors(lambda texts: service().embed_at_once(texts), fingerprint)


def reranking(settings: Settings, *, after: Callable[[], "Future[Embedder]"]) -> RerankingService | None:
    """What ranks the first hits anew, where the settings name a reranker. It is loaded when the model has been."""
    if not settings.reranker:
        return None

    def load() -> Reranker:
        # Both import the same large libraries, and two threads that do so at once get half of them.
        wait((after(),), timeout=LOADING_PATIENCE_SECONDS)
        return reranker_of(settings.reranker, settings.device)

    return RerankingService(load)


def embedding(
    choice: ModelChoice,
    settings: Settings,
    data: DataDirectory,
    db: IndexDb,
    *,
    tell: Callable[[str], None],
    rest: Callable[[float], float],
) -> EmbeddingQueue:
    """What gives passages their vectors by a model, which is loaded when it is first needed.

    tell takes what the person should know of the choice; rest says how long to rest after so many seconds of work.
    """
    chosen = dataclasses.replace(settings, backend=choice.backend, model=choice.folder)
    return EmbeddingQueue(
        db,
        EmbeddingService(lambda: embedder(chosen, data, tell), rest_seconds=rest),
        lambda loaded: vectors(settings, data, db, loaded),
        text_of=embedded_text,
        model_key=choice.key,
    )


def embedder(settings: Settings, data: DataDirectory, tell: Callable[[str], None]) -> Embedder:
    """What computes the vectors, loaded in this thread. tell takes what the person should know of the choice.

    Raises ModelUnavailable.
    """
    options = Options(place=data.root, tell=tell)
    return embedder_of(settings.backend, settings.model, settings.device, options)


def vectors(settings: Settings, data: DataDirectory, db: IndexDb, embedder: Embedder) -> VectorCache:
    """The vectors of what an embedder computes, in memory."""
    kind, exact_limit = settings.vector_store, settings.exact_search_limit
    return VectorCache(db, data.vectors, embedder.id, kind=kind, exact_limit=exact_limit)


def limits_of(settings: Settings) -> ReadingLimits:
    """What a reader needs to know of the settings. Passages are never longer than the model reads."""
    tokenizer, longest = None, settings.passage_tokens
    if settings.backend != "hashing":
        try:
            model = models.unchecked(settings.model)
            tokenizer = str(model.tokenizer) if model.tokenizer else None
            # Of a model that reads next to nothing, the end of a passage is cut.
            longest = max(LEAST_TOKENS, min(longest, model.longest_input - SPECIAL_TOKENS))
        except ModelUnavailable:
            logger.info("no model: tokens are estimated")
    return limits.reading_limits(
        settings, tokenizer=tokenizer, passage_tokens=longest, extra_formats=extra_formats(settings)
    )


def extra_formats(settings: Settings) -> tuple[str, ...]:
    """The modules the person named as further formats."""
    return tuple(name.strip() for name in settings.extra_formats.split(",") if name.strip())

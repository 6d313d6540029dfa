"""Compares models on the person's own judgements before any of them is used."""

import threading
from collections.abc import Sequence
from concurrent.futures import CancelledError
from contextlib import suppress

from desktop_search.embedding import models, speeds
from desktop_search.engine import model_worth, proving
from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.engine.learning_sources import Sources
from desktop_search.errors import DesktopSearchError
from desktop_search.records import ModelFigures


class ModelComparison:
    """Any thread may use it; it takes about a minute for a model."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._is_cancelled = threading.Event()
        self._lock = threading.Lock()

    def cancel(self) -> None:
        """Ends the comparison that is under way, with an error for whoever waits for it."""
        self._is_cancelled.set()

    def compare(self, names: Sequence[str]) -> list[ModelFigures]:
        """The figures of each model with the weight of meaning that it would have, on the questions that none of them
        was trained on, nor the one that answers now.

        Raises DesktopSearchError for a model there is not, where nothing is left to compare them by, when it was
        cancelled, and while others are compared.
        """
        if not self._lock.acquire(blocking=False):
            raise DesktopSearchError("Models are being compared already.", "Wait until that is done, or cancel it.")
        try:
            self._is_cancelled.clear()
            return self._compared(names)
        except CancelledError:
            raise DesktopSearchError("The comparison was cancelled.") from None
        finally:
            self._lock.release()

    def _compared(self, names: Sequence[str]) -> list[ModelFigures]:
        sources = self._sources
        folders = [sources.library.folder_of(name) for name in names]
        revisions = {models.find(folder).revision for folder in folders}
        with suppress(DesktopSearchError):
            # What may be found is what the model that answers finds; it may have gone from its folder meanwhile.
            revisions.add(models.find(sources.embedding.answering.folder).revision)
        learned = {query for revision in revisions for query in sources.history.learned_by(revision)}
        labels = sources.user_db.labels()
        questions = {one.query for one in labels if one.relevant and one.origin not in WEAK_ORIGINS} - learned
        pools = proving.collect(sources.db, sources.asking.evidence, labels, sorted(questions))
        if not pools.pools:
            raise DesktopSearchError(
                "There is nothing to compare models by.", "Judge results of questions that none of them learned from."
            )
        return [self._figures(folder, pools) for folder in folders]

    def _figures(self, folder: str, pools: proving.Pools) -> ModelFigures:
        sources, model = self._sources, models.find(folder)
        embedder = sources.embedder_of(folder)
        embed = model_worth.in_parts(embedder.embed_passages, lambda: not self._is_cancelled.is_set())
        embedding = proving.Embedding(pools, embedder.embed_query, embed)
        ranked = proving.rankings(pools, embedding, weight=sources.weight_with(model.revision))
        speed = speeds.measured(embedder.id, embedder.embed_passages)
        speeds.keep(sources.data.models, embedder.id.revision, speed)
        return ModelFigures(model.name, proving.measures(pools, ranked), len(pools.pools), embedding.seconds)

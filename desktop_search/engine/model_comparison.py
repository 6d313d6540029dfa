"""Compares models on the person's own judgements before any of them is used."""

from collections.abc import Sequence

from desktop_search.embedding import models
from desktop_search.engine import proving
from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.engine.learning_sources import Sources
from desktop_search.errors import DesktopSearchError
from desktop_search.records import ModelFigures


class ModelComparison:
    """Any thread may use it; it takes about a minute for a model."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def compare(self, names: Sequence[str]) -> list[ModelFigures]:
        """The figures of each model, on the questions that none of them was trained on.

        Raises DesktopSearchError for a model there is not, and where nothing is left to compare them by.
        """
        sources = self._sources
        folders = [sources.library.folder_of(name) for name in names]
        learned = {query for folder in folders for query in sources.history.learned_by(models.find(folder).revision)}
        labels = sources.user_db.labels()
        questions = {one.query for one in labels if one.relevant and one.origin not in WEAK_ORIGINS} - learned
        pools = proving.collect(sources.db, sources.asking.evidence, labels, sorted(questions))
        if not pools.pools:
            raise DesktopSearchError(
                "There is nothing to compare models by.", "Judge results of questions that none of them learned from."
            )
        return [self._figures(folder, pools) for folder in folders]

    def _figures(self, folder: str, pools: proving.Pools) -> ModelFigures:
        model, usual = models.find(folder), self._sources.settings.meaning_weight
        embedder = self._sources.embedder_of(folder)
        embedding = proving.Embedding(pools, embedder.embed_query, embedder.embed_passages)
        stored = self._sources.history.report(model.revision)
        weight = None if stored is None else stored.report["meaning_weight"]
        ranked = proving.rankings(pools, embedding, weight=weight or usual)
        return ModelFigures(model.name, proving.measures(pools, ranked), len(pools.pools), embedding.seconds)

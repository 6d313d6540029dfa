"""Compares models on the person's own judgements before any of them is used."""

from collections.abc import Callable, Sequence

from desktop_search.embedding import models
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Options
from desktop_search.embedding.library import Library
from desktop_search.engine import proving
from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.engine.learning_sources import Sources
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import ModelFigures
from desktop_search.settings import Settings
from desktop_search.storage.model_history import ModelHistory


class ModelComparison:
    """Any thread may use it; it takes about a minute for a model."""

    def __init__(
        self,
        data: DataDirectory,
        settings: Callable[[], Settings],
        sources: Sources,
        library: Library,
        history: ModelHistory,
    ) -> None:
        self._data = data
        self._settings = settings
        self._sources = sources
        self._library = library
        self._history = history

    def compare(self, names: Sequence[str]) -> list[ModelFigures]:
        """The figures of each model, on the questions that none of them was trained on.

        Raises DesktopSearchError for a model there is not, and where nothing is left to compare them by.
        """
        folders = [self._library.folder_of(name) for name in names]
        learned: set[str] = set()
        for folder in folders:
            stored = self._history.report(models.find(folder).revision)
            learned |= set() if stored is None else stored.learned
        labels = self._sources.user_db.labels()
        questions = {one.query for one in labels if one.relevant and one.origin not in WEAK_ORIGINS} - learned
        pools = proving.collect(self._sources.db, self._sources.asking.evidence, labels, sorted(questions))
        if not pools.pools:
            raise DesktopSearchError(
                "There is nothing to compare models by.", "Judge results of questions that none of them learned from."
            )
        return [self._figures(folder, pools) for folder in folders]

    def _figures(self, folder: str, pools: proving.Pools) -> ModelFigures:
        settings, model = self._settings(), models.find(folder)
        embedder = embedder_of(settings.backend, folder, settings.device, Options(place=self._data.root))
        embedding = proving.Embedding(pools, embedder.embed_query, embedder.embed_passages)
        stored = self._history.report(model.revision)
        weight = settings.meaning_weight if stored is None else stored.report["meaning_weight"]
        ranked = proving.rankings(pools, embedding, weight=weight or settings.meaning_weight)
        return ModelFigures(model.name, proving.measures(pools, ranked), len(pools.pools), embedding.seconds)

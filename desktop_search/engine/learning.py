"""All that is learned from the person's judgements: at once for questions, and by training for the model itself."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_search.embedding import models
from desktop_search.engine import models as every_model
from desktop_search.engine import proving, reranker_steps
from desktop_search.engine.adapting import Adapting
from desktop_search.engine.judged_evidence import JudgedEvidence
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.model_comparison import ModelComparison
from desktop_search.engine.reranker_steps import RerankerSteps
from desktop_search.engine.teaching import Teaching
from desktop_search.engine.training_run import TrainingRun
from desktop_search.engine.training_steps import TrainingSteps
from desktop_search.errors import DesktopSearchError
from desktop_search.records import (
    AdapterState,
    ModelFigures,
    ModelReport,
    ModelUse,
    ToJudge,
    TrainingOptions,
    TrainingState,
)
from desktop_search.searching.learning.adapter import Adapter, weighted
from desktop_search.storage.model_history import StoredReport
from desktop_search.training.report import report_of

ADAPTER_PATIENCE_SECONDS = 60.0


class Learning:
    """Any thread may use it."""

    def __init__(self, sources: Sources, *, resumes: bool = True) -> None:
        """resumes says whether a training that was interrupted is gone on with as soon as there are vectors."""
        self._resumes = resumes
        self._sources = sources
        self._comparison = ModelComparison(sources)
        self._teaching = Teaching(sources)
        self._measured: tuple[str, StoredReport | None] = "", None
        self._adapting = Adapting(
            sources.data.learning / "adapter.npz",
            sources.user_db.labels,
            JudgedEvidence(
                sources.db,
                sources.embedding,
                sources.asking.evidence,
                known=self._learned_by_model,
                features=sources.asking.features,
            ),
            is_on=sources.settings.learn_at_once,
            meaning_weight=lambda: self._weight_of_model() or sources.settings.meaning_weight,
        )
        kinds = [kind(sources, accept=self._accept) for kind in (TrainingSteps, RerankerSteps)]
        stored = sources.history.report()
        last = None if stored is None else report_of(stored.report)
        self._run = TrainingRun(sources.data.learning / "run", lambda options: kinds[options.reranker], last)
        sources.embedding.opened = self._opened
        # Judgements that were imported before their files teach once these are there.
        sources.indexer.became_idle = self._adapting.learn
        # The vectors may have been opened before anybody listened.
        sources.indexer.inbox.post(lambda: self._opened() if sources.embedding.now.cache is not None else None)

    def adapter(self, fingerprint: str) -> Adapter | None:
        """What judgements have taught for the vectors of an embedding; None for nothing.

        With a model that was trained here goes a weight of meaning of its own.
        """
        adapter, weight = self._adapting.adapter(fingerprint), self._weight_of_model()
        if weight is None or (adapter is not None and adapter.meaning_weight is not None):
            return adapter
        return weighted(fingerprint, weight) if adapter is None else replace(adapter, meaning_weight=weight)

    def _weight_of_model(self) -> float | None:
        """The weight of meaning that goes with the model that answers, where it was trained here."""
        embedder = self._sources.embedding.now.service.embedder
        if embedder is None:
            return None
        if self._measured[0] != embedder.id.revision:
            stored = self._sources.history.report(embedder.id.revision)
            self._measured = embedder.id.revision, stored
        stored = self._measured[1]
        is_trained = stored is not None and stored.report.get("meaning_weight") is not None
        return proving.weight_of_trained(self._sources.settings.meaning_weight) if is_trained else None

    def _learned_by_model(self) -> frozenset[str]:
        """The questions that the model that answers was trained on: of these it has nothing more to learn."""
        self._weight_of_model()
        return frozenset() if self._measured[1] is None else self._measured[1].learned

    def judged(self) -> None:
        """Learns from what has just been said, in the background."""
        self._adapting.learn()

    def settings_changed(self) -> None:
        """Uses what the person has just set."""
        sources = self._sources
        self._adapting.switch(sources.settings.learn_at_once)
        wanted = sources.preferences.model
        sources.indexer.inbox.begin(lambda: sources.embedding.change_to(wanted))

    def forget(self) -> None:
        """Drops what was learned, as its files are forgotten: at once it is learned anew, a training is given up."""
        self._run.discard()
        self._adapting.forget()

    def close(self) -> None:
        """Ends what is under way; it is gone on with at the next start."""
        self._run.close()
        self._adapting.close()

    @property
    def phase(self) -> str:
        """That of the training, as in TrainingState."""
        return self._run.phase

    @property
    def is_training(self) -> bool:
        """Whether a training is under way."""
        return self._run.is_active

    # At once

    def adapter_state(self, *, wait: bool = False) -> AdapterState:
        """What was learned at once, and what it is worth; with wait what was judged just now has been learned, too."""
        if wait:
            self._sources.asking.open_vectors()
            self._adapting.learn()
            self._adapting.wait(timeout=ADAPTER_PATIENCE_SECONDS)
        return self._adapting.state()

    def switch_adapter(self, on: bool) -> AdapterState:
        """Uses what was learned at once from now on, or leaves it out of every answer."""
        self._sources.preferences.change({"learn_at_once": on})
        self._adapting.switch(on)
        return self._adapting.state()

    def to_judge(self, limit: int = 10) -> list[ToJudge]:
        """The results whose judgement would teach most."""
        return self._teaching.offered(max(1, min(limit, 100)))

    # Training

    def train(self, options: TrainingOptions) -> TrainingState:
        """Begins to train a model. Raises DesktopSearchError while another training is under way, and for what a
        cross-encoder cannot be trained with."""
        if options.reranker and options.lora:
            raise DesktopSearchError("A cross-encoder is trained with all its weights.", "Train it without LoRA.")
        self._run.start(options)
        return self._run.state()

    def training(self) -> TrainingState:
        """How far the training is that is under way, or what became of the last one."""
        return self._run.state()

    def pause_training(self, paused: bool) -> TrainingState:
        """Has the training wait, or go on."""
        self._run.pause(paused)
        return self._run.state()

    def cancel_training(self) -> TrainingState:
        """Gives the training up that is under way."""
        self._run.cancel()
        return self._run.state()

    # Models

    def models(self) -> ModelUse:
        """Which model answers, which one will, and which one did before."""
        embedding, wanted = self._sources.embedding, self._sources.preferences.model
        coming = embedding.next
        before = self._before()
        passages = self._sources.db.count_passages()
        return ModelUse(
            _name(embedding.answering.folder),
            None if wanted == embedding.answering else _name(wanted.folder),
            None if before is None else _name(before),
            len(coming.cache.store) if coming is not None and coming.cache is not None else 0,
            passages,
        )

    def list_models(self) -> dict[str, Any]:
        """The models there are, and those known to be worth adding: the fields of `models list`."""
        return every_model.list_models(self._sources.data, self._sources.settings)

    def use_model(self, name: str) -> ModelUse:
        """Begins to embed everything with another model; the one before answers until that is done.

        Raises DesktopSearchError for a model there is not, or that cannot be used.
        """
        folder = self._sources.library.folder_of(name)
        models.find(folder)
        self._change(folder)
        return self.models()

    def accept_model(self) -> ModelUse:
        """Takes the model of the last training into use. Raises DesktopSearchError where there is none."""
        report = self._run.state().report
        if report is None:
            raise DesktopSearchError("No model has been trained yet.", "Train one first.")
        self._accept(report)
        return self.models()

    def undo_model(self, *, reranker: bool = False) -> ModelUse:
        """Goes back to the model before; with reranker to the cross-encoder before the trained one, or to none.

        Raises DesktopSearchError where there was no other model.
        """
        if reranker:
            self._sources.preferences.change({"reranker": reranker_steps.before(self._sources.settings.reranker)})
            return self.models()
        before = self._before()
        if before is None:
            raise DesktopSearchError("There was no other model before.")
        models.find(before)
        self._change(before)
        return self.models()

    def compare_models(self, names: Sequence[str]) -> list[ModelFigures]:
        """How good models are on the person's own judgements, before any of them is used.

        Raises DesktopSearchError for a model there is not, where nothing was judged, while others are compared, and
        when it was cancelled.
        """
        return self._comparison.compare(names)

    def cancel_comparison(self) -> None:
        """Ends the comparison of models that is under way."""
        self._comparison.cancel()

    def _accept(self, report: ModelReport) -> None:
        if report.is_reranker:
            if not os.path.isdir(report.model):
                raise DesktopSearchError("The cross-encoder that was trained is no longer there.", "Train it anew.")
            # It embeds nothing: the engine takes it when it starts again.
            reranker_steps.note_before(report.model, self._sources.settings.reranker)
            self._sources.preferences.change({"reranker": report.model})
        else:
            self.use_model(report.model)

    def _before(self) -> str | None:
        """The folder of the model before, of those that are still there."""
        sources = self._sources
        return sources.history.before(sources.settings.model, lambda one: not one or os.path.isdir(one))

    def _change(self, folder: str) -> None:
        sources, kept = self._sources, self._sources.settings.model
        if sources.history.chosen()[:1] != [kept]:
            # It may have been chosen in the settings, or be the one of the beginning.
            sources.history.note_use(kept, time.time())
        sources.preferences.change({"model": folder})
        sources.history.note_use(folder, time.time())
        self.settings_changed()

    def _opened(self) -> None:
        self._adapting.learn()
        if self._resumes:
            self._run.resume()


def _name(folder: str) -> str:
    return Path(folder).name or models.SHIPPED_NAME

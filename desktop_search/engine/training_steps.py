"""What a training does around its process: gathers what is learned from, takes the model in, and measures it."""

import dataclasses
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TypeAlias

import numpy as np

from desktop_search.embedding import models, prepared
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Embedder, Options
from desktop_search.embedding.library import Library
from desktop_search.embedding.service import EmbeddingService
from desktop_search.engine import general_knowledge, proving, training_examples
from desktop_search.engine.learning_sources import Sources
from desktop_search.paths import DataDirectory
from desktop_search.records import Array, CurvePoint, InstalledModel, ModelReport, TrainingOptions
from desktop_search.settings import Settings
from desktop_search.storage.model_history import ModelHistory
from desktop_search.training import examples as example_files
from desktop_search.training import losses, report
from desktop_search.training.job import MODEL, TRAIN, VALIDATION, Job, JobOptions, Measurement

WEIGHTS = (0.3, 0.6, 0.75, 0.9)
LEARNED, HELD_OUT, NAME = "learned.txt", "held_out.txt", "name.txt"
MOST_POINTS = 400
TEXTS_AT_ONCE = 8
Embed: TypeAlias = Callable[[Sequence[str]], Array]
"""Texts to their vectors, float32 [n, dimensions]."""


class TrainingSteps:
    """Used by the training thread only. prefix begins the name of what it makes."""

    prefix = "tuned"

    def __init__(
        self,
        data: DataDirectory,
        settings: Callable[[], Settings],
        sources: Sources,
        library: Library,
        history: ModelHistory,
        *,
        accept: Callable[[ModelReport], None],
    ) -> None:
        """settings gives those that are kept now; accept takes a model into use."""
        self._data = data
        self._settings = settings
        self._sources = sources
        self._library = library
        self._history = history
        self._accept = accept

    def prepare(self, job: Job, options: TrainingOptions, *, is_wanted: Callable[[], bool]) -> None:
        """Writes what the trainer reads. Raises DesktopSearchError where there is too little to learn from."""
        base = self._base(options)
        found = training_examples.gathered(self._sources, options, self._known(base), is_wanted=is_wanted)
        if not is_wanted():
            return
        example_files.write(found.train.items, job.folder / TRAIN)
        example_files.write(found.validation.items, job.folder / VALIDATION)
        _write_lines(job.folder / LEARNED, found.learned)
        _write_lines(job.folder / HELD_OUT, found.held_out)
        _write_lines(job.folder / NAME, [time.strftime(f"{self.prefix}-%Y%m%d-%H%M%S")])
        job.write_options(
            JobOptions(
                str(base),
                losses.chosen(losses.AUTO if options.reranker else options.loss, found.train),
                found.train.shape,
                lora=options.lora,
                minutes=options.minutes,
                is_reranker=options.reranker,
            )
        )

    def measure(self, job: Job, options: TrainingOptions, *, is_wanted: Callable[[], bool]) -> ModelReport | None:
        """Says what the model is worth, and takes it into the library, where it is used by nobody yet.

        None when it is no longer wanted: then nothing has been kept.
        """
        chosen, trained = job.options(), job.measurements()
        (name,), held_out, learned = (read_lines(job.folder / file) for file in (NAME, HELD_OUT, LEARNED))
        pools = proving.collect(
            self._sources.db, self._sources.asking.evidence, self._sources.user_db.labels(), held_out
        )
        tuned, now = self._embedder(str(job.model)), self._sources.embedding.now.service
        old = proving.Embedding(pools, lambda text: now.embed_query(text).result(), passages_of(now, is_wanted))
        new = proving.Embedding(pools, tuned.embed_query, in_parts(tuned.embed_passages, is_wanted))
        usual = self._settings().meaning_weight
        rankings = {
            weight: [proving.rankings(pools, one, weight=weight) for one in (old, new)] for weight in (usual, *WEIGHTS)
        }
        # Either model has the weight that suits it, chosen by the other questions.
        (old_weight, before), (weight, after) = (
            report.best_weight({of: proving.ndcgs(pools, ranked[place]) for of, ranked in rankings.items()}, usual)
            for place in (0, 1)
        )
        gain = report.gain(before, after)
        general = [
            general_knowledge.spearman_of(one)
            for one in (passages_of(now, is_wanted), in_parts(tuned.embed_passages, is_wanted))
        ]
        is_better, said = report.verdict(
            gain,
            len(before),
            general_before=general[0],
            general_after=general[1],
            losses=[one.validation_loss for one in trained if one.validation_loss is not None],
        )
        improved, worsened = report.changes(before, after)
        if not is_wanted():
            return None
        added = self._kept(job.model, name)
        made = ModelReport(
            model=added.name,
            base=models.find(self._base_folder(options)).name,
            loss=chosen.loss,
            labels=len(self._sources.user_db.labels()),
            learned=len(learned),
            held_out=len(before),
            before=proving.measures(pools, rankings[old_weight][0]) | {"ndcg@10": _mean(before.values())},
            after=proving.measures(pools, rankings[weight][1]) | {"ndcg@10": _mean(after.values())},
            gain=gain.mean,
            low=gain.low,
            high=gain.high,
            general_before=general[0],
            general_after=general[1],
            speed=new.passages_per_second / old.passages_per_second if old.passages_per_second else 1.0,
            is_better=is_better,
            verdict=said,
            improved=improved,
            worsened=worsened,
            curve=thinned(trained),
            seconds=job.seconds,
            at=time.time(),
            meaning_weight=weight,
        )
        self._history.add_report(added.revision, dataclasses.asdict(made), learned, made.at)
        self._forget_refused(added.folder, chosen.base)
        return made

    def done(self, job: Job, options: TrainingOptions, report: ModelReport) -> None:
        """Takes a better model into use where that was asked for."""
        if options.accept and report.is_better:
            self._accept(report)

    def _kept(self, trained: Path, name: str) -> InstalledModel:
        """The model in the library; there it may be already, where the engine ended just after."""
        for model in self._library.installed():
            if model.name == name:
                return model
        return self._library.add(trained, name, origin="tuned")

    def _forget_refused(self, newest: str, base: str) -> None:
        """Removes what was trained before and never used: each takes as much space as the model it comes from."""
        used = {*self._history.chosen(), self._settings().model, self._sources.embedding.answering.folder}
        kept = {os.path.realpath(os.path.expanduser(folder)) for folder in (*used, newest, base) if folder}
        for model in self._library.installed():
            if model.origin == "tuned" and os.path.realpath(model.folder) not in kept:
                self._library.remove(model.name)
        # What was prepared of the model before it had its name.
        for left in prepared.made_of(MODEL, self._data.models):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)

    def _known(self, base: Path) -> frozenset[str]:
        """The questions that a base was trained on."""
        stored = self._history.report(models.find(str(base)).revision)
        return frozenset() if stored is None else stored.learned

    def _base_folder(self, options: TrainingOptions) -> str:
        return self._library.folder_of(options.base) if options.base else self._settings().model

    def _base(self, options: TrainingOptions) -> Path:
        return models.find(self._base_folder(options)).path

    def _embedder(self, folder: str) -> Embedder:
        settings = self._settings()
        return embedder_of(settings.backend, folder, settings.device, Options(place=self._data.root))


def passages_of(service: EmbeddingService, is_wanted: Callable[[], bool]) -> Embed:
    """Embeds with the model that answers, so that questions need not wait; also while the work on passages is held."""
    return in_parts(lambda texts: service.embed_at_once(texts).result(), is_wanted)


def in_parts(
    embed: Callable[[Sequence[str]], Array], is_wanted: Callable[[], bool]
) -> Callable[[Sequence[str]], Array]:
    """Embeds a few texts at a time. Raises CancelledError when the work is no longer wanted."""

    def embedded(texts: Sequence[str]) -> Array:
        made = []
        for start in range(0, max(1, len(texts)), TEXTS_AT_ONCE):
            if not is_wanted():
                raise CancelledError
            made.append(embed(texts[start : start + TEXTS_AT_ONCE]))
        return np.concatenate(made)

    return embedded


def thinned(trained: Sequence[Measurement]) -> tuple[CurvePoint, ...]:
    """The curve of a training, of a long one only every so many steps; what was measured on validation stays."""
    every = 1 + len(trained) // MOST_POINTS
    kept = [one for place, one in enumerate(trained) if one.validation_loss is not None or place % every == 0]
    return tuple(CurvePoint(one.step, one.loss, one.validation_loss) for one in kept)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _write_lines(file: Path, lines: Sequence[str]) -> None:
    # A question has no line breaks: it was folded when it was judged.
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="surrogatepass")


def read_lines(file: Path) -> list[str]:
    """The questions that a job has noted."""
    return file.read_text(encoding="utf-8", errors="surrogatepass").split("\n")[:-1]

"""What a training does around its process: gathers what is learned from, takes the model in, and measures it."""

import dataclasses
import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_search.embedding import models, prepared
from desktop_search.embedding.service import EmbeddingService
from desktop_search.engine import model_worth, proving, training_examples
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.model_worth import Embed, Model
from desktop_search.engine.proving import Pools
from desktop_search.records import InstalledModel, ModelReport, TrainingOptions
from desktop_search.training import examples as example_files
from desktop_search.training import losses, report
from desktop_search.training.examples import Example, Examples
from desktop_search.training.job import MODEL, TRAIN, VALIDATION, Job, JobOptions
from desktop_search.training.report import Measured

LEARNED, HELD_OUT, NAME, TEST = "learned.txt", "held_out.txt", "name.txt", "test.jsonl"


class TrainingSteps:
    """Used by the training thread only. prefix begins the name of what it makes.

    A training of another kind of model has its own way of what is below done().
    """

    prefix = "tuned"

    def __init__(self, sources: Sources, *, accept: Callable[[ModelReport], None]) -> None:
        """accept takes a model into use."""
        self._sources = sources
        self._accept = accept

    def prepare(self, job: Job, options: TrainingOptions, *, is_wanted: Callable[[], bool]) -> None:
        """Writes what the trainer reads. Raises DesktopSearchError where there is too little to learn from."""
        base = self._base(options)
        known = self._sources.history.learned_by(self._revision(base))
        found = training_examples.gathered(self._sources, options, known, is_wanted=is_wanted)
        if not is_wanted():
            return
        example_files.write(found.train.items, job.folder / TRAIN)
        example_files.write(found.validation.items, job.folder / VALIDATION)
        example_files.write(found.test, job.folder / TEST)
        _write_lines(job.folder / LEARNED, found.learned)
        _write_lines(job.folder / HELD_OUT, found.held_out)
        _write_lines(job.folder / NAME, [time.strftime(f"{self.prefix}-%Y%m%d-%H%M%S")])
        job.write_options(
            JobOptions(
                str(base),
                self._loss(options, found.train),
                found.train.shape,
                lora=options.lora,
                minutes=options.minutes,
                is_reranker=options.reranker,
            )
        )

    def measure(self, job: Job, options: TrainingOptions, *, is_wanted: Callable[[], bool]) -> ModelReport | None:
        """Says what the model is worth, and keeps it where nobody uses it yet.

        None when it is no longer wanted: then nothing has been kept. Raises CancelledError where that is noticed, or
        the model it is compared with has gone.
        """
        chosen = job.options()
        (name,), held_out, learned = (_read_lines(job.folder / file) for file in (NAME, HELD_OUT, LEARNED))
        labels = self._sources.user_db.labels()
        pools = proving.collect(self._sources.db, self._sources.asking.evidence, labels, held_out)
        pools.examples = _read_examples(job.folder / TEST)
        before, after = self._measured(pools, chosen, job.model, is_wanted)
        if not is_wanted():
            return None
        model, revision = self._take_in(job.model, name, chosen)
        made = report.compared(
            before,
            after,
            job.measurements(),
            model=model,
            base=self._name_of(chosen.base),
            loss=chosen.loss,
            labels=len(labels),
            learned=len(learned),
            at=time.time(),
        )
        self._sources.history.add_report(revision, dataclasses.asdict(made), learned, made.at)
        return made

    def done(self, job: Job, options: TrainingOptions, report: ModelReport) -> None:
        """Takes a better model into use where that was asked for."""
        if options.accept and report.is_better:
            self._accept(report)

    def _base(self, options: TrainingOptions) -> Path:
        """The folder of the model that is trained further. Raises DesktopSearchError where there is none."""
        folder = self._sources.library.folder_of(options.base) if options.base else self._sources.settings.model
        return models.find(folder).path

    def _name_of(self, base: str) -> str:
        found = models.find(base)
        return models.SHIPPED_NAME if found.is_shipped else found.name

    def _revision(self, model: Path) -> str:
        """By what a report on a model is found again."""
        return models.find(str(model)).revision

    def _loss(self, options: TrainingOptions, examples: Examples) -> str:
        return losses.chosen(options.loss, examples)

    def _measured(
        self, pools: Pools, chosen: JobOptions, trained: Path, is_wanted: Callable[[], bool]
    ) -> tuple[Measured, Measured]:
        """The model that answers, and the one that was trained."""
        sources, now = self._sources, self._sources.embedding.now.service
        tuned, answering = sources.embedder_of(str(trained)), now.start().result()
        before = Model(
            answering.id, lambda text: now.embed_query(text).result(), lambda texts: now.embed_at_once(texts).result()
        )
        after = Model(tuned.id, tuned.embed_query, tuned.embed_passages)
        weight = proving.weight_of_trained(sources.settings.meaning_weight)
        return (
            model_worth.measured(sources, pools, before, is_wanted, weight=sources.weight_with(before.id.revision)),
            model_worth.measured(sources, pools, after, is_wanted, weight=weight),
        )

    def _take_in(self, trained: Path, name: str, chosen: JobOptions) -> tuple[str, str]:
        """Keeps a model under a name: what it is called from now on, and its revision."""
        added = self._kept(trained, name)
        self._forget_refused(added.folder, chosen.base)
        return added.name, added.revision

    def _kept(self, trained: Path, name: str) -> InstalledModel:
        """The model in the library; there it may be already, where the engine ended just after."""
        for model in self._sources.library.installed():
            if model.name == name:
                return model
        return self._sources.library.add(trained, name, origin="tuned")

    def _forget_refused(self, newest: str, base: str) -> None:
        """Removes what was trained before and never used: each takes as much space as the model it comes from."""
        sources = self._sources
        used = {*sources.history.chosen(), sources.settings.model, sources.embedding.answering.folder}
        kept = {os.path.realpath(os.path.expanduser(folder)) for folder in (*used, newest, base) if folder}
        for model in sources.library.installed():
            if model.origin == "tuned" and os.path.realpath(model.folder) not in kept:
                sources.library.remove(model.name)
        # What was prepared of the model before it had its name.
        for left in prepared.made_of(MODEL, sources.data.models):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def passages_of(service: EmbeddingService, is_wanted: Callable[[], bool]) -> Embed:
    """Embeds with the model that answers, so that questions need not wait; also while the work on passages is held."""
    return model_worth.in_parts(lambda texts: service.embed_at_once(texts).result(), is_wanted)


def _read_examples(file: Path) -> list[Example]:
    """The examples by which a job's model is measured; none where an earlier version of the program has begun it."""
    return example_files.read(file) if file.exists() else []


def _write_lines(file: Path, lines: Sequence[str]) -> None:
    # A question has no line breaks: it was folded when it was judged.
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="surrogatepass")


def _read_lines(file: Path) -> list[str]:
    """The questions that a job has noted."""
    return file.read_text(encoding="utf-8", errors="surrogatepass").split("\n")[:-1]

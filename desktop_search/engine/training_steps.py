"""What a training does around its process: gathers what is learned from, takes the model in, and measures it."""

import dataclasses
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from desktop_search.embedding import models
from desktop_search.embedding.choice import embedder_of
from desktop_search.embedding.embedder import Embedder, Options
from desktop_search.embedding.library import Library
from desktop_search.embedding.service import EmbeddingService
from desktop_search.engine import general_knowledge, proving
from desktop_search.engine.judged_evidence import WEAK_ORIGINS
from desktop_search.engine.learning_sources import Sources
from desktop_search.engine.training_data import TrainingData, own_pairs_for
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import DataDirectory
from desktop_search.records import Array, CurvePoint, ModelReport, TrainingOptions
from desktop_search.settings import Settings
from desktop_search.storage.model_history import ModelHistory
from desktop_search.training import examples as example_files
from desktop_search.training import external, losses, report, splitting
from desktop_search.training.examples import Example, Examples, Shape
from desktop_search.training.job import TRAIN, VALIDATION, Job, JobOptions
from desktop_search.training.splitting import Split

LEAST_QUESTIONS = 10
WEIGHTS = (0.3, 0.6, 0.75, 0.9)
VALIDATION_SHARE, MOST_VALIDATION = 0.1, 200
LEARNED, HELD_OUT = "learned.txt", "held_out.txt"
SEED = 2026
TEXTS_AT_ONCE = 8


class TrainingSteps:
    """Used by the training thread only."""

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
        self._forget_refused(str(base))
        split = Split((), (), ())
        parts: dict[bool, list[Examples]] = {True: [], False: []}
        if options.pairs:
            for is_training, some in zip((True, False), self._from_file(options), strict=True):
                parts[is_training].append(some)
        if not options.only_pairs:
            split = self._split()
            for is_training, some in zip((True, False), self._from_labels(split, is_wanted), strict=True):
                parts[is_training].append(some)
        if not is_wanted():
            return
        train, validation = (example_files.together(parts[which]) for which in (True, False))
        if not len(train) or not len(validation):
            raise DesktopSearchError(
                "There is too little to learn from.", "Judge more results, or name a file of pairs."
            )
        example_files.write(train.items, job.folder / TRAIN)
        example_files.write(validation.items, job.folder / VALIDATION)
        _write_lines(job.folder / LEARNED, [*split.train, *split.validation])
        _write_lines(job.folder / HELD_OUT, split.held_out)
        job.write_options(
            JobOptions(
                str(base),
                losses.chosen(losses.AUTO if options.reranker else options.loss, train),
                train.shape,
                lora=options.lora,
                minutes=options.minutes,
                is_reranker=options.reranker,
            )
        )

    def measure(self, job: Job, options: TrainingOptions, *, is_wanted: Callable[[], bool]) -> ModelReport:
        """Takes the model into the library, where it is used by nobody yet, and says what it is worth."""
        chosen, trained = job.options(), job.measurements()
        name = f"tuned-{time.strftime('%Y%m%d-%H%M%S')}"
        added = self._library.add(job.model, name, origin="tuned")
        held_out, learned = (read_lines(job.folder / file) for file in (HELD_OUT, LEARNED))
        pools = proving.collect(
            self._sources.db, self._sources.asking.evidence, self._sources.user_db.labels(), held_out
        )
        tuned = self._embedder(added.folder)
        now = self._sources.embedding.now.service
        old = proving.Embedding(pools, lambda text: now.embed_query(text).result(), passages_of(now))
        new = proving.Embedding(pools, tuned.embed_query, tuned.embed_passages)
        usual = self._settings().meaning_weight
        ranked_before = proving.rankings(pools, old, weight=usual)
        by_weight = {one: proving.rankings(pools, new, weight=one) for one in (usual, *WEIGHTS)}
        ndcgs = {weight: proving.ndcgs(pools, ranked) for weight, ranked in by_weight.items()}
        weight, after = report.best_weight(ndcgs, usual)
        before = proving.ndcgs(pools, ranked_before)
        gain = report.gain(before, after)
        general = [general_knowledge.spearman_of(one) for one in (passages_of(now), tuned.embed_passages)]
        validation = [one.validation_loss for one in trained if one.validation_loss is not None]
        is_better, said = report.verdict(
            gain, len(before), general_before=general[0], general_after=general[1], losses=validation
        )
        improved, worsened = report.changes(before, after)
        made = ModelReport(
            model=added.name,
            base=models.find(self._base_folder(options)).name,
            loss=chosen.loss,
            labels=len(self._sources.user_db.labels()),
            learned=len(learned),
            held_out=len(before),
            before=proving.measures(pools, ranked_before),
            after=proving.measures(pools, by_weight[weight]) | {"ndcg@10": _mean(after.values())},
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
            curve=tuple(CurvePoint(one.step, one.loss, one.validation_loss) for one in trained),
            seconds=trained[-1].seconds if trained else 0.0,
            at=time.time(),
            meaning_weight=weight,
        )
        self._history.add_report(added.revision, dataclasses.asdict(made), learned, made.at)
        return made

    def done(self, job: Job, options: TrainingOptions, report: ModelReport) -> None:
        """Takes a better model into use where that was asked for."""
        if options.accept and report.is_better:
            self._accept(report)

    def _forget_refused(self, base: str) -> None:
        """Removes what was trained before and never used: each takes as much space as the model it comes from."""
        kept = set(self._history.chosen()) | {self._settings().model, self._sources.embedding.answering.folder, base}
        for model in self._library.installed():
            if model.origin == "tuned" and model.folder not in kept:
                self._library.remove(model.name)

    def _base_folder(self, options: TrainingOptions) -> str:
        return self._library.folder_of(options.base) if options.base else self._settings().model

    def _base(self, options: TrainingOptions) -> Path:
        return models.find(self._base_folder(options)).path

    def _embedder(self, folder: str) -> Embedder:
        settings = self._settings()
        return embedder_of(settings.backend, folder, settings.device, Options(place=self._data.root))

    def _split(self) -> Split:
        certain = [one for one in self._sources.user_db.labels() if one.origin not in WEAK_ORIGINS]
        questions = {one.query for one in certain if one.relevant}
        if len(questions) < LEAST_QUESTIONS:
            raise DesktopSearchError(
                f"{len(questions)} questions with a relevant result are too few to learn from.",
                f"Judge results of at least {LEAST_QUESTIONS} questions, or name a file of pairs.",
            )
        return splitting.split(questions)

    def _from_labels(self, split: Split, is_wanted: Callable[[], bool]) -> tuple[Examples, Examples]:
        data = TrainingData(self._sources.db, self._sources.asking.evidence)
        held_out, apart = set(split.held_out), set(split.validation)
        labels = [one for one in self._sources.user_db.labels() if one.query not in held_out]
        made = data.of_labels(labels, is_wanted=is_wanted)
        train = [example for one in made if one.query not in apart for example in one.examples]
        validation = [example for one in made if one.query in apart for example in one.examples]
        train += data.of_documents(own_pairs_for(len(train)))
        random.Random(SEED).shuffle(train)
        return Examples(Shape.TRIPLETS, tuple(train)), Examples(Shape.TRIPLETS, tuple(validation))

    def _from_file(self, options: TrainingOptions) -> tuple[Examples, Examples]:
        """The examples of a file, some of them kept apart by their first text."""
        read = external.read(Path(options.pairs), loss=options.loss)
        anchors = list(dict.fromkeys(item.texts[0] for item in read.items))
        random.Random(SEED).shuffle(anchors)
        apart = set(anchors[: max(1, min(MOST_VALIDATION, round(VALIDATION_SHARE * len(anchors))))])
        train, validation = _parted(read.items, apart)
        return Examples(read.shape, train), Examples(read.shape, validation)


def _parted(items: Sequence[Example], apart: set[str]) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    return (
        tuple(item for item in items if item.texts[0] not in apart),
        tuple(item for item in items if item.texts[0] in apart),
    )


def passages_of(service: EmbeddingService) -> Callable[[Sequence[str]], Array]:
    """Embeds with the model that answers, a few texts at a time, so that questions need not wait. Also while paused."""

    def embed(texts: Sequence[str]) -> Array:
        parts = [texts[start : start + TEXTS_AT_ONCE] for start in range(0, len(texts), TEXTS_AT_ONCE)] or [texts]
        return np.concatenate([service.embed_at_once(part).result() for part in parts])

    return embed


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _write_lines(file: Path, lines: Sequence[str]) -> None:
    # A question has no line breaks: it was folded when it was judged.
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="surrogatepass")


def read_lines(file: Path) -> list[str]:
    """The questions that a job has noted."""
    return file.read_text(encoding="utf-8", errors="surrogatepass").split("\n")[:-1]

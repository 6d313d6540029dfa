"""What the training of a cross-encoder does around its process; its data are those that train the model."""

import dataclasses
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from desktop_search.engine import proving, training_steps
from desktop_search.engine.proving import Pools
from desktop_search.engine.training_steps import HELD_OUT, LEARNED, NAME, TrainingSteps, read_lines, thinned
from desktop_search.errors import DesktopSearchError
from desktop_search.records import ModelReport, TrainingOptions
from desktop_search.reranking import blending
from desktop_search.reranking.blending import Candidate
from desktop_search.reranking.reranker import Reranker
from desktop_search.reranking.service import reranker_of
from desktop_search.searching.reordering import DEPTH
from desktop_search.training import report
from desktop_search.training.job import Job


class RerankerSteps(TrainingSteps):
    """Used by the training thread only. A trained cross-encoder lies beside the models, under a name with its date."""

    prefix = "reranker"

    def measure(self, job: Job, options: TrainingOptions, *, is_wanted: Callable[[], bool]) -> ModelReport | None:
        """Says what the cross-encoder is worth, on questions that it has not seen."""
        chosen, trained = job.options(), job.measurements()
        (name,), held_out, learned = (read_lines(job.folder / file) for file in (NAME, HELD_OUT, LEARNED))
        labels = self._sources.user_db.labels()
        pools = proving.collect(self._sources.db, self._sources.asking.evidence, labels, held_out)
        service = self._sources.embedding.now.service
        embedding = proving.Embedding(
            pools, lambda text: service.embed_query(text).result(), training_steps.passages_of(service, is_wanted)
        )
        plain = proving.rankings(pools, embedding, weight=self._settings().meaning_weight)
        best = proving.best_passages(pools, embedding)
        device = self._settings().device
        ranked, seconds = [], []
        for path in (chosen.base, str(job.model)):
            if not is_wanted():
                return None
            started = time.monotonic()
            ranked.append(_reranked(pools, plain, best, reranker_of(path, device)))
            seconds.append(time.monotonic() - started)
        before, after = (proving.ndcgs(pools, one) for one in ranked)
        gain = report.gain(before, after)
        losses = [one.validation_loss for one in trained if one.validation_loss is not None]
        is_better, said = report.verdict(gain, len(before), general_before=0.0, general_after=0.0, losses=losses)
        improved, worsened = report.changes(before, after)
        if not is_wanted():
            return None
        folder = self._taken_in(job.model, name)
        made = ModelReport(
            model=str(folder),
            base=Path(chosen.base).name,
            loss="binary-cross-entropy",
            labels=len(labels),
            learned=len(learned),
            held_out=len(before),
            before=proving.measures(pools, ranked[0]),
            after=proving.measures(pools, ranked[1]),
            gain=gain.mean,
            low=gain.low,
            high=gain.high,
            general_before=0.0,
            general_after=0.0,
            speed=seconds[0] / seconds[1] if seconds[1] > 0 else 1.0,
            is_better=is_better,
            verdict=said,
            improved=improved,
            worsened=worsened,
            curve=thinned(trained),
            seconds=job.seconds,
            at=time.time(),
        )
        self._history.add_report(f"reranker {folder.name}", dataclasses.asdict(made), learned, made.at)
        return made

    def _taken_in(self, trained: Path, name: str) -> Path:
        """The folder it lies in from now on; others that nobody uses are removed."""
        place = self._data.models / "rerankers"
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for other in place.iterdir():
            if other.name != name and str(other) != self._settings().reranker:
                shutil.rmtree(other, ignore_errors=True)
        if not (place / name).exists():
            copied = place / f"{name}.new"
            shutil.copytree(trained, copied)
            copied.rename(place / name)
        return place / name

    def _known(self, base: Path) -> frozenset[str]:
        stored = self._history.report(f"reranker {base.name}")
        return frozenset() if stored is None else stored.learned

    def _base(self, options: TrainingOptions) -> Path:
        folder = options.base or self._settings().reranker
        if not folder or not os.path.isdir(folder):
            raise DesktopSearchError(
                "There is no cross-encoder to train.", "Name the folder of one in the setting “reranker”, or by --base."
            )
        return Path(folder)


def _reranked(
    pools: Pools, plain: dict[str, list[str]], passages: dict[str, dict[str, int]], reranker: Reranker
) -> dict[str, list[str]]:
    """The first files of each question in the order that a cross-encoder gives them, blended as a search does.

    passages has for each question the number of each file's best passage.
    """
    made = {}
    for query, paths in plain.items():
        first, best = paths[:DEPTH], passages[query]
        relevances = reranker.score(query, [pools.texts[best[path]] for path in first])
        # The scores of a search fall about like this; only their order and their distances count.
        candidates = [Candidate(1.0 / (rank + 1), value) for rank, value in enumerate(relevances)]
        made[query] = [first[place] for place in blending.blended(candidates)] + paths[DEPTH:]
    return made

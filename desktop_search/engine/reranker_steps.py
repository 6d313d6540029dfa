"""What the training of a cross-encoder does around its process; its data are those that train the model."""

import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path

from desktop_search.engine import proving, training_steps
from desktop_search.engine.proving import Pools
from desktop_search.engine.training_steps import TrainingSteps
from desktop_search.errors import DesktopSearchError
from desktop_search.records import RERANKER_LOSS, TrainingOptions
from desktop_search.reranking import blending
from desktop_search.reranking.blending import Candidate
from desktop_search.reranking.reranker import Reranker
from desktop_search.reranking.service import reranker_of
from desktop_search.searching.reordering import DEPTH
from desktop_search.training.examples import Examples
from desktop_search.training.job import JobOptions
from desktop_search.training.report import Measured


class RerankerSteps(TrainingSteps):
    """Used by the training thread only. A trained cross-encoder lies beside the models, under a name with its date."""

    prefix = "reranker"

    def _base(self, options: TrainingOptions) -> Path:
        folder = options.base or self._sources.settings.reranker
        if not folder or not os.path.isdir(folder):
            raise DesktopSearchError(
                "There is no cross-encoder to train.", "Name the folder of one in the setting “reranker”, or by --base."
            )
        return Path(folder)

    def _name_of(self, base: str) -> str:
        return Path(base).name

    def _revision(self, model: Path) -> str:
        return f"reranker {model.name}"

    def _loss(self, options: TrainingOptions, examples: Examples) -> str:
        return RERANKER_LOSS

    def _measured(
        self, pools: Pools, chosen: JobOptions, trained: Path, is_wanted: Callable[[], bool]
    ) -> tuple[Measured, Measured]:
        """The cross-encoder it began with and the one that was trained, after the ranking of the model that answers."""
        service, settings = self._sources.embedding.now.service, self._sources.settings
        embedding = proving.Embedding(
            pools, lambda text: service.embed_query(text).result(), training_steps.passages_of(service, is_wanted)
        )
        plain = proving.rankings(pools, embedding, weight=settings.meaning_weight)
        best = proving.best_passages(pools, embedding)
        made = []
        for path in (chosen.base, str(trained)):
            if not is_wanted():
                raise CancelledError
            started = time.monotonic()
            ranked = _reranked(pools, plain, best, reranker_of(path, settings.device))
            seconds = time.monotonic() - started
            speed = len(ranked) / seconds if seconds > 0 else 0.0
            made.append(Measured(proving.ndcgs(pools, ranked), proving.measures(pools, ranked), speed))
        return made[0], made[1]

    def _take_in(self, trained: Path, name: str, chosen: JobOptions) -> tuple[str, str]:
        """The folder it lies in from now on, and its revision; others that nobody uses are removed."""
        place = self._sources.data.models / "rerankers"
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for other in place.iterdir():
            if other.name != name and str(other) != self._sources.settings.reranker:
                shutil.rmtree(other, ignore_errors=True)
        if not (place / name).exists():
            copied = place / f"{name}.new"
            shutil.copytree(trained, copied)
            copied.rename(place / name)
        return str(place / name), self._revision(place / name)


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

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
from desktop_search.errors import DesktopSearchError, ModelUnavailable
from desktop_search.records import RERANKER_LOSS, TrainingOptions
from desktop_search.reranking import blending
from desktop_search.reranking.blending import Candidate
from desktop_search.reranking.reranker import Reranker
from desktop_search.reranking.service import reranker_of
from desktop_search.searching.reordering import DEPTH
from desktop_search.training.examples import Examples
from desktop_search.training.job import JobOptions
from desktop_search.training.report import Measured

BEFORE = "before.txt"
"""In the folder of a trained cross-encoder: the folder of the one that was used before it, by its name where it lies
beside it, as both may be moved; empty for none."""


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
        """The search as it is now, with its cross-encoder if it has one, and with the one that was trained."""
        service, settings = self._sources.embedding.now.service, self._sources.settings
        embedding = proving.Embedding(
            pools, lambda text: service.embed_query(text).result(), training_steps.passages_of(service, is_wanted)
        )
        weight = self._sources.weight_with(service.start().result().id.revision)
        plain = proving.rankings(pools, embedding, weight=weight)
        best = proving.best_passages(pools, embedding)
        made = []
        for load in (self._in_use, lambda: reranker_of(str(trained), settings.device)):
            if not is_wanted():
                raise CancelledError
            started = time.monotonic()
            reranker = load()
            ranked = plain if reranker is None else _reranked(pools, plain, best, reranker)
            seconds = time.monotonic() - started
            # Where nothing is ranked anew that takes no time.
            speed = float("inf") if reranker is None else len(ranked) / seconds if seconds > 0 else 0.0
            made.append(Measured(proving.ndcgs(pools, ranked), proving.measures(pools, ranked), speed))
        return made[0], made[1]

    def _in_use(self) -> Reranker | None:
        """What ranks the first results anew so far; None where nothing does."""
        settings = self._sources.settings
        try:
            return reranker_of(settings.reranker, settings.device) if settings.reranker else None
        except ModelUnavailable:
            return None

    def _take_in(self, trained: Path, name: str, chosen: JobOptions) -> tuple[str, str]:
        """The folder it lies in from now on, and its revision. Others are removed, but for the one in use and the one
        that was before that."""
        place, used = self._sources.data.models / "rerankers", self._sources.settings.reranker
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for other in place.iterdir():
            if other.name != name and str(other) not in (used, before(used)):
                shutil.rmtree(other, ignore_errors=True)
        if not (place / name).exists():
            copied = place / f"{name}.new"
            shutil.copytree(trained, copied)
            copied.rename(place / name)
        return str(place / name), self._revision(place / name)


def note_before(folder: str, used: str) -> None:
    """Remembers which cross-encoder was used before the trained one in a folder: the one to go back to."""
    if used != folder:
        said = Path(used).name if Path(used).parent == Path(folder).parent else used
        (Path(folder) / BEFORE).write_text(said, encoding="utf-8", errors="surrogateescape")


def before(folder: str) -> str:
    """The folder of the cross-encoder that was used before the one in a folder; "" for none, or where it is gone."""
    try:
        said = (Path(folder) / BEFORE).read_text(encoding="utf-8", errors="surrogateescape") if folder else ""
    except OSError:
        return ""
    there = Path(folder).parent / said
    return str(there) if said and there.is_dir() else ""


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

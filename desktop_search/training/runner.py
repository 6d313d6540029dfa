"""Starts, watches and ends the process that trains a model, and starts it again when it was ended from outside."""

import logging
from collections.abc import Callable

from desktop_search.embedding import child_process
from desktop_search.embedding.child_process import Ended
from desktop_search.errors import DesktopSearchError
from desktop_search.training import checkpoints
from desktop_search.training.job import FAILURE, Job

logger = logging.getLogger(__name__)

MOST_AGAIN = 2
"""Times in a row that a process is started again without having come further."""


class TrainingFailed(DesktopSearchError):
    """The process ended without a model."""


def train(job: Job, *, is_wanted: Callable[[], bool]) -> bool:
    """Runs the trainer on a job to its end, and says whether there is a model; False when it was no longer wanted.

    A job that was interrupted goes on where it was, also where only its process was: memory may have been short.
    Raises TrainingFailed when the process said why it gave up, or died again and again.
    """
    again, reached = 0, _reached(job)
    while not job.model.exists():
        # What an earlier process said must not explain how this one ends.
        (job.folder / FAILURE).unlink(missing_ok=True)
        ended = child_process.run("desktop_search.training.trainer", str(job.folder), is_wanted=is_wanted)
        if ended.status is None:
            return False
        if job.model.exists():
            break
        logger.info("the trainer ended with %d", ended.status)
        # It may quote what it was learning from.
        logger.debug("the trainer said: %s", "\n".join(ended.lines[-20:]))
        before, reached = reached, tuple(map(max, reached, _reached(job)))
        again = again + 1 if reached == before else 1
        if (reason := job.failure()) is not None or again > MOST_AGAIN:
            raise _failed(reason, ended)
    return True


def _reached(job: Job) -> tuple[int, ...]:
    """How far a training is: the step of its newest checkpoint, and how often its loss was measured."""
    newest = checkpoints.newest(job.checkpoints)
    return 0 if newest is None else checkpoints.step_of(newest), len(job.measurements())


def _failed(reason: str | None, ended: Ended) -> TrainingFailed:
    if reason is None and ended.status is not None and ended.status < 0:
        return TrainingFailed(
            "The process that trains was ended from outside again and again.",
            "Memory may be short: close other programs, and train again.",
        )
    last = ended.lines[-1].strip() if ended.lines else f"status {ended.status}"
    return TrainingFailed(f"Training failed: {reason or last}.")

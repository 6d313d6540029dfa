"""Starts, watches and ends the process that trains a model."""

import logging
from collections.abc import Callable

from desktop_search.embedding import child_process
from desktop_search.errors import DesktopSearchError
from desktop_search.training.job import Job

logger = logging.getLogger(__name__)


class TrainingFailed(DesktopSearchError):
    """The process ended without a model."""


def train(job: Job, *, is_wanted: Callable[[], bool]) -> bool:
    """Runs the trainer on a job to its end, and says whether there is a model; False when it was no longer wanted.

    A job that was interrupted goes on where it was. Raises TrainingFailed.
    """
    if job.model.exists():
        return True
    ended = child_process.run("desktop_search.training.trainer", str(job.folder), is_wanted=is_wanted)
    if ended.status is None:
        return False
    if ended.status != 0 or not job.model.exists():
        logger.info("the trainer ended with %d", ended.status)
        # It may quote what it was learning from.
        logger.debug("the trainer said: %s", "\n".join(ended.lines[-20:]))
        last = ended.lines[-1].strip() if ended.lines else f"status {ended.status}"
        raise TrainingFailed(f"Training failed: {job.failure() or last}.")
    return True

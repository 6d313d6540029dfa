"""Starts, watches and ends the process that trains a model."""

import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import IO

from desktop_search.errors import DesktopSearchError
from desktop_search.training.job import Job

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.2


class TrainingFailed(DesktopSearchError):
    """The process ended without a model."""


def train(job: Job, *, is_wanted: Callable[[], bool]) -> bool:
    """Runs the trainer on a job to its end, and says whether there is a model; False when it was no longer wanted.

    A job that was interrupted goes on where it was. Raises TrainingFailed.
    """
    if job.model.exists():
        return True
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-P", "-m", "desktop_search.training.trainer", str(job.folder)]
        # The trainer ends when this pipe does, so it never outlives its engine.
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said) as process:
            try:
                status = _wait(process, is_wanted)
            finally:
                process.kill()
        if status is None:
            return False
        if status != 0 or not job.model.exists():
            raise TrainingFailed(f"Training failed: {job.failure() or _last_line(said) or f'status {status}'}.")
    return True


def _wait(process: "subprocess.Popen[bytes]", is_wanted: Callable[[], bool]) -> int | None:
    while (status := process.poll()) is None:
        if not is_wanted():
            return None
        time.sleep(LOOK_SECONDS)
    return status


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    logger.info("the trainer said: %s", "\n".join(lines[-20:]))
    return lines[-1].strip() if lines else ""

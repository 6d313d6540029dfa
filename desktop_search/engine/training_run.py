"""One training from its beginning to its report: on a thread of its own, gone on with after a crash."""

import dataclasses
import json
import logging
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Protocol

from desktop_search.errors import DesktopSearchError
from desktop_search.records import CurvePoint, ModelReport, TrainingOptions, TrainingState
from desktop_search.training import runner
from desktop_search.training.job import Job

logger = logging.getLogger(__name__)

ASKED = "asked.json"
MEASURED_AGAIN = 3
ACTIVE = frozenset({"preparing", "training", "paused", "measuring"})


class Steps(Protocol):
    """What a training does before and after its process has run. Both give up when is_wanted says no."""

    def prepare(self, job: Job, options: TrainingOptions, *, is_wanted: Callable[[], bool]) -> None:
        """Fills a job with examples and its options. Raises DesktopSearchError where there is too little to learn."""
        ...

    def measure(self, job: Job, options: TrainingOptions, *, is_wanted: Callable[[], bool]) -> ModelReport | None:
        """Says what the model of a job is worth, and keeps that; None when not wanted. Raises DesktopSearchError."""
        ...

    def done(self, job: Job, options: TrainingOptions, report: ModelReport) -> None:
        """Called in the end, when the report is there."""
        ...


class TrainingRun:
    """Any thread may ask; there is one training at a time. What it does is in a folder, and outlives the engine."""

    def __init__(
        self, folder: Path, steps_of: Callable[[TrainingOptions], Steps], last_report: ModelReport | None
    ) -> None:
        """steps_of gives the steps for what is to be trained."""
        self._folder = folder
        self._steps_of = steps_of
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._cancelled = self._closing = False
        self._phase = "none" if last_report is None else "done"
        self._reason: str | None = None
        self._report = last_report

    @property
    def job(self) -> Job:
        return Job(self._folder / "job")

    @property
    def phase(self) -> str:
        """How far it is, as in TrainingState."""
        return "paused" if self._phase == "training" and self.job.is_paused else self._phase

    @property
    def is_active(self) -> bool:
        """Whether there is something under way."""
        return self._phase in ACTIVE

    def start(self, options: TrainingOptions) -> None:
        """Begins a training. Raises DesktopSearchError while another one is under way."""
        with self._lock:
            if self._phase in ACTIVE:
                raise DesktopSearchError("A training is under way already.", "Wait for it, or cancel it.")
            if self._closing:
                raise DesktopSearchError("The engine is ending.", "Try again.")
            if self._interrupted() == options:
                self._begin(options)
                return
            shutil.rmtree(self._folder, ignore_errors=True)
            self.job.folder.mkdir(parents=True, mode=0o700)
            asked = json.dumps(dataclasses.asdict(options))
            (self._folder / ASKED).write_text(asked, encoding="utf-8")
            self._begin(options)

    def resume(self) -> None:
        """Goes on with a training that was interrupted, if one was."""
        options = self._interrupted()
        if options is None:
            return
        with self._lock:
            if self._phase not in ACTIVE and not self._closing:
                logger.info("going on with a training that was interrupted")
                self._begin(options)

    def _interrupted(self) -> TrainingOptions | None:
        """What a training was asked for that has not come to its end."""
        try:
            return TrainingOptions(**json.loads((self._folder / ASKED).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def pause(self, paused: bool) -> None:
        """Has the training wait, or go on."""
        with self._lock:
            if self._phase in ACTIVE:
                self.job.pause(paused)

    def cancel(self) -> None:
        """Gives a training up; nothing of it stays."""
        with self._lock:
            thread = self._thread if self._phase in ACTIVE else None
            self._cancelled = thread is not None
        if thread is not None:
            thread.join(timeout=30)

    def discard(self) -> None:
        """Gives a training up, also one that was only begun at an earlier start; none of its examples stay."""
        self.cancel()
        with self._lock:
            if self._phase not in ACTIVE:
                self._forget()

    def state(self) -> TrainingState:
        """How far it is."""
        phase, job = self.phase, self.job
        said = job.measurements() if phase != "none" else []
        curve = tuple(CurvePoint(one.step, one.loss, one.validation_loss) for one in said)
        step, steps = (said[-1].step, said[-1].steps) if said else (0, 0)
        spent = said[-1].seconds if said else 0.0
        left = spent / step * (steps - step) if phase in ("training", "paused") and step > 1 else None
        if phase == "done" and self._report is not None:
            curve, spent = self._report.curve, self._report.seconds
        return TrainingState(phase, step, steps, curve, spent, left, self._reason, self._report)

    def close(self) -> None:
        """Stops; what was begun is gone on with at the next start."""
        self._closing = True
        thread = self._thread
        if thread is not None:
            thread.join(timeout=10)

    def _is_wanted(self) -> bool:
        return not (self._cancelled or self._closing)

    def _begin(self, options: TrainingOptions) -> None:
        self._phase, self._reason, self._report = "preparing", None, None
        self._cancelled = False
        self._thread = threading.Thread(target=self._run, args=(options,), name="training", daemon=True)
        self._thread.start()

    def _run(self, options: TrainingOptions) -> None:
        try:
            report = self._trained(options)
        except Exception as error:
            if not self._is_wanted():
                # What it used has gone away below it, as it should: it is gone on with later, or given up.
                self._end(None)
            elif isinstance(error, DesktopSearchError):
                self._fail(str(error))
            else:
                logger.exception("training failed")
                self._fail(f"Training failed ({type(error).__name__}).")
        else:
            self._end(report)

    def _trained(self, options: TrainingOptions) -> ModelReport | None:
        """All that is left to do; None when it was no longer wanted."""
        job, steps = self.job, self._steps_of(options)
        if not job.is_prepared:
            with self._lock:
                is_paused = job.is_paused
                shutil.rmtree(job.folder, ignore_errors=True)
                job.folder.mkdir(parents=True, mode=0o700)
                job.pause(is_paused)
            steps.prepare(job, options, is_wanted=self._is_wanted)
        if not self._is_wanted():
            return None
        self._phase = "training"
        if not runner.train(job, is_wanted=self._is_wanted):
            return None
        self._phase = "measuring"
        report = self._measured(steps, job, options)
        if report is None:
            return None
        steps.done(job, options, report)
        return report

    def _measured(self, steps: Steps, job: Job, options: TrainingOptions) -> ModelReport | None:
        for _ in range(MEASURED_AGAIN):
            try:
                return steps.measure(job, options, is_wanted=self._is_wanted)
            except CancelledError:
                # Another model has taken the place of the one it was compared with.
                if not self._is_wanted():
                    return None
        raise DesktopSearchError("The model could not be measured.", "Train again when nothing else is changed.")

    def _end(self, report: ModelReport | None) -> None:
        if report is None and not self._cancelled:
            return
        self._forget()
        with self._lock:
            self._report = report
            self._phase = "done" if report is not None else "cancelled"

    def _fail(self, reason: str) -> None:
        self._forget()
        with self._lock:
            self._phase, self._reason = "failed", reason

    def _forget(self) -> None:
        # What is asked for goes first: without it nothing is gone on with.
        (self._folder / ASKED).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

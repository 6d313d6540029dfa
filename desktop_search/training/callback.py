"""What happens between a trainer's steps: it says how far it is, waits, and ends in time. Imports transformers."""

import dataclasses
import json
import time
from functools import partial
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from desktop_search.training import budget, checkpoints
from desktop_search.training.budget import Budget
from desktop_search.training.job import PROGRESS, Job, Measurement

LOOK_SECONDS = 0.2


class JobCallback(TrainerCallback):  # type: ignore[misc]
    """Writes a job's progress, waits while it is paused, and ends it when its minutes are over."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._budget = Budget(60.0 * job.options().minutes, spent=job.seconds, now=time.monotonic())

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **more: Any) -> None:
        loss, validation_loss = (logs or {}).get("loss"), (logs or {}).get("eval_loss")
        if loss is not None or validation_loss is not None:
            seconds = round(self._budget.spent(time.monotonic()), 2)
            said = Measurement(state.global_step, state.max_steps, loss, validation_loss, seconds)
            with (self._job.folder / PROGRESS).open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(dataclasses.asdict(said)) + "\n")

    def on_step_end(self, args: Any, state: Any, control: Any, lr_scheduler: Any = None, **more: Any) -> None:
        self._wait_while_paused()
        end = self._budget.end(state.global_step, state.max_steps, time.monotonic())
        if end < state.max_steps:
            state.max_steps = end
            _fall_until(lr_scheduler, end)
        if state.global_step >= end:
            control.should_training_stop = control.should_evaluate = control.should_save = True

    def on_save(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        checkpoints.finish(Path(args.output_dir) / f"checkpoint-{state.global_step}")

    def _wait_while_paused(self) -> None:
        began = time.monotonic()
        while self._job.is_paused:
            time.sleep(LOOK_SECONDS)
        self._budget.pause(time.monotonic() - began)


def _fall_until(scheduler: Any, end: int) -> None:
    scheduler = getattr(scheduler, "scheduler", scheduler)
    if hasattr(scheduler, "lr_lambdas"):
        scheduler.lr_lambdas = [partial(budget.rate, end=end) for _ in scheduler.lr_lambdas]

"""The process that trains a model: reads a job's folder, writes how far it is, and in the end the model."""

import dataclasses
import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

from desktop_search.training import examples as example_files
from desktop_search.training.budget import time_budget
from desktop_search.training.examples import Examples, Shape
from desktop_search.training.job import FAILURE, PROGRESS, TRAIN, VALIDATION, Job, JobOptions, Measurement

NICENESS = 10
COMPLETE = "complete"
"""A checkpoint without this file was interrupted while it was written."""
LOOKS_AN_EPOCH = 2
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def main(folder: Path) -> None:
    """Trains as the job's options say, and goes on where an interrupted trainer has left its last checkpoint."""
    job = Job(folder)
    options = job.options()
    _prepare_libraries(options, cache=folder / "datasets")
    shape = Shape(options.shape)
    train = Examples(shape, tuple(example_files.read(folder / TRAIN)))
    validation = Examples(shape, tuple(example_files.read(folder / VALIDATION)))
    if options.is_reranker:
        from desktop_search.training import reranker_training as kind
    else:
        from desktop_search.training import encoder_training as kind  # type: ignore[no-redef]
    work = kind.begin(job, options, train, validation)
    reporter = _reporter(job)
    work.add_callback(reporter)
    work.add_callback(time_budget(60.0 * options.minutes, spent=job.seconds, paused=lambda: float(reporter.waited)))
    work.train(resume_from_checkpoint=_last_checkpoint(job.checkpoints))
    temporary = job.model.with_name("model.new")
    shutil.rmtree(temporary, ignore_errors=True)
    kind.save(work, options, temporary)
    _sync(temporary)
    temporary.rename(job.model)
    shutil.rmtree(job.checkpoints, ignore_errors=True)


def arguments(job: Job, options: JobOptions, examples: int) -> dict[str, Any]:
    """What every trainer of the transformers library is told: how long, how often it looks at the validation loss."""
    steps = max(1, -(-examples // options.batch))
    look = max(1, -(-steps // LOOKS_AN_EPOCH))
    return {
        "output_dir": str(job.checkpoints),
        "num_train_epochs": options.epochs,
        "per_device_train_batch_size": options.batch,
        "per_device_eval_batch_size": options.batch,
        "learning_rate": options.learning_rate,
        "warmup_steps": max(1, steps * options.epochs // 10),
        "lr_scheduler_type": "linear",
        "eval_strategy": "steps",
        "eval_on_start": True,
        "eval_steps": look,
        "save_strategy": "steps",
        "save_steps": look,
        "save_total_limit": 2,
        "load_best_model_at_end": True,
        "metric_for_best_model": "eval_loss",
        "greater_is_better": False,
        "logging_strategy": "steps",
        "logging_steps": 1,
        "report_to": "none",
        "disable_tqdm": True,
        "seed": options.seed,
        "dataloader_pin_memory": False,
        "use_cpu": not _has_accelerator(),
    }


def _reporter(job: Job) -> Any:
    from transformers import TrainerCallback

    class Reporter(TrainerCallback):  # type: ignore[misc]
        """Says how far it is, and waits while the job is paused."""

        def __init__(self) -> None:
            self._spent_before = job.seconds
            self._started = time.monotonic()
            self.waited = 0.0

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **more: Any) -> None:
            loss, validation_loss = (logs or {}).get("loss"), (logs or {}).get("eval_loss")
            if loss is not None or validation_loss is not None:
                seconds = self._spent_before + time.monotonic() - self._started - self.waited
                self._say(Measurement(state.global_step, state.max_steps, loss, validation_loss, round(seconds, 2)))

        def on_step_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
            began = time.monotonic()
            while job.is_paused:
                time.sleep(0.2)
            self.waited += time.monotonic() - began

        def on_save(self, args: Any, state: Any, control: Any, **more: Any) -> None:
            checkpoint = Path(args.output_dir) / f"checkpoint-{state.global_step}"
            _sync(checkpoint)
            (checkpoint / COMPLETE).touch()

        @staticmethod
        def _say(measurement: Measurement) -> None:
            with (job.folder / PROGRESS).open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(dataclasses.asdict(measurement)) + "\n")

    return Reporter()


def _last_checkpoint(folder: Path) -> str | None:
    """The newest checkpoint that was written to its end; others are removed."""
    found: list[tuple[int, Path]] = []
    for one in folder.glob("checkpoint-*"):
        if (one / COMPLETE).exists():
            found.append((int(one.name.partition("-")[2]), one))
        else:
            shutil.rmtree(one, ignore_errors=True)
    return str(max(found)[1]) if found else None


def _prepare_libraries(options: JobOptions, *, cache: Path) -> None:
    # Before the first import: the libraries read these once.
    os.environ.update(OFFLINE, HF_DATASETS_CACHE=str(cache))
    import datasets
    import torch
    from transformers.utils import logging as transformers_logging

    datasets.disable_progress_bars()
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    if options.threads:
        torch.set_num_threads(options.threads)


def _has_accelerator() -> bool:
    import torch

    return bool(torch.cuda.is_available() or torch.backends.mps.is_available())


def _sync(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())


def _no_network(event: str, _arguments: Any) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise PermissionError("training needs no network")


def _end_with_parent() -> NoReturn:
    # Not by sys.stdin: a thread inside its buffer makes the interpreter abort when it ends.
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    sys.addaudithook(_no_network)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    os.umask(0o077)
    place = Path(sys.argv[1])
    try:
        main(place)
    except Exception as error:
        (place / FAILURE).write_text(f"{type(error).__name__}: {error}\n", encoding="utf-8")
        raise

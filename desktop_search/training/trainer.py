"""The process that trains a model: reads a job's folder, writes how far it is, and in the end the model."""

import os
import shutil
import sys
from pathlib import Path

from desktop_search.embedding import child_process
from desktop_search.training import checkpoints, encoder_training, reranker_training
from desktop_search.training import examples as example_files
from desktop_search.training.examples import Examples, Shape
from desktop_search.training.job import FAILURE, TRAIN, VALIDATION, Job, JobOptions

NICENESS = 10
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
    from desktop_search.training.callback import JobCallback

    shape = Shape(options.shape)
    train = Examples(shape, tuple(example_files.read(folder / TRAIN)))
    validation = Examples(shape, tuple(example_files.read(folder / VALIDATION)))
    kind = reranker_training if options.is_reranker else encoder_training
    work = kind.begin(job, options, train, validation)
    work.add_callback(JobCallback(job))
    checkpoint = checkpoints.newest(job.checkpoints)
    work.train(resume_from_checkpoint=None if checkpoint is None else str(checkpoint))
    temporary = job.model.with_name("model.new")
    shutil.rmtree(temporary, ignore_errors=True)
    kind.save(work, options, temporary)
    checkpoints.sync(temporary)
    temporary.rename(job.model)
    shutil.rmtree(job.checkpoints, ignore_errors=True)


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


if __name__ == "__main__":
    child_process.enter("training needs no network")
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    os.umask(0o077)
    place = Path(sys.argv[1])
    try:
        main(place)
    except Exception as error:
        (place / FAILURE).write_text(f"{type(error).__name__}: {error}\n", encoding="utf-8")
        raise

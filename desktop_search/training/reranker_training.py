"""Trains the cross-encoder that ranks the first results anew, by sentence-transformers' trainer. Imports torch."""

from pathlib import Path
from typing import Any

import psutil

from desktop_search.training.arguments import arguments, batch_that_fits, kept_bytes
from desktop_search.training.examples import Example, Examples
from desktop_search.training.job import Job, JobOptions


def begin(job: Job, options: JobOptions, train: Examples, validation: Examples) -> Any:
    """A trainer with its data, ready to train(): each question beside an answer, and beside what is none."""
    from datasets import Dataset
    from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
    from sentence_transformers.cross_encoder.losses import BinaryCrossEntropyLoss
    from transformers import EarlyStoppingCallback

    model = _base(options)
    model.max_seq_length = min(options.longest, model.max_seq_length or options.longest)
    shown, apart = _pairs(train.items), _pairs(validation.items)
    bytes_each = kept_bytes(model.config, options.longest)
    at_once = batch_that_fits(options.batch, bytes_each, psutil.virtual_memory().available)
    return CrossEncoderTrainer(
        model=model,
        args=CrossEncoderTrainingArguments(**arguments(job, options, len(shown["label"]), at_once=at_once)),
        train_dataset=Dataset.from_dict(shown),
        eval_dataset=Dataset.from_dict(apart),
        loss=BinaryCrossEntropyLoss(model),
        callbacks=[EarlyStoppingCallback(early_stopping_patience=options.patience)],
    )


def save(work: Any, options: JobOptions, folder: Path) -> None:
    """Writes the best of what was trained as a sentence-transformers folder."""
    # Only for training were texts cut shorter.
    work.model.max_seq_length = _base(options).max_seq_length
    work.model.save_pretrained(str(folder), safe_serialization=True)


def _base(options: JobOptions) -> Any:
    from sentence_transformers import CrossEncoder

    return CrossEncoder(
        options.base,
        device="cpu",
        num_labels=1,
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )


def _pairs(items: tuple[Example, ...]) -> dict[str, list[Any]]:
    """Scored pairs keep their score; a pair without one stands beside the answer to another question."""
    rows = []
    for place, one in enumerate(items):
        if one.score is not None and len(one.texts) == 2:
            rows.append((one.texts[0], one.texts[1], one.score))
            continue
        wrong = one.texts[2:] or (items[(place + len(items) // 2) % len(items)].texts[1],)
        rows.append((one.texts[0], one.texts[1], 1.0))
        rows += [(one.texts[0], text, 0.0) for text in wrong if text != one.texts[1]]
    return {
        "query": [query for query, _, _ in rows],
        "passage": [text for _, text, _ in rows],
        "label": [label for _, _, label in rows],
    }

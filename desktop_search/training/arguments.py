"""What every trainer of the transformers library is told: how long it works, how much it takes at once, and how often
it looks at its success."""

from typing import Any

from desktop_search.embedding import processor
from desktop_search.training.job import Job, JobOptions

LOOKS_AN_EPOCH = 2
BYTES_A_VALUE, MOST_BYTES = 120, 1_200_000_000
"""What a layer keeps of each token and dimension until the way back, as measured, and how much may be kept,"""
PART_OF_AVAILABLE = 3
"""and which part at most of the memory there is, as other programs want some, and gradients and moments come on top."""
LEAST_BATCH = 2


def kept_bytes(config: Any, tokens: int) -> int:
    """What a transformer of a configuration keeps of so many tokens; 0 for other models."""
    layers, width = getattr(config, "num_hidden_layers", 0), getattr(config, "hidden_size", 0)
    return int(tokens * layers * width * BYTES_A_VALUE)


def batch_that_fits(batch: int, bytes_each: int, available: int) -> int:
    """The batch, halved until what is kept of its examples fits into a part of the bytes that are available."""
    most = min(MOST_BYTES, available // PART_OF_AVAILABLE)
    while batch > LEAST_BATCH and batch * bytes_each > most:
        batch = max(LEAST_BATCH, batch // 2)
    return batch


def arguments(job: Job, options: JobOptions, examples: int, *, at_once: int) -> dict[str, Any]:
    """The arguments for a job that learns from so many examples; each look is at the validation loss.

    at_once is how many examples of a batch are computed at once; a step takes a batch all the same.
    """
    is_accelerated = _has_accelerator()
    steps = max(1, -(-examples // options.batch))
    look = max(1, -(-steps // LOOKS_AN_EPOCH))
    return {
        "output_dir": str(job.checkpoints),
        "num_train_epochs": options.epochs,
        "per_device_train_batch_size": at_once,
        "per_device_eval_batch_size": at_once,
        "gradient_accumulation_steps": -(-options.batch // at_once),
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
        "use_cpu": not is_accelerated,
        # Weights and moments stay in float32; a step takes half of the time.
        "bf16": not is_accelerated and processor.computes_bfloat16(processor.flags()),
    }


def _has_accelerator() -> bool:
    import torch

    return bool(torch.cuda.is_available() or torch.backends.mps.is_available())

"""What every trainer of the transformers library is told: how long it works, and how often it looks at its success."""

from typing import Any

from desktop_search.training.job import Job, JobOptions

LOOKS_AN_EPOCH = 2


def arguments(job: Job, options: JobOptions, examples: int) -> dict[str, Any]:
    """The arguments for a job that learns from so many examples; each look is at the validation loss."""
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


def _has_accelerator() -> bool:
    import torch

    return bool(torch.cuda.is_available() or torch.backends.mps.is_available())

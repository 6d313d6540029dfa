"""Trains the model that computes the vectors, by the sentence-transformers trainer. Imports torch."""

import contextlib
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from desktop_search.embedding import models
from desktop_search.embedding.backends.torch import prefixes
from desktop_search.training import losses
from desktop_search.training.arguments import arguments, batch_that_fits, kept_bytes
from desktop_search.training.examples import Examples
from desktop_search.training.job import Job, JobOptions

FROZEN = "word_embeddings"
"""What a few hundred examples cannot teach: the vectors of single words, of which they hold thirty thousand."""
LORA_RANK = 16
SHORT = 32
ASKING = frozenset({"multiple-negatives", "triplet", "margin-mse"})
"""Losses whose first text is a question and whose others are passages; two texts of the others are of one kind."""
IN_PARTS = frozenset({"multiple-negatives"})
"""Losses that are computed in parts where a batch is too large; with others a step is made of several batches."""
LAYER = re.compile(r"\.layers?\.(\d+)\.")


def begin(job: Job, options: JobOptions, train: Examples, validation: Examples) -> Any:
    """A trainer with its data, ready to train()."""
    from datasets import Dataset
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer
    from sentence_transformers import SentenceTransformerTrainingArguments as Arguments
    from transformers import EarlyStoppingCallback

    encoder = SentenceTransformer(
        options.base,
        device=None if _accelerated() else "cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )
    _cut(encoder, lambda longest: min(longest, options.longest))
    # Every checkpoint would have a page written about it.
    encoder.save_pretrained = partial(encoder.save_pretrained, create_model_card=False)
    if options.lora:
        _add_lora(encoder)
    else:
        _freeze(encoder, options.frozen)
    classes = 1 + max((int(one.score or 0) for one in (*train.items, *validation.items)), default=1)
    shown = losses.columns(options.loss, train)
    fitting = batch_that_fits(options.batch, _bytes_each(encoder, options, train), psutil.virtual_memory().available)
    at_once = options.batch if options.loss in IN_PARTS else fitting
    return SentenceTransformerTrainer(
        model=encoder,
        args=Arguments(
            **arguments(job, options, len(train), at_once=at_once),
            **_batching(options.loss),
            prompts=_prompts(encoder, options.loss, [name for name in shown if name.startswith("text")]),
        ),
        train_dataset=Dataset.from_dict(shown),
        eval_dataset=Dataset.from_dict(losses.columns(options.loss, validation)),
        loss=losses.loss_of(options.loss, encoder, classes=classes, in_parts=fitting < options.batch),
        callbacks=[EarlyStoppingCallback(early_stopping_patience=options.patience)],
    )


def save(work: Any, options: JobOptions, folder: Path) -> None:
    """Writes the best of what was trained as a sentence-transformers folder, at most `kept` of the way from its base.

    Weights between those of a base and of what was trained on it keep what the base knew (Wortsman et al.: Robust
    fine-tuning of zero-shot models, 2022).
    """
    encoder = work.model
    if options.lora:
        _merge_lora(encoder)
    if options.kept < 1.0:
        _move_towards(encoder, _base_weights(options), 1.0 - options.kept)
    # Only for training were texts cut shorter.
    _cut(encoder, lambda _: models.find(options.base).longest_input)
    encoder.save_pretrained(str(folder), safe_serialization=True, create_model_card=False)


def _cut(encoder: Any, longest: Callable[[int], int]) -> None:
    """Has a model read so many tokens of a text; those of word vectors alone read all of it."""
    if getattr(encoder, "max_seq_length", None):
        with contextlib.suppress(AttributeError):
            encoder.max_seq_length = longest(encoder.max_seq_length)


def _batching(loss: str) -> dict[str, Any]:
    from sentence_transformers.sentence_transformer.training_args import BatchSamplers

    # Two anchors with the same text would be each other's wrong answers.
    return {"batch_sampler": BatchSamplers.NO_DUPLICATES} if loss == "multiple-negatives" else {}


def _prompts(encoder: Any, loss: str, columns: Sequence[str]) -> dict[str, str]:
    """What stands before the texts of each column, as it does before questions and passages when they are embedded."""
    query, passage = prefixes(encoder) if loss in ASKING else ("", "")
    said = {name: passage if place else query for place, name in enumerate(columns)}
    return {name: prompt for name, prompt in said.items() if prompt}


def _bytes_each(encoder: Any, options: JobOptions, examples: Examples) -> int:
    """What an example leaves in memory for the way back. The first text is most often short."""
    config = getattr(encoder[0], "config", None) or getattr(getattr(encoder[0], "model", None), "config", None)
    texts = max(len(one.texts) for one in examples.items) - 1
    return kept_bytes(config, texts * options.longest + SHORT)


def _freeze(encoder: Any, part: float) -> None:
    """Leaves the vectors of single words as they are, and that part of a transformer's layers next to them."""
    numbers = [int(found[1]) for name, _ in encoder.named_parameters() if (found := LAYER.search(name))]
    first = round(part * (max(numbers, default=-1) + 1))
    for name, weights in encoder.named_parameters():
        layer = LAYER.search(name)
        if FROZEN in name or (first and ("embeddings" in name or (layer and int(layer[1]) < first))):
            weights.requires_grad_(False)
    if not any(weights.requires_grad for weights in encoder.parameters()):
        # A model of word vectors alone has nothing else to learn with.
        encoder.requires_grad_(True)


def _add_lora(encoder: Any) -> None:
    from peft import LoraConfig

    encoder.add_adapter(
        LoraConfig(r=LORA_RANK, lora_alpha=2 * LORA_RANK, lora_dropout=0.05, target_modules="all-linear", bias="none")
    )


def _merge_lora(encoder: Any) -> None:
    """Adds what was learned to the weights themselves, so that the model is like any other."""
    from peft.tuners.tuners_utils import BaseTunerLayer

    model = encoder[0].model
    for name, part in list(model.named_modules()):
        if isinstance(part, BaseTunerLayer):
            part.merge()
            parent = model.get_submodule(name.rpartition(".")[0])
            setattr(parent, name.rpartition(".")[2], part.get_base_layer())
    model._hf_peft_config_loaded = False


def _move_towards(encoder: Any, base: Any, part: float) -> None:
    import torch

    with torch.no_grad():
        for name, weights in encoder.state_dict().items():
            if name in base and weights.is_floating_point():
                weights.lerp_(base[name].to(weights), part)


def _base_weights(options: JobOptions) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(options.base, device="cpu", local_files_only=True, trust_remote_code=False).state_dict()


def _accelerated() -> bool:
    import torch

    return bool(torch.cuda.is_available() or torch.backends.mps.is_available())

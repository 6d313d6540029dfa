"""Trains a small cross-encoder from the shipped model's weights: nothing better can be had where there is no network.

It only shows that the way from a folder to a new order works. It has seen short sentences, and no questions with long
passages, so nobody should expect it to rank better than what it is given.
"""

import csv
import os
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from desktop_search.embedding import models

EPOCHS, BATCH, LONGEST, RATE = 1, 16, 64, 1e-4

Pair = tuple[str, str, float]


def train(pairs_folder: Path, place: Path, *, most_pairs: int = 2400, seed: int = 7) -> Path:
    """A folder with a cross-encoder of one output, as sentence-transformers loads it; some minutes on two cores."""
    os.environ.update({"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"})
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    torch.manual_seed(seed)
    random_numbers = random.Random(seed)
    start = str(models.find("").path)
    model: Any = AutoModelForSequenceClassification.from_pretrained(start, num_labels=1, use_safetensors=True)
    tokenizer = AutoTokenizer.from_pretrained(start)
    pairs = list(_pairs(pairs_folder, random_numbers))
    random_numbers.shuffle(pairs)
    pairs = pairs[:most_pairs]
    # What the words are like is known already; to leave that alone saves half of the time.
    model.base_model.embeddings.requires_grad_(False)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    steps = EPOCHS * (len(pairs) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps + 1, pct_start=0.1)
    model.train()
    with torch.enable_grad():
        for _ in range(EPOCHS):
            for batch in _batches(pairs, random_numbers):
                inputs = tokenizer(
                    [one for one, _, _ in batch],
                    [other for _, other, _ in batch],
                    padding=True,
                    truncation=True,
                    max_length=LONGEST,
                    return_tensors="pt",
                )
                wanted = torch.tensor([score for _, _, score in batch])
                loss = torch.nn.functional.binary_cross_entropy_with_logits(model(**inputs).logits[:, 0], wanted)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                schedule.step()
    model.save_pretrained(place, safe_serialization=True)
    tokenizer.save_pretrained(place)
    return place


def _pairs(folder: Path, random_numbers: random.Random) -> Iterator[Pair]:
    for row in _rows(folder / "stsb_train.tsv"):
        yield row["sentence1"], row["sentence2"], float(row["score"]) / 5
    for row in _rows(folder / "covidq_pairs.tsv"):
        yield row["sentence1"], row["sentence2"], float(row["label"])
    by_label: dict[str, list[str]] = {}
    for row in _rows(folder / "banking77_train.tsv"):
        by_label.setdefault(row["label"], []).append(row["text"])
    labels = sorted(by_label)
    for label in labels:
        for text in by_label[label][:12]:
            yield text, random_numbers.choice(by_label[label]), 0.9
            yield text, random_numbers.choice(by_label[random_numbers.choice(labels)]), 0.05


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)


def _batches(pairs: Sequence[Pair], random_numbers: random.Random) -> Iterator[list[Pair]]:
    """Pairs of one length together, in chance order: no time is lost on padding."""
    by_length = sorted(pairs, key=lambda pair: len(pair[0]) + len(pair[1]))
    batches = [by_length[start : start + BATCH] for start in range(0, len(by_length), BATCH)]
    random_numbers.shuffle(batches)
    yield from batches


if __name__ == "__main__":
    print(train(Path(sys.argv[1]), Path(sys.argv[2]), most_pairs=int(sys.argv[3])))

"""Whether each loss teaches: the loss on pairs kept apart, before a training and at its best, on judged sentence pairs.

    python -m tests.benchmarks.losses FOLDER [--examples 400] [--minutes 1.5]

FOLDER holds banking77_train.tsv, covidq_pairs.tsv, snli_dev.tsv and stsb_train.tsv. The shipped model is trained as
`desktop-search train --only-pairs` trains it. Prints one JSON object.
"""

import argparse
import json
import random
import tempfile
from pathlib import Path
from typing import Any

from desktop_search.embedding import models
from desktop_search.training import examples as example_files
from desktop_search.training import external, losses, runner
from desktop_search.training.examples import Examples
from desktop_search.training.job import TRAIN, VALIDATION, Job, JobOptions

DATA = {
    "softmax": "snli_dev.tsv",
    "cosine": "stsb_train.tsv",
    "multiple-negatives": "banking77_train.tsv",
    "triplet": "banking77_train.tsv",
    "contrastive": "covidq_pairs.tsv",
}
SEED, APART = 2026, 0.15


def trained(loss: str, file: Path, *, count: int, minutes: float) -> dict[str, Any]:
    """The validation losses of one training, and how long it took."""
    read = external.read(file, loss=loss)
    items = list(read.items)
    random.Random(SEED).shuffle(items)
    items = items[:count]
    apart = max(1, round(APART * len(items)))
    with tempfile.TemporaryDirectory(prefix="desktop-search-losses-") as place:
        job = Job(Path(place))
        example_files.write(items[apart:], job.folder / TRAIN)
        example_files.write(items[:apart], job.folder / VALIDATION)
        name = losses.chosen(loss, Examples(read.shape, tuple(items)))
        job.write_options(JobOptions(str(models.find("").path), name, read.shape, minutes=minutes))
        runner.train(job, is_wanted=lambda: True)
        said = [one.validation_loss for one in job.measurements() if one.validation_loss is not None]
        return {
            "file": file.name,
            "shape": read.shape,
            "before": round(said[0], 4),
            "best": round(min(said[1:]), 4),
            "steps": job.measurements()[-1].step,
            "seconds": job.seconds,
            "lower": min(said[1:]) < said[0],
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--examples", type=int, default=400)
    parser.add_argument("--minutes", type=float, default=1.5)
    options = parser.parse_args()
    found = {
        loss: trained(loss, options.folder / file, count=options.examples, minutes=options.minutes)
        for loss, file in DATA.items()
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

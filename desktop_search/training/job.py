"""One training as a folder: what is to be done, what it learns from, how far it is, and the model it made."""

import contextlib
import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPTIONS, TRAIN, VALIDATION = "options.json", "train.jsonl", "validation.jsonl"
PROGRESS, PAUSE, MODEL, CHECKPOINTS, FAILURE = "progress.jsonl", "pause", "model", "checkpoints", "failure.txt"


@dataclass(frozen=True, slots=True)
class JobOptions:
    """How a model is trained. base is its folder, and shape that of the examples.

    minutes is how long it may take; then fewer epochs are done. longest is in tokens: the rest of a text teaches hardly
    more. frozen is the part of a transformer's layers that stay as they are, kept the part of what was learned that
    stays in the end, both from 0 to 1. After so many looks without a lower validation loss (patience) it is ended.
    """

    base: str
    loss: str
    shape: str
    lora: bool = False
    minutes: float = 7.0
    epochs: int = 4
    learning_rate: float = 5e-5
    batch: int = 12
    longest: int = 160
    patience: int = 3
    frozen: float = 0.0
    kept: float = 0.7
    threads: int = 0
    seed: int = 2026
    is_reranker: bool = False


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a trainer says while it works: after so many of so many steps, the loss since the last time, or the loss on
    what it does not learn from. seconds is the time it has spent so far, pauses left out."""

    step: int
    steps: int
    loss: float | None
    validation_loss: float | None
    seconds: float


class Job:
    """The folder. A trainer process fills it; whoever started that reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def model(self) -> Path:
        """The model that was made. It is there whole or not at all."""
        return self.folder / MODEL

    @property
    def checkpoints(self) -> Path:
        return self.folder / CHECKPOINTS

    @property
    def is_prepared(self) -> bool:
        """Whether there is all that a trainer needs."""
        return (self.folder / OPTIONS).exists()

    def options(self) -> JobOptions:
        plain: dict[str, Any] = json.loads((self.folder / OPTIONS).read_text(encoding="utf-8"))
        return JobOptions(**plain)

    def write_options(self, options: JobOptions) -> None:
        """Written last of what a trainer needs: a folder without options is not to be worked on."""
        temporary = self.folder / f"{OPTIONS}.new"
        with temporary.open("w", encoding="utf-8") as stream:
            json.dump(dataclasses.asdict(options), stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(self.folder / OPTIONS)

    def measurements(self) -> list[Measurement]:
        """What the trainer has said so far, in order of its steps. A line that a crash cut off is left out.

        A resumed trainer does some steps again: what it said of them before is left out, too.
        """
        said: dict[tuple[int, bool], Measurement] = {}
        with contextlib.suppress(FileNotFoundError):
            for line in (self.folder / PROGRESS).read_text(encoding="utf-8", errors="replace").splitlines():
                with contextlib.suppress(ValueError, TypeError):
                    one = Measurement(**json.loads(line))
                    said[one.step, one.validation_loss is None] = one
        return [said[key] for key in sorted(said)]

    @property
    def seconds(self) -> float:
        """How long the trainer has worked so far."""
        said = self.measurements()
        return said[-1].seconds if said else 0.0

    def failure(self) -> str | None:
        """Why the trainer gave up, as a sentence."""
        with contextlib.suppress(OSError):
            return (self.folder / FAILURE).read_text(encoding="utf-8").strip() or None
        return None

    def pause(self, paused: bool) -> None:
        """Has the trainer wait after its next step, or go on."""
        (self.folder / PAUSE).touch() if paused else (self.folder / PAUSE).unlink(missing_ok=True)

    @property
    def is_paused(self) -> bool:
        return (self.folder / PAUSE).exists()

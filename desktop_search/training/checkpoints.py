"""Tells checkpoints that were written to their end from those that a crash cut off."""

import os
import shutil
from pathlib import Path

COMPLETE = "complete"
"""A checkpoint without this file was interrupted while it was written."""


def finish(checkpoint: Path) -> None:
    """Marks a checkpoint as written to its end, once it is on the disk."""
    sync(checkpoint)
    (checkpoint / COMPLETE).touch()


def newest(folder: Path) -> Path | None:
    """The newest checkpoint that was written to its end; those that were not are removed."""
    found: list[tuple[int, Path]] = []
    for one in folder.glob("checkpoint-*"):
        if (one / COMPLETE).exists():
            found.append((step_of(one), one))
        else:
            shutil.rmtree(one, ignore_errors=True)
    return max(found)[1] if found else None


def step_of(checkpoint: Path) -> int:
    """After how many steps a checkpoint was written."""
    return int(checkpoint.name.partition("-")[2])


def sync(folder: Path) -> None:
    """Waits until all files of a folder are on the disk."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())

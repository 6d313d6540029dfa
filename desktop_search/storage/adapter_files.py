"""Keeps what was learned from judgements in one file of plain arrays, for the next start. It can be learned anew."""

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.records import Array

logger = logging.getLogger(__name__)

TEXT, QUESTIONS, MOVES, SAID = "about", "questions", "moves", "said"


@dataclass(frozen=True, slots=True, eq=False)
class StoredAdapter:
    """The arrays of an adapter, float32 [n, dimensions] each, and what else is to be kept, as plain values."""

    questions: Array
    moves: Array
    said: Array
    about: dict[str, Any]


def write(kept: StoredAdapter, file: Path) -> None:
    """Replaces the file in one step."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_suffix(".new")
    about = np.frombuffer(json.dumps(kept.about).encode(), dtype=np.uint8)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        np.savez(stream, about=about, questions=kept.questions, moves=kept.moves, said=kept.said)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(file)


def read(file: Path) -> StoredAdapter | None:
    """What was written; None where there is nothing, or something else."""
    try:
        # Opened here: numpy leaves a damaged file open that it opened itself.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            made = StoredAdapter(
                arrays[QUESTIONS], arrays[MOVES], arrays[SAID], json.loads(bytes(arrays[TEXT]).decode())
            )
            return made if _fits(made) else None
    except FileNotFoundError:
        return None
    except Exception as error:  # Damaged archives raise anything, and none of it is to keep the engine from starting.
        logger.info("what was learned cannot be read and is learned anew: %s", error)
        return None


def _fits(made: StoredAdapter) -> bool:
    parts = made.questions, made.moves, made.said
    is_sound = all(np.isfinite(part).all() and part.dtype == np.float32 for part in parts)
    return (
        len({part.shape for part in parts}) == 1
        and made.questions.ndim == 2
        and is_sound
        and isinstance(made.about, dict)
    )

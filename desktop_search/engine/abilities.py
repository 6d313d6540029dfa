"""Tries what a search cannot do without: whether the model gives a vector, and whether a reader reads, locked in."""

import os
import queue
import tempfile
from concurrent.futures import TimeoutError as NotInTime
from pathlib import Path

import numpy as np

from desktop_search.embedding.service import EmbeddingService
from desktop_search.errors import DesktopSearchError
from desktop_search.files.walk import file_stat
from desktop_search.indexing.limits import ReadingLimits
from desktop_search.indexing.workers import Readers
from desktop_search.records import Condition, EngineStatus, FileState, Finding, ReadOutcome

RIGHT, WARNING, WRONG = Condition.RIGHT, Condition.WARNING, Condition.WRONG
MODEL_SECONDS, READER_SECONDS = 90.0, 30.0
NEARLY_ONE = 0.02
TEXT = "A letter about repaying the deposit."


def model(service: EmbeddingService) -> Finding:
    """Whether the model can be loaded and gives a vector; waits for it."""
    try:
        embedder = service.start().result(timeout=MODEL_SECONDS)
        vector = service.embed_at_once([TEXT]).result(timeout=MODEL_SECONDS)
    except DesktopSearchError as error:
        return Finding("model", WRONG, error.title, error.hint)
    except NotInTime:
        return Finding("model", WARNING, "The model is still being loaded.", "Ask again in a minute.")
    except Exception as error:  # The model's libraries raise anything.
        said = f"The model cannot embed a text ({type(error).__name__}); search by words goes on."
        return Finding("model", WRONG, said, "Install the program anew, or use another model.")
    if not abs(float(np.linalg.norm(vector)) - 1.0) < NEARLY_ONE:
        return Finding("model", WRONG, "The model gives no proper vectors.", "Remove the model and add it again.")
    return Finding("model", RIGHT, f"{embedder.id.model} is loaded and gives {embedder.id.dimensions} numbers a text.")


def backend(status: EngineStatus) -> Finding:
    """What computes the vectors, and whether it is what it should be."""
    said = f"{status.backend} computes the vectors on {status.device}."
    if status.backend == "hashing":
        return Finding("backend", WARNING, said, "It knows no meaning; set backend to auto in the settings.")
    told = next((notice for notice in status.notices if "OpenVINO" in notice), "")
    return Finding("backend", WARNING if told else RIGHT, said, told)


def reading(place: Path, limits: ReadingLimits) -> Finding:
    """Whether a reader reads a file that is written for it into a folder, and how far it is locked in."""
    outcomes: queue.SimpleQueue[ReadOutcome] = queue.SimpleQueue()
    readers = Readers(1, limits, outcomes.put)
    try:
        with tempfile.NamedTemporaryFile("w", dir=place, suffix=".txt", encoding="utf-8") as file:
            file.write(TEXT)
            file.flush()
            readers.give(file_stat(os.path.realpath(file.name), os.stat(file.name)))
            outcome = outcomes.get(timeout=READER_SECONDS)
        level = readers.sandbox()
    except (OSError, queue.Empty):
        outcome, level = None, ""
    finally:
        readers.close()
    if outcome is None or outcome.state is not FileState.INDEXED:
        told = outcome.reason if outcome is not None else None
        said = "No process that reads files could be started."
        return Finding("sandbox", WRONG, said, told or "Free memory and space on the disk, and try again.")
    match level:
        case "full":
            return Finding("sandbox", RIGHT, "Files are read by processes that can open, send and start nothing.")
        case "partial":
            said = "Files are read by processes that are locked in only in part."
            return Finding("sandbox", WARNING, said, "A newer kernel with Landlock locks them in altogether.")
    said = "Files are read by processes that are not locked in, for the system cannot do it."
    return Finding("sandbox", WARNING, said, "A kernel with Landlock and seccomp can: Linux 5.13 and later.")

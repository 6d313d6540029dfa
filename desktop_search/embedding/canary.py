"""Lets a model that nobody knows embed some texts in a process of its own, which may do little and not for long."""

import contextlib
import importlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from desktop_search.embedding import child_process
from desktop_search.embedding.check_texts import CHECK_TEXTS
from desktop_search.embedding.refusing import MEGABYTE, ModelRefused

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 300.0
PROCESSOR_SECONDS = 600
MEMORY_BYTES, MEMORY_TIMES = 3_000 * MEGABYTE, 4
"""Address space beside that of the libraries, and how often a model may lie in it."""
LARGEST_FILE = MEGABYTE
OWN_WORDS = 40
SAME, EQUAL = 1e-4, 1e-6
"""How far apart vectors of one text may be, which batches round differently, and those of two texts may not."""
MARK = "canary: "
REFUSED = "a model that is tried out may not do that"


def run(folder: Path) -> int:
    """How many dimensions the model's vectors have, after it has embedded some texts as a model should.

    Raises ModelRefused when it does not load, takes too long or too much memory, or gives vectors that are none.
    """
    threads = {"OMP_NUM_THREADS": "2", "MKL_NUM_THREADS": "2"}
    ended = child_process.run(
        "desktop_search.embedding.canary", str(folder), seconds=PATIENCE_SECONDS, environment=threads
    )
    if ended.status is None:
        raise ModelRefused("it takes too long to embed some texts")
    status, lines = ended.status, ended.lines
    last = lines[-1] if lines else ""
    if status == 0 and last.startswith(MARK):
        return int(json.loads(last.removeprefix(MARK))["dimensions"])
    logger.info("the model in %s failed (%s): %s", folder, status, "\n".join(lines[-20:]))
    reason = last.removeprefix(MARK).rstrip(".") if last.startswith(MARK) else _ending(status, last)
    raise ModelRefused(reason)


def _ending(status: int, last: str) -> str:
    if status < 0:
        return f"it ended the process that tried it (signal {-status})"
    return f"it cannot be loaded ({last[:200] or f'status {status}'})"


def try_out(folder: Path) -> int:
    """Loads the model and looks at its vectors. Raises ModelRefused, ModelUnavailable or whatever the libraries do."""
    import numpy as np

    from desktop_search.embedding import models
    from desktop_search.embedding.backends import torch as torch_backend
    from desktop_search.embedding.model_parts import parts_of

    model = models.find(str(folder))
    encoder = torch_backend.encoder_from(model.path, "cpu")
    embedder = torch_backend.TorchEmbedder(encoder, model, "cpu")
    first = parts_of(folder)[0].kind
    texts = [*CHECK_TEXTS, " ".join(_own_words(encoder))]
    vectors = embedder.embed_passages(texts)
    if not (vectors.ndim == 2 and vectors.shape[1] == embedder.id.dimensions and np.isfinite(vectors).all()):
        raise ModelRefused("its vectors are not what it says, or no numbers")
    lengths = np.linalg.norm(vectors, axis=1)
    # A model of words has no vector for a text of which it knows no word.
    if not (lengths.all() if first == "Transformer" else lengths.any()):
        raise ModelRefused("its vectors are nothing but zeros")
    if np.abs(embedder.embed_passages(texts) - vectors).max() > SAME:
        raise ModelRefused("it gives a text another vector every time")
    if first == "Transformer" and np.abs(vectors - vectors[0]).max() < EQUAL:
        raise ModelRefused("it gives all texts the same vector")
    for text in ("", texts[-1]):
        if not np.isfinite(embedder.embed_query(text)).all():
            raise ModelRefused("its vectors are not what it says, or no numbers")
    return int(vectors.shape[1])


def _own_words(encoder: Any) -> list[str]:
    """The last words that a model knows: whether it has vectors for all its words shows there."""
    tokenizer = getattr(encoder, "tokenizer", None)
    words = getattr(tokenizer, "word2idx", None) or getattr(tokenizer, "get_vocab", dict)()
    return sorted(words, key=words.__getitem__)[-OWN_WORDS:] if isinstance(words, dict) else []


def _limit(folder: Path) -> None:
    """Takes away what a model does not need, where the system can: memory, time, files and other programs.

    The libraries are imported before: with CUDA they alone map some ten gigabytes, without it two.
    """
    from desktop_search.embedding.backends import torch as torch_backend

    os.environ.update(torch_backend.OFFLINE)
    import psutil

    importlib.import_module("sentence_transformers")
    child_process.refuse(child_process.PROGRAMS, REFUSED)
    if sys.platform == "win32":
        return
    import resource

    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    wanted = {
        resource.RLIMIT_AS: psutil.Process().memory_info().vms + MEMORY_BYTES + MEMORY_TIMES * size,
        resource.RLIMIT_CPU: PROCESSOR_SECONDS,
        resource.RLIMIT_FSIZE: LARGEST_FILE,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # Not every system knows, or allows, all of them.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (least, least))


def main(folder: Path) -> int:
    """Says on the last line how many dimensions there are, or why the model is none, and gives the exit status."""
    from desktop_search.errors import DesktopSearchError

    try:
        _limit(folder)
        dimensions = try_out(folder)
    except ModelRefused as error:
        said = error.reason
    except DesktopSearchError as error:
        said = error.title
    except MemoryError:
        said = "it takes more memory than a model of its size should"
    except Exception as error:
        said = f"it cannot be loaded ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
    else:
        print(f"\n{MARK}{json.dumps({'dimensions': dimensions})}", flush=True)
        return 0
    print(f"\n{MARK}{said}", flush=True)
    return 1


if __name__ == "__main__":
    child_process.enter(REFUSED)
    outcome = main(Path(sys.argv[1]))
    # Libraries' threads may hang at the end of the interpreter; everything is said.
    os._exit(outcome)
